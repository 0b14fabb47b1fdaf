// Python's string operations, as chat templates use them, on valid UTF-8. Positions and lengths count characters.
// What is made is charged to a rendering's budget before it is made. Pure functions otherwise, one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class TemplateBudget;

enum class StripSide { Left, Right, Both };
enum class LetterCase { Upper, Lower, Capitalized, Title, TitleOfWords };

/// str.isspace() of one character.
bool isPythonSpace(char32_t character);

std::size_t characterCount(std::string_view text);

/// Where each character begins, and the end.
std::vector<std::size_t> characterStarts(std::string_view text, TemplateBudget& budget);

/// str.strip: white space, or any of the given characters, from one or both ends.
std::string_view stripped(std::string_view text, StripSide side);
std::string_view stripped(std::string_view text, StripSide side, std::string_view characters, TemplateBudget& budget);

/// str.upper, lower, capitalize, title, and Jinja's filter `title`. Refuses letters whose case needs tables that may
/// differ from Python's.
std::string withCase(std::string_view text, LetterCase wanted);

/// str.replace; an empty `from` stands between all characters. `count`: at most so many; nothing: all.
std::string replaced(std::string_view text, std::string_view from, std::string_view to,
                     std::optional<std::int64_t> count, TemplateBudget& budget);

/// str.split and rsplit. No separator: white space, and nothing empty.
std::vector<std::string> splitText(std::string_view text, std::optional<std::string_view> separator,
                                   std::optional<std::int64_t> most, bool fromRight, TemplateBudget& budget);

/// str.splitlines.
std::vector<std::string> splitLines(std::string_view text, bool keepEnds, TemplateBudget& budget);

/// Jinja's filter `indent`.
std::string indented(std::string_view text, std::string_view with, bool first, bool blank, TemplateBudget& budget);

/// Repeats a text; not at all for a negative count.
std::string repeated(std::string_view text, std::int64_t count, TemplateBudget& budget);

/// & < > " ' as HTML writes them.
std::string escapedHtml(std::string_view text, TemplateBudget& budget);

}  // namespace engine
