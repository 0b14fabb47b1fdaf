// Cuts LaTeX or plain notation into tokens, left to right: signs, numbers and words in answer_tokens.cpp, commands in
// answer_lexer_commands.cpp. One use a text; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/ascii.h"
#include "scorer/answers/answer_tokens.h"

namespace scorer {

/// LaTeX's unbreakable blank counts.
inline bool isAnswerSpace(char c) {
    return c == '~' || engine::ascii::isSpace(c);
}
inline bool isForeign(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

class AnswerLexer {
public:
    /// @param depth  of \text{} in \text{}
    AnswerLexer(std::string text, int depth) : m_text(std::move(text)), m_textDepth(depth) {}

    /// Empty where something is not understood.
    std::vector<Token> run();

private:
    // Looking at text
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    bool isAfter(TokenKind kind) const { return !m_tokens.empty() && m_tokens.back().kind == kind; }
    char nextVisible(std::size_t at) const;
    void add(TokenKind kind, std::string_view text);

    // Signs and numbers
    void next();
    void sign(char c);
    void number();
    int depth() const;
    /// Takes nothing where there is none. A letter right in front makes it an argument: f(2)_1.
    bool based();

    // Words
    void word();
    void symbols(const std::string& letters);
    /// Letters outside of ASCII: a word of another script, often a unit.
    void foreignWord();
    /// Words side by side are one token, but "and" and "or" part them.
    void words(const std::string& text);

    // Commands
    std::string group();
    void command();
    void symbolCommand(char c);
    /// The "-1.5em" behind \hskip.
    void skipLength();
    /// \\ and \\[2pt], but not \\ [1,2].
    void rowBreak();
    /// \operatorname{lcm}, \mathbb{R}.
    void nameOf(const std::string& command, const std::string& content);
    /// \vec{v}, \hat{i}, \bar{x}, \overline{z}: names of their own. A line over two points is a segment.
    void accent(const std::string& command, const std::string& content);
    /// Content of \text{}: a number or a formula in it is read as one, the rest are words.
    void text(const std::string& content, std::string_view command);

    std::string m_text;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
    int m_textDepth = 0;
    bool m_space = false;
    bool m_ok = true;
};

}  // namespace scorer
