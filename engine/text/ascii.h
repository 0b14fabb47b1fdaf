// Classes of ASCII characters, whatever the locale. Bytes of other characters are in none. Pure functions, any thread.
#pragma once

#include <algorithm>
#include <string_view>

namespace engine::ascii {

constexpr bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
constexpr bool isCapital(char c) {
    return c >= 'A' && c <= 'Z';
}
constexpr bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || isCapital(c);
}
/// A blank, a tab, or what ends a line or a page.
constexpr bool isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr char lower(char c) {
    return isCapital(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// One digit or more, and nothing else.
constexpr bool isDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, isDigit);
}

}  // namespace engine::ascii
