// What the answer reader's sums and products are made of: numbers, names, functions, brackets, matrices.
#include <algorithm>
#include <set>
#include <utility>

#include "scorer/answers/answer_reader.h"

namespace scorer {

/// TeX's argument: a group or one character.
AnswerNode AnswerReader::argument() {
    if (!isAt(TokenKind::Number)) return atom();
    Token& token = m_tokens[m_at];
    AnswerNode first = makeLeaf(Kind::Number, token.text.substr(0, 1));
    require(first.text != "." && token.text.find('|') == std::string::npos);
    token.text.erase(0, 1);
    if (token.text.empty()) ++m_at;
    return first;
}

AnswerNode AnswerReader::group(std::string_view close) {
    AnswerNode inner = list();
    require(take(TokenKind::Close, close));
    return inner;
}

AnswerNode AnswerReader::atom() {
    const Deeper deeper(*this);
    require(peek() != nullptr);
    const Token now = *peek();
    ++m_at;
    switch (now.kind) {
        case TokenKind::Number:
            require(!isOperator("_"));
            return makeLeaf(now.text.find('|') == std::string::npos ? Kind::Number : Kind::Repeating, now.text);
        case TokenKind::Based: return makeLeaf(Kind::Based, now.text);
        case TokenKind::Symbol: return symbol(now.text);
        case TokenKind::Infinity: return makeLeaf(Kind::Infinity, {});
        case TokenKind::EmptySet: return makeNode(Kind::List, std::vector<AnswerNode>());
        case TokenKind::Function: return function(now.text);
        case TokenKind::Open: return bracket(now.text);
        case TokenKind::Begin: return environment(now.text);
        case TokenKind::Operator:
            if (now.text == "|") return bars();
            if (now.text == "_" || now.text == "^") return chosen();
            break;
        default: break;
    }
    throw Unread();
}

std::string AnswerReader::subscript() {
    std::string text;
    const bool braces = take(TokenKind::Open, "{");
    while (const Token* token = peek()) {
        if (braces && token->kind == TokenKind::Close) break;
        const bool plain = token->kind == TokenKind::Number || token->kind == TokenKind::Symbol ||
                           token->kind == TokenKind::Words ||
                           (braces && token->kind == TokenKind::Operator &&
                            std::string_view("+-,").find(token->text) != std::string_view::npos);
        require(plain);
        text += token->text;
        ++m_at;
        if (!braces) break;
    }
    require(!text.empty() && (!braces || take(TokenKind::Close, "}")));
    return text;
}

/// A letter with its index; {}_nC_k is below.
AnswerNode AnswerReader::symbol(const std::string& name) {
    if (name == "pi") return makeLeaf(Kind::Pi, {});
    std::string text = name;
    if (takeOperator("_")) text += '_' + subscript();
    // \angle ABC, \triangle DEF: one name
    const bool isFigure = name == "\\angle" || name == "\\triangle" || name == "\\measuredangle";
    if (isFigure && isAt(TokenKind::Open, "{") && isAt(TokenKind::Symbol, {}, 1) && isAt(TokenKind::Close, "}", 2)) {
        text += ' ' + m_tokens[m_at + 1].text;
        m_at += 3;
    } else if (isFigure && (isAt(TokenKind::Symbol) || isAt(TokenKind::Words)))
        text += ' ' + m_tokens[m_at++].text;
    return makeLeaf(Kind::Symbol, std::move(text));
}

/// Behind the first index of _{n}C_{k} and ^{n}C_{k}.
AnswerNode AnswerReader::chosen() {
    AnswerNode n = argument();
    require(take(TokenKind::Symbol, "C") && takeOperator("_"));
    return makeNode(Kind::Binomial, std::move(n), argument());
}

AnswerNode AnswerReader::function(const std::string& name) {
    if (name.ends_with("frac") || name.ends_with("binom")) {
        AnswerNode above = argument();
        return makeNode(name.ends_with("frac") ? Kind::Quotient : Kind::Binomial, std::move(above), argument());
    }
    if (name == "sqrt" || name == "cbrt") {
        AnswerNode index = makeLeaf(Kind::Number, name == "sqrt" ? "2" : "3");
        if (take(TokenKind::Open, "[")) index = group("]");
        return makeNode(Kind::Root, argument(), std::move(index));
    }
    return functionOf(name);
}

/// \sin^2 x, \log_2 8, \tan^{-1} x.
AnswerNode AnswerReader::functionOf(const std::string& name) {
    std::vector<AnswerNode> kids(1);
    AnswerNode exponent;
    bool raised = false;
    if (takeOperator("_")) kids.push_back(argument());
    if (takeOperator("^")) {
        raised = true;
        exponent = takeOperator("-") ? makeNode(Kind::Negative, argument()) : argument();
    }
    require(kids.size() == 1 || name == "log");
    kids[0] = functionArgument();
    if (!raised) return makeNode(Kind::Function, std::move(kids), name);
    const bool inverse = exponent.kind == Kind::Negative && exponent.kids[0].text == "1";
    if (inverse) return makeNode(Kind::Function, std::move(kids), "arc" + name);
    return makeNode(Kind::Power, makeNode(Kind::Function, std::move(kids), name), std::move(exponent));
}

/// In brackets, or all factors up to the next function or sign.
AnswerNode AnswerReader::functionArgument() {
    if (isAt(TokenKind::Open, "(") || isAt(TokenKind::Open, "{")) return postfix(atom());
    AnswerNode argument = power();
    while (startsFactor() && !isFunctionOfItsOwn()) argument = besides(std::move(argument));
    while (isOperator("/") && isAt(TokenKind::Number, {}, 1)) {
        ++m_at;
        argument = makeNode(Kind::Quotient, std::move(argument), power());
    }
    return argument;
}

bool AnswerReader::isFunctionOfItsOwn() const {
    return isAt(TokenKind::Function) && !peek()->text.ends_with("frac") && peek()->text != "sqrt";
}

AnswerNode AnswerReader::bracket(const std::string& open) {
    const Deeper deeper(*this);
    if (open == "{") return group("}");
    if (open == "f" || open == "c") return makeNode(Kind::Function, group(open), open == "f" ? "floor" : "ceil");
    const int bars = std::exchange(m_bars, 0);
    const bool builds = open == "S" && takeSetBuilder();
    std::string separator;
    std::vector<AnswerNode> inner = members(separator);
    m_bars = bars;
    require(isAt(TokenKind::Close));
    const std::string close = m_tokens[m_at++].text;
    if (open == "S") {
        require(close == "S");
        if (builds && inner.size() == 1) return std::move(inner[0]);
        return makeNode(Kind::List, std::move(inner), builds ? separator : ",");
    }
    if (open == "<") {
        require(close == ">" && inner.size() > 1);
        return makeNode(Kind::Tuple, std::move(inner), "()");
    }
    require((open == "(" || open == "[") && (close == ")" || close == "]") && !inner.empty());
    if (inner.size() == 1 && (open == "(") == (close == ")")) return std::move(inner[0]);
    require(inner.size() > 1 && separator == ",");
    return makeNode(Kind::Tuple, std::move(inner), open + close);
}

/// "x | " and "x \in R : " in front of the condition of a set.
bool AnswerReader::takeSetBuilder() {
    if (!isAt(TokenKind::Symbol)) return false;
    const std::size_t bar = isOperator("I", 1) && isAt(TokenKind::Symbol, {}, 2) ? 3 : 1;
    if (!isOperator("|", bar) && !isOperator(":", bar)) return false;
    m_at += bar + 1;
    return true;
}

AnswerNode AnswerReader::bars() {
    ++m_bars;
    AnswerNode inner = sum();
    --m_bars;
    require(takeOperator("|"));
    return makeNode(Kind::Function, std::move(inner), "abs");
}

AnswerNode AnswerReader::environment(const std::string& name) {
    static const std::set<std::string_view> kMatrices = {"pmatrix",     "bmatrix", "Bmatrix", "matrix",
                                                         "smallmatrix", "array",   "vmatrix"};
    static const std::set<std::string_view> kRows = {"cases",  "aligned", "align",   "gathered",
                                                     "gather", "split",   "equation"};
    if (kMatrices.contains(name)) return matrix(name);
    require(kRows.contains(name));
    return rowsOf(name);
}

AnswerNode AnswerReader::matrix(const std::string& name) {
    std::vector<AnswerNode> rows;
    std::vector<AnswerNode> row;
    while (!isAt(TokenKind::End)) {
        if (take(TokenKind::Dots))
            row.push_back(makeLeaf(Kind::Words, "..."));
        else
            row.push_back(side());
        if (takeOperator("&")) continue;
        if (take(TokenKind::RowBreak) || isAt(TokenKind::End)) {
            rows.push_back(makeNode(Kind::Tuple, std::exchange(row, {}), "()"));
            continue;
        }
        throw Unread();
    }
    require(row.empty() && !rows.empty() && take(TokenKind::End, name));
    return makeNode(Kind::Matrix, std::move(rows), name == "vmatrix" ? "d" : "m");
}

/// Equations below each other are a list; a case and its condition are a pair.
AnswerNode AnswerReader::rowsOf(const std::string& name) {
    const auto isTab = [](const Token& token) { return token.kind == TokenKind::Operator && token.text == "&"; };
    const auto here = m_tokens.begin() + static_cast<std::ptrdiff_t>(m_at);
    if (name != "cases") m_tokens.erase(std::remove_if(here, m_tokens.end(), isTab), m_tokens.end());
    std::vector<AnswerNode> rows;
    while (!isAt(TokenKind::End)) {
        AnswerNode row = member();
        takeSeparator();
        if (takeOperator("&")) {
            AnswerNode condition = member();
            row = makeNode(Kind::Tuple, std::move(row), std::move(condition), "()");
            takeSeparator();
        }
        rows.push_back(std::move(row));
        require(take(TokenKind::RowBreak) || isAt(TokenKind::End));
    }
    require(!rows.empty() && take(TokenKind::End, name));
    return rows.size() == 1 ? std::move(rows[0]) : makeNode(Kind::List, std::move(rows), "and");
}

}  // namespace scorer
