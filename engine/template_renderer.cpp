#include "engine/template_renderer.h"

#include <algorithm>
#include <limits>
#include <stdexcept>


namespace engine {
namespace {

constexpr std::size_t kMaxWork = 32 << 20;       // steps and bytes handled

using Kind = TemplateExpression::Kind;

TemplateValue loopValue(std::size_t index, std::size_t count) {
    const auto number = [](std::size_t value) { return TemplateValue{static_cast<std::int64_t>(value)}; };
    using Entries = std::vector<std::pair<std::string, TemplateValue>>;
    return {std::make_shared<const Entries>(Entries{{"index", number(index + 1)},
                                                    {"index0", number(index)},
                                                    {"revindex", number(count - index)},
                                                    {"revindex0", number(count - index - 1)},
                                                    {"length", number(count)},
                                                    {"first", {index == 0}},
                                                    {"last", {index + 1 == count}}})};
}

}  // namespace

std::string TemplateRenderer::render(const TemplateBody& body) {
    run(body);
    return std::move(m_output);
}

void TemplateRenderer::charge(std::size_t work) {
    m_work += work + 16;
    if (m_work > kMaxWork) throw std::runtime_error("chat template: needs more work than any real one does");
}

/// Searching one text for another may take the product of their lengths.
void TemplateRenderer::chargeSearch(const std::string& text, const std::string& part) {
    charge(text.size() / 16 * part.size());
}

/// A value that is handed on as a copy.
TemplateValue TemplateRenderer::charged(TemplateValue value) {
    if (const auto* text = value.as<std::string>()) charge(text->size());
    return value;
}

void TemplateRenderer::run(const TemplateBody& body) {
    for (const TemplateStatement& statement : body) {
        charge(statement.text.size());
        switch (statement.kind) {
            case TemplateStatement::Kind::Text: m_output += statement.text; break;
            case TemplateStatement::Kind::Output: m_output += textOf(evaluate(*statement.expression)); break;
            case TemplateStatement::Kind::Set: runSet(statement); break;
            case TemplateStatement::Kind::For: runFor(statement); break;
            case TemplateStatement::Kind::Scope:
                m_scopes.emplace_back();
                run(statement.branches[0].body);
                m_scopes.pop_back();
                break;
            case TemplateStatement::Kind::If:
                for (const auto& branch : statement.branches) {
                    if (branch.condition && !isTrue(evaluate(*branch.condition))) continue;
                    run(branch.body);
                    break;
                }
                break;
        }
        if (m_output.size() > kMaxTemplateTextBytes)
            throw std::runtime_error("chat template: the text becomes too long");
    }
}

void TemplateRenderer::runFor(const TemplateStatement& statement) {
    std::vector<TemplateValue> items = itemsOf(evaluate(*statement.expression), statement.line);
    m_scopes.emplace_back();
    if (statement.condition) {
        std::erase_if(items, [&](const TemplateValue& item) {
            setItem(statement, item);
            return !isTrue(evaluate(*statement.condition));
        });
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_scopes.back().clear();  // what one round sets, the next does not see
        m_scopes.back().insert_or_assign("loop", loopValue(i, items.size()));
        setItem(statement, items[i]);
        run(statement.branches[0].body);
    }
    m_scopes.pop_back();
    if (items.empty() && statement.branches.size() > 1) run(statement.branches[1].body);
}

/// The variable of a walk, or its two: then each item is a list of two.
void TemplateRenderer::setItem(const TemplateStatement& statement, const TemplateValue& item) {
    if (!statement.attribute) {
        m_scopes.back().insert_or_assign(statement.text, item);
        return;
    }
    const auto* pair = item.as<TemplateList>();
    if (pair == nullptr || (*pair)->size() != 2) failTemplateUse("two variables for " + describeValue(item), statement.line);
    m_scopes.back().insert_or_assign(statement.text, (**pair)[0]);
    m_scopes.back().insert_or_assign(*statement.attribute, (**pair)[1]);
}

void TemplateRenderer::runSet(const TemplateStatement& statement) {
    TemplateValue value = evaluate(*statement.expression);
    if (!statement.attribute) {
        m_scopes.back().insert_or_assign(statement.text, std::move(value));
        return;
    }
    for (auto scope = m_scopes.rbegin(); scope != m_scopes.rend(); ++scope) {
        const auto found = scope->find(statement.text);
        if (found == scope->end()) continue;
        const auto* space = found->second.as<TemplateNamespace>();
        if (space == nullptr) break;
        m_namespaces[static_cast<std::size_t>(*space)].insert_or_assign(*statement.attribute, std::move(value));
        return;
    }
    failTemplateUse("a set of '" + statement.text + "." + *statement.attribute + "', which is no namespace",
                    statement.line);
}

TemplateValue TemplateRenderer::evaluate(const Expression& expression) {
    charge(0);
    const auto operand = [&](std::size_t i) { return evaluate(*expression.operands[i]); };
    switch (expression.kind) {
        case Kind::Literal: return expression.value;
        case Kind::Name: return charged(evaluateName(expression));
        case Kind::List: {
            std::vector<TemplateValue> items;
            for (std::size_t i = 0; i < expression.operands.size(); ++i) items.push_back(operand(i));
            return makeList(std::move(items));
        }
        case Kind::Attribute: return charged(evaluateAttribute(operand(0), expression));
        case Kind::Subscript: return charged(evaluateSubscript(operand(0), operand(1), expression));
        case Kind::Slice: return evaluateSlice(expression);
        case Kind::Call: return evaluateCall(expression);
        case Kind::Filter: return evaluateFilter(expression);
        case Kind::Test: return evaluateTest(expression);
        case Kind::Binary: return evaluateBinary(expression);
        case Kind::Conditional:
            if (isTrue(operand(1))) return operand(0);
            return expression.operands[2] ? operand(2) : TemplateValue{TemplateUndefined{"if without else"}};
        case Kind::Unary: break;
    }
    const TemplateValue value = operand(0);
    if (expression.name == "not") return {!isTrue(value)};
    const auto* number = value.as<std::int64_t>();
    if (number == nullptr || *number == std::numeric_limits<std::int64_t>::min())
        failTemplateUse("a minus before " + describeValue(value), expression.line);
    return {-*number};
}

TemplateValue TemplateRenderer::evaluateName(const Expression& expression) const {
    for (auto scope = m_scopes.rbegin(); scope != m_scopes.rend(); ++scope) {
        const auto found = scope->find(expression.name);
        if (found != scope->end()) return found->second;
    }
    return {TemplateUndefined{"'" + expression.name + "'"}};
}

TemplateValue TemplateRenderer::evaluateAttribute(const TemplateValue& object, const Expression& expression) const {
    if (object.isUndefined())
        failTemplateUse("'." + expression.name + "' of " + describeValue(object), expression.line);
    if (const auto* map = object.as<TemplateMap>()) {
        if (const auto* entry = findEntry(*map, expression.name)) return *entry;
    }
    if (const auto* space = object.as<TemplateNamespace>()) {
        const auto& values = m_namespaces[static_cast<std::size_t>(*space)];
        if (const auto found = values.find(expression.name); found != values.end()) return found->second;
    }
    return {TemplateUndefined{"'." + expression.name + "'"}};
}

TemplateValue TemplateRenderer::evaluateSubscript(const TemplateValue& object, const TemplateValue& key,
                                                  const Expression& expression) const {
    if (const auto* map = object.as<TemplateMap>()) {
        const auto* name = key.as<std::string>();
        const TemplateValue* entry = name == nullptr ? nullptr : findEntry(*map, *name);
        return entry == nullptr ? TemplateValue{TemplateUndefined{"an entry of a mapping"}} : *entry;
    }
    const auto* list = object.as<TemplateList>();
    const auto* position = key.as<std::int64_t>();
    if (list == nullptr || position == nullptr)
        failTemplateUse("an index of " + describeValue(object) + " by " + describeValue(key), expression.line);
    const auto size = static_cast<std::int64_t>((*list)->size());
    const std::int64_t at = *position < 0 ? *position + size : *position;
    if (at < 0 || at >= size) return {TemplateUndefined{"an entry beyond a list's end"}};
    return (**list)[static_cast<std::size_t>(at)];
}

/// Python's list[start:stop:step].
TemplateValue TemplateRenderer::evaluateSlice(const Expression& expression) {
    const TemplateValue object = evaluate(*expression.operands[0]);
    const auto* list = object.as<TemplateList>();
    if (list == nullptr) failTemplateUse("a slice of " + describeValue(object), expression.line);
    const auto part = [&](std::size_t i) -> std::optional<std::int64_t> {
        if (!expression.operands[i]) return std::nullopt;
        const TemplateValue value = evaluate(*expression.operands[i]);
        if (value.as<TemplateNone>() != nullptr) return std::nullopt;
        const auto* number = value.as<std::int64_t>();
        constexpr std::int64_t kMost = 1 << 30;
        if (number == nullptr) failTemplateUse("a slice by " + describeValue(value), expression.line);
        return std::clamp(*number, -kMost, kMost);
    };
    const auto start = part(1);
    const auto stop = part(2);
    const std::int64_t step = part(3).value_or(1);
    if (step == 0) failTemplateUse("a slice with step 0", expression.line);

    const auto size = static_cast<std::int64_t>((*list)->size());
    const std::int64_t least = step > 0 ? 0 : -1;
    const std::int64_t most = step > 0 ? size : size - 1;
    const auto bound = [&](std::optional<std::int64_t> value, std::int64_t otherwise) {
        return value ? std::clamp(*value < 0 ? *value + size : *value, least, most) : otherwise;
    };
    const std::int64_t first = bound(start, step > 0 ? 0 : size - 1);
    const std::int64_t end = bound(stop, step > 0 ? size : -1);
    std::vector<TemplateValue> items;
    for (std::int64_t i = first; step > 0 ? i < end : i > end; i += step)
        items.push_back((**list)[static_cast<std::size_t>(i)]);
    charge(items.size() * sizeof(TemplateValue));
    return makeList(std::move(items));
}

std::string TemplateRenderer::requireText(const TemplateValue& value, const std::string& user, int line) const {
    if (const auto* text = value.as<std::string>()) return *text;
    failTemplateUse(describeValue(value) + " where '" + user + "' needs a string", line);
}

TemplateValue TemplateRenderer::joined(std::string left, const std::string& right) {
    charge(left.size() + right.size());
    if (left.size() + right.size() > kMaxTemplateTextBytes)
        throw std::runtime_error("chat template: the text becomes too long");
    return {std::move(left) + right};
}

TemplateValue TemplateRenderer::evaluateBinary(const Expression& expression) {
    const std::string& op = expression.name;
    const TemplateValue left = evaluate(*expression.operands[0]);
    if (op == "and") return isTrue(left) ? evaluate(*expression.operands[1]) : left;
    if (op == "or") return isTrue(left) ? left : evaluate(*expression.operands[1]);
    const TemplateValue right = evaluate(*expression.operands[1]);
    if (op == "==") return {isEqual(left, right)};
    if (op == "!=") return {!isEqual(left, right)};
    if (op == "in") return {contains(right, left, expression.line)};
    if (op == "not in") return {!contains(right, left, expression.line)};
    if (op == "~") return joined(textOf(left), textOf(right));
    return evaluateArithmetic(left, right, expression);
}

TemplateValue TemplateRenderer::evaluateArithmetic(const TemplateValue& left, const TemplateValue& right,
                                                   const Expression& expression) {
    const std::string& op = expression.name;
    const auto* leftText = left.as<std::string>();
    const auto* rightText = right.as<std::string>();
    if (op == "+" && leftText != nullptr && rightText != nullptr) return joined(*leftText, *rightText);
    const auto* leftList = left.as<TemplateList>();
    const auto* rightList = right.as<TemplateList>();
    if (op == "+" && leftList != nullptr && rightList != nullptr) {
        std::vector<TemplateValue> items = **leftList;
        items.insert(items.end(), (*rightList)->begin(), (*rightList)->end());
        charge(items.size() * sizeof(TemplateValue));
        return makeList(std::move(items));
    }
    const auto* a = left.as<std::int64_t>();
    const auto* b = right.as<std::int64_t>();
    std::int64_t result = 0;
    if (a != nullptr && b != nullptr) {
        if (op == "<") return {*a < *b};
        if (op == ">") return {*a > *b};
        if (op == "<=") return {*a <= *b};
        if (op == ">=") return {*a >= *b};
        if (op == "+" && !__builtin_add_overflow(*a, *b, &result)) return {result};
        if (op == "-" && !__builtin_sub_overflow(*a, *b, &result)) return {result};
        if (op == "*" && !__builtin_mul_overflow(*a, *b, &result)) return {result};
        if (op == "%" && *b > 0) return {((*a % *b) + *b) % *b};  // Python's sign
        if (op == "//" && *b > 0) return {*a / *b - (*a % *b < 0 ? 1 : 0)};
    }
    failTemplateUse("'" + op + "' between " + describeValue(left) + " and " + describeValue(right), expression.line);
}

bool TemplateRenderer::contains(const TemplateValue& container, const TemplateValue& item, int line) {
    if (const auto* text = container.as<std::string>()) {
        const auto* part = item.as<std::string>();
        if (part == nullptr) failTemplateUse("'in' a string with " + describeValue(item), line);
        chargeSearch(*text, *part);
        return text->find(*part) != std::string::npos;
    }
    if (const auto* map = container.as<TemplateMap>()) {
        const auto* key = item.as<std::string>();
        return key != nullptr && findEntry(*map, *key) != nullptr;
    }
    return std::ranges::any_of(itemsOf(container, line),
                               [&](const TemplateValue& entry) { return isEqual(entry, item); });
}

std::vector<TemplateValue> TemplateRenderer::itemsOf(const TemplateValue& value, int line) {
    if (const auto* list = value.as<TemplateList>()) {
        charge((*list)->size() * sizeof(TemplateValue));
        return **list;
    }
    if (value.isUndefined()) return {};
    failTemplateUse("a walk through " + describeValue(value), line);
}

}  // namespace engine
