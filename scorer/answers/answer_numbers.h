// Numbers in an answer's text, as they are written: with thousands separators, repeating digits, exponents, bases. Pure
// functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scorer {

struct ScannedNumber {
    std::string digits;  ///< with an optional point; "0.1|6" where the 6 repeats; empty: not understood
    std::optional<std::string> exponent;  ///< of ten: the "-3" of 1.5e-3
    std::size_t end = 0;                  ///< where the text goes on
};

/// @param text  has a digit, or a point and a digit, at `at`
/// @param inBrackets  in a tuple or a set a plain comma parts members: (1,234) are two
ScannedNumber scanNumber(std::string_view text, std::size_t at, bool inBrackets);

/// A number with its base: 1011_2, (204)_5, 2A_{16}, 1011_{\text{two}} as "1011_2".
std::optional<ScannedNumber> scanBasedNumber(std::string_view text, std::size_t at);

}  // namespace scorer
