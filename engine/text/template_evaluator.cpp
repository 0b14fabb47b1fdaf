// The expressions of a chat template: names, entries, slices and operators.
#include <algorithm>
#include <array>

#include "engine/text/template_renderer.h"
#include "engine/text/template_text.h"

namespace engine {
namespace {

using Kind = TemplateExpression::Kind;

constexpr std::array<std::string_view, 4> kMapMethods{"get", "items", "keys", "values"};
constexpr std::array<std::string_view, 7> kOtherMapMethods{"clear",   "copy",       "fromkeys", "pop",
                                                           "popitem", "setdefault", "update"};
constexpr std::array<std::string_view, 2> kListMethods{"count", "index"};
constexpr std::array<std::string_view, 9> kOtherListMethods{"append", "clear",  "copy",    "extend", "insert",
                                                            "pop",    "remove", "reverse", "sort"};
constexpr std::array<std::string_view, 14> kOtherAttributes{
    "real",       "imag",     "numerator",  "denominator", "bit_length", "bit_count", "conjugate", "as_integer_ratio",
    "is_integer", "to_bytes", "from_bytes", "hex",         "fromhex",    "isdisjoint"};

template <typename Names>
bool isOneOf(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != std::ranges::end(names);
}

TemplateValue methodOf(const TemplateValue& object, const std::string& name) {
    return {TemplateFunction{
        std::make_shared<const TemplateFunctionData>(TemplateFunctionData{.name = name, .object = object})}};
}

struct SliceBounds {
    std::int64_t first = 0;
    std::int64_t end = 0;
    std::int64_t step = 1;
};

/// Python's start:stop:step within a sequence of `size`.
SliceBounds boundsOf(const std::array<std::optional<std::int64_t>, 3>& parts, std::int64_t size) {
    const std::int64_t step = parts[2].value_or(1);
    if (step == 0) failTemplate("a slice with step 0");
    const std::int64_t least = step > 0 ? 0 : -1;
    const std::int64_t most = step > 0 ? size : size - 1;
    const auto bound = [&](std::optional<std::int64_t> value, std::int64_t otherwise) {
        return value ? std::clamp(*value < 0 ? *value + size : *value, least, most) : otherwise;
    };
    return {bound(parts[0], step > 0 ? 0 : size - 1), bound(parts[1], step > 0 ? size : -1), step};
}

template <typename Take>
void walkSlice(const SliceBounds& bounds, Take take) {
    for (std::int64_t i = bounds.first; bounds.step > 0 ? i < bounds.end : i > bounds.end; i += bounds.step)
        take(static_cast<std::size_t>(i));
}

}  // namespace

TemplateValue TemplateRenderer::evaluate(const Expression& expression) {
    const Deeper deeper(*this);
    m_budget.charge(0);
    m_line = expression.line;
    const auto operand = [&](std::size_t i) { return evaluate(*expression.operands[i]); };
    switch (expression.kind) {
        case Kind::Literal: return expression.value;
        case Kind::Name: return evaluateName(expression);
        case Kind::List:
        case Kind::Tuple: {
            TemplateItems items;
            m_budget.charge(expression.operands.size() * sizeof(TemplateValue));
            for (std::size_t i = 0; i < expression.operands.size(); ++i) items.push_back(operand(i));
            return makeList(std::move(items),
                            expression.kind == Kind::List ? TemplateList::Kind::List : TemplateList::Kind::Tuple);
        }
        case Kind::Map: return evaluateMap(expression);
        case Kind::Attribute: return attributeOf(operand(0), expression.name);
        case Kind::Subscript: return entryOf(operand(0), operand(1));
        case Kind::Slice: return evaluateSlice(expression);
        case Kind::Call: {
            const TemplateValue callee = operand(0);
            return call(callee, argumentsOf(expression));
        }
        case Kind::Filter: {
            Expression body;  // what a set or filter block has captured
            const TemplateValue value = expression.operands[0] ? operand(0) : evaluateName(body);
            return applyFilter(*this, expression.name, value, argumentsOf(expression));
        }
        case Kind::Test: {
            const TemplateValue value = operand(0);
            return {applyTest(*this, expression.name, value, argumentsOf(expression))};
        }
        case Kind::Unary: return evaluateUnary(expression);
        case Kind::Binary: return evaluateBinary(expression);
        case Kind::Concat: return evaluateConcat(expression);
        case Kind::Compare: return evaluateCompare(expression);
        case Kind::Conditional:
            if (isTrue(operand(1))) return operand(0);
            return expression.operands[2] ? operand(2) : makeUndefined("of an if without else");
        case Kind::Refused: break;
    }
    failTemplateUse(expression.name);
}

TemplateArguments TemplateRenderer::argumentsOf(const Expression& expression) {
    TemplateArguments arguments;
    for (std::size_t i = 1; i < expression.operands.size(); ++i)
        arguments.positional.push_back(evaluate(*expression.operands[i]));
    for (const auto& [name, value] : expression.named) {
        const bool isTwice =
            std::ranges::any_of(arguments.named, [&name = name](const auto& other) { return other.first == name; });
        if (isTwice) failTemplate("the argument '" + name + "' is given twice");
        arguments.named.emplace_back(name, evaluate(*value));
    }
    return arguments;
}

TemplateValue TemplateRenderer::evaluateName(const Expression& expression) const {
    for (std::size_t place = m_scope;; place = m_scopes[place].parent) {
        const auto found = m_scopes[place].values.find(expression.name);
        if (found != m_scopes[place].values.end()) return found->second;
        if (place == m_scopes[place].parent) return makeUndefined("'" + expression.name + "'");
    }
}

TemplateValue TemplateRenderer::evaluateMap(const Expression& expression) {
    TemplateEntries entries;
    m_budget.charge(expression.operands.size() * sizeof(TemplateValue));
    for (std::size_t i = 0; i < expression.operands.size(); i += 2) {
        const TemplateValue key = evaluate(*expression.operands[i]);
        putEntry(entries, key, evaluate(*expression.operands[i + 1]), m_budget);
    }
    return makeMap(std::move(entries));
}

TemplateValue TemplateRenderer::attributeOf(const TemplateValue& object, const std::string& name) {
    m_budget.charge(0);
    const TemplateValue missing = makeUndefined("'." + name + "'");
    if (object.isUndefined()) failTemplate("asks for '." + name + "' of " + describeValue(object));
    if (object.as<TemplateFunction>() != nullptr) failTemplateUse("'." + name + "' of a function");
    if (name.starts_with("__")) failTemplateUse("'." + name + "'");
    if (object.text() != nullptr) {
        if (isTextMethod(name)) return methodOf(object, name);
        if (isKnownTextMethod(name)) failTemplateUse("'." + name + "()' of a string");
        return missing;
    }
    if (const auto* entries = object.entries()) {
        if (isOneOf(kMapMethods, name)) return methodOf(object, name);
        if (isOneOf(kOtherMapMethods, name)) failTemplateUse("'." + name + "()' of a mapping");
        m_budget.charge(entries->size());
        const TemplateValue* entry = findEntry(*entries, name);
        return entry == nullptr ? missing : *entry;
    }
    if (object.isKind(TemplateList::Kind::List) || object.isKind(TemplateList::Kind::Tuple)) {
        if (isOneOf(kListMethods, name)) return methodOf(object, name);
        const bool isList = object.isKind(TemplateList::Kind::List);
        if (isList && isOneOf(kOtherListMethods, name)) failTemplateUse("'." + name + "()' of a list");
        return missing;
    }
    if (const auto* space = object.as<TemplateNamespace>()) {
        const auto& values = m_namespaces[static_cast<std::size_t>(*space)];
        const auto found = values.find(name);
        return found == values.end() ? missing : found->second;
    }
    if (const auto* loop = object.as<TemplateLoop>()) return loopAttribute(*loop, name);
    if (isOneOf(kOtherAttributes, name) || object.isKind(TemplateList::Kind::Range))
        failTemplateUse("'." + name + "' of " + describeValue(object));
    return missing;
}

TemplateValue TemplateRenderer::entryOf(const TemplateValue& object, const TemplateValue& key) {
    m_budget.charge(0);
    if (object.isUndefined()) failTemplate("asks for an entry of " + describeValue(object));
    const bool isFunction = object.as<TemplateFunction>() != nullptr || object.as<TemplateLoop>() != nullptr;
    if (isFunction) failTemplateUse("an entry of " + describeValue(object));
    if (const auto* entries = object.entries()) {
        if (const TemplateValue* entry = isHashable(key) ? findEntry(*entries, key, m_budget) : nullptr) return *entry;
    }
    const auto position = key.findInteger();
    const auto* list = object.as<TemplateList>();
    const bool isSequence = list != nullptr && list->kind <= TemplateList::Kind::Range;
    if (position && (isSequence || object.text() != nullptr)) {
        const std::int64_t size = lengthOf(object);
        m_budget.charge(object.text() == nullptr ? 0 : object.text()->size());
        const std::int64_t at = *position < 0 ? *position + size : *position;
        if (at < 0 || at >= size) return makeUndefined("beyond the end of " + describeValue(object));
        if (isSequence) return list->data->items[static_cast<std::size_t>(at)];
        const auto starts = characterStarts(*object.text(), m_budget);
        const std::size_t begin = starts[static_cast<std::size_t>(at)];
        return makeText(object.text()->substr(begin, starts[static_cast<std::size_t>(at) + 1] - begin));
    }
    // As in Jinja, a name in brackets may be an attribute.
    if (const auto* name = key.text(); name != nullptr && object.entries() == nullptr)
        return attributeOf(object, *name);
    if (const auto* name = key.text();
        name != nullptr && (isOneOf(kMapMethods, *name) || isOneOf(kOtherMapMethods, *name)))
        return attributeOf(object, *name);
    return makeUndefined("an entry of " + describeValue(object));
}

TemplateValue TemplateRenderer::evaluateSlice(const Expression& expression) {
    const TemplateValue object = evaluate(*expression.operands[0]);
    std::array<std::optional<std::int64_t>, 3> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!expression.operands[i + 1]) continue;
        const TemplateValue value = evaluate(*expression.operands[i + 1]);
        if (value.isNone()) continue;
        constexpr std::int64_t kMost = 1 << 30;
        if (!value.findInteger()) failTemplateUse("a slice by " + describeValue(value));
        parts[i] = std::clamp(*value.findInteger(), -kMost, kMost);
    }
    if (object.isUndefined()) failTemplate("a slice of " + describeValue(object));
    if (const auto* text = object.text()) {
        const auto starts = characterStarts(*text, m_budget);
        const SliceBounds bounds = boundsOf(parts, static_cast<std::int64_t>(starts.size()) - 1);
        const bool isMarkup = object.as<TemplateText>()->isMarkup;
        if (bounds.step == 1) {
            const std::size_t begin = starts[static_cast<std::size_t>(bounds.first)];
            const std::size_t end = starts[static_cast<std::size_t>(std::max(bounds.first, bounds.end))];
            return makeText(text->substr(begin, end - begin), isMarkup);
        }
        std::string result;
        walkSlice(bounds, [&](std::size_t i) { result.append(*text, starts[i], starts[i + 1] - starts[i]); });
        return makeText(std::move(result), isMarkup);
    }
    const auto* list = object.as<TemplateList>();
    const bool isSequence = list != nullptr && list->kind <= TemplateList::Kind::Range;
    if (!isSequence) return makeUndefined("a slice of " + describeValue(object));
    const TemplateItems& all = list->data->items;
    TemplateItems items;
    walkSlice(boundsOf(parts, static_cast<std::int64_t>(all.size())), [&](std::size_t i) {
        m_budget.charge(sizeof(TemplateValue));
        items.push_back(all[i]);
    });
    return makeList(std::move(items), list->kind);
}

TemplateValue TemplateRenderer::evaluateUnary(const Expression& expression) {
    const TemplateValue value = evaluate(*expression.operands[0]);
    if (expression.name == "not") return {!isTrue(value)};
    const bool isMinus = expression.name == "-";
    if (const auto* number = value.as<double>()) return {isMinus ? -*number : *number};
    std::int64_t result = 0;
    const auto number = value.findInteger();
    if (!number || __builtin_sub_overflow(std::int64_t{0}, *number, &result))
        failTemplate("a '" + expression.name + "' before " + describeValue(value));
    return {isMinus ? result : *number};
}

TemplateValue TemplateRenderer::evaluateBinary(const Expression& expression) {
    const std::string& op = expression.name;
    const TemplateValue left = evaluate(*expression.operands[0]);
    if (op == "and") return isTrue(left) ? evaluate(*expression.operands[1]) : left;
    if (op == "or") return isTrue(left) ? left : evaluate(*expression.operands[1]);
    const TemplateValue right = evaluate(*expression.operands[1]);
    m_line = expression.line;
    return applyArithmetic(op, left, right, m_budget);
}

TemplateValue TemplateRenderer::evaluateConcat(const Expression& expression) {
    std::string result;
    for (const auto& operand : expression.operands) {
        const TemplateValue value = evaluate(*operand);
        const std::string part = textOf(value, m_budget);
        m_budget.chargeText(result.size() + part.size());
        result += part;
    }
    return makeText(std::move(result));
}

TemplateValue TemplateRenderer::evaluateCompare(const Expression& expression) {
    TemplateValue left = evaluate(*expression.operands[0]);
    for (std::size_t i = 0; i < expression.ops.size(); ++i) {
        TemplateValue right = evaluate(*expression.operands[i + 1]);
        m_line = expression.line;
        if (!compare(expression.ops[i], left, right)) return {false};
        left = std::move(right);
    }
    return {true};
}

bool TemplateRenderer::compare(const std::string& op, const TemplateValue& left, const TemplateValue& right) {
    if (op == "==") return isEqual(left, right, m_budget);
    if (op == "!=") return !isEqual(left, right, m_budget);
    if (op == "in") return contains(right, left);
    if (op == "not in") return !contains(right, left);
    if (op == "<") return isLess(left, right, m_budget);
    if (op == ">") return isLess(right, left, m_budget);
    return op == "<=" ? !isLess(right, left, m_budget) : !isLess(left, right, m_budget);
}

bool TemplateRenderer::contains(const TemplateValue& container, const TemplateValue& item) {
    if (const auto* text = container.text()) {
        const auto* part = item.text();
        if (part == nullptr) failTemplate("looks for " + describeValue(item) + " in a string");
        m_budget.chargeSearch(text->size(), part->size());
        return text->find(*part) != std::string::npos;
    }
    if (const auto* entries = container.entries()) return findEntry(*entries, item, m_budget) != nullptr;
    if (const auto* items = container.items())
        return std::ranges::any_of(*items, [&](const TemplateValue& entry) { return isEqual(entry, item, m_budget); });
    if (const auto* iterator = container.as<TemplateIterator>()) {
        Iterator& left = m_iterators[static_cast<std::size_t>(*iterator)];
        while (left.next < left.items.size())
            if (isEqual(left.items[left.next++], item, m_budget)) return true;
        return false;
    }
    if (container.isUndefined()) return false;
    failTemplate("looks for " + describeValue(item) + " in " + describeValue(container));
}

TemplateItems TemplateRenderer::itemsOf(const TemplateValue& value) {
    if (const auto* items = value.items()) {
        m_budget.charge(items->size() * sizeof(TemplateValue));
        return *items;
    }
    TemplateItems result;
    const auto put = [&](TemplateValue item) {
        m_budget.charge(sizeof(TemplateValue));
        result.push_back(std::move(item));
    };
    if (const auto* entries = value.entries()) {
        for (const auto& [key, entry] : *entries) put(key);
    } else if (const auto* text = value.text()) {
        const auto starts = characterStarts(*text, m_budget);
        for (std::size_t i = 0; i + 1 < starts.size(); ++i)
            put(makeText(text->substr(starts[i], starts[i + 1] - starts[i])));
    } else if (const auto* iterator = value.as<TemplateIterator>()) {
        Iterator& left = m_iterators[static_cast<std::size_t>(*iterator)];
        while (left.next < left.items.size()) put(left.items[left.next++]);
    } else if (!value.isUndefined()) {
        failTemplate("a walk through " + describeValue(value));
    }
    return result;
}

std::optional<TemplateValue> TemplateRenderer::takeFirst(const TemplateValue& value) {
    if (const auto* iterator = value.as<TemplateIterator>()) {
        Iterator& left = m_iterators[static_cast<std::size_t>(*iterator)];
        return left.next < left.items.size() ? std::optional(left.items[left.next++]) : std::nullopt;
    }
    if (const auto* items = value.items()) return items->empty() ? std::nullopt : std::optional(items->front());
    const TemplateItems items = itemsOf(value);
    return items.empty() ? std::nullopt : std::optional(items.front());
}

TemplateValue TemplateRenderer::makeIterator(TemplateItems items) {
    m_budget.charge(items.size() * sizeof(TemplateValue));
    m_iterators.push_back({std::move(items), 0});
    return {static_cast<TemplateIterator>(m_iterators.size() - 1)};
}

}  // namespace engine
