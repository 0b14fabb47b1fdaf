#include "scorer/answers/answer_tokens.h"

#include <algorithm>
#include <optional>

#include "scorer/answers/answer_commands.h"
#include "scorer/answers/answer_latex.h"
#include "scorer/answers/answer_lexer.h"
#include "scorer/answers/answer_numbers.h"
#include "scorer/answers/answer_units.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

using engine::ascii::isCapital;
using engine::ascii::isDigit;
using engine::ascii::isLetter;

}  // namespace

std::vector<Token> AnswerLexer::run() {
    while (m_ok && m_at < m_text.size()) {
        if (isAnswerSpace(m_text[m_at])) {
            m_space = true;
            ++m_at;
        } else {
            next();
        }
    }
    return m_ok ? std::move(m_tokens) : std::vector<Token>();
}

char AnswerLexer::nextVisible(std::size_t at) const {
    while (at < m_text.size() && isAnswerSpace(m_text[at])) ++at;
    return at < m_text.size() ? m_text[at] : '\0';
}

void AnswerLexer::add(TokenKind kind, std::string_view text) {
    m_tokens.push_back({kind, std::string(text), m_space});
    m_space = false;
}

void AnswerLexer::next() {
    const char c = peek();
    if ((isDigit(c) || isCapital(c) || c == '(') && based()) return;
    if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return number();
    if (isLetter(c)) return word();
    if (isForeign(c)) return foreignWord();
    if (c == '\\') return command();
    ++m_at;
    sign(c);
}

void AnswerLexer::sign(char c) {
    const auto takeAfter = [this](char next) { return peek() == next && ++m_at; };
    switch (c) {
        case '$': return;
        case '(':
        case '[':
        case '{': return add(TokenKind::Open, std::string(1, c));
        case ')':
        case ']':
        case '}': return add(TokenKind::Close, std::string(1, c));
        case '%': return add(TokenKind::Percent, "%");
        case '<': return add(TokenKind::Operator, takeAfter('=') ? "l" : "<");
        case '>': return add(TokenKind::Operator, takeAfter('=') ? "g" : ">");
        case '!': return add(TokenKind::Operator, takeAfter('=') ? "n" : "!");
        case '*': return add(TokenKind::Operator, takeAfter('*') ? "^" : "*");
        case '+': return add(TokenKind::Operator, takeAfter('-') ? "P" : "+");
        case '=': takeAfter('='); return add(TokenKind::Operator, "=");
        case '-':
        case '/':
        case '^':
        case ':':
        case ',':
        case ';':
        case '&':
        case '|':
        case '_': return add(TokenKind::Operator, std::string(1, c));
        case '\'':
            if (!isAfter(TokenKind::Symbol))
                m_ok = false;
            else
                m_tokens.back().text += '\'';
            return;
        case '.':  // a full stop, or three
            if (peek() == '.' && peek(1) == '.') {
                m_at += 2;
                add(TokenKind::Dots, "...");
            }
            return;
        default: m_ok = false;
    }
}

void AnswerLexer::number() {
    const ScannedNumber scanned = scanNumber(m_text, m_at, depth() > 0);
    if (scanned.digits.empty()) {
        m_ok = false;
        return;
    }
    m_at = scanned.end;
    add(TokenKind::Number, scanned.digits);
    if (!scanned.exponent) return;
    add(TokenKind::Operator, "*");
    add(TokenKind::Number, "10");
    add(TokenKind::Operator, "^");
    add(TokenKind::Open, "{");
    if (scanned.exponent->starts_with('-')) add(TokenKind::Operator, "-");
    add(TokenKind::Number, scanned.exponent->substr(scanned.exponent->starts_with('-') ? 1 : 0));
    add(TokenKind::Close, "}");
}

int AnswerLexer::depth() const {
    int open = 0;
    for (const Token& token : m_tokens) {
        if (token.kind == TokenKind::Open) ++open;
        if (token.kind == TokenKind::Close) --open;
    }
    return open;
}

/// Takes nothing where there is none. A letter right in front makes it an argument: f(2)_1.
bool AnswerLexer::based() {
    const bool after = isAfter(TokenKind::Symbol) || isAfter(TokenKind::Function);
    if (after && !m_space) return false;
    const auto scanned = scanBasedNumber(m_text, m_at);
    if (!scanned) return false;
    m_at = scanned->end;
    add(TokenKind::Based, scanned->digits);
    return true;
}

void AnswerLexer::word() {
    const std::size_t begin = m_at;
    while (isLetter(peek())) ++m_at;
    const std::string letters = m_text.substr(begin, m_at - begin);
    const bool afterScript =
        isAfter(TokenKind::Operator) && (m_tokens.back().text == "_" || m_tokens.back().text == "^");
    const char follows = nextVisible(m_at);
    const bool amongWords =
        (m_tokens.empty() || isAfter(TokenKind::Words)) && (follows == '\0' || follows == ',' || isLetter(follows));
    if (letters == "infty" || letters == "infinity" || letters == "inf") return add(TokenKind::Infinity, letters);
    if (letters == "pi") return add(TokenKind::Symbol, "pi");
    const bool opens = follows == '(' || follows == '[' || follows == '\\' || follows == '{';
    if (letters == "U" && isAfter(TokenKind::Close) && opens) return add(TokenKind::Operator, "U");
    if (letters == "in" && isAfter(TokenKind::Symbol) && opens) return add(TokenKind::Operator, "I");
    const bool isUnit = isAfter(TokenKind::Number) && m_space && !opens && !isDigit(follows);
    if (isPlainFunction(letters) &&
        !(isUnit && (letters == "min" || letters == "sec" || letters == "max" || letters == "lg")))
        return add(TokenKind::Function, letters);
    if (isUnit && (letters == "in" || letters == "am" || letters == "pm")) return words(letters);
    if (letters.size() == 1 || (afterScript && letters.size() == 2)) return symbols(letters);
    // Units stand behind a value: nm alone is a product.
    const bool partsUnits =
        isAfter(TokenKind::Operator) && (m_tokens.back().text == "/" || m_tokens.back().text == "*");
    const bool leads = m_tokens.empty() || isAfter(TokenKind::Open) || (isAfter(TokenKind::Operator) && !partsUnits);
    if (leads && isShortUnit(letters)) return symbols(letters);
    switch (runOf(letters, amongWords)) {
        case LetterRun::Word: return words(letters);
        case LetterRun::Name: return add(TokenKind::Symbol, letters);
        case LetterRun::Product: return symbols(letters);
    }
}

void AnswerLexer::symbols(const std::string& letters) {
    for (const char c : letters) add(TokenKind::Symbol, std::string(1, c));
}

/// Letters outside of ASCII: a word of another script, often a unit.
void AnswerLexer::foreignWord() {
    const std::size_t begin = m_at;
    while (isForeign(peek())) ++m_at;
    words(m_text.substr(begin, m_at - begin));
}

/// Words side by side are one token, but "and" and "or" part them.
void AnswerLexer::words(const std::string& text) {
    std::string run;
    const auto flush = [&] {
        if (run.empty()) return;
        const bool joins = isAfter(TokenKind::Words) && m_tokens.back().text != "and" && m_tokens.back().text != "or";
        if (joins)
            m_tokens.back().text += ' ' + run;
        else
            add(TokenKind::Words, run);
        m_space = false;
        run.clear();
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        const std::string word = text.substr(at, end - at);
        const std::string lower = lowerCased(word);
        if (lower == "and" || lower == "or") {
            flush();
            add(TokenKind::Words, lower);
        } else if (!word.empty()) {
            run += (run.empty() ? "" : " ") + word;
        }
        at = end + 1;
    }
    flush();
}

std::vector<Token> tokenizeAnswer(std::string_view text) {
    std::vector<Token> tokens = AnswerLexer(answerAsLatex(text), 0).run();
    nameUnits(tokens);
    return tokens;
}

}  // namespace scorer
