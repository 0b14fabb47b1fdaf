// What a chat template may call: macros, methods, loops, and the functions of Jinja's environment.
#include <algorithm>
#include <array>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/text/template_renderer.h"

namespace engine {
namespace {

constexpr std::int64_t kMaxRange = 100'000;  // the reference's own limit

std::string userOf(const std::string& name) {
    return "the function '" + name + "'";
}

TemplateValue rangeOf(const TemplateArguments& arguments, TemplateBudget& budget) {
    const auto bound = arguments.bound(userOf("range"), {"", "", ""}, 1);
    const auto part = [&](std::size_t i) { return requireInteger(*bound[i], userOf("range")); };
    const std::int64_t start = bound[1] ? part(0) : 0;
    const std::int64_t stop = bound[1] ? part(1) : part(0);
    const std::int64_t step = bound[2] ? part(2) : 1;
    if (step == 0) failTemplate("a range with step 0");
    TemplateItems items;
    for (std::int64_t i = start; step > 0 ? i < stop : i > stop;) {
        budget.charge(sizeof(TemplateValue));
        if (static_cast<std::int64_t>(items.size()) == kMaxRange)
            failTemplate("a range of more than " + std::to_string(kMaxRange) + " numbers");
        items.push_back({i});
        if (__builtin_add_overflow(i, step, &i)) break;
    }
    return makeList(std::move(items), TemplateList::Kind::Range);
}

TemplateItems columnOf(const TemplateEntries& entries, const std::string& method, TemplateBudget& budget) {
    budget.charge(entries.size() * 2 * sizeof(TemplateValue));
    TemplateItems items;
    for (const auto& [key, value] : entries) {
        if (method == "items")
            items.push_back(makeList({key, value}, TemplateList::Kind::Tuple));
        else
            items.push_back(method == "keys" ? key : value);
    }
    return items;
}

}  // namespace

TemplateValue TemplateRenderer::call(const TemplateValue& callee, const TemplateArguments& arguments) {
    m_budget.charge(arguments.positional.size() * sizeof(TemplateValue));
    if (const auto* loop = callee.as<TemplateLoop>()) return callLoop(*loop, arguments);
    const auto* function = callee.as<TemplateFunction>();
    if (function == nullptr) failTemplate("calls " + describeValue(callee));
    if (function->data->macro != nullptr) return callMacro(*function->data, arguments);
    if (function->data->object) return callMethod(*function->data, arguments);
    return callFunction(function->data->name, arguments);
}

TemplateValue TemplateRenderer::callFunction(const std::string& name, const TemplateArguments& arguments) {
    if (name == "namespace") return makeNamespace(arguments);
    if (name == "dict") return makeMapOf(arguments);
    if (name == "range") return rangeOf(arguments, m_budget);
    if (name == "raise_exception") {
        const auto bound = arguments.bound(userOf(name), {"message"}, 1);
        throw std::runtime_error("chat template refuses the messages: " + inQuotes(textOf(*bound[0], m_budget)));
    }
    if (name == "strftime_now") {
        const auto bound = arguments.bound(userOf(name), {"format"}, 1);
        return makeText(formatTime(requireText(*bound[0], userOf(name)), m_now));
    }
    failTemplateUse(userOf(name));
}

TemplateValue TemplateRenderer::makeMapOf(const TemplateArguments& arguments) {
    if (arguments.positional.size() > 1) failTemplate("dict() of more than one value");
    TemplateEntries entries;
    if (!arguments.positional.empty()) {
        const TemplateValue& source = arguments.positional[0];
        if (source.entries() != nullptr) {
            m_budget.charge(source.entries()->size() * 2 * sizeof(TemplateValue));
            entries = *source.entries();
        } else {
            for (const TemplateValue& item : itemsOf(source)) {
                const TemplateItems pair = itemsOf(item);
                if (pair.size() != 2) failTemplate("dict() of what are no pairs");
                putEntry(entries, pair[0], pair[1], m_budget);
            }
        }
    }
    for (const auto& [name, value] : arguments.named) putEntry(entries, makeText(name), value, m_budget);
    return makeMap(std::move(entries));
}

TemplateValue TemplateRenderer::makeNamespace(const TemplateArguments& arguments) {
    const TemplateValue map = makeMapOf(arguments);
    TemplateScope values;
    for (const auto& [name, value] : *map.entries()) {
        if (name.text() == nullptr) failTemplateUse("a namespace with " + describeValue(name) + " as a name");
        values.insert_or_assign(*name.text(), value);
    }
    m_namespaces.push_back(std::move(values));
    return {static_cast<TemplateNamespace>(m_namespaces.size() - 1)};
}

TemplateValue TemplateRenderer::callMacro(const TemplateFunctionData& macro, const TemplateArguments& arguments) {
    const Deeper deeper(*this);
    const TemplateStatement& statement = *macro.macro;
    const std::string user =
        statement.kind == TemplateStatement::Kind::Macro ? "the macro '" + statement.text + "'" : "caller()";
    const bool isOpen = macro.scopePlace < m_scopes.size() && m_scopes[macro.scopePlace].id == macro.scopeId;
    if (!isOpen) failTemplateUse(user + " outside of the block that it is written in");
    const std::size_t previous = m_scope;
    m_scope = pushScope(macro.scopePlace);
    const auto put = [&](const std::string& name, TemplateValue value) {
        m_scopes[m_scope].values.insert_or_assign(name, std::move(value));
    };
    TemplateArguments left = arguments;
    for (std::size_t i = 0; i < statement.parameters.size(); ++i) {
        const TemplateParameter& parameter = statement.parameters[i];
        const auto named = std::ranges::find(left.named, parameter.name, [](const auto& entry) { return entry.first; });
        const bool isNamed = named != left.named.end();
        const bool isGiven = i < arguments.positional.size();
        if (isNamed && isGiven) failTemplate(user + " gets '" + parameter.name + "' twice");
        if (isGiven)
            put(parameter.name, arguments.positional[i]);
        else if (isNamed)
            put(parameter.name, named->second);
        else
            put(parameter.name,
                parameter.otherwise ? evaluate(*parameter.otherwise) : makeUndefined("'" + parameter.name + "'"));
        if (isNamed) left.named.erase(named);
    }
    left = left.after(statement.parameters.size());
    if (statement.usesCaller) {
        const auto caller = std::ranges::find(left.named, "caller", [](const auto& entry) { return entry.first; });
        put("caller", caller == left.named.end() ? makeUndefined("'caller'") : caller->second);
        if (caller != left.named.end()) left.named.erase(caller);
    }
    if (statement.usesKwargs) {
        TemplateEntries entries;
        for (auto& [name, value] : left.named) entries.emplace_back(makeText(name), value);
        put("kwargs", makeMap(std::move(entries)));
    } else if (!left.named.empty()) {
        failTemplate(user + " has no parameter '" + left.named[0].first + "'");
    }
    if (statement.usesVarargs)
        put("varargs", makeList(left.positional, TemplateList::Kind::Tuple));
    else if (!left.positional.empty())
        failTemplate(user + " gets more arguments than it has parameters");
    std::string outer = std::exchange(m_output, {});
    run(statement.branches[0].body);
    popScope(previous);
    return makeText(std::exchange(m_output, std::move(outer)));
}

TemplateValue TemplateRenderer::callMethod(const TemplateFunctionData& method, const TemplateArguments& arguments) {
    const TemplateValue& object = *method.object;
    const std::string user = "'." + method.name + "()' of " + describeValue(object);
    if (const auto* loop = object.as<TemplateLoop>()) return callLoopMethod(requireLoop(*loop), method.name, arguments);
    if (const auto* text = object.as<TemplateText>()) return callTextMethod(*this, *text, method.name, arguments);
    if (const auto* entries = object.entries()) {
        if (method.name == "get") {
            if (!arguments.named.empty()) failTemplate(user + " with a named argument");
            const auto bound = arguments.bound(user, {"", ""}, 1);
            if (const TemplateValue* entry = findEntry(*entries, *bound[0], m_budget)) return *entry;
            return bound[1].value_or(TemplateValue{TemplateNone{}});
        }
        (void)arguments.bound(user, {});
        using Kind = TemplateList::Kind;
        const Kind kind = method.name == "items" ? Kind::Items : method.name == "keys" ? Kind::Keys : Kind::Values;
        return makeList(columnOf(*entries, method.name, m_budget), kind);
    }
    const TemplateItems& items = *object.items();
    const auto bound = arguments.bound(user, {""}, 1);
    std::int64_t count = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!isEqual(items[i], *bound[0], m_budget)) continue;
        if (method.name == "index") return {static_cast<std::int64_t>(i)};
        ++count;
    }
    if (method.name == "index") failTemplate(user + " for what is not in it");
    return {count};
}

TemplateRenderer::Loop& TemplateRenderer::requireLoop(const TemplateLoop& loop) {
    const bool isRunning = loop.place < m_loops.size() && m_loops[loop.place].id == loop.id;
    if (!isRunning) failTemplateUse("a loop after its end");
    return m_loops[loop.place];
}

/// loop(items) in a recursive for: its body over other items.
TemplateValue TemplateRenderer::callLoop(const TemplateLoop& handle, const TemplateArguments& arguments) {
    const Loop& loop = requireLoop(handle);
    if (!loop.statement->isRecursive) failTemplate("calls the loop of a for that is not recursive");
    const auto bound = arguments.bound("the loop", {""}, 1);
    const TemplateStatement& statement = *loop.statement;
    const int depth = loop.depth + 1;
    const std::size_t previous = std::exchange(m_scope, loop.scope);
    std::string outer = std::exchange(m_output, {});
    runFor(statement, itemsOf(*bound[0]), depth);
    m_scope = previous;
    return makeText(std::exchange(m_output, std::move(outer)));
}

TemplateValue TemplateRenderer::callLoopMethod(Loop& loop, const std::string& name,
                                               const TemplateArguments& arguments) {
    if (!arguments.named.empty()) failTemplate("'loop." + name + "' with a named argument");
    const TemplateItems& values = arguments.positional;
    if (name == "cycle") {
        if (values.empty()) failTemplate("'loop.cycle' of nothing");
        return values[loop.index % values.size()];
    }
    TemplateValue now = makeList(values, TemplateList::Kind::Tuple);
    const bool isSame = loop.changed && isEqual(*loop.changed, now, m_budget);
    loop.changed = std::move(now);
    return {!isSame};
}

TemplateValue TemplateRenderer::loopAttribute(const TemplateLoop& handle, const std::string& name) {
    Loop& loop = requireLoop(handle);
    const auto number = [](std::size_t value) { return TemplateValue{static_cast<std::int64_t>(value)}; };
    if (name == "index") return number(loop.index + 1);
    if (name == "index0") return number(loop.index);
    if (name == "first") return {loop.index == 0};
    if (name == "depth") return number(static_cast<std::size_t>(loop.depth) + 1);
    if (name == "depth0") return number(static_cast<std::size_t>(loop.depth));
    if (name == "previtem") return loop.previous;
    if (name == "last") return {!lookAhead(handle.place)};
    if (name == "nextitem")
        return lookAhead(handle.place) ? m_loops[handle.place].ahead.front() : makeUndefined("'loop.nextitem'");
    if (name == "cycle" || name == "changed") {
        const TemplateFunctionData data{.name = name, .object = TemplateValue{handle}};
        return {TemplateFunction{std::make_shared<const TemplateFunctionData>(data)}};
    }
    if (name != "length" && name != "revindex" && name != "revindex0") return makeUndefined("'loop." + name + "'");
    // The number of items: all that the condition accepts, asked now.
    std::deque<TemplateValue> ahead = std::move(loop.ahead);
    m_loops[handle.place].ahead.clear();
    while (lookAhead(handle.place)) {
        ahead.push_back(std::move(m_loops[handle.place].ahead.front()));
        m_loops[handle.place].ahead.pop_front();
        m_budget.charge(sizeof(TemplateValue));
    }
    Loop& counted = m_loops[handle.place];
    counted.ahead = std::move(ahead);
    const std::size_t left = counted.ahead.size();
    return number(name == "length" ? counted.index + 1 + left : name == "revindex" ? left + 1 : left);
}

}  // namespace engine
