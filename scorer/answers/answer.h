// Final answers: found in a trace's text and brought to one form, so that equal answers vote together.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scorer {

/// Content of the last complete box with something in it, untouched: \boxed{...} or \fbox{...} with balanced braces, or
/// what stands right behind the command without braces, \boxed5 or \boxed\frac12 (a number is read whole). Nothing if
/// there is none. Empty boxes and one that is still being written are passed over for the one before.
std::optional<std::string> findBoxedAnswer(std::string_view text);

/// The text without white space around it.
std::string_view withoutOuterSpace(std::string_view text);

/// One text for equal answers. Integers, decimals and simple fractions become "n" or "n/d" in lowest terms, exactly:
/// \frac{1}{2}, 1/2 and 0.5 are "1/2". Anything else keeps its text, with spaces and typesetting removed.
std::string normaliseAnswer(std::string_view answer);

/// As normaliseAnswer(), but a name before an equals sign stays: what is not understood as mathematics.
std::string answerText(std::string_view answer);

/// What makes two answers equal as mathematics: the same text for equal values, whatever their notation. Short plain
/// numbers and fractions keep the form of normaliseAnswer() and cost microseconds; what is not understood as
/// mathematics keeps its text. Units are left out, and a choice of several is its letter. A name before an equals sign
/// is left out.
std::string canonicalAnswer(std::string_view answer);

/// The same with the names of values, as x in "x = 5": see answer_key.h, whose sameKeys() compares two of these.
std::string namedAnswer(std::string_view answer);

}  // namespace scorer
