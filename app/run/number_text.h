// Numbers as text with a decimal point, whatever the locale: Qt sets the user's, and then printf may write a comma.
// For all text that ends in a file, a recording or an event. Pure functions, any thread.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace app {

/// "0.93": so many decimals, rounded as printf rounds; "nan" and "inf" where it is not a number.
inline std::string fixedText(double value, int decimals) {
    std::array<char, 400> text;  // the largest double has 309 digits in front of the point
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed,
                                   std::clamp(decimals, 0, 60))
                         .ptr;
    return {text.data(), end};
}

/// As "%g" writes it, with so many significant digits: "0.5", "90", "1e-07".
inline std::string shortText(double value, int digits = 6) {
    std::array<char, 100> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general,
                                   std::clamp(digits, 1, 60))
                         .ptr;
    return {text.data(), end};
}

}  // namespace app
