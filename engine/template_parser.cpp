#include "engine/template_parser.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "engine/template_lexer.h"

namespace engine {
namespace {

using Expression = TemplateExpression;
using Kind = TemplateToken::Kind;

constexpr std::size_t kMaxArguments = 32;
constexpr std::array<std::string_view, 13> kFilters{"trim", "length", "count", "upper", "lower", "tojson", "items",
                                                    "default", "first", "last", "join", "replace", "string"};
/// Known to the reference, refused where one is reached: a template may use them in branches that these messages never take.
constexpr std::array<std::string_view, 24> kFiltersNotReached{
    "abs",    "attr",       "batch",    "capitalize", "dictsort",   "float", "format", "groupby", "indent", "int",        "list", "map",
    "max",    "min",        "reject",   "rejectattr", "reverse",    "round", "select", "selectattr", "sort", "sum",       "title", "unique"};
constexpr std::array<std::string_view, 11> kTests{"defined", "undefined", "none", "string", "boolean", "true",
                                                  "false", "number", "integer", "mapping", "iterable"};

template <typename Names>
bool isOneOf(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != std::ranges::end(names);
}

class Parser {
public:
    explicit Parser(std::vector<TemplateToken> tokens) : m_tokens(std::move(tokens)) {}

    TemplateBody run() {
        TemplateBody body = parseBody();
        if (!isAt(Kind::End)) unexpected();
        return body;
    }

private:
    // ---- tokens

    const TemplateToken& now() const { return m_tokens[m_at]; }
    bool isAt(Kind kind) const { return now().kind == kind; }
    bool isAt(Kind kind, std::string_view text) const { return now().kind == kind && now().text == text; }
    bool isOperator(std::string_view text) const { return isAt(Kind::Operator, text); }
    bool isName(std::string_view text) const { return isAt(Kind::Name, text); }

    TemplateToken take() { return m_tokens[m_at < m_tokens.size() - 1 ? m_at++ : m_at]; }
    bool takeOperator(std::string_view text) { return isOperator(text) && (take(), true); }
    bool takeName(std::string_view text) { return isName(text) && (take(), true); }

    void requireOperator(std::string_view text) {
        if (!takeOperator(text)) unexpected();
    }
    std::string requireName() {
        if (!isAt(Kind::Name)) unexpected();
        return take().text;
    }
    void requireEnd(Kind kind) {
        if (!isAt(kind)) unexpected();
        take();
    }

    [[noreturn]] void unexpected() const {
        std::string what;
        switch (now().kind) {
            case Kind::Name:
            case Kind::Operator: what = "'" + now().text + "' here"; break;
            case Kind::String: what = "a string here"; break;
            case Kind::Integer: what = "a number here"; break;
            case Kind::End: what = "a block without its end"; break;
            default: what = "a tag that ends early"; break;
        }
        failTemplateUse(what, now().line);
    }

    /// Counts how deep the parser is in itself.
    struct Deeper {
        explicit Deeper(Parser& parser) : m_parser(parser) {
            if (++m_parser.m_depth > kMaxTemplateDepth)
                failTemplateUse("more than 150 levels of nesting", m_parser.now().line);
        }
        ~Deeper() { --m_parser.m_depth; }
        Parser& m_parser;
    };

    // ---- expressions

    ExpressionPtr make(Expression::Kind kind, std::string name, std::vector<ExpressionPtr> operands) {
        auto result = std::make_unique<Expression>();
        result->kind = kind;
        result->line = now().line;
        result->name = std::move(name);
        result->operands = std::move(operands);
        setDepth(*result);
        return result;
    }

    template <typename... Operands>
    ExpressionPtr makeFrom(Expression::Kind kind, std::string name, Operands... operands) {
        std::vector<ExpressionPtr> list;
        (list.push_back(std::move(operands)), ...);
        return make(kind, std::move(name), std::move(list));
    }

    /// Chains like a + b + c ... make deep trees without deep parsing; rendering and freeing them is recursive.
    void setDepth(Expression& expression) const {
        for (const auto& operand : expression.operands)
            if (operand) expression.depth = std::max(expression.depth, operand->depth + 1);
        for (const auto& [name, operand] : expression.named)
            expression.depth = std::max(expression.depth, operand->depth + 1);
        if (expression.depth > kMaxTemplateDepth) failTemplateUse("more than 150 levels of nesting", expression.line);
    }

    ExpressionPtr literal(TemplateValue value) {
        auto result = make(Expression::Kind::Literal, {}, {});
        result->value = std::move(value);
        return result;
    }

    ExpressionPtr parseExpression() {
        const Deeper deeper(*this);
        ExpressionPtr value = parseOr();
        while (takeName("if")) {
            ExpressionPtr condition = parseOr();
            ExpressionPtr otherwise = takeName("else") ? parseExpression() : nullptr;
            value = makeFrom(Expression::Kind::Conditional, {}, std::move(value), std::move(condition),
                             std::move(otherwise));
        }
        return value;
    }

    ExpressionPtr parseOr() {
        ExpressionPtr left = parseAnd();
        while (takeName("or")) left = makeFrom(Expression::Kind::Binary, "or", std::move(left), parseAnd());
        return left;
    }

    ExpressionPtr parseAnd() {
        ExpressionPtr left = parseNot();
        while (takeName("and")) left = makeFrom(Expression::Kind::Binary, "and", std::move(left), parseNot());
        return left;
    }

    ExpressionPtr parseNot() {
        const Deeper deeper(*this);
        if (takeName("not")) return makeFrom(Expression::Kind::Unary, "not", parseNot());
        return parseCompare();
    }

    std::optional<std::string> takeComparison() {
        for (const auto op : {"==", "!=", "<=", ">=", "<", ">"})
            if (takeOperator(op)) return op;
        if (takeName("in")) return "in";
        const bool isNotIn = isName("not") && m_tokens[m_at + 1].kind == Kind::Name && m_tokens[m_at + 1].text == "in";
        if (!isNotIn) return std::nullopt;
        take();
        take();
        return "not in";
    }

    ExpressionPtr parseCompare() {
        ExpressionPtr left = parseSum();
        const auto op = takeComparison();
        if (!op) return left;
        left = makeFrom(Expression::Kind::Binary, *op, std::move(left), parseSum());
        if (takeComparison()) failTemplateUse("a chain of comparisons", now().line);
        return left;
    }

    ExpressionPtr parseSum() {
        ExpressionPtr left = parseConcatenation();
        while (isOperator("+") || isOperator("-")) {
            const std::string op = take().text;
            left = makeFrom(Expression::Kind::Binary, op, std::move(left), parseConcatenation());
        }
        return left;
    }

    ExpressionPtr parseConcatenation() {
        ExpressionPtr left = parseProduct();
        while (takeOperator("~")) left = makeFrom(Expression::Kind::Binary, "~", std::move(left), parseProduct());
        return left;
    }

    ExpressionPtr parseProduct() {
        ExpressionPtr left = parseUnary(true);
        while (isOperator("*") || isOperator("%") || isOperator("//")) {
            const std::string op = take().text;
            left = makeFrom(Expression::Kind::Binary, op, std::move(left), parseUnary(true));
        }
        return left;
    }

    ExpressionPtr parseUnary(bool withFilters) {
        const Deeper deeper(*this);
        ExpressionPtr value = takeOperator("-") ? makeFrom(Expression::Kind::Unary, "-", parseUnary(false))
                                                : parsePostfix(parsePrimary());
        return withFilters ? parseFilters(std::move(value)) : std::move(value);
    }

    ExpressionPtr parsePrimary() {
        if (isAt(Kind::Integer)) return literal({take().number});
        if (isAt(Kind::String)) {
            std::string text = take().text;
            while (isAt(Kind::String)) text += take().text;  // neighbours are one string, as in Python
            return literal({std::move(text)});
        }
        if (takeOperator("(")) {
            ExpressionPtr inner = parseExpression();
            if (isOperator(",")) failTemplateUse("a tuple", now().line);
            requireOperator(")");
            return inner;
        }
        if (takeOperator("[")) return parseList();
        if (isOperator("{")) failTemplateUse("a dictionary literal", now().line);
        if (!isAt(Kind::Name)) unexpected();
        const std::string name = take().text;
        if (name == "true" || name == "True") return literal({true});
        if (name == "false" || name == "False") return literal({false});
        if (name == "none" || name == "None") return literal({TemplateNone{}});
        return make(Expression::Kind::Name, name, {});
    }

    ExpressionPtr parseList() {
        std::vector<ExpressionPtr> items;
        while (!takeOperator("]")) {
            if (!items.empty()) requireOperator(",");
            if (takeOperator("]")) break;
            items.push_back(parseExpression());
            if (items.size() > 1000) failTemplateUse("a list of more than 1000 entries", now().line);
        }
        return make(Expression::Kind::List, {}, std::move(items));
    }

    ExpressionPtr parsePostfix(ExpressionPtr value) {
        for (;;) {
            if (takeOperator(".")) value = makeFrom(Expression::Kind::Attribute, requireName(), std::move(value));
            else if (takeOperator("[")) value = parseSubscript(std::move(value));
            else if (isOperator("(")) value = parseCall(Expression::Kind::Call, {}, std::move(value));
            else return value;
        }
    }

    ExpressionPtr parseSubscript(ExpressionPtr value) {
        std::array<ExpressionPtr, 3> parts;
        std::size_t colons = 0;
        if (!isOperator(":")) parts[0] = parseExpression();
        while (colons < 2 && takeOperator(":")) {
            ++colons;
            if (!isOperator(":") && !isOperator("]")) parts[colons] = parseExpression();
        }
        if (isOperator(",")) failTemplateUse("an index of several parts", now().line);
        requireOperator("]");
        if (colons == 0) return makeFrom(Expression::Kind::Subscript, {}, std::move(value), std::move(parts[0]));
        return makeFrom(Expression::Kind::Slice, {}, std::move(value), std::move(parts[0]), std::move(parts[1]),
                        std::move(parts[2]));
    }

    /// `(a, b, name=c)` after a function or filter.
    ExpressionPtr parseCall(Expression::Kind kind, std::string name, ExpressionPtr callee) {
        ExpressionPtr call = makeFrom(kind, std::move(name), std::move(callee));
        if (!takeOperator("(")) return call;
        bool isFirst = true;
        while (!takeOperator(")")) {
            if (!isFirst) requireOperator(",");
            isFirst = false;
            if (takeOperator(")")) break;
            const bool isNamed =
                isAt(Kind::Name) && m_tokens[m_at + 1].kind == Kind::Operator && m_tokens[m_at + 1].text == "=";
            if (isNamed) {
                std::string argument = take().text;
                take();
                call->named.emplace_back(std::move(argument), parseExpression());
            } else {
                if (!call->named.empty()) unexpected();
                call->operands.push_back(parseExpression());
            }
            if (call->named.size() + call->operands.size() > kMaxArguments)
                failTemplateUse("a call with more than 31 arguments", now().line);
        }
        setDepth(*call);
        return call;
    }

    ExpressionPtr parseFilters(ExpressionPtr value) {
        for (;;) {
            if (takeOperator("|")) {
                const std::string name = requireName();
                if (!isOneOf(kFilters, name) && !isOneOf(kFiltersNotReached, name))
                    failTemplateUse("the filter '" + name + "'", now().line);
                value = parseCall(Expression::Kind::Filter, name, std::move(value));
            } else if (takeName("is")) {
                value = parseTest(std::move(value));
            } else if (isOperator("(")) {
                value = parseCall(Expression::Kind::Call, {}, std::move(value));
            } else {
                return value;
            }
        }
    }

    ExpressionPtr parseTest(ExpressionPtr value) {
        const bool negated = takeName("not");
        const std::string name = requireName();
        if (!isOneOf(kTests, name)) failTemplateUse("the test '" + name + "'", now().line);
        value = makeFrom(Expression::Kind::Test, name, std::move(value));
        return negated ? makeFrom(Expression::Kind::Unary, "not", std::move(value)) : std::move(value);
    }

    // ---- statements

    bool isAtBlock(std::string_view name) const {
        return isAt(Kind::BlockBegin) && m_tokens[m_at + 1].kind == Kind::Name && m_tokens[m_at + 1].text == name;
    }

    TemplateStatement statementHere(TemplateStatement::Kind kind) const {
        TemplateStatement statement;
        statement.kind = kind;
        statement.line = now().line;
        return statement;
    }

    /// Statements up to a block that ends or divides the one they belong to, or the end of the template.
    TemplateBody parseBody() {
        const Deeper deeper(*this);
        TemplateBody body;
        for (;;) {
            if (isAt(Kind::Text)) {
                TemplateStatement text = statementHere(TemplateStatement::Kind::Text);
                text.text = take().text;
                body.push_back(std::move(text));
            } else if (isAt(Kind::OutputBegin)) {
                TemplateStatement output = statementHere(TemplateStatement::Kind::Output);
                take();
                output.expression = parseExpression();
                requireEnd(Kind::OutputEnd);
                body.push_back(std::move(output));
            } else if (isAtBlock("if")) {
                body.push_back(parseIf());
            } else if (isAtBlock("for")) {
                body.push_back(parseFor());
            } else if (isAtBlock("set")) {
                body.push_back(parseSet());
            } else if (isAtBlock("generation")) {
                body.push_back(parseGeneration());
            } else if (isAt(Kind::End) || isAtBlock("elif") || isAtBlock("else") || isAtBlock("endif") ||
                       isAtBlock("endfor") || isAtBlock("endgeneration")) {
                return body;
            } else {
                take();
                failTemplateUse(isAt(Kind::Name) ? "the block '" + now().text + "'" : "an empty block", now().line);
            }
        }
    }

    std::string takeBlockName() {
        if (!isAt(Kind::BlockBegin)) unexpected();
        take();
        return requireName();
    }

    TemplateStatement parseIf() {
        TemplateStatement statement = statementHere(TemplateStatement::Kind::If);
        std::string name = takeBlockName();
        while (name == "if" || name == "elif") {
            ExpressionPtr condition = parseExpression();
            requireEnd(Kind::BlockEnd);
            statement.branches.push_back({std::move(condition), parseBody()});
            name = takeBlockName();
        }
        if (name == "else") {
            requireEnd(Kind::BlockEnd);
            statement.branches.push_back({nullptr, parseBody()});
            name = takeBlockName();
        }
        if (name != "endif") failTemplateUse("'" + name + "' within if", now().line);
        requireEnd(Kind::BlockEnd);
        return statement;
    }

    TemplateStatement parseFor() {
        TemplateStatement statement = statementHere(TemplateStatement::Kind::For);
        takeBlockName();
        statement.text = requireName();
        if (takeOperator(",")) statement.attribute = requireName();
        if (isOperator(",")) failTemplateUse("a for with more than two variables", now().line);
        if (!takeName("in")) unexpected();
        statement.expression = parseOr();
        if (takeName("if")) statement.condition = parseExpression();
        if (isName("recursive")) failTemplateUse("a recursive for", now().line);
        requireEnd(Kind::BlockEnd);
        statement.branches.push_back({nullptr, parseBody()});
        std::string name = takeBlockName();
        if (name == "else") {
            requireEnd(Kind::BlockEnd);
            statement.branches.push_back({nullptr, parseBody()});
            name = takeBlockName();
        }
        if (name != "endfor") failTemplateUse("'" + name + "' within for", now().line);
        requireEnd(Kind::BlockEnd);
        return statement;
    }

    /// Marks what the model is trained on; its text is its content, its variables are its own.
    TemplateStatement parseGeneration() {
        TemplateStatement statement = statementHere(TemplateStatement::Kind::Scope);
        takeBlockName();
        requireEnd(Kind::BlockEnd);
        statement.branches.push_back({nullptr, parseBody()});
        const std::string name = takeBlockName();
        if (name != "endgeneration") failTemplateUse("'" + name + "' within generation", now().line);
        requireEnd(Kind::BlockEnd);
        return statement;
    }

    TemplateStatement parseSet() {
        TemplateStatement statement = statementHere(TemplateStatement::Kind::Set);
        takeBlockName();
        statement.text = requireName();
        if (takeOperator(".")) statement.attribute = requireName();
        if (isOperator(",")) failTemplateUse("a set of several variables", now().line);
        if (isAt(Kind::BlockEnd) || isOperator("|")) failTemplateUse("a set block", now().line);
        requireOperator("=");
        statement.expression = parseExpression();
        requireEnd(Kind::BlockEnd);
        return statement;
    }

    std::vector<TemplateToken> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace

TemplateBody parseTemplate(std::string_view source) { return Parser(lexTemplate(source)).run(); }

}  // namespace engine
