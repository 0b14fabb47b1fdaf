// One problem of a set, from the text of its JSON object: the names and forms that published sets use for its fields.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/study/problems.h"

namespace app {

struct ReadProblem {
    Problem problem;
    std::vector<std::string> warnings;  ///< usable, but perhaps not what was meant
};

/// Throws std::runtime_error with the field, what was expected and what was found.
ReadProblem parseProblem(std::string_view object);

/// The JSON value at the start of `text`: its length, found by brackets and quotes alone; all of `text` where it does
/// not end.
std::size_t jsonValueLength(std::string_view text);

/// "7", "7.0", "Level 7": 7; 0 if it is no level from 1 on.
int parseLevel(std::string_view text);

/// The text behind the "####" that ends an answer of GSM8K, without the commas of its digits; otherwise the text.
std::string finalAnswerOf(std::string_view answer);

/// A command of LaTeX whose backslash JSON read as part of an escape: "\frac" became a form feed and "rac".
struct LostCommand {
    std::size_t at = 0;   ///< of the control character
    std::string command;  ///< as it was meant
    bool isSure = false;  ///< no text has that character there: a form feed or a backspace
};

/// The first from `from` on. Line feeds stand before words in many questions, so `lineFeeds` says whether they count.
std::optional<LostCommand> findLostCommand(std::string_view text, std::size_t from, bool lineFeeds);

}  // namespace app
