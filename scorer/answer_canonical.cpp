// From an answer's text to the one that makes equal answers equal: the quick ways first, then the reader and the value.
#include <algorithm>
#include <span>

#include "scorer/answer.h"
#include "scorer/answer_tokens.h"
#include "scorer/answer_value.h"

namespace scorer {
namespace {

constexpr std::size_t kShortDigits = 18;  // as many as normaliseAnswer() brings to lowest terms

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// An integer or a fraction as normaliseAnswer() writes it.
bool isPlainNumber(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto slash = text.find('/');
    const std::string_view above = text.substr(0, slash);
    const std::string_view below = slash == std::string_view::npos ? "1" : text.substr(slash + 1);
    const auto isShort = [](std::string_view digits) {
        return !digits.empty() && digits.size() <= kShortDigits && std::all_of(digits.begin(), digits.end(), isDigit);
    };
    return isShort(above) && isShort(below) && below != "0";
}

/// The letter of a choice: "B", "(B)", "(b)", "B)", "\textbf{(B)} 42", "option B".
std::optional<std::string> findChoice(std::span<const Token> tokens) {
    while (tokens.size() > 2 && tokens.front().text == "{" && tokens.back().text == "}") tokens = tokens.subspan(1, tokens.size() - 2);
    const auto letterAt = [&](std::size_t at, char last) -> std::optional<std::string> {
        if (at >= tokens.size() || (tokens[at].kind != TokenKind::Symbol && tokens[at].kind != TokenKind::Words)) return std::nullopt;
        const std::string& text = tokens[at].text;
        if (text.size() != 1) return std::nullopt;
        if (text[0] >= 'A' && text[0] <= 'Z') return text;
        if (text[0] >= 'a' && text[0] <= last) return std::string(1, static_cast<char>(text[0] - 32));
        return std::nullopt;
    };
    const auto is = [&](std::size_t at, TokenKind kind, std::string_view text) {
        return at < tokens.size() && tokens[at].kind == kind && tokens[at].text == text;
    };
    constexpr char kNone = 'a' - 1;
    if (tokens.size() == 1) return letterAt(0, kNone);
    if (is(0, TokenKind::Open, "(") && is(2, TokenKind::Close, ")")) {
        const bool more = tokens.size() > 3;
        if (more && tokens[3].kind == TokenKind::Operator) return std::nullopt;  // (A) + ...
        return letterAt(1, 'e');
    }
    if (is(1, TokenKind::Close, ")")) return letterAt(0, 'e');
    if (is(1, TokenKind::Operator, ":") && tokens.size() > 2) {
        const auto letter = letterAt(0, kNone);
        return letter && *letter <= "J" ? letter : std::nullopt;
    }
    if (tokens.size() == 2 && tokens[0].kind == TokenKind::Words) {
        for (const std::string_view lead : {"option", "choice", "answer", "Option", "Choice", "Answer", "the answer is", "The answer is"}) {
            if (tokens[0].text == lead) return letterAt(1, kNone);
        }
    }
    return std::nullopt;
}

/// "B. 42": a letter, a full stop, a space.
std::optional<std::string> findNumberedChoice(std::string_view text) {
    while (text.starts_with('$') || text.starts_with(' ')) text.remove_prefix(1);
    const bool found = text.size() > 3 && text[0] >= 'A' && text[0] <= 'J' && text[1] == '.' && text[2] == ' ';
    return found ? std::optional(std::string(text.substr(0, 1))) : std::nullopt;
}

}  // namespace

std::string canonicalAnswer(std::string_view answer) {
    std::string plain = normaliseAnswer(answer);
    if (isPlainNumber(plain)) return plain;
    if (auto choice = findNumberedChoice(answer)) return *choice;
    if (const auto tree = readAnswer(answer)) {
        if (auto choice = findChoice(tokenizeAnswer(answer))) return *choice;
        if (auto key = valueKey(*tree)) return *key;
    } else if (answer.size() < 64) {
        if (auto choice = findChoice(tokenizeAnswer(answer))) return *choice;
    }
    return plain;
}

}  // namespace scorer
