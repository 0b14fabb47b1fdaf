// Values of a chat template while it renders: the Python types that templates meet, with Python's meaning.
// Values are immutable and share their texts and lists; what changes (namespaces, iterators, loops) lives in the
// renderer and is named here by its place, so that no value can hold itself. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace engine {

/// Of the output and of any text on the way.
inline constexpr std::size_t kMaxTemplateTextBytes = 16 << 20;
/// Lists in lists, mappings in lists.
inline constexpr int kMaxTemplateValueDepth = 64;

struct TemplateValue;
struct TemplateStatement;
using TemplateItems = std::vector<TemplateValue>;
using TemplateEntries = std::vector<std::pair<TemplateValue, TemplateValue>>;

/// Counts the steps of a rendering and the bytes that it handles, copies included.
class TemplateBudget {
public:
    /// Throws when a rendering needs more than any real one does.
    void charge(std::size_t work);
    /// The same for searching one text for another, which may take the product of their lengths.
    void chargeSearch(std::size_t textBytes, std::size_t partBytes);
    /// The same for a text of that length, which must be below kMaxTemplateTextBytes as well.
    void chargeText(std::size_t bytes);

private:
    std::size_t m_work = 0;
};

struct TemplateUndefined {
    std::shared_ptr<const std::string> name;  ///< what was looked for, for messages
};
struct TemplateNone {};
struct TemplateText {
    std::shared_ptr<const std::string> text;
    bool isMarkup = false;  ///< from `safe` or `escape`: what is added to it is escaped
};
struct TemplateListData {
    TemplateItems items;
    int depth = 1;
};
struct TemplateList {
    enum class Kind { List, Tuple, Range, Keys, Values, Items };
    std::shared_ptr<const TemplateListData> data;
    Kind kind = Kind::List;
};
struct TemplateMapData {
    TemplateEntries entries;
    int depth = 1;
};
struct TemplateMap {
    std::shared_ptr<const TemplateMapData> data;
};
/// Places in the renderer: a namespace(), what a generator has left, a running loop.
enum class TemplateNamespace : std::size_t {};
enum class TemplateIterator : std::size_t {};
struct TemplateLoop {
    std::size_t place = 0;
    std::uint64_t id = 0;
};
/// A macro with the scope that it was written in, a function of the environment, or a method of a value.
struct TemplateFunctionData;
struct TemplateFunction {
    std::shared_ptr<const TemplateFunctionData> data;
};

struct TemplateValue {
    std::variant<TemplateUndefined, TemplateNone, bool, std::int64_t, double, TemplateText, TemplateList, TemplateMap,
                 TemplateNamespace, TemplateIterator, TemplateLoop, TemplateFunction>
        is;

    template <typename T>
    const T* as() const {
        return std::get_if<T>(&is);
    }
    bool isUndefined() const { return as<TemplateUndefined>() != nullptr; }
    bool isNone() const { return as<TemplateNone>() != nullptr; }
    /// The text of a string; null for anything else.
    const std::string* text() const {
        const auto* value = as<TemplateText>();
        return value == nullptr ? nullptr : value->text.get();
    }
    /// The entries of a list, tuple, range or view; null for anything else.
    const TemplateItems* items() const {
        const auto* value = as<TemplateList>();
        return value == nullptr ? nullptr : &value->data->items;
    }
    const TemplateEntries* entries() const {
        const auto* value = as<TemplateMap>();
        return value == nullptr ? nullptr : &value->data->entries;
    }
    bool isKind(TemplateList::Kind kind) const {
        const auto* value = as<TemplateList>();
        return value != nullptr && value->kind == kind;
    }
    /// A whole number or a truth value, which counts as 0 or 1.
    std::optional<std::int64_t> findInteger() const;
    std::optional<double> findNumber() const;
};

struct TemplateFunctionData {
    std::string name;
    std::optional<TemplateValue> object;       ///< of a method
    const TemplateStatement* macro = nullptr;  ///< of a macro or a call block
    std::size_t scopePlace = 0;
    std::uint64_t scopeId = 0;
};

TemplateValue makeUndefined(std::string name);
TemplateValue makeText(std::string text, bool isMarkup = false);
/// Both throw where the entries are nested too deeply.
TemplateValue makeList(TemplateItems items, TemplateList::Kind kind = TemplateList::Kind::List);
TemplateValue makeMap(TemplateEntries entries);

/// The entry under a key; null if there is none. Throws for a key that Python cannot hash.
const TemplateValue* findEntry(const TemplateEntries& entries, const TemplateValue& key, TemplateBudget& budget);
const TemplateValue* findEntry(const TemplateEntries& entries, std::string_view key);
/// Adds an entry, or replaces the value under its key.
void putEntry(TemplateEntries& entries, const TemplateValue& key, TemplateValue value, TemplateBudget& budget);
bool isHashable(const TemplateValue& value);

/// "a list", "an undefined value": for messages.
std::string describeValue(const TemplateValue& value);

bool isTrue(const TemplateValue& value);
bool isEqual(const TemplateValue& left, const TemplateValue& right, TemplateBudget& budget);
/// Python's `left < right`; throws for values without an order.
bool isLess(const TemplateValue& left, const TemplateValue& right, TemplateBudget& budget);

/// What {{ value }} prints: Python's str().
std::string textOf(const TemplateValue& value, TemplateBudget& budget);

/// How json.dumps() writes; an indent puts every entry on a line of its own.
struct TemplateJsonForm {
    std::optional<std::string> indent;
    std::string itemSeparator = ", ";
    std::string keySeparator = ": ";
    bool asciiOnly = false;
    bool sortKeys = false;
};
std::string jsonOf(const TemplateValue& value, const TemplateJsonForm& form, TemplateBudget& budget);

/// Python's repr() of a number with a fraction.
std::string numberText(double number);

/// Python's len(): characters of a string, entries of a list or map. Throws for what has none.
std::int64_t lengthOf(const TemplateValue& value);

/// A refusal to which the renderer adds the line that it is at.
struct TemplateFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Throws "chat template uses WHAT, which this program does not understand (line N)"; without a line, the renderer
/// adds the one that it is at.
[[noreturn]] void failTemplateUse(const std::string& what, int line);
[[noreturn]] void failTemplateUse(const std::string& what);
/// Throws "chat template: WHAT (line N)": what the reference refuses as well.
[[noreturn]] void failTemplate(const std::string& what);

}  // namespace engine
