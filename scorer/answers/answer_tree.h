// A final answer read as mathematics: the tree that the LaTeX reader makes and the value key is computed from.
// Plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scorer {

enum class AnswerKind {
    Number,     // text: digits with an optional point
    Repeating,  // text: "0.1" and the digits that repeat, as "0.1|6"
    Symbol,     // text: its name
    Pi,
    Infinity,
    Sum,         // kids
    Product,     // kids; text: "()" where a letter stands before a bracket, f(x)
    Quotient,    // above, below
    Negative,    // of one
    Power,       // base, exponent
    Root,        // radicand, index
    Function,    // text: its name; argument, for log also the base
    Factorial,   // of one
    Binomial,    // n, k
    Degrees,     // of one
    PlusMinus,   // a, b: both a + b and a - b
    Tuple,       // text: opening and closing bracket, "()", "[)" ...
    List,        // kids in any order: a set, or answers side by side; text: "," "or" "and"
    Union,       // kids in any order
    Difference,  // of sets: a without b
    Matrix,      // text: "m" or "d" (determinant); kids: rows, each a Tuple
    Relation,    // text: one of = < > l g n I between neighbours (l: at most, g: at least, n: not equal, I: in); kids
    Named,       // text: a name; its value, "Ann: 5"
    Marked,      // text: words that change the value they stand behind, "north"; the value
    Ratio,       // kids, a : b
    Based,       // text: a number with its base, "101_2"
    Measured,    // text: its unit; the value
    Words        // text
};

struct AnswerNode {
    AnswerKind kind = AnswerKind::Words;
    std::string text;
    std::vector<AnswerNode> kids;
};

/// Reads LaTeX or plain notation. Units after a value are left out. Empty if it is not a notation that is understood,
/// or too long or deep to be an answer.
std::optional<AnswerNode> readAnswer(std::string_view text);

}  // namespace scorer
