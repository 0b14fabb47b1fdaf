// What an answer is worth: one text for equal values. Any thread.
#pragma once

#include <optional>
#include <string>

#include "scorer/answers/answer_tree.h"

namespace scorer {

/// A text that is the same for answers of equal value and, but for a chance of 1e-20, different for others: rationals
/// exactly, other numbers to 30 digits worked out with 100, expressions with letters by their values at fixed points.
/// An answer with a name has the form of joinKey(). Empty if the value cannot be worked out within bounds that are
/// checked before every operation (100,000 bits exactly, 10^5000 otherwise, and a budget for the whole answer), so that
/// no answer costs more than milliseconds.
std::optional<std::string> valueKey(const AnswerNode& answer);

/// A real number without letters, to the precision of a double. Empty for anything else.
std::optional<double> realValue(const AnswerNode& answer);

}  // namespace scorer
