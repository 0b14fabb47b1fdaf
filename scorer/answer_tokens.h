// Cuts LaTeX or plain notation into tokens for the answer reader. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scorer {

enum class TokenKind {
    Number,    // digits with an optional point, thousands separators taken out
    Symbol,    // one letter or a Greek name, with its subscript: "x_1"
    Function,  // "sin", "sqrt", "frac" ...
    Words,     // the content of \text{} or a plain word
    Operator,  // one character: + - * / ^ ! = < > l g n ~ : , ; & | _ and U (union), I (element of), P (plus or minus)
    Open,      // ( [ { < (angle), S (set)
    Close,     // ) ] } > (angle), S (set)
    Degree,
    Percent,
    Infinity,
    EmptySet,
    RowBreak,
    Begin,     // \begin{name}: the name
    End
};

struct Token {
    TokenKind kind = TokenKind::Operator;
    std::string text;
    bool spaceBefore = false;
};

/// Empty where something in it is not understood.
std::vector<Token> tokenizeAnswer(std::string_view text);

}  // namespace scorer
