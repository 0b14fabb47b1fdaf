#include "scorer/answers/answer_units.h"

#include <algorithm>
#include <utility>

#include "scorer/answers/answer_lexer.h"

namespace scorer {

using engine::ascii::isDigit;
using engine::ascii::isLetter;

std::string withoutUnitSpacing(std::string text) {
    constexpr std::pair<std::string_view, std::string_view> kAs[] = {
        {"^{\\circ}", ""},  {"^\\circ", ""}, {"\\circ", ""}, {"\\degree", ""}, {"\\cdot", " "}, {"\\mu", "u"},
        {"\\Omega", "ohm"}, {"\\,", " "},    {"\\;", " "},   {"\\:", " "},     {"\\!", ""},     {"\\ ", " "},
        {"~", " "},         {"\\quad", " "}, {"\\\\", " "},  {"$", ""},        {"\\$", ""}};
    for (const auto& [from, to] : kAs) {
        for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
            text.replace(at, from.size(), to);
    }
    return text;
}

bool isUnitText(std::string_view text) {
    if (text.find_first_of("/^") == std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return isLetter(c) || isDigit(c) || isAnswerSpace(c) ||
               std::string_view("./^-{}").find(c) != std::string_view::npos;
    });
}

void nameUnits(std::vector<Token>& tokens) {
    const auto is = [&](std::size_t i, TokenKind kind, std::string_view text = {}) {
        return i < tokens.size() && tokens[i].kind == kind && (text.empty() || tokens[i].text == text);
    };
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::Symbol) continue;
        const std::string& letter = tokens[i].text;
        const bool ends = i + 1 == tokens.size() || is(i + 1, TokenKind::Operator, ",") || is(i + 1, TokenKind::Words);
        const bool afterDegree =
            is(i - 1, TokenKind::Degree) || (i > 1 && is(i - 1, TokenKind::Close, "}") && is(i - 2, TokenKind::Degree));
        const bool afterValue =
            is(i - 1, TokenKind::Number) || is(i - 1, TokenKind::Close) || is(i - 1, TokenKind::Words);
        const bool isDegreeUnit =
            letter.size() == 1 && std::string_view("NSEWCFK").find(letter[0]) != std::string_view::npos;
        // 3 m/s, with a space in front
        const auto isOneOf = [&](std::size_t at, std::string_view letters) {
            return is(at, TokenKind::Symbol) && tokens[at].text.size() == 1 &&
                   letters.find(tokens[at].text[0]) != std::string_view::npos;
        };
        const bool isQuotient = (is(i - 1, TokenKind::Number) || is(i - 1, TokenKind::Close)) &&
                                tokens[i].spaceBefore && isOneOf(i, "msgNJWLVA") &&
                                is(i + 1, TokenKind::Operator, "/") && isOneOf(i + 2, "smhKCLA");
        const bool toWords = (is(i - 1, TokenKind::Number) || is(i - 1, TokenKind::Close)) && tokens[i].spaceBefore &&
                             isOneOf(i, "msgNJWLVA") && is(i + 1, TokenKind::Operator, "/") &&
                             is(i + 2, TokenKind::Words);
        const bool isMicro = afterValue && tokens[i].spaceBefore && letter == "\\mu" && isOneOf(i + 1, "mgsAFlLVWJN") &&
                             (i + 2 == tokens.size() || is(i + 2, TokenKind::Words));
        if (isMicro) tokens[i].kind = tokens[i + 1].kind = TokenKind::Words;
        if (toWords) tokens[i].kind = TokenKind::Words;
        if (isQuotient && (i + 3 == tokens.size() || is(i + 3, TokenKind::Operator, "^"))) {
            tokens[i].kind = tokens[i + 2].kind = TokenKind::Words;
            continue;
        }
        const bool isUnit = (afterDegree && ends && isDegreeUnit) || (afterValue && ends && letter == "\\Omega") ||
                            (afterValue && letter == "\\mu" && is(i + 1, TokenKind::Words));
        if (isUnit) tokens[i].kind = TokenKind::Words;
    }
}

}  // namespace scorer
