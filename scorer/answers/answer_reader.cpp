// Lists, relations and units of the answer reader.
#include "scorer/answers/answer_reader.h"

#include <algorithm>
#include <utility>

#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

constexpr std::size_t kMaxBytes = 4096;
constexpr std::size_t kMaxTokens = 1500;

bool isSymbol(const AnswerNode& n) {
    return n.kind == AnswerKind::Symbol;
}

/// What an approximation may stand behind: x ≈ 3.2.
bool isNameOfValue(const AnswerNode& n) {
    return isSymbol(n) || n.kind == AnswerKind::Words ||
           (n.kind == AnswerKind::Product && std::all_of(n.kids.begin(), n.kids.end(), isNameOfValue));
}

std::string joinedText(const AnswerNode& n) {
    std::string text = n.text == "()" ? "" : n.text;
    for (const AnswerNode& kid : n.kids) text += (text.empty() ? "" : " ") + joinedText(kid);
    return lowerCased(text);
}

}  // namespace

AnswerNode makeNode(AnswerKind kind, AnswerNode one, std::string text) {
    AnswerNode n{kind, std::move(text), {}};
    n.kids.push_back(std::move(one));
    return n;
}

AnswerNode makeNode(AnswerKind kind, AnswerNode first, AnswerNode second, std::string text) {
    AnswerNode n{kind, std::move(text), {}};
    n.kids.reserve(2);
    n.kids.push_back(std::move(first));
    n.kids.push_back(std::move(second));
    return n;
}

bool isWholeNumber(const AnswerNode& n) {
    return n.kind == AnswerKind::Number && n.text.find('.') == std::string::npos;
}

AnswerNode AnswerReader::whole() {
    AnswerNode result = list();
    while (take(TokenKind::RowBreak)) {
    }
    require(m_at == m_tokens.size());
    return result;
}

bool AnswerReader::atEnd() const {
    return !peek() || peek()->kind == TokenKind::Close || peek()->kind == TokenKind::End;
}

/// Words in brackets: 7 (seven).
bool AnswerReader::isRemark() const {
    return isAt(TokenKind::Open, "(") && isAt(TokenKind::Words, {}, 1) && isAt(TokenKind::Close, ")", 2);
}

bool AnswerReader::atSeparator() const {
    return isOperator(",") || isOperator(";") || isAt(TokenKind::Words, "and") || isAt(TokenKind::Words, "or") ||
           isOperator("&") || isAt(TokenKind::RowBreak);
}

/// Empty if there is none; a comma before "and" says nothing.
std::string AnswerReader::takeSeparator() {
    const bool comma = takeOperator(",") || takeOperator(";");
    if (take(TokenKind::Words, "and")) return "and";
    if (take(TokenKind::Words, "or")) return "or";
    return comma ? "," : "";
}

std::vector<AnswerNode> AnswerReader::members(std::string& separator) {
    std::vector<AnswerNode> result;
    while (!atEnd() && !isAt(TokenKind::RowBreak)) {
        result.push_back(member());
        const bool says =
            result.back().kind == Kind::Words && isLead(lowerCased(result.back().text)) && isOperator(",");
        if (says) result.pop_back();  // Therefore, x = 4
        const std::string taken = takeSeparator();
        if (taken.empty()) break;
        if (separator.empty() || separator == ",") separator = taken;
    }
    return result;
}

AnswerNode AnswerReader::list() {
    std::string separator;
    std::vector<AnswerNode> all = members(separator);
    require(!all.empty());
    return all.size() == 1 ? std::move(all[0]) : makeNode(Kind::List, std::move(all), separator);
}

AnswerNode AnswerReader::member() {
    const Deeper deeper(*this);
    if (take(TokenKind::Dots)) return makeLeaf(Kind::Words, "...");
    return relation();
}

AnswerNode AnswerReader::relation() {
    std::vector<AnswerNode> sides;
    std::string operators;
    const bool approximate = takeOperator("~") || takeOperator("=");
    sides.push_back(side());
    while (peek() && peek()->kind == TokenKind::Operator && peek()->text.size() == 1 &&
           std::string_view("=<>lgn~I:").find(peek()->text) != std::string_view::npos) {
        operators += m_tokens[m_at++].text;
        sides.push_back(side());
    }
    if (sides.size() == 1) return std::move(sides[0]);
    require(!approximate);
    return related(std::move(sides), std::move(operators));
}

/// Colons name values ("Ann: 5") or part a ratio; what is about equal is its first value.
AnswerNode AnswerReader::related(std::vector<AnswerNode> sides, std::string operators) {
    if (operators.find(':') != std::string::npos) {
        const bool one = operators.size() == 1;
        if (one && sides[0].kind == Kind::Words && isLead(lowerCased(sides[0].text))) return std::move(sides[1]);
        const bool named =
            one && (isNameOfValue(sides[0]) || (sides[0].kind == Kind::Product && sides[0].text == "()"));
        if (named && (sides[0].kind == Kind::Words || !isNameOfValue(sides[1]))) {
            std::string name = joinedText(sides[0]);
            return makeNode(Kind::Named, std::move(sides[1]), std::move(name));
        }
        require(std::all_of(operators.begin(), operators.end(), [](char c) { return c == ':'; }));
        return makeNode(Kind::Ratio, std::move(sides));
    }
    if (sides[0].kind == Kind::Words && operators == "=" && isLead(lowerCased(sides[0].text)))
        return std::move(sides[1]);
    if (const auto about = operators.find('~'); about != std::string::npos) {
        if (about == 0 && isNameOfValue(sides[0]))
            operators[0] = '=';
        else
            operators.resize(about);
        require(operators.find('~') == std::string::npos || operators.find('~') > 0);
        operators.resize(std::min(operators.size(), operators.find('~')));
        sides.resize(operators.size() + 1);
        if (sides.size() == 1) return std::move(sides[0]);
    }
    require(operators.find('I') == std::string::npos || (operators == "I" && isSymbol(sides[0])));
    return makeNode(Kind::Relation, std::move(sides), operators);
}

/// One side of a relation: a sum or a union with its unit, or words.
AnswerNode AnswerReader::side() {
    if (isAt(TokenKind::Words)) return wordsSide();
    return withUnit(fraction());
}

AnswerNode AnswerReader::wordsSide() {
    const Deeper deeper(*this);
    const std::string text = m_tokens[m_at++].text;
    const std::string lower = lowerCased(text);
    const bool alone = atEnd() || atSeparator() || isOperator("=") || isOperator(":");
    if (!alone && (isLead(lower) || isCurrency(lower))) {
        takeOperator("~");
        return side();
    }
    const std::vector<std::string> words = wordsOf(text);
    if (!alone && words.size() > 1 && isLead(lower.substr(0, lower.rfind(' ')))) return withUnit(fraction());
    if (const auto number = findWordNumber(words); number && number->used + 2 >= words.size()) {
        AnswerNode value = makeLeaf(Kind::Number, number->numerator);
        if (number->denominator != "1")
            value = makeNode(Kind::Quotient, std::move(value), makeLeaf(Kind::Number, number->denominator));
        const std::vector<std::string> after(words.begin() + static_cast<std::ptrdiff_t>(number->used), words.end());
        const bool isPhrase = std::find(after.begin(), after.end(), "to") != after.end() ||
                              std::find(after.begin(), after.end(), "of") != after.end();
        if (!isPhrase && alone) {
            Behind behind;
            value = withWords(std::move(value), after, behind);
            return withBehind(std::move(value), std::move(behind));
        }
    }
    if (text.size() == 1) {  // a letter that was set as text
        AnswerNode letter = makeLeaf(Kind::Symbol, text);
        if (alone) return letter;
    }
    if (isAt(TokenKind::Open, "(") && isAt(TokenKind::Close, ")", 2)) {  // Area(ABC)
        std::string name = text + '(' + m_tokens[m_at + 1].text + ')';
        m_at += 3;
        require(atEnd() || atSeparator() || isOperator("=") || isOperator(":"));
        return makeLeaf(Kind::Words, std::move(name));
    }
    require(alone);
    return makeLeaf(Kind::Words, text);
}

AnswerNode AnswerReader::withBehind(AnswerNode value, Behind behind) {
    if (!behind.unit.empty()) value = makeNode(Kind::Measured, std::move(value), std::move(behind.unit));
    return behind.marks.empty() ? std::move(value) : makeNode(Kind::Marked, std::move(value), std::move(behind.marks));
}

/// Number words multiply, marks are kept, other words are units.
AnswerNode AnswerReader::withWords(AnswerNode value, const std::vector<std::string>& words, Behind& behind) {
    bool first = true;
    for (const std::string& word : words) {
        const auto scale = findScale(word);
        if (first && scale) {
            value = makeNode(Kind::Product, std::move(value), makeLeaf(Kind::Number, std::string(*scale)));
            continue;
        }
        first = false;
        std::string& text = isMark(word) ? behind.marks : behind.unit;
        text += (text.empty() ? "" : " ") + word;
    }
    return value;
}

/// A value with what stands behind it: words, per cent, and their powers and quotients.
AnswerNode AnswerReader::withUnit(AnswerNode value) {
    bool any = false;
    Behind behind;
    while (const Token* token = peek()) {
        if (atSeparator()) break;
        if (token->kind == TokenKind::Words) {
            const std::vector<std::string> words = wordsOf(token->text);
            const bool isBase =
                !words.empty() && words.back() == "base" && words.size() <= 2 && isAt(TokenKind::Number, {}, 1);
            if (isBase) {
                require(isWholeNumber(value));
                value = makeLeaf(Kind::Based, value.text + '_' + m_tokens[m_at + 1].text);
                m_at += 2;
                continue;
            }
            if (value.kind == Kind::Symbol) {  // n is even
                value = makeLeaf(Kind::Words, value.text + ' ' + token->text);
                ++m_at;
                continue;
            }
            value = withWords(std::move(value), words, behind);
            any = true;
            ++m_at;
        } else if (isRemark()) {
            value = withWords(std::move(value), wordsOf(m_tokens[m_at + 1].text), behind);
            any = true;
            m_at += 3;
        } else if (token->kind == TokenKind::Percent) {
            any = true;
            ++m_at;
        } else if (any && takeOperator("^")) {
            const bool braces = take(TokenKind::Open, "{");
            takeOperator("-");
            require(take(TokenKind::Number));
            require(!braces || take(TokenKind::Close, "}"));
        } else if (any && (isOperator("/") || isOperator("*")) &&
                   (isAt(TokenKind::Words, {}, 1) || isAt(TokenKind::Symbol, {}, 1))) {
            m_at += 2;
        } else if (isOperator("/") && isAt(TokenKind::Words, {}, 1)) {
            any = true;
            m_at += 2;
        } else {
            break;
        }
    }
    return withBehind(std::move(value), std::move(behind));
}

std::optional<AnswerNode> readAnswer(std::string_view text) {
    if (text.size() > kMaxBytes) return std::nullopt;
    std::vector<Token> tokens = tokenizeAnswer(text);
    if (tokens.empty() || tokens.size() > kMaxTokens) return std::nullopt;
    try {
        return AnswerReader(std::move(tokens)).whole();
    } catch (const AnswerReader::Unread&) {
        return std::nullopt;
    }
}

}  // namespace scorer
