#include "engine/text/template_value.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/text/template_text.h"

namespace engine {
namespace {

constexpr std::size_t kMaxWork = 64 << 20;  // steps and bytes handled

int depthOf(const TemplateValue& value) {
    if (const auto* list = value.as<TemplateList>()) return list->data->depth;
    if (const auto* map = value.as<TemplateMap>()) return map->data->depth;
    const auto* function = value.as<TemplateFunction>();
    return function != nullptr && function->data->object ? depthOf(*function->data->object) + 1 : 0;
}

/// One more than the deepest part. Bounded here, where values are made, so that every walk over one is bounded too.
int deeper(int deepest) {
    if (deepest >= kMaxTemplateValueDepth)
        failTemplateUse("values nested more than " + std::to_string(kMaxTemplateValueDepth) + " deep");
    return deepest + 1;
}

bool isEqualItems(const TemplateItems& left, const TemplateItems& right, TemplateBudget& budget) {
    return std::ranges::equal(left, right, [&](const auto& a, const auto& b) { return isEqual(a, b, budget); });
}

bool isEqualEntries(const TemplateEntries& left, const TemplateEntries& right, TemplateBudget& budget) {
    return left.size() == right.size() && std::ranges::all_of(left, [&](const auto& entry) {
               const TemplateValue* other = findEntry(right, entry.first, budget);
               return other != nullptr && isEqual(entry.second, *other, budget);
           });
}

}  // namespace

void TemplateBudget::charge(std::size_t work) {
    m_work += std::min(work, kMaxWork) + 16;
    if (m_work > kMaxWork) throw std::runtime_error("chat template: needs more work than any real one does");
}

void TemplateBudget::chargeSearch(std::size_t textBytes, std::size_t partBytes) {
    charge(textBytes / 16 * std::min(partBytes, kMaxWork));
}

void TemplateBudget::chargeText(std::size_t bytes) {
    if (bytes > kMaxTemplateTextBytes) throw std::runtime_error("chat template: the text becomes too long");
    charge(bytes);
}

std::optional<std::int64_t> TemplateValue::findInteger() const {
    if (const auto* number = as<std::int64_t>()) return *number;
    if (const auto* flag = as<bool>()) return *flag ? 1 : 0;
    return std::nullopt;
}

std::optional<double> TemplateValue::findNumber() const {
    if (const auto* number = as<double>()) return *number;
    if (const auto number = findInteger()) return static_cast<double>(*number);
    return std::nullopt;
}

TemplateValue makeUndefined(std::string name) {
    return {TemplateUndefined{std::make_shared<const std::string>(std::move(name))}};
}

TemplateValue makeText(std::string text, bool isMarkup) {
    return {TemplateText{std::make_shared<const std::string>(std::move(text)), isMarkup}};
}

TemplateValue makeList(TemplateItems items, TemplateList::Kind kind) {
    int deepest = 0;
    for (const TemplateValue& item : items) deepest = std::max(deepest, depthOf(item));
    return {TemplateList{std::make_shared<const TemplateListData>(TemplateListData{std::move(items), deeper(deepest)}),
                         kind}};
}

TemplateValue makeMap(TemplateEntries entries) {
    int deepest = 0;
    for (const auto& [key, value] : entries) deepest = std::max({deepest, depthOf(key), depthOf(value)});
    return {TemplateMap{std::make_shared<const TemplateMapData>(TemplateMapData{std::move(entries), deeper(deepest)})}};
}

bool isHashable(const TemplateValue& value) {
    if (value.as<TemplateMap>() != nullptr) return false;
    if (value.as<TemplateList>() == nullptr) return true;
    return value.isKind(TemplateList::Kind::Tuple) && std::ranges::all_of(*value.items(), isHashable);
}

const TemplateValue* findEntry(const TemplateEntries& entries, const TemplateValue& key, TemplateBudget& budget) {
    if (!isHashable(key)) failTemplate("uses " + describeValue(key) + " as the key of a mapping");
    for (const auto& [name, value] : entries)
        if (isEqual(name, key, budget)) return &value;
    return nullptr;
}

const TemplateValue* findEntry(const TemplateEntries& entries, std::string_view key) {
    const auto found = std::ranges::find_if(
        entries, [&](const auto& entry) { return entry.first.text() != nullptr && *entry.first.text() == key; });
    return found == entries.end() ? nullptr : &found->second;
}

void putEntry(TemplateEntries& entries, const TemplateValue& key, TemplateValue value, TemplateBudget& budget) {
    if (const TemplateValue* known = findEntry(entries, key, budget))
        const_cast<TemplateValue&>(*known) = std::move(value);
    else
        entries.emplace_back(key, std::move(value));
}

std::string describeValue(const TemplateValue& value) {
    if (const auto* missing = value.as<TemplateUndefined>()) return "the undefined value " + *missing->name;
    if (value.isNone()) return "none";
    if (value.as<bool>() != nullptr) return "a truth value";
    if (value.findNumber()) return "a number";
    if (value.text() != nullptr) return "a string";
    if (value.isKind(TemplateList::Kind::List)) return "a list";
    if (value.isKind(TemplateList::Kind::Tuple)) return "a tuple";
    if (value.isKind(TemplateList::Kind::Range)) return "a range";
    if (value.items() != nullptr) return "a view of a mapping";
    if (value.as<TemplateMap>() != nullptr) return "a mapping";
    if (value.as<TemplateNamespace>() != nullptr) return "a namespace";
    if (value.as<TemplateIterator>() != nullptr) return "a generator";
    return value.as<TemplateLoop>() != nullptr ? "a loop" : "a function";
}

bool isTrue(const TemplateValue& value) {
    if (const auto number = value.findNumber()) return *number != 0;
    if (const auto* text = value.text()) return !text->empty();
    if (const auto* items = value.items()) return !items->empty();
    if (const auto* entries = value.entries()) return !entries->empty();
    return !value.isUndefined() && !value.isNone();
}

bool isEqual(const TemplateValue& left, const TemplateValue& right, TemplateBudget& budget) {
    budget.charge(0);
    const auto leftInteger = left.findInteger();
    const auto rightInteger = right.findInteger();
    if (leftInteger && rightInteger) return *leftInteger == *rightInteger;
    const auto leftNumber = left.findNumber();
    const auto rightNumber = right.findNumber();
    if (leftNumber && rightNumber) return *leftNumber == *rightNumber;
    if (left.is.index() != right.is.index()) return false;
    if (const auto* text = left.text()) {
        if (text == right.text()) return true;
        budget.charge(text->size() == right.text()->size() ? text->size() : 0);
        return *text == *right.text();
    }
    if (left.isUndefined() || left.isNone()) return true;
    if (const auto* map = left.as<TemplateMap>()) {
        const auto* other = right.as<TemplateMap>();
        return map->data == other->data || isEqualEntries(map->data->entries, other->data->entries, budget);
    }
    if (const auto* space = left.as<TemplateNamespace>()) return *space == *right.as<TemplateNamespace>();
    const auto* list = left.as<TemplateList>();
    const auto* other = right.as<TemplateList>();
    const bool isView =
        list == nullptr || list->kind > TemplateList::Kind::Range || other->kind > TemplateList::Kind::Range;
    if (isView) failTemplateUse("a comparison of " + describeValue(left) + " with another");
    return list->kind == other->kind &&
           (list->data == other->data || isEqualItems(list->data->items, other->data->items, budget));
}

bool isLess(const TemplateValue& left, const TemplateValue& right, TemplateBudget& budget) {
    budget.charge(0);
    if (left.findInteger() && right.findInteger()) return *left.findInteger() < *right.findInteger();
    if (left.findNumber() && right.findNumber()) return *left.findNumber() < *right.findNumber();
    if (left.text() != nullptr && right.text() != nullptr) {
        budget.charge(std::min(left.text()->size(), right.text()->size()));
        return *left.text() < *right.text();  // the order of bytes is that of the characters
    }
    const bool areLists = (left.isKind(TemplateList::Kind::List) && right.isKind(TemplateList::Kind::List)) ||
                          (left.isKind(TemplateList::Kind::Tuple) && right.isKind(TemplateList::Kind::Tuple));
    if (!areLists) failTemplate("compares " + describeValue(left) + " with " + describeValue(right));
    const TemplateItems& a = *left.items();
    const TemplateItems& b = *right.items();
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        if (!isEqual(a[i], b[i], budget)) return isLess(a[i], b[i], budget);
    return a.size() < b.size();
}

std::int64_t lengthOf(const TemplateValue& value) {
    if (const auto* text = value.text()) return static_cast<std::int64_t>(characterCount(*text));
    if (const auto* items = value.items()) return static_cast<std::int64_t>(items->size());
    if (const auto* entries = value.entries()) return static_cast<std::int64_t>(entries->size());
    if (value.isUndefined()) return 0;
    failTemplate("asks for the length of " + describeValue(value));
}

void failTemplateUse(const std::string& what, int line) {
    throw std::runtime_error("chat template uses " + what + ", which this program does not understand (line " +
                             std::to_string(line) + ")");
}

void failTemplateUse(const std::string& what) {
    throw TemplateFailure("chat template uses " + what + ", which this program does not understand");
}

void failTemplate(const std::string& what) {
    throw TemplateFailure("chat template: " + what);
}

}  // namespace engine
