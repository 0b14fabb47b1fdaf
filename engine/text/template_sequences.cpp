// The filters of a chat template that walk through sequences. As in Jinja, most of them give a generator, which can be
// walked through once and has no length.
#include <algorithm>
#include <map>
#include <set>

#include "engine/text/template_library.h"
#include "engine/text/template_text.h"

namespace engine {
namespace {

using Arguments = TemplateArguments;
using Value = TemplateValue;
using Items = TemplateItems;
using Filter = Value (*)(TemplateContext&, const Value&, const Arguments&);

std::string userOf(const char* name) {
    return std::string("the filter '") + name + "'";
}

bool isGiven(const std::optional<Value>& argument) {
    return argument && !argument->isNone();
}

/// What `attribute="a.b.0"` asks each item for.
class Path {
public:
    Path(TemplateContext& context, const Value& attribute) : m_context(context) {
        if (attribute.findInteger()) {
            m_parts.push_back(attribute);
            return;
        }
        for (const std::string& part :
             splitText(requireText(attribute, "an attribute"), ".", {}, false, context.budget())) {
            const bool isNumber = !part.empty() && part.size() < 10 &&
                                  std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
            m_parts.push_back(isNumber ? Value{static_cast<std::int64_t>(std::stoll(part))} : makeText(part));
        }
    }

    Value of(Value item, const std::optional<Value>& otherwise = std::nullopt) const {
        for (const Value& part : m_parts) {
            item = m_context.entryOf(item, part);
            if (otherwise && item.isUndefined()) item = *otherwise;
        }
        return item;
    }

private:
    TemplateContext& m_context;
    Items m_parts;
};

/// What items are compared by: themselves or an attribute of theirs, letters of both cases alike unless asked
/// otherwise.
class Key {
public:
    Key(TemplateContext& context, const std::optional<Value>& attribute, bool caseSensitive)
        : m_context(context), m_caseSensitive(caseSensitive) {
        if (isGiven(attribute)) m_path.emplace(context, *attribute);
    }

    Value of(const Value& item) const {
        Value key = m_path ? m_path->of(item) : item;
        if (m_caseSensitive || key.text() == nullptr) return key;
        m_context.budget().charge(key.text()->size() * 4);
        return makeText(withCase(*key.text(), LetterCase::Lower));
    }

private:
    TemplateContext& m_context;
    std::optional<Path> m_path;
    bool m_caseSensitive;
};

bool flagOf(const std::optional<Value>& argument) {
    return argument && isTrue(*argument);
}

Items sortedBy(TemplateContext& context, Items items, const Key& key, bool reverse) {
    std::vector<std::pair<Value, Value>> keyed;
    for (Value& item : items) keyed.emplace_back(key.of(item), std::move(item));
    const auto isBefore = [&](const auto& a, const auto& b) {
        return reverse ? isLess(b.first, a.first, context.budget()) : isLess(a.first, b.first, context.budget());
    };
    std::ranges::stable_sort(keyed, isBefore);
    Items result;
    for (auto& [name, item] : keyed) result.push_back(std::move(item));
    return result;
}

Value filterJoin(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("join"), {"d", "attribute"});
    TemplateBudget& budget = context.budget();
    const std::string between = bound[0] ? textOf(*bound[0], budget) : "";
    const Key key(context, bound[1], true);
    std::string result;
    bool isFirst = true;
    for (const Value& item : context.itemsOf(value)) {
        const std::string text = textOf(key.of(item), budget);
        budget.charge(between.size() + text.size());
        if (result.size() + between.size() + text.size() > kMaxTemplateTextBytes)
            failTemplate("the text becomes too long");
        if (!isFirst) result += between;
        result += text;
        isFirst = false;
    }
    return makeText(std::move(result));
}

Value filterFirst(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("first"), {});
    return context.takeFirst(value).value_or(makeUndefined("the first of nothing"));
}

Value filterLast(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("last"), {});
    if (value.as<TemplateIterator>() != nullptr) failTemplate("the filter 'last' of a generator");
    if (value.items() != nullptr && !value.items()->empty()) return value.items()->back();
    const Items items = context.itemsOf(value);
    return items.empty() ? makeUndefined("the last of nothing") : items.back();
}

Value filterList(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("list"), {});
    return makeList(context.itemsOf(value));
}

Value filterReverse(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("reverse"), {});
    Items items = context.itemsOf(value);
    std::ranges::reverse(items);
    if (value.as<TemplateIterator>() != nullptr) return makeList(std::move(items));
    if (value.text() == nullptr) return context.makeIterator(std::move(items));
    std::string result;
    for (const Value& item : items) result += *item.text();
    return makeText(std::move(result));
}

Value filterSort(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("sort"), {"reverse", "case_sensitive", "attribute"});
    const auto* attribute = bound[2] ? bound[2]->text() : nullptr;
    if (attribute != nullptr && attribute->find(',') != std::string::npos)
        failTemplateUse("a sort by several attributes");
    const Key key(context, bound[2], flagOf(bound[1]));
    return makeList(sortedBy(context, context.itemsOf(value), key, flagOf(bound[0])));
}

Value filterUnique(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("unique"), {"case_sensitive", "attribute"});
    const Key key(context, bound[1], flagOf(bound[0]));
    std::set<std::string> seenTexts;
    Items seen, result;
    for (Value& item : context.itemsOf(value)) {
        const Value name = key.of(item);
        bool isNew = false;
        if (name.text() != nullptr) {
            context.budget().charge(name.text()->size());
            isNew = seenTexts.insert(*name.text()).second;
        } else {
            if (!isHashable(name)) failTemplate("the filter 'unique' of " + describeValue(name));
            isNew =
                std::ranges::none_of(seen, [&](const Value& other) { return isEqual(other, name, context.budget()); });
            if (isNew) seen.push_back(name);
        }
        if (isNew) result.push_back(std::move(item));
    }
    return context.makeIterator(std::move(result));
}

Value extreme(TemplateContext& context, const Value& value, const Arguments& arguments, bool wantsMost) {
    const auto bound = arguments.bound(userOf(wantsMost ? "max" : "min"), {"case_sensitive", "attribute"});
    const Key key(context, bound[1], flagOf(bound[0]));
    const Items items = context.itemsOf(value);
    if (items.empty()) return makeUndefined("the least or most of nothing");
    std::size_t best = 0;
    for (std::size_t i = 1; i < items.size(); ++i) {
        const Value a = key.of(items[i]);
        const Value b = key.of(items[best]);
        if (wantsMost ? isLess(b, a, context.budget()) : isLess(a, b, context.budget())) best = i;
    }
    return items[best];
}
Value filterMin(TemplateContext& context, const Value& value, const Arguments& arguments) {
    return extreme(context, value, arguments, false);
}
Value filterMax(TemplateContext& context, const Value& value, const Arguments& arguments) {
    return extreme(context, value, arguments, true);
}

Value filterSum(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("sum"), {"attribute", "start"});
    const Key key(context, bound[0], true);
    Value total = bound[1].value_or(Value{std::int64_t{0}});
    if (total.text() != nullptr) failTemplate("the filter 'sum' of strings");
    for (const Value& item : context.itemsOf(value))
        total = applyArithmetic("+", total, key.of(item), context.budget());
    return total;
}

Value filterBatch(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("batch"), {"linecount", "fill_with"}, 1);
    const std::int64_t count = requireInteger(*bound[0], userOf("batch"));
    if (count < 1) failTemplateUse("the filter 'batch' by less than 1");
    Items result, line;
    const auto finish = [&] { result.push_back(makeList(std::exchange(line, {}))); };
    for (Value& item : context.itemsOf(value)) {
        if (static_cast<std::int64_t>(line.size()) == count) finish();
        line.push_back(std::move(item));
    }
    while (!line.empty() && isGiven(bound[1]) && static_cast<std::int64_t>(line.size()) < count) {
        context.budget().charge(sizeof(Value));
        line.push_back(*bound[1]);
    }
    if (!line.empty()) finish();
    return context.makeIterator(std::move(result));
}

Value filterItems(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("items"), {});
    Items pairs;
    if (value.entries() == nullptr && !value.isUndefined())
        failTemplate("the filter 'items' of " + describeValue(value));
    for (std::size_t i = 0; value.entries() != nullptr && i < value.entries()->size(); ++i) {
        const auto& [key, entry] = (*value.entries())[i];
        context.budget().charge(2 * sizeof(Value));
        pairs.push_back(makeList({key, entry}, TemplateList::Kind::Tuple));
    }
    return context.makeIterator(std::move(pairs));
}

Value filterDictSort(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("dictsort"), {"case_sensitive", "by", "reverse"});
    const std::string by = bound[1] ? requireText(*bound[1], userOf("dictsort")) : "key";
    if (by != "key" && by != "value") failTemplate("the filter 'dictsort' by neither key nor value");
    if (value.entries() == nullptr) failTemplate("the filter 'dictsort' of " + describeValue(value));
    Items pairs;
    for (const auto& [key, entry] : *value.entries()) {
        context.budget().charge(2 * sizeof(Value));
        pairs.push_back(makeList({key, entry}, TemplateList::Kind::Tuple));
    }
    const Key key(context, Value{std::int64_t{by == "key" ? 0 : 1}}, flagOf(bound[0]));
    return makeList(sortedBy(context, std::move(pairs), key, flagOf(bound[2])));
}

Value filterMap(TemplateContext& context, const Value& value, const Arguments& arguments) {
    Items result;
    if (arguments.positional.empty() && !arguments.named.empty()) {
        const auto bound = arguments.bound(userOf("map"), {"attribute", "default"});
        if (!bound[0]) failTemplate("the filter 'map' without an attribute or a filter");
        const Path path(context, *bound[0]);
        const auto otherwise = isGiven(bound[1]) ? bound[1] : std::nullopt;
        for (const Value& item : context.itemsOf(value)) result.push_back(path.of(item, otherwise));
        return context.makeIterator(std::move(result));
    }
    if (arguments.positional.empty()) failTemplate("the filter 'map' without an attribute or a filter");
    const std::string& name = requireText(arguments.positional[0], userOf("map"));
    const Arguments rest = arguments.after(1);
    for (const Value& item : context.itemsOf(value)) result.push_back(applyFilter(context, name, item, rest));
    return context.makeIterator(std::move(result));
}

/// select, reject and, by an attribute, selectattr and rejectattr.
Value chosen(TemplateContext& context, const Value& value, Arguments arguments, bool byAttribute, bool wanted) {
    std::optional<Path> path;
    if (byAttribute) {
        if (arguments.positional.empty()) failTemplate("selectattr or rejectattr without an attribute");
        path.emplace(context, arguments.positional[0]);
        arguments = arguments.after(1);
    }
    std::optional<std::string> test;
    if (!arguments.positional.empty()) {
        test = requireText(arguments.positional[0], "select and reject");
        arguments = arguments.after(1);
    }
    Items result;
    for (Value& item : context.itemsOf(value)) {
        const Value part = path ? path->of(item) : item;
        const bool holds = test ? applyTest(context, *test, part, arguments) : isTrue(part);
        if (holds == wanted) result.push_back(std::move(item));
    }
    return context.makeIterator(std::move(result));
}

template <bool byAttribute, bool wanted>
Value filterChosen(TemplateContext& context, const Value& value, const Arguments& arguments) {
    return chosen(context, value, arguments, byAttribute, wanted);
}

Value filterAttribute(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("attr"), {"name"}, 1);
    if (value.entries() != nullptr) failTemplateUse("the filter 'attr' of a mapping");
    return context.attributeOf(value, requireText(*bound[0], userOf("attr")));
}

const std::map<std::string_view, Filter>& filters() {
    static const std::map<std::string_view, Filter> all{
        {"join", filterJoin},
        {"first", filterFirst},
        {"last", filterLast},
        {"list", filterList},
        {"reverse", filterReverse},
        {"sort", filterSort},
        {"unique", filterUnique},
        {"min", filterMin},
        {"max", filterMax},
        {"sum", filterSum},
        {"batch", filterBatch},
        {"items", filterItems},
        {"dictsort", filterDictSort},
        {"map", filterMap},
        {"attr", filterAttribute},
        {"select", filterChosen<false, true>},
        {"reject", filterChosen<false, false>},
        {"selectattr", filterChosen<true, true>},
        {"rejectattr", filterChosen<true, false>},
    };
    return all;
}

}  // namespace

std::optional<TemplateValue> findSequenceFilter(TemplateContext& context, const std::string& name,
                                                const TemplateValue& value, const TemplateArguments& arguments) {
    const auto found = filters().find(name);
    return found == filters().end() ? std::nullopt : std::optional(found->second(context, value, arguments));
}

}  // namespace engine
