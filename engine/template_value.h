// Values of a chat template while it renders: the few Python types that templates use, with Python's meaning.
// Values are immutable and share their lists; namespaces live in the renderer. One thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace engine {

struct TemplateValue;

struct TemplateUndefined {
    std::string name;  ///< what was looked for, for messages
};
struct TemplateNone {};
using TemplateList = std::shared_ptr<const std::vector<TemplateValue>>;
using TemplateMap = std::shared_ptr<const std::vector<std::pair<std::string, TemplateValue>>>;
/// Index of a namespace() in the renderer.
enum class TemplateNamespace : std::size_t {};

struct TemplateValue {
    std::variant<TemplateUndefined, TemplateNone, bool, std::int64_t, std::string, TemplateList, TemplateMap,
                 TemplateNamespace>
        is;

    template <typename T>
    const T* as() const {
        return std::get_if<T>(&is);
    }
    bool isUndefined() const { return as<TemplateUndefined>() != nullptr; }
};

TemplateValue makeList(std::vector<TemplateValue> items);

/// The entry under a key; null where there is none.
const TemplateValue* findEntry(const TemplateMap& map, std::string_view key);

/// "a list", "an undefined value": for messages.
std::string describeValue(const TemplateValue& value);

bool isTrue(const TemplateValue& value);
bool isEqual(const TemplateValue& left, const TemplateValue& right);

/// What {{ value }} prints. Throws for lists and maps, whose print form is Python's own.
std::string textOf(const TemplateValue& value);

/// Python's json.dumps(value, ensure_ascii=False). Throws for undefined values and beyond `maxBytes`.
std::string jsonOf(const TemplateValue& value, std::size_t maxBytes);

/// Characters of a string, entries of a list or map.
std::int64_t lengthOf(const TemplateValue& value);

/// Python's str.strip: white space, or any of the given characters, from one or both ends.
enum class StripSide { Left, Right, Both };
std::string_view stripped(std::string_view text, StripSide side);
std::string_view stripped(std::string_view text, StripSide side, std::string_view characters);

/// "chat template uses WHAT, which this program does not understand (line N)".
[[noreturn]] void failTemplateUse(const std::string& what, int line);

}  // namespace engine
