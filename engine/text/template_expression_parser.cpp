#include "engine/text/template_expression_parser.h"

#include <algorithm>

namespace engine {
namespace {

constexpr std::size_t kMaxArguments = 32;
constexpr std::size_t kMaxEntries = 1000;

}  // namespace

void TemplateExpressionParser::requireOperator(std::string_view text) {
    if (!takeOperator(text)) unexpected();
}

std::string TemplateExpressionParser::requireName() {
    if (!isAt(Token::Name)) unexpected();
    return take().text;
}

void TemplateExpressionParser::require(Token kind) {
    if (!isAt(kind)) unexpected();
    take();
}

void TemplateExpressionParser::unexpected() const {
    std::string what;
    switch (now().kind) {
        case Token::Name:
        case Token::Operator: what = "'" + now().text + "' here"; break;
        case Token::String: what = "a string here"; break;
        case Token::Integer:
        case Token::Float: what = "a number here"; break;
        case Token::End: what = "a block without its end"; break;
        default: what = "a tag that ends early"; break;
    }
    failTemplateUse(what, now().line);
}

TemplateExpressionParser::Deeper::Deeper(TemplateExpressionParser& parser) : m_parser(parser) {
    if (++m_parser.m_depth > kMaxTemplateDepth) failTemplateUse("more than 150 levels of nesting", m_parser.now().line);
}

ExpressionPtr TemplateExpressionParser::make(Expression::Kind kind, std::string name,
                                             std::vector<ExpressionPtr> operands) {
    auto result = std::make_unique<Expression>();
    result->kind = kind;
    result->line = now().line;
    result->name = std::move(name);
    result->operands = std::move(operands);
    setDepth(*result);
    return result;
}

template <typename... Operands>
ExpressionPtr TemplateExpressionParser::makeFrom(Expression::Kind kind, std::string name, Operands... operands) {
    std::vector<ExpressionPtr> list;
    (list.push_back(std::move(operands)), ...);
    return make(kind, std::move(name), std::move(list));
}

/// Chains like a + b + c ... make deep trees without deep parsing; rendering and freeing them is recursive.
void TemplateExpressionParser::setDepth(Expression& expression) {
    for (const auto& operand : expression.operands)
        if (operand) expression.depth = std::max(expression.depth, operand->depth + 1);
    for (const auto& [name, operand] : expression.named)
        expression.depth = std::max(expression.depth, operand->depth + 1);
    if (expression.depth > kMaxTemplateDepth) failTemplateUse("more than 150 levels of nesting", expression.line);
}

ExpressionPtr TemplateExpressionParser::literal(TemplateValue value) {
    auto result = make(Expression::Kind::Literal, {}, {});
    result->value = std::move(value);
    return result;
}

ExpressionPtr TemplateExpressionParser::parseExpression() {
    const Deeper deeper(*this);
    ExpressionPtr value = parseOr();
    while (takeName("if")) {
        ExpressionPtr condition = parseOr();
        ExpressionPtr otherwise = takeName("else") ? parseExpression() : nullptr;
        value =
            makeFrom(Expression::Kind::Conditional, {}, std::move(value), std::move(condition), std::move(otherwise));
    }
    return value;
}

bool TemplateExpressionParser::isTupleEnd() const {
    return isAt(Token::OutputEnd) || isAt(Token::BlockEnd) || isOperator(")") || isName("recursive");
}

ExpressionPtr TemplateExpressionParser::parseTuple(bool withCondition, bool inBrackets) {
    const Deeper deeper(*this);
    std::vector<ExpressionPtr> items;
    bool isTuple = false;
    while (!isTupleEnd()) {
        items.push_back(withCondition ? parseExpression() : parseOr());
        if (items.size() > kMaxEntries) failTemplateUse("a tuple of more than 1000 entries", now().line);
        if (!takeOperator(",")) break;
        isTuple = true;
    }
    if (!isTuple && !items.empty()) return std::move(items[0]);
    if (!isTuple && !inBrackets) unexpected();
    return make(Expression::Kind::Tuple, {}, std::move(items));
}

ExpressionPtr TemplateExpressionParser::parseOr() {
    ExpressionPtr left = parseAnd();
    while (takeName("or")) left = makeFrom(Expression::Kind::Binary, "or", std::move(left), parseAnd());
    return left;
}

ExpressionPtr TemplateExpressionParser::parseAnd() {
    ExpressionPtr left = parseNot();
    while (takeName("and")) left = makeFrom(Expression::Kind::Binary, "and", std::move(left), parseNot());
    return left;
}

ExpressionPtr TemplateExpressionParser::parseNot() {
    const Deeper deeper(*this);
    if (takeName("not")) return makeFrom(Expression::Kind::Unary, "not", parseNot());
    return parseCompare();
}

std::optional<std::string> TemplateExpressionParser::takeComparison() {
    for (const auto op : {"==", "!=", "<=", ">=", "<", ">"})
        if (takeOperator(op)) return op;
    if (takeName("in")) return "in";
    const bool isNotIn = isName("not") && next().kind == Token::Name && next().text == "in";
    if (!isNotIn) return std::nullopt;
    take();
    take();
    return "not in";
}

ExpressionPtr TemplateExpressionParser::parseCompare() {
    ExpressionPtr first = parseSum();
    std::vector<std::string> ops;
    std::vector<ExpressionPtr> operands;
    operands.push_back(std::move(first));
    for (auto op = takeComparison(); op; op = takeComparison()) {
        ops.push_back(*std::move(op));
        operands.push_back(parseSum());
        if (operands.size() > kMaxArguments) failTemplateUse("a chain of more than 31 comparisons", now().line);
    }
    if (ops.empty()) return std::move(operands[0]);
    ExpressionPtr result = make(Expression::Kind::Compare, {}, std::move(operands));
    result->ops = std::move(ops);
    return result;
}

ExpressionPtr TemplateExpressionParser::parseSum() {
    ExpressionPtr left = parseConcatenation();
    while (isOperator("+") || isOperator("-")) {
        const std::string op = take().text;
        left = makeFrom(Expression::Kind::Binary, op, std::move(left), parseConcatenation());
    }
    return left;
}

ExpressionPtr TemplateExpressionParser::parseConcatenation() {
    std::vector<ExpressionPtr> parts;
    parts.push_back(parseProduct());
    while (takeOperator("~")) parts.push_back(parseProduct());
    if (parts.size() == 1) return std::move(parts[0]);
    return make(Expression::Kind::Concat, {}, std::move(parts));
}

ExpressionPtr TemplateExpressionParser::parseProduct() {
    ExpressionPtr left = parsePower();
    while (isOperator("*") || isOperator("/") || isOperator("%") || isOperator("//")) {
        const std::string op = take().text;
        left = makeFrom(Expression::Kind::Binary, op, std::move(left), parsePower());
    }
    return left;
}

ExpressionPtr TemplateExpressionParser::parsePower() {
    ExpressionPtr left = parseUnary(true);
    while (takeOperator("**")) left = makeFrom(Expression::Kind::Binary, "**", std::move(left), parseUnary(true));
    return left;
}

ExpressionPtr TemplateExpressionParser::parseUnary(bool withFilters) {
    const Deeper deeper(*this);
    ExpressionPtr value;
    if (takeOperator("-"))
        value = makeFrom(Expression::Kind::Unary, "-", parseUnary(false));
    else if (takeOperator("+"))
        value = makeFrom(Expression::Kind::Unary, "+", parseUnary(false));
    else
        value = parsePrimary();
    value = parsePostfix(std::move(value));
    return withFilters ? parseFilters(std::move(value)) : std::move(value);
}

ExpressionPtr TemplateExpressionParser::parsePrimary() {
    if (isAt(Token::Integer)) return literal({take().number});
    if (isAt(Token::Float)) return literal({take().fraction});
    if (isAt(Token::String)) {
        std::string text = take().text;
        while (isAt(Token::String)) text += take().text;  // neighbours are one string, as in Python
        return literal(makeText(std::move(text)));
    }
    if (takeOperator("(")) {
        ExpressionPtr inner = parseTuple(true, true);
        requireOperator(")");
        return inner;
    }
    if (takeOperator("[")) return parseList();
    if (takeOperator("{")) return parseMap();
    const std::string name = requireName();
    if (name == "true" || name == "True") return literal({true});
    if (name == "false" || name == "False") return literal({false});
    if (name == "none" || name == "None") return literal({TemplateNone{}});
    if (m_macro != nullptr) {
        m_macro->usesVarargs |= name == "varargs";
        m_macro->usesKwargs |= name == "kwargs";
        m_macro->usesCaller |= name == "caller";
    }
    return make(Expression::Kind::Name, name, {});
}

ExpressionPtr TemplateExpressionParser::parseList() {
    std::vector<ExpressionPtr> items;
    while (!takeOperator("]")) {
        if (!items.empty()) requireOperator(",");
        if (takeOperator("]")) break;
        items.push_back(parseExpression());
        if (items.size() > kMaxEntries) failTemplateUse("a list of more than 1000 entries", now().line);
    }
    return make(Expression::Kind::List, {}, std::move(items));
}

ExpressionPtr TemplateExpressionParser::parseMap() {
    std::vector<ExpressionPtr> items;
    while (!takeOperator("}")) {
        if (!items.empty()) requireOperator(",");
        if (takeOperator("}")) break;
        items.push_back(parseExpression());
        requireOperator(":");
        items.push_back(parseExpression());
        if (items.size() > 2 * kMaxEntries) failTemplateUse("a mapping of more than 1000 entries", now().line);
    }
    return make(Expression::Kind::Map, {}, std::move(items));
}

ExpressionPtr TemplateExpressionParser::parsePostfix(ExpressionPtr value) {
    for (;;) {
        if (takeOperator(".")) {
            if (isAt(Token::Integer))
                value = makeFrom(Expression::Kind::Subscript, {}, std::move(value), literal({take().number}));
            else
                value = makeFrom(Expression::Kind::Attribute, requireName(), std::move(value));
        } else if (takeOperator("[")) {
            value = parseSubscript(std::move(value));
        } else if (isOperator("(")) {
            value = makeFrom(Expression::Kind::Call, {}, std::move(value));
            parseArguments(*value);
        } else {
            return value;
        }
    }
}

ExpressionPtr TemplateExpressionParser::parseSubscript(ExpressionPtr value) {
    std::array<ExpressionPtr, 3> parts;
    std::size_t colons = 0;
    if (!isOperator(":")) parts[0] = parseExpression();
    while (colons < 2 && takeOperator(":")) {
        ++colons;
        if (!isOperator(":") && !isOperator("]") && !isOperator(",")) parts[colons] = parseExpression();
    }
    if (isOperator(",")) failTemplateUse("an index of several parts", now().line);
    requireOperator("]");
    if (colons == 0) return makeFrom(Expression::Kind::Subscript, {}, std::move(value), std::move(parts[0]));
    return makeFrom(Expression::Kind::Slice, {}, std::move(value), std::move(parts[0]), std::move(parts[1]),
                    std::move(parts[2]));
}

/// `(a, b, name=c)` after a function, filter or test.
void TemplateExpressionParser::parseArguments(Expression& call) {
    requireOperator("(");
    bool isFirst = true;
    while (!takeOperator(")")) {
        if (!isFirst) requireOperator(",");
        isFirst = false;
        if (takeOperator(")")) break;
        if (isOperator("*") || isOperator("**")) {
            const std::string stars = take().text;
            (void)parseExpression();
            call.operands.push_back(make(Expression::Kind::Refused, "'" + stars + "' before an argument", {}));
        } else if (isAt(Token::Name) && next().kind == Token::Operator && next().text == "=") {
            std::string argument = take().text;
            take();
            call.named.emplace_back(std::move(argument), parseExpression());
        } else {
            if (!call.named.empty()) unexpected();
            call.operands.push_back(parseExpression());
        }
        if (call.named.size() + call.operands.size() > kMaxArguments)
            failTemplateUse("a call with more than 31 arguments", now().line);
    }
    setDepth(call);
}

ExpressionPtr TemplateExpressionParser::parseFilter(ExpressionPtr value) {
    std::string name = requireName();
    while (takeOperator(".")) name += "." + requireName();
    value = makeFrom(Expression::Kind::Filter, std::move(name), std::move(value));
    if (isOperator("(")) parseArguments(*value);
    return value;
}

ExpressionPtr TemplateExpressionParser::parseFilters(ExpressionPtr value) {
    for (;;) {
        if (takeOperator("|")) {
            value = parseFilter(std::move(value));
        } else if (takeName("is")) {
            value = parseTest(std::move(value));
        } else if (isOperator("(")) {
            value = makeFrom(Expression::Kind::Call, {}, std::move(value));
            parseArguments(*value);
        } else {
            return value;
        }
    }
}

ExpressionPtr TemplateExpressionParser::parseTest(ExpressionPtr value) {
    const bool negated = takeName("not");
    std::string name = requireName();
    while (takeOperator(".")) name += "." + requireName();
    value = makeFrom(Expression::Kind::Test, std::move(name), std::move(value));
    const bool isWord = isAt(Token::Name) && !isName("else") && !isName("or") && !isName("and");
    const bool isValue =
        isAt(Token::String) || isAt(Token::Integer) || isAt(Token::Float) || isOperator("[") || isOperator("{");
    if (isOperator("(")) {
        parseArguments(*value);
    } else if (isWord || isValue) {
        if (isName("is")) unexpected();
        const Deeper deeper(*this);
        value->operands.push_back(parsePostfix(parsePrimary()));
        setDepth(*value);
    }
    return negated ? makeFrom(Expression::Kind::Unary, "not", std::move(value)) : std::move(value);
}

}  // namespace engine
