// Cuts LaTeX or plain notation into tokens for the answer reader. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scorer {

enum class TokenKind {
    Number,    // digits with an optional point, thousands separators taken out; "0.1|6" where the 6 repeats
    Based,     // "2A_16": digits and their base
    Symbol,    // one letter, a Greek name, or capitals side by side: "x", "\alpha", "AB"
    Function,  // "sin", "sqrt", "frac" ...
    Words,     // the content of \text{} or plain words
    Operator,  // one character: + - * / ^ ! = < > l g n ~ : , ; & | _ and U (union), I (element of), P (plus or minus);
               // "over", "choose", "minus" (of sets)
    Open,      // ( [ { < (angle), S (set), f (floor), c (ceiling)
    Close,     // ) ] } > (angle), S (set), f (floor), c (ceiling)
    Degree,
    Percent,
    Infinity,
    EmptySet,
    Dots,
    RowBreak,
    Begin,  // \begin{name}: the name
    End
};

struct Token {
    TokenKind kind = TokenKind::Operator;
    std::string text;
    bool spaceBefore = false;
};

/// Empty if something in it is not understood.
std::vector<Token> tokenizeAnswer(std::string_view text);

}  // namespace scorer
