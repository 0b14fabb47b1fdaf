// The tests of a chat template, `value is name(arguments)`, and how the arguments of a call are taken apart.
#include <algorithm>
#include <map>

#include "engine/text/template_library.h"
#include "engine/text/template_text.h"

namespace engine {
namespace {

using Arguments = TemplateArguments;
using Value = TemplateValue;

/// The tests that compare with one other value, by all their names.
const std::map<std::string_view, std::string_view> kComparisons{
    {"eq", "=="}, {"equalto", "=="}, {"==", "=="}, {"ne", "!="}, {"!=", "!="},
    {"lt", "<"},  {"lessthan", "<"}, {"<", "<"},   {"le", "<="}, {"<=", "<="},
    {"gt", ">"},  {">", ">"},        {"ge", ">="}, {">=", ">="}, {"greaterthan", ">"}};

bool compared(std::string_view op, const Value& left, const Value& right, TemplateBudget& budget) {
    if (op == "==") return isEqual(left, right, budget);
    if (op == "!=") return !isEqual(left, right, budget);
    if (op == "<") return isLess(left, right, budget);
    if (op == ">") return isLess(right, left, budget);
    return op == "<=" ? !isLess(right, left, budget) : !isLess(left, right, budget);
}

bool isIterable(const Value& value) {
    return value.isUndefined() || value.text() != nullptr || value.items() != nullptr || value.entries() != nullptr ||
           value.as<TemplateIterator>() != nullptr || value.as<TemplateLoop>() != nullptr;
}

bool isSequence(const Value& value) {
    const auto* list = value.as<TemplateList>();
    const bool hasPlaces = list != nullptr && list->kind <= TemplateList::Kind::Range;
    return value.isUndefined() || value.text() != nullptr || value.entries() != nullptr || hasPlaces;
}

/// str.isupper() and str.islower(): some letter with a case, and all of them in this one.
bool isInCase(const Value& value, LetterCase wanted, TemplateBudget& budget) {
    const std::string text = textOf(value, budget);
    budget.chargeText(text.size() * 4);
    const LetterCase other = wanted == LetterCase::Upper ? LetterCase::Lower : LetterCase::Upper;
    return withCase(text, wanted) == text && withCase(text, other) != text;
}

bool isSame(const Value& left, const Value& right) {
    if (left.is.index() != right.is.index()) return false;
    if (left.isNone()) return true;
    if (const auto* flag = left.as<bool>()) return *flag == *right.as<bool>();
    if (const auto* list = left.as<TemplateList>()) return list->data == right.as<TemplateList>()->data;
    if (const auto* map = left.as<TemplateMap>()) return map->data == right.as<TemplateMap>()->data;
    if (const auto* space = left.as<TemplateNamespace>()) return *space == *right.as<TemplateNamespace>();
    failTemplateUse("the test 'sameas' of " + describeValue(left));
}

/// The tests without arguments; nothing if the name is none of them.
std::optional<bool> findPlainTest(const std::string& name, const Value& value, TemplateBudget& budget) {
    const auto* flag = value.as<bool>();
    if (name == "defined") return !value.isUndefined();
    if (name == "undefined") return value.isUndefined();
    if (name == "none") return value.isNone();
    if (name == "string") return value.text() != nullptr;
    if (name == "boolean") return flag != nullptr;
    if (name == "true") return flag != nullptr && *flag;
    if (name == "false") return flag != nullptr && !*flag;
    if (name == "integer") return value.as<std::int64_t>() != nullptr;
    if (name == "float") return value.as<double>() != nullptr;
    if (name == "number") return value.findNumber().has_value();
    if (name == "mapping") return value.as<TemplateMap>() != nullptr;
    if (name == "iterable") return isIterable(value);
    if (name == "sequence") return isSequence(value);
    if (name == "callable")
        return value.as<TemplateFunction>() != nullptr || value.as<TemplateLoop>() != nullptr || value.isUndefined();
    if (name == "escaped") return value.text() != nullptr && value.as<TemplateText>()->isMarkup;
    if (name == "upper") return isInCase(value, LetterCase::Upper, budget);
    if (name == "lower") return isInCase(value, LetterCase::Lower, budget);
    if (name == "odd" || name == "even") {
        const auto number = value.findInteger();
        if (!number) failTemplateUse("the test '" + name + "' of " + describeValue(value));
        return (*number % 2 != 0) == (name == "odd");
    }
    return std::nullopt;
}

}  // namespace

bool applyTest(TemplateContext& context, const std::string& name, const TemplateValue& value,
               const TemplateArguments& arguments) {
    TemplateBudget& budget = context.budget();
    budget.charge(0);
    const std::string user = "the test '" + name + "'";
    if (const auto result = findPlainTest(name, value, budget)) {
        (void)arguments.bound(user, {});
        return *result;
    }
    const auto one = [&] { return *arguments.bound(user, {"other"}, 1)[0]; };
    if (const auto found = kComparisons.find(name); found != kComparisons.end())
        return compared(found->second, value, one(), budget);
    if (name == "in") return context.isIn(one(), value);
    if (name == "sameas") return isSame(value, one());
    if (name == "divisibleby") {
        const Value remainder = applyArithmetic("%", value, one(), budget);
        return !isTrue(remainder);
    }
    failTemplateUse(user);
}

std::vector<std::optional<TemplateValue>> TemplateArguments::bound(const std::string& user,
                                                                   std::initializer_list<std::string_view> names,
                                                                   std::size_t least) const {
    std::vector<std::optional<Value>> values(names.size());
    if (positional.size() > names.size()) failTemplateUse(user + " with these arguments");
    for (std::size_t i = 0; i < positional.size(); ++i) values[i] = positional[i];
    for (const auto& [name, value] : named) {
        const auto found = std::ranges::find(names, std::string_view(name));
        const auto at = static_cast<std::size_t>(found - names.begin());
        if (found == names.end() || name.empty() || values[at]) failTemplateUse(user + " with these arguments");
        values[at] = value;
    }
    for (std::size_t i = 0; i < least; ++i)
        if (!values[i]) failTemplateUse(user + " with these arguments");
    return values;
}

TemplateArguments TemplateArguments::after(std::size_t count) const {
    TemplateArguments rest{{}, named};
    const auto first = static_cast<std::ptrdiff_t>(std::min(count, positional.size()));
    rest.positional.assign(positional.begin() + first, positional.end());
    return rest;
}

const std::string& requireText(const TemplateValue& value, const std::string& user) {
    if (const auto* text = value.text()) return *text;
    failTemplate(describeValue(value) + " where " + user + " needs a string");
}

std::int64_t requireInteger(const TemplateValue& value, const std::string& user) {
    if (const auto number = value.findInteger()) return *number;
    failTemplate(describeValue(value) + " where " + user + " needs a whole number");
}

}  // namespace engine
