// One problem of a set, from the text of its JSON object: the names and forms that published sets use for its fields.
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/problems.h"

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

/// "7", "7.0", "Level 7": 7; 0 where it is no level from 1 on.
int parseLevel(std::string_view text);

/// The text behind the "####" that ends an answer of GSM8K, without the commas of its digits; otherwise the text.
std::string finalAnswerOf(std::string_view answer);

/// The LaTeX command that a text meant where JSON read its backslash as part of an escape: "\frac" of a form feed and
/// "rac"; empty where there is none. Line feeds are part of many questions, so `lineFeeds` says whether they count.
std::string findLostCommand(std::string_view text, bool lineFeeds);

}  // namespace app
