// Commands of LaTeX in an answer, and what stands in \text{}.
#include <algorithm>
#include <iterator>

#include "scorer/answers/answer_commands.h"
#include "scorer/answers/answer_lexer.h"
#include "scorer/answers/answer_units.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

using engine::ascii::isCapital;
using engine::ascii::isDigit;
using engine::ascii::isLetter;

constexpr int kMaxTextDepth = 8;  // \text{} in \text{}

}  // namespace

std::string AnswerLexer::group() {
    while (isAnswerSpace(peek())) ++m_at;
    if (peek() != '{') return m_at < m_text.size() ? std::string(1, m_text[m_at++]) : std::string();
    int open = 0;
    const std::size_t begin = m_at;
    for (; m_at < m_text.size(); ++m_at) {
        if (m_text[m_at] == '{') ++open;
        if (m_text[m_at] == '}' && --open == 0) {
            ++m_at;
            return m_text.substr(begin + 1, m_at - begin - 2);
        }
    }
    m_ok = false;
    return {};
}

void AnswerLexer::command() {
    ++m_at;
    if (!isLetter(peek())) return symbolCommand(peek());
    std::string name;
    while (isLetter(peek())) name += m_text[m_at++];
    if (peek() == '*') ++m_at;  // \hspace*, \operatorname*
    if (name == "begin" || name == "end") {
        std::string environment = group();
        while (environment.ends_with('*')) environment.pop_back();
        if (name == "begin" && environment == "array") group();  // its columns
        return add(name == "begin" ? TokenKind::Begin : TokenKind::End, environment);
    }
    const Command known = findCommand(name);
    switch (known.action) {
        case CommandAction::Token: return add(known.kind, known.text);
        case CommandAction::Ignore:
            if (peek() == '.') ++m_at;  // \left. \right.
            return;
        case CommandAction::IgnoreWithArgument: group(); return;
        case CommandAction::Space: m_space = true; return;
        case CommandAction::Skip: return skipLength();
        case CommandAction::Text: return text(group(), name);
        case CommandAction::Name: return nameOf(name, group());
        case CommandAction::Accent: return accent(name, group());
        case CommandAction::Unknown: m_ok = false;
    }
}

void AnswerLexer::symbolCommand(char c) {
    ++m_at;
    switch (c) {
        case ',':
        case ';':
        case ':':
        case '!':
        case ' ':
        case '>':
        case '$':
        case '(':
        case ')':
        case '[':
        case ']':
        case '/':
        case '-':
        case '_':
        case '#': m_space = true; return;
        case '{': return add(TokenKind::Open, "S");
        case '}': return add(TokenKind::Close, "S");
        case '%': return add(TokenKind::Percent, "%");
        case '|': return add(TokenKind::Operator, "|");
        case '\\': return rowBreak();
        case '&': return words("and");
        default: m_ok = false;
    }
}

/// The "-1.5em" behind \hskip.
void AnswerLexer::skipLength() {
    while (isAnswerSpace(peek()) || isDigit(peek()) || peek() == '-' || peek() == '.') ++m_at;
    for (int letters = 0; letters < 2 && isLetter(peek()); ++letters) ++m_at;
    m_space = true;
}

/// \\ and \\[2pt], but not \\ [1,2].
void AnswerLexer::rowBreak() {
    add(TokenKind::RowBreak, std::string());
    if (peek() != '[') return;
    const std::size_t close = m_text.find(']', m_at);
    if (close == std::string::npos || close - m_at < 4) return;
    const std::string_view unit = std::string_view(m_text).substr(close - 2, 2);
    if (unit == "pt" || unit == "em" || unit == "ex" || unit == "mm" || unit == "cm") m_at = close + 1;
}

/// \operatorname{lcm}, \mathbb{R}.
void AnswerLexer::nameOf(const std::string& command, const std::string& content) {
    if (command != "operatorname") return add(TokenKind::Symbol, "\\" + content);
    if (isPlainFunction(content)) return add(TokenKind::Function, content);
    text(content, "mathrm");
}

/// \vec{v}, \hat{i}, \bar{x}, \overline{z}: names of their own. A line over two points is a segment.
void AnswerLexer::accent(const std::string& command, const std::string& content) {
    std::string inner;
    for (const char c : content) {
        if (!isAnswerSpace(c)) inner += c;
    }
    const bool isPoints = inner.size() >= 2 && std::all_of(inner.begin(), inner.end(), isCapital);
    if (isPoints) return add(TokenKind::Symbol, inner);
    if (inner == "\\imath") inner = "i";
    if (inner == "\\jmath") inner = "j";
    if (inner.empty() || inner.size() > 16 || isDigit(inner[0])) m_ok = false;
    const bool isVector = command == "hat" || command == "vec" || command == "overrightarrow";
    add(TokenKind::Symbol, (isVector ? "\\hat " : "\\bar ") + inner);
}

/// Content of \text{}: a number or a formula in it is read as one, the rest are words.
void AnswerLexer::text(const std::string& content, std::string_view command) {
    const std::string plain = withoutUnitSpacing(content);
    const bool isFont = command == "mathbf" || command == "boldsymbol" || command == "bm" || command == "mathit" ||
                        command == "mathsf" || command == "textit";
    const auto first = plain.find_first_not_of(' ');
    if (first == std::string::npos) {
        m_space = true;
        return;
    }
    if (plain == "e" || plain == "i") return symbols(plain);
    if (isFont && plain.size() == 1 && isLetter(plain[0])) return symbols(plain);
    const auto isPlain = [](char c) {
        return isLetter(c) || isForeign(c) || isAnswerSpace(c) || c == '.' || c == '-' || c == '\'';
    };
    if (isLetter(plain[first]) || isForeign(plain[first])) {
        const bool isNumberInBase = peek() == '_' && plain.size() > 1;
        if (std::all_of(plain.begin(), plain.end(), isPlain) && !isNumberInBase) {
            const auto last = plain.find_last_not_of(" .");
            return words(plain.substr(first, last - first + 1));
        }
        if (isUnitText(plain)) return words(plain.substr(first));
    }
    if (const auto unit = plain.find_first_of(' ', first);
        isDigit(plain[first]) && unit != std::string::npos) {  // \mathrm{12~V}
        const std::string_view number = std::string_view(plain).substr(first, unit - first);
        const auto letter = plain.find_first_not_of(' ', unit);
        const bool isNumber = number.find_first_not_of("0123456789.") == std::string_view::npos;
        if (isNumber && letter != std::string::npos && isLetter(plain[letter]) &&
            std::all_of(plain.begin() + static_cast<std::ptrdiff_t>(letter), plain.end(), isPlain)) {
            add(TokenKind::Number, number);
            m_space = true;
            return words(plain.substr(letter));
        }
    }
    if (peek() == '_') {  // \text{2A}_{16}
        m_text.insert(m_at, plain);
        return;
    }
    if (m_textDepth >= kMaxTextDepth) {
        m_ok = false;
        return;
    }
    const bool spaced = m_space;
    std::vector<Token> inner = AnswerLexer(content, m_textDepth + 1).run();
    if (inner.empty())
        m_ok = false;
    else
        inner.front().spaceBefore = spaced;
    m_space = false;
    m_tokens.insert(m_tokens.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
}

}  // namespace scorer
