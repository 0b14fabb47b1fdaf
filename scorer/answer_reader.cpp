// Reads an answer's tokens into a tree: recursive descent, one function a level of binding.
#include <algorithm>
#include <set>
#include <utility>

#include "scorer/answer_tokens.h"
#include "scorer/answer_tree.h"

namespace scorer {
namespace {

constexpr std::size_t kMaxBytes = 1000;
constexpr std::size_t kMaxTokens = 400;
constexpr int kMaxDepth = 40;

struct Unread {};  // thrown and caught in this file: not a notation that is understood

using Kind = AnswerKind;

AnswerNode node(Kind kind, std::vector<AnswerNode> kids, std::string text = {}) { return {kind, std::move(text), std::move(kids)}; }
AnswerNode leaf(Kind kind, std::string text) { return {kind, std::move(text), {}}; }

bool isWhole(const AnswerNode& n) {
    return n.kind == Kind::Number && n.text.find('.') == std::string::npos;
}

/// 1/2, \frac{1}{2}: whole above whole, less than one.
bool isProperFraction(const AnswerNode& n) {
    if (n.kind != Kind::Quotient || !isWhole(n.kids[0]) || !isWhole(n.kids[1])) return false;
    const std::string& a = n.kids[0].text;
    const std::string& b = n.kids[1].text;
    return a.size() < b.size() || (a.size() == b.size() && a < b);
}

class Reader {
public:
    explicit Reader(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

    AnswerNode whole() {
        AnswerNode result = list();
        if (m_at != m_tokens.size()) throw Unread();
        return result;
    }

private:
    // ---- looking at tokens ----
    const Token* peek(std::size_t ahead = 0) const { return m_at + ahead < m_tokens.size() ? &m_tokens[m_at + ahead] : nullptr; }
    bool isAt(TokenKind kind, std::string_view text = {}, std::size_t ahead = 0) const {
        const Token* token = peek(ahead);
        return token && token->kind == kind && (text.empty() || token->text == text);
    }
    bool isOperator(std::string_view text, std::size_t ahead = 0) const { return isAt(TokenKind::Operator, text, ahead); }
    bool take(TokenKind kind, std::string_view text = {}) {
        if (!isAt(kind, text)) return false;
        ++m_at;
        return true;
    }
    bool takeOperator(std::string_view text) { return take(TokenKind::Operator, text); }
    void require(bool ok) const {
        if (!ok) throw Unread();
    }

    /// Bounds the recursion.
    class Deeper {
    public:
        explicit Deeper(Reader& reader) : m_reader(reader) {
            if (++m_reader.m_depth > kMaxDepth) throw Unread();
        }
        ~Deeper() { --m_reader.m_depth; }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;

    private:
        Reader& m_reader;
    };

    // ---- lists and relations ----

    bool takeSeparator() {
        if (takeOperator(",") || takeOperator(";")) {
            if (isAt(TokenKind::Words, "and") || isAt(TokenKind::Words, "or")) ++m_at;
            return true;
        }
        return take(TokenKind::Words, "and") || take(TokenKind::Words, "or") || take(TokenKind::Words, "&");
    }

    bool atEnd() const { return !peek() || peek()->kind == TokenKind::Close || peek()->kind == TokenKind::End; }

    std::vector<AnswerNode> members() {
        std::vector<AnswerNode> result;
        while (!atEnd()) {
            result.push_back(member());
            if (!takeSeparator()) break;
        }
        return result;
    }

    AnswerNode list() {
        std::vector<AnswerNode> all = members();
        require(!all.empty());
        return all.size() == 1 ? std::move(all[0]) : node(Kind::List, std::move(all));
    }

    AnswerNode member() {
        const Deeper deeper(*this);
        AnswerNode first = relation();
        if (!isOperator("U")) return first;
        std::vector<AnswerNode> parts{std::move(first)};
        while (takeOperator("U")) parts.push_back(relation());
        return node(Kind::Union, std::move(parts));
    }

    AnswerNode relation() {
        std::vector<AnswerNode> sides;
        std::string operators;
        sides.push_back(side());
        while (peek() && peek()->kind == TokenKind::Operator && std::string_view("=<>lgn~I:").find(peek()->text) != std::string_view::npos) {
            operators += m_tokens[m_at++].text;
            sides.push_back(side());
        }
        if (sides.size() == 1) return std::move(sides[0]);
        if (operators.find(':') != std::string::npos) {
            // f(x): ..., "Answer: 5" lose what stands before; 2 : 3 is a ratio.
            if (operators.size() == 1 && (sides[0].kind == Kind::Words || isName(sides[0]))) return std::move(sides[1]);
            require(std::all_of(operators.begin(), operators.end(), [](char c) { return c == ':'; }));
            return node(Kind::Ratio, std::move(sides));
        }
        if (operators == "~") return std::move(sides[isName(sides[0]) ? 1 : 0]);
        if (operators == "I") {
            require(isName(sides[0]));
            return std::move(sides[1]);
        }
        if (operators == "=" && isName(sides[0])) return std::move(sides[1]);
        if (operators == "=~" && isName(sides[0])) return std::move(sides[1]);
        require(operators.find_first_of("~I") == std::string::npos);
        return node(Kind::Relation, std::move(sides), operators);
    }

    /// What may stand before an equals sign to name the answer: x, x_1, AB, f(x), (x, y), words.
    static bool isName(const AnswerNode& n) {
        switch (n.kind) {
            case Kind::Symbol: case Kind::Words: return true;
            case Kind::Product: case Kind::Tuple:
                return n.kids.size() <= 8 && !n.kids.empty() && std::all_of(n.kids.begin(), n.kids.end(), isName);
            case Kind::Sum:  // m + n, but not the x + y of a line
                return std::all_of(n.kids.begin(), n.kids.end(), [](const AnswerNode& kid) { return kid.kind == Kind::Symbol && kid.text < "x"; });
            case Kind::Function: return n.text == "abs" && isName(n.kids[0]);
            default: return false;
        }
    }

    /// One side of a relation: a sum, words alone, or a value with its unit.
    AnswerNode side() {
        if (isAt(TokenKind::Words)) {
            std::string words = m_tokens[m_at++].text;
            static const std::set<std::string_view> kLeads = {"answer", "the answer is", "the answer", "answer is", "option", "choice",
                                                              "about",  "approximately", "exactly", "final answer", "is", "Option",
                                                              "Answer", "The answer is", "Choice"};
            if (!kLeads.contains(words) || atEnd() || isOperator("=") || isOperator(":")) {
                if (isOperator("^")) unit();
                require(atEnd() || atSeparator() || isOperator("=") || isOperator(":"));
                return leaf(Kind::Words, std::move(words));
            }
        }
        AnswerNode value = sum();
        unit();
        return value;
    }

    bool atSeparator() const {
        return isOperator(",") || isOperator(";") || isAt(TokenKind::Words, "and") || isAt(TokenKind::Words, "or") || isOperator("&") ||
               isAt(TokenKind::RowBreak);
    }

    /// Passes over the unit of a value: words, per cent, and their powers and quotients.
    void unit() {
        bool any = false;
        while (const Token* token = peek()) {
            if (atSeparator()) return;
            if (token->kind == TokenKind::Words || token->kind == TokenKind::Percent) {
                any = true;
                ++m_at;
            } else if (any && takeOperator("^")) {
                const bool braces = take(TokenKind::Open, "{");
                takeOperator("-");
                require(take(TokenKind::Number));
                require(!braces || take(TokenKind::Close, "}"));
            } else if (any && (isOperator("/") || isOperator("*")) && (isAt(TokenKind::Words, {}, 1) || isAt(TokenKind::Symbol, {}, 1))) {
                m_at += 2;
            } else {
                return;
            }
        }
    }

    // ---- sums and products ----

    AnswerNode sum() {
        const Deeper deeper(*this);
        std::vector<AnswerNode> terms;
        if (takeOperator("P")) {  // plus or minus what follows
            return node(Kind::PlusMinus, [&] {
                std::vector<AnswerNode> both;
                both.push_back(leaf(Kind::Number, "0"));
                both.push_back(product());
                return both;
            }());
        }
        terms.push_back(product());
        while (true) {
            if (takeOperator("+")) {
                terms.push_back(product());
            } else if (takeOperator("-")) {
                std::vector<AnswerNode> one;
                one.push_back(product());
                terms.push_back(node(Kind::Negative, std::move(one)));
            } else if (takeOperator("P")) {
                std::vector<AnswerNode> both;
                both.push_back(terms.size() == 1 ? std::move(terms[0]) : node(Kind::Sum, std::move(terms)));
                both.push_back(product());
                return node(Kind::PlusMinus, std::move(both));
            } else {
                return terms.size() == 1 ? std::move(terms[0]) : node(Kind::Sum, std::move(terms));
            }
        }
    }

    bool startsFactor() const {
        const Token* token = peek();
        if (!token) return false;
        switch (token->kind) {
            case TokenKind::Number: case TokenKind::Symbol: case TokenKind::Function: case TokenKind::Open:
            case TokenKind::Infinity: case TokenKind::EmptySet: case TokenKind::Begin: return true;
            case TokenKind::Operator: return token->text == "|" && m_bars == 0;
            default: return false;
        }
    }

    AnswerNode product() {
        const Deeper deeper(*this);
        if (takeOperator("+")) return product();
        if (takeOperator("-")) {
            std::vector<AnswerNode> one;
            one.push_back(product());
            return node(Kind::Negative, std::move(one));
        }
        AnswerNode left = power();
        while (true) {
            if (takeOperator("*")) {
                left = times(std::move(left), signedPower());
            } else if (isOperator("/") && !isAt(TokenKind::Words, {}, 1)) {
                ++m_at;
                std::vector<AnswerNode> two;
                two.push_back(std::move(left));
                two.push_back(signedPower());
                left = node(Kind::Quotient, std::move(two));
            } else if (startsFactor()) {
                left = besides(std::move(left));
            } else {
                return left;
            }
        }
    }

    AnswerNode signedPower() {
        if (takeOperator("+")) return power();
        if (!takeOperator("-")) return power();
        std::vector<AnswerNode> one;
        one.push_back(power());
        return node(Kind::Negative, std::move(one));
    }

    static AnswerNode times(AnswerNode left, AnswerNode right) {
        if (left.kind == Kind::Product) {
            left.kids.push_back(std::move(right));
            return left;
        }
        std::vector<AnswerNode> two;
        two.push_back(std::move(left));
        two.push_back(std::move(right));
        return node(Kind::Product, std::move(two));
    }

    /// Two factors side by side: a product, or a mixed number such as 2 1/2.
    AnswerNode besides(AnswerNode left) {
        if (isWhole(left) && isAt(TokenKind::Number)) {
            require(isOperator("/", 1) && isAt(TokenKind::Number, {}, 2));
            std::vector<AnswerNode> two;
            two.push_back(leaf(Kind::Number, m_tokens[m_at].text));
            two.push_back(leaf(Kind::Number, m_tokens[m_at + 2].text));
            m_at += 3;
            AnswerNode fraction = node(Kind::Quotient, std::move(two));
            require(isProperFraction(fraction));
            return mixed(std::move(left), std::move(fraction));
        }
        const AnswerNode& last = left.kind == Kind::Product ? left.kids.back() : left;
        require(!isAt(TokenKind::Number) || last.kind == Kind::Factorial);
        const bool isFraction = isAt(TokenKind::Function) && m_tokens[m_at].text.ends_with("frac");
        AnswerNode right = power();
        if (isFraction && isWhole(left) && isProperFraction(right)) return mixed(std::move(left), std::move(right));
        return times(std::move(left), std::move(right));
    }

    static AnswerNode mixed(AnswerNode wholePart, AnswerNode fraction) {
        std::vector<AnswerNode> two;
        two.push_back(std::move(wholePart));
        two.push_back(std::move(fraction));
        return node(Kind::Sum, std::move(two));
    }

    // ---- powers, postfixes, atoms ----

    AnswerNode power() {
        const Deeper deeper(*this);
        AnswerNode base = postfix(atom());
        if (!isOperator("^")) return base;
        ++m_at;
        if (take(TokenKind::Degree)) return degrees(std::move(base));
        if (isAt(TokenKind::Open, "{") && isAt(TokenKind::Degree, {}, 1) && isAt(TokenKind::Close, "}", 2)) {
            m_at += 3;
            return degrees(std::move(base));
        }
        std::vector<AnswerNode> two;
        two.push_back(std::move(base));
        two.push_back(takeOperator("-") ? negative(power()) : power());
        return postfix(node(Kind::Power, std::move(two)));
    }

    static AnswerNode negative(AnswerNode n) {
        std::vector<AnswerNode> one;
        one.push_back(std::move(n));
        return node(Kind::Negative, std::move(one));
    }

    AnswerNode degrees(AnswerNode n) {
        std::vector<AnswerNode> one;
        one.push_back(std::move(n));
        return node(Kind::Degrees, std::move(one));
    }

    AnswerNode postfix(AnswerNode n) {
        while (true) {
            if (take(TokenKind::Degree)) {
                n = degrees(std::move(n));
            } else if (takeOperator("!")) {
                std::vector<AnswerNode> one;
                one.push_back(std::move(n));
                n = node(Kind::Factorial, std::move(one));
            } else {
                return n;
            }
        }
    }

    /// TeX's argument: a group or one character.
    AnswerNode argument() {
        if (isAt(TokenKind::Number)) {
            Token& token = m_tokens[m_at];
            AnswerNode first = leaf(Kind::Number, token.text.substr(0, 1));
            require(first.text != ".");
            token.text.erase(0, 1);
            if (token.text.empty()) ++m_at;
            return first;
        }
        return atom();
    }

    AnswerNode group(std::string_view close) {
        AnswerNode inner = list();
        require(take(TokenKind::Close, close));
        return inner;
    }

    AnswerNode atom() {
        const Deeper deeper(*this);
        const Token* token = peek();
        require(token != nullptr);
        const Token now = *token;
        ++m_at;
        switch (now.kind) {
            case TokenKind::Number: return number(now.text);
            case TokenKind::Symbol: return symbol(now.text);
            case TokenKind::Infinity: return leaf(Kind::Infinity, {});
            case TokenKind::EmptySet: return node(Kind::List, {});
            case TokenKind::Function: return function(now.text);
            case TokenKind::Open: return bracket(now.text);
            case TokenKind::Begin: return matrix(now.text);
            case TokenKind::Operator:
                if (now.text == "|") return bars();
                break;
            default: break;
        }
        throw Unread();
    }

    AnswerNode number(const std::string& text) {
        if (isAt(TokenKind::Function, "overline") && isAt(TokenKind::Open, "{", 1) && isAt(TokenKind::Number, {}, 2) &&
            isAt(TokenKind::Close, "}", 3)) {
            std::string repeating = text + '|' + m_tokens[m_at + 2].text;
            require(text.find('.') != std::string::npos);
            m_at += 4;
            return leaf(Kind::Repeating, std::move(repeating));
        }
        if (!takeOperator("_")) return leaf(Kind::Number, text);
        return leaf(Kind::Based, text + '_' + subscript());
    }

    std::string subscript() {
        std::string text;
        const bool braces = take(TokenKind::Open, "{");
        while (const Token* token = peek()) {
            if (braces && token->kind == TokenKind::Close) break;
            const bool plain = token->kind == TokenKind::Number || token->kind == TokenKind::Symbol || token->kind == TokenKind::Words ||
                               (braces && token->kind == TokenKind::Operator && std::string_view("+-,").find(token->text) != std::string_view::npos);
            require(plain);
            text += token->text;
            ++m_at;
            if (!braces) break;
        }
        require(!text.empty() && (!braces || take(TokenKind::Close, "}")));
        return text;
    }

    AnswerNode symbol(const std::string& name) {
        if (name == "pi") return leaf(Kind::Pi, {});
        if (!takeOperator("_")) return leaf(Kind::Symbol, name);
        return leaf(Kind::Symbol, name + '_' + subscript());
    }

    AnswerNode function(const std::string& name) {
        if (name.ends_with("frac")) {
            std::vector<AnswerNode> two;
            two.push_back(argument());
            two.push_back(argument());
            return node(Kind::Quotient, std::move(two));
        }
        if (name.ends_with("binom")) {
            std::vector<AnswerNode> two;
            two.push_back(argument());
            two.push_back(argument());
            return node(Kind::Binomial, std::move(two));
        }
        if (name == "sqrt" || name == "cbrt") {
            std::vector<AnswerNode> two(2);
            two[1] = leaf(Kind::Number, name == "sqrt" ? "2" : "3");
            if (take(TokenKind::Open, "[")) two[1] = group("]");
            two[0] = argument();
            return node(Kind::Root, std::move(two));
        }
        if (name == "overline") throw Unread();
        std::vector<AnswerNode> kids(1);
        AnswerNode exponent;
        bool raised = false;
        if (takeOperator("_")) kids.push_back(argument());
        if (takeOperator("^")) {
            raised = true;
            exponent = takeOperator("-") ? negative(argument()) : argument();
        }
        require(kids.size() == 1 || name == "log");
        kids[0] = functionArgument();
        if (!raised) return node(Kind::Function, std::move(kids), name);
        const bool inverse = exponent.kind == Kind::Negative && exponent.kids[0].text == "1";
        if (inverse) return node(Kind::Function, std::move(kids), "arc" + name);
        std::vector<AnswerNode> two;
        two.push_back(node(Kind::Function, std::move(kids), name));
        two.push_back(std::move(exponent));
        return node(Kind::Power, std::move(two));
    }

    /// In brackets, or all factors up to the next function or sign.
    AnswerNode functionArgument() {
        if (isAt(TokenKind::Open, "(") || isAt(TokenKind::Open, "{")) return postfix(atom());
        AnswerNode argument = power();
        while (startsFactor() && !isFunctionOfItsOwn()) argument = besides(std::move(argument));
        while (isOperator("/") && isAt(TokenKind::Number, {}, 1)) {
            ++m_at;
            std::vector<AnswerNode> two;
            two.push_back(std::move(argument));
            two.push_back(power());
            argument = node(Kind::Quotient, std::move(two));
        }
        return argument;
    }

    bool isFunctionOfItsOwn() const {
        return isAt(TokenKind::Function) && !peek()->text.ends_with("frac") && peek()->text != "sqrt";
    }

    AnswerNode bracket(const std::string& open) {
        if (open == "{") return group("}");
        if (open == "f" || open == "c") {
            std::vector<AnswerNode> one;
            one.push_back(group(open));
            return node(Kind::Function, std::move(one), open == "f" ? "floor" : "ceil");
        }
        const int bars = std::exchange(m_bars, 0);
        std::vector<AnswerNode> inner = members();
        m_bars = bars;
        require(isAt(TokenKind::Close));
        const std::string close = m_tokens[m_at++].text;
        if (open == "S") {
            require(close == "S");
            return node(Kind::List, std::move(inner));
        }
        if (open == "<") {
            require(close == ">" && inner.size() > 1);
            return node(Kind::Tuple, std::move(inner), "()");
        }
        require((open == "(" || open == "[") && (close == ")" || close == "]") && !inner.empty());
        if (inner.size() == 1 && (open == "(") == (close == ")")) return std::move(inner[0]);
        require(inner.size() > 1);
        return node(Kind::Tuple, std::move(inner), open + close);
    }

    AnswerNode bars() {
        ++m_bars;
        std::vector<AnswerNode> one;
        one.push_back(sum());
        --m_bars;
        require(takeOperator("|"));
        return node(Kind::Function, std::move(one), "abs");
    }

    AnswerNode matrix(const std::string& name) {
        static const std::set<std::string_view> kMatrices = {"pmatrix", "bmatrix", "Bmatrix", "matrix", "smallmatrix", "array", "vmatrix"};
        require(kMatrices.contains(name));
        std::vector<AnswerNode> rows;
        std::vector<AnswerNode> row;
        while (!isAt(TokenKind::End)) {
            row.push_back(side());
            if (takeOperator("&")) continue;
            if (take(TokenKind::RowBreak) || isAt(TokenKind::End)) {
                rows.push_back(node(Kind::Tuple, std::exchange(row, {}), "()"));
                continue;
            }
            throw Unread();
        }
        require(row.empty() && !rows.empty() && take(TokenKind::End, name));
        return node(Kind::Matrix, std::move(rows), name == "vmatrix" ? "d" : "m");
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    int m_bars = 0;
};

}  // namespace

std::optional<AnswerNode> readAnswer(std::string_view text) {
    if (text.size() > kMaxBytes) return std::nullopt;
    std::vector<Token> tokens = tokenizeAnswer(text);
    if (tokens.empty() || tokens.size() > kMaxTokens) return std::nullopt;
    try {
        return Reader(std::move(tokens)).whole();
    } catch (const Unread&) {
        return std::nullopt;
    }
}

}  // namespace scorer
