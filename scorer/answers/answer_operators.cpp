// Sums, products and powers of the answer reader.
#include <algorithm>
#include <utility>

#include "scorer/answers/answer_reader.h"

namespace scorer {
namespace {

using Kind = AnswerKind;

constexpr int kMaxChain = 100;  // of quotients or factorials, which are trees as deep as they are long

/// 1/2, \frac{1}{2}: whole above whole, less than one.
bool isProperFraction(const AnswerNode& n) {
    if (n.kind != Kind::Quotient || !isWholeNumber(n.kids[0]) || !isWholeNumber(n.kids[1])) return false;
    const std::string& a = n.kids[0].text;
    const std::string& b = n.kids[1].text;
    return a.size() < b.size() || (a.size() == b.size() && a < b);
}

AnswerNode times(AnswerNode left, AnswerNode right) {
    if (left.kind != Kind::Product || left.text == "()")
        return makeNode(Kind::Product, std::move(left), std::move(right));
    left.kids.push_back(std::move(right));
    return left;
}

AnswerNode oneOrSum(std::vector<AnswerNode> terms) {
    return terms.size() == 1 ? std::move(terms[0]) : makeNode(Kind::Sum, std::move(terms));
}

}  // namespace

/// Unions, and TeX's infix fractions: a \over b.
AnswerNode AnswerReader::fraction() {
    const Deeper deeper(*this);
    AnswerNode left = sum();
    if (takeOperator("over")) return makeNode(Kind::Quotient, std::move(left), sum());
    if (takeOperator("choose")) return makeNode(Kind::Binomial, std::move(left), sum());
    if (takeOperator("minus")) return makeNode(Kind::Difference, std::move(left), sum());
    if (!isOperator("U")) return left;
    std::vector<AnswerNode> parts;
    parts.push_back(std::move(left));
    while (takeOperator("U")) parts.push_back(sum());
    return makeNode(Kind::Union, std::move(parts));
}

AnswerNode AnswerReader::sum() {
    const Deeper deeper(*this);
    std::vector<AnswerNode> terms;
    if (takeOperator("P")) return makeNode(Kind::PlusMinus, makeLeaf(Kind::Number, "0"), product());
    terms.push_back(product());
    while (true) {
        if (takeOperator("+")) {
            terms.push_back(product());
        } else if (takeOperator("-")) {
            terms.push_back(makeNode(Kind::Negative, product()));
        } else if (takeOperator("P")) {
            return makeNode(Kind::PlusMinus, oneOrSum(std::move(terms)), product());
        } else {
            return oneOrSum(std::move(terms));
        }
    }
}

bool AnswerReader::startsFactor() const {
    const Token* token = peek();
    if (!token) return false;
    switch (token->kind) {
        case TokenKind::Number:
        case TokenKind::Based:
        case TokenKind::Symbol:
        case TokenKind::Function:
        case TokenKind::Open:
        case TokenKind::Infinity:
        case TokenKind::EmptySet:
        case TokenKind::Begin: return true;
        case TokenKind::Operator: return token->text == "|" && m_bars == 0;
        default: return false;
    }
}

AnswerNode AnswerReader::product() {
    const Deeper deeper(*this);
    if (takeOperator("+")) return product();
    if (takeOperator("-")) return makeNode(Kind::Negative, product());
    if (take(TokenKind::Dots)) return makeLeaf(Kind::Words, "...");
    AnswerNode left = power();
    int quotients = 0;
    while (true) {
        if (takeOperator("*")) {
            if (take(TokenKind::Dots)) {
                left = times(std::move(left), makeLeaf(Kind::Words, "..."));
                continue;
            }
            left = times(std::move(left), signedPower());
        } else if (isOperator("/") && !isAt(TokenKind::Words, {}, 1)) {
            ++m_at;
            require(++quotients < kMaxChain);
            left = makeNode(Kind::Quotient, std::move(left), signedPower());
        } else if (startsFactor() && (left.kind == Kind::Symbol || !isRemark())) {
            left = besides(std::move(left));
        } else {
            return left;
        }
    }
}

AnswerNode AnswerReader::signedPower() {
    if (takeOperator("+")) return power();
    return takeOperator("-") ? makeNode(Kind::Negative, power()) : power();
}

/// Two factors side by side: a product, a function's name and its argument, or a mixed number such as 2 1/2.
AnswerNode AnswerReader::besides(AnswerNode left) {
    if (isWholeNumber(left) && isAt(TokenKind::Number)) {
        require(isOperator("/", 1) && isAt(TokenKind::Number, {}, 2));
        AnswerNode part = makeNode(Kind::Quotient, makeLeaf(Kind::Number, m_tokens[m_at].text),
                                   makeLeaf(Kind::Number, m_tokens[m_at + 2].text));
        m_at += 3;
        require(isProperFraction(part));
        return makeNode(Kind::Sum, std::move(left), std::move(part));
    }
    const AnswerNode& last = left.kind == Kind::Product && !left.kids.empty() ? left.kids.back() : left;
    require((!isAt(TokenKind::Number) && !isAt(TokenKind::Based)) || last.kind == Kind::Factorial);
    const bool isFraction = isAt(TokenKind::Function) && peek()->text.ends_with("frac");
    const bool isCall = left.kind == Kind::Symbol && isAt(TokenKind::Open, "(");
    AnswerNode right = power();
    if (isFraction && isWholeNumber(left) && isProperFraction(right))
        return makeNode(Kind::Sum, std::move(left), std::move(right));
    if (isCall && left.text == "C" && right.kind == Kind::Tuple && right.text == "()" && right.kids.size() == 2)
        return makeNode(Kind::Binomial, std::move(right.kids[0]), std::move(right.kids[1]));
    if (isCall) return makeNode(Kind::Product, std::move(left), std::move(right), "()");
    return times(std::move(left), std::move(right));
}

AnswerNode AnswerReader::power() {
    const Deeper deeper(*this);
    AnswerNode base = postfix(atom());
    if (!takeOperator("^")) return base;
    if (take(TokenKind::Degree)) return makeNode(Kind::Degrees, std::move(base));
    if (isAt(TokenKind::Open, "{") && isAt(TokenKind::Degree, {}, 1) && isAt(TokenKind::Close, "}", 2)) {
        m_at += 3;
        return makeNode(Kind::Degrees, std::move(base));
    }
    // TeX raises one digit; in plain notation, 2^10 is read whole.
    AnswerNode exponent = takeOperator("-") ? makeNode(Kind::Negative, power()) : power();
    // C_{10}^{3}
    const bool isChosen = base.kind == Kind::Symbol && base.text.starts_with("C_") && base.text.size() > 2 &&
                          isWholeNumber(exponent) && base.text.find_first_not_of("0123456789", 2) == std::string::npos;
    if (isChosen) return makeNode(Kind::Binomial, makeLeaf(Kind::Number, base.text.substr(2)), std::move(exponent));
    return postfix(makeNode(Kind::Power, std::move(base), std::move(exponent)));
}

AnswerNode AnswerReader::postfix(AnswerNode n) {
    for (int taken = 0; taken < kMaxChain; ++taken) {
        if (take(TokenKind::Degree))
            n = makeNode(Kind::Degrees, std::move(n));
        else if (takeOperator("!"))
            n = makeNode(Kind::Factorial, std::move(n));
        else
            return n;
    }
    throw Unread();
}

}  // namespace scorer
