#include "engine/template_renderer.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "engine/json_text.h"

namespace engine {
namespace {

constexpr std::size_t kMaxTextBytes = 16 << 20;  // of the output and of any string on the way
constexpr std::size_t kMaxWork = 256 << 20;      // steps and bytes handled

using Kind = TemplateExpression::Kind;

const TemplateValue* findEntry(const TemplateMap& map, std::string_view key) {
    const auto found = std::ranges::find(*map, key, [](const auto& entry) { return std::string_view(entry.first); });
    return found == map->end() ? nullptr : &found->second;
}

std::string replacedAll(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    for (;;) {
        const auto at = text.find(from);
        result += text.substr(0, at);
        if (at == std::string_view::npos) return result;
        result += to;
        if (result.size() > kMaxTextBytes) throw std::runtime_error("chat template: the text becomes too long");
        text.remove_prefix(at + from.size());
    }
}

/// Upper or lower case, for ASCII; other letters need tables whose result may differ from Python's.
std::string withCase(std::string text, bool upper, int line) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) failTemplateUse("upper or lower case of letters beyond ASCII", line);
        if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

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

void TemplateRenderer::run(const TemplateBody& body) {
    for (const TemplateStatement& statement : body) {
        charge(statement.text.size());
        switch (statement.kind) {
            case TemplateStatement::Kind::Text: m_output += statement.text; break;
            case TemplateStatement::Kind::Output: m_output += textOf(evaluate(*statement.expression)); break;
            case TemplateStatement::Kind::Set: runSet(statement); break;
            case TemplateStatement::Kind::For: runFor(statement); break;
            case TemplateStatement::Kind::If:
                for (const auto& branch : statement.branches) {
                    if (branch.condition && !isTrue(evaluate(*branch.condition))) continue;
                    run(branch.body);
                    break;
                }
                break;
        }
        if (m_output.size() > kMaxTextBytes) throw std::runtime_error("chat template: the text becomes too long");
    }
}

void TemplateRenderer::runFor(const TemplateStatement& statement) {
    std::vector<TemplateValue> items = itemsOf(evaluate(*statement.expression), statement.line);
    m_scopes.emplace_back();
    if (statement.condition) {
        std::erase_if(items, [&](const TemplateValue& item) {
            m_scopes.back().insert_or_assign(statement.text, item);
            return !isTrue(evaluate(*statement.condition));
        });
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
        m_scopes.back().clear();  // what one round sets, the next does not see
        m_scopes.back().insert_or_assign("loop", loopValue(i, items.size()));
        m_scopes.back().insert_or_assign(statement.text, items[i]);
        run(statement.branches[0].body);
    }
    m_scopes.pop_back();
    if (items.empty() && statement.branches.size() > 1) run(statement.branches[1].body);
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
    failTemplateUse("a set of '" + statement.text + "." + *statement.attribute + "', which is no namespace", statement.line);
}

TemplateValue TemplateRenderer::evaluate(const Expression& expression) {
    charge(0);
    const auto operand = [&](std::size_t i) { return evaluate(*expression.operands[i]); };
    switch (expression.kind) {
        case Kind::Literal: return expression.value;
        case Kind::Name: return evaluateName(expression);
        case Kind::List: {
            std::vector<TemplateValue> items;
            for (std::size_t i = 0; i < expression.operands.size(); ++i) items.push_back(operand(i));
            return makeList(std::move(items));
        }
        case Kind::Attribute: return evaluateAttribute(operand(0), expression);
        case Kind::Subscript: return evaluateSubscript(operand(0), operand(1), expression);
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

std::string TemplateRenderer::requireText(const TemplateValue& value, const Expression& expression) const {
    if (const auto* text = value.as<std::string>()) return *text;
    failTemplateUse(describeValue(value) + " where a string is needed ('" + expression.name + "')", expression.line);
}

TemplateValue TemplateRenderer::joined(std::string left, const std::string& right) {
    charge(left.size() + right.size());
    if (left.size() + right.size() > kMaxTextBytes) throw std::runtime_error("chat template: the text becomes too long");
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

bool TemplateRenderer::contains(const TemplateValue& container, const TemplateValue& item, int line) const {
    if (const auto* text = container.as<std::string>()) {
        const auto* part = item.as<std::string>();
        if (part == nullptr) failTemplateUse("'in' a string with " + describeValue(item), line);
        return text->find(*part) != std::string::npos;
    }
    if (const auto* map = container.as<TemplateMap>()) {
        const auto* key = item.as<std::string>();
        return key != nullptr && findEntry(*map, *key) != nullptr;
    }
    return std::ranges::any_of(itemsOf(container, line), [&](const TemplateValue& entry) { return isEqual(entry, item); });
}

std::vector<TemplateValue> TemplateRenderer::itemsOf(const TemplateValue& value, int line) const {
    if (const auto* list = value.as<TemplateList>()) return **list;
    if (value.isUndefined()) return {};
    failTemplateUse("a walk through " + describeValue(value), line);
}

TemplateValue TemplateRenderer::evaluateTest(const Expression& expression) {
    const TemplateValue value = evaluate(*expression.operands[0]);
    const std::string& test = expression.name;
    const bool isMap = value.as<TemplateMap>() != nullptr;
    const bool isString = value.as<std::string>() != nullptr;
    const auto* flag = value.as<bool>();
    if (test == "defined") return {!value.isUndefined()};
    if (test == "undefined") return {value.isUndefined()};
    if (test == "none") return {value.as<TemplateNone>() != nullptr};
    if (test == "string") return {isString};
    if (test == "boolean") return {flag != nullptr};
    if (test == "true") return {flag != nullptr && *flag};
    if (test == "false") return {flag != nullptr && !*flag};
    if (test == "integer") return {value.as<std::int64_t>() != nullptr};
    if (test == "number") return {value.as<std::int64_t>() != nullptr || flag != nullptr};
    if (test == "mapping") return {isMap};
    if (test == "iterable") return {isMap || isString || value.as<TemplateList>() != nullptr || value.isUndefined()};
    failTemplateUse("the test '" + test + "'", expression.line);
}

TemplateValue TemplateRenderer::evaluateFilter(const Expression& expression) {
    const std::string& filter = expression.name;
    const TemplateValue value = evaluate(*expression.operands[0]);
    const std::size_t arguments = expression.operands.size() - 1;
    const auto requireArguments = [&](std::size_t least, std::size_t most) {
        if (!expression.named.empty() || arguments < least || arguments > most)
            failTemplateUse("the filter '" + filter + "' with these arguments", expression.line);
    };
    if (filter == "default") {
        requireArguments(1, 2);
        const bool alsoFalse = arguments == 2 && isTrue(evaluate(*expression.operands[2]));
        return value.isUndefined() || (alsoFalse && !isTrue(value)) ? evaluate(*expression.operands[1]) : value;
    }
    if (filter == "join") {
        requireArguments(0, 1);
        const std::string between = arguments == 1 ? requireText(evaluate(*expression.operands[1]), expression) : "";
        TemplateValue result{std::string()};
        bool isFirst = true;
        for (const TemplateValue& item : itemsOf(value, expression.line)) {
            result = joined(*result.as<std::string>(), (isFirst ? "" : between) + textOf(item));
            isFirst = false;
        }
        return result;
    }
    if (filter == "replace") {
        requireArguments(2, 2);
        return callStringMethod(requireText(value, expression), filter, expression);
    }
    requireArguments(0, 0);
    if (filter == "trim") return {std::string(stripped(textOf(value), StripSide::Both))};
    if (filter == "length" || filter == "count") return {lengthOf(value)};
    if (filter == "string") return {textOf(value)};
    if (filter == "upper" || filter == "lower") return {withCase(textOf(value), filter == "upper", expression.line)};
    if (filter == "tojson") {
        std::string json = jsonOf(value, kMaxTextBytes);
        charge(json.size());
        return {std::move(json)};
    }
    const auto items = itemsOf(value, expression.line);  // first, last
    if (items.empty()) return {TemplateUndefined{"an entry of an empty list"}};
    return filter == "first" ? items.front() : items.back();
}

TemplateValue TemplateRenderer::evaluateCall(const Expression& expression) {
    const Expression& callee = *expression.operands[0];
    if (callee.kind == Kind::Attribute) return callMethod(evaluate(*callee.operands[0]), expression);
    if (callee.kind == Kind::Name && callee.name == "namespace" && expression.operands.size() == 1) {
        TemplateScope values;
        for (const auto& [name, value] : expression.named) values.insert_or_assign(name, evaluate(*value));
        m_namespaces.push_back(std::move(values));
        return {TemplateNamespace{m_namespaces.size() - 1}};
    }
    if (callee.kind == Kind::Name && callee.name == "raise_exception" && expression.operands.size() == 2) {
        throw std::runtime_error("chat template refuses the messages: " +
                                 inQuotes(textOf(evaluate(*expression.operands[1]))));
    }
    failTemplateUse(callee.kind == Kind::Name ? "the function '" + callee.name + "'" : "a call of a value", expression.line);
}

TemplateValue TemplateRenderer::callMethod(const TemplateValue& object, const Expression& expression) {
    const std::string& method = expression.operands[0]->name;
    if (!expression.named.empty()) failTemplateUse("named arguments of '." + method + "'", expression.line);
    if (const auto* text = object.as<std::string>()) return callStringMethod(*text, method, expression);
    const auto* map = object.as<TemplateMap>();
    const std::size_t arguments = expression.operands.size() - 1;
    if (map != nullptr && method == "get" && (arguments == 1 || arguments == 2)) {
        const TemplateValue key = evaluate(*expression.operands[1]);
        const auto* name = key.as<std::string>();
        if (const auto* entry = name == nullptr ? nullptr : findEntry(*map, *name)) return *entry;
        return arguments == 2 ? evaluate(*expression.operands[2]) : TemplateValue{TemplateNone{}};
    }
    failTemplateUse("'." + method + "()' of " + describeValue(object), expression.line);
}

TemplateValue TemplateRenderer::callStringMethod(const std::string& text, const std::string& method,
                                                 const Expression& expression) {
    charge(text.size());
    std::vector<std::string> arguments;
    for (std::size_t i = 1; i < expression.operands.size(); ++i)
        arguments.push_back(requireText(evaluate(*expression.operands[i]), expression));
    const std::size_t count = arguments.size();
    const auto strip = [&](StripSide side) -> TemplateValue {
        return {std::string(count == 0 ? stripped(text, side) : stripped(text, side, arguments[0]))};
    };
    if (method == "strip" && count <= 1) return strip(StripSide::Both);
    if (method == "lstrip" && count <= 1) return strip(StripSide::Left);
    if (method == "rstrip" && count <= 1) return strip(StripSide::Right);
    if (method == "startswith" && count == 1) return {text.starts_with(arguments[0])};
    if (method == "endswith" && count == 1) return {text.ends_with(arguments[0])};
    if ((method == "upper" || method == "lower") && count == 0)
        return {withCase(text, method == "upper", expression.line)};
    if (method == "replace" && count == 2 && !arguments[0].empty()) {
        std::string result = replacedAll(text, arguments[0], arguments[1]);
        charge(result.size());
        return {std::move(result)};
    }
    if (method == "split" && count == 1 && !arguments[0].empty()) {
        std::vector<TemplateValue> parts;
        for (std::size_t at = 0;;) {
            const auto next = text.find(arguments[0], at);
            parts.push_back({text.substr(at, next - at)});
            charge(sizeof(TemplateValue));
            if (next == std::string::npos) return makeList(std::move(parts));
            at = next + arguments[0].size();
        }
    }
    failTemplateUse("'." + method + "()' of a string with " + std::to_string(count) + " arguments", expression.line);
}

}  // namespace engine
