// UTF-8 as it comes, also broken: stepping, repairing, cutting at whole characters.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace engine {

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// The character at the start of a text, or what stands there instead.
struct Utf8Step {
    enum class Kind { Character, Broken, Unfinished };  ///< Unfinished: the text ends inside a character
    Kind kind = Kind::Character;
    std::size_t length = 0;  ///< bytes; of something broken, the longest start of a character (at least 1)
    char32_t character = kReplacementCharacter;
};

/// `text` must not be empty.
Utf8Step stepUtf8(std::string_view text);

void appendUtf8(std::string& text, char32_t character);

/// Every broken sequence as one U+FFFD: the replacement the Unicode standard recommends (maximal subparts).
std::string replaceInvalidUtf8(std::string_view bytes);

/// Bytes before an unfinished character at the end: the part that can be shown already.
std::size_t finishedLength(std::string_view bytes);

/// The Unicode property White_Space.
bool isWhiteSpace(char32_t character);

/// Letters, marks, decimal digits, connectors and joiners: `\w` of UTS #18.
bool isWordCharacter(char32_t character);

}  // namespace engine
