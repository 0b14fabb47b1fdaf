// LaTeX commands that answers use, and what the answer lexer does with each. Pure functions, any thread.
#pragma once

#include <string_view>

#include "scorer/answers/answer_tokens.h"

namespace scorer {

enum class CommandAction {
    Unknown,
    Token,               // is one token: kind and text
    Ignore,              // sets type, its braces stay
    IgnoreWithArgument,  // \color{red}, \phantom{0}
    Space,
    Skip,   // \hskip 1em
    Text,   // \text{...}
    Name,   // \mathbb{R}, \operatorname{lcm}
    Accent  // \vec{v}
};

struct Command {
    CommandAction action = CommandAction::Unknown;
    TokenKind kind = TokenKind::Symbol;
    std::string_view text = {};
};

/// @param name  without its backslash; must outlive the result
Command findCommand(std::string_view name);

/// "sin", "lcm": functions that are also written without a backslash.
bool isPlainFunction(std::string_view letters);

}  // namespace scorer
