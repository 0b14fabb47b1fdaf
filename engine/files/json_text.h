// Untrusted JSON: parsed with limits, read with messages that name the file, the field, expected and found.
// For .cpp files only, so that nlohmann/json stays out of the public headers. No state, any
// thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

struct JsonLimits {
    int depth = 64;
    bool refuseDuplicateKeys = false;  ///< otherwise the last value of a key counts
};

/// Takes time in proportion to the text. Throws std::runtime_error "FILE: ..." when the text is not JSON, too deep or
/// repeats a key. `fileName` may say more than the name: "set.jsonl: line 3".
nlohmann::json parseJson(std::string_view text, const std::string& fileName, const JsonLimits& limits = {});

/// The JSON of a regular file. Throws as readRegularFile() and parseJson() do.
nlohmann::json readJsonFile(const std::filesystem::path& path, std::uint64_t maxBytes, const JsonLimits& limits = {});

/// A whole file as text. Throws naming the file when it is missing, above `maxBytes` or a placeholder for the file.
std::string readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// What a value is, for "found ...": "string \"abc\"", "number 5", "list", "nothing".
std::string describeJson(const nlohmann::json& value);

template <typename T>
nlohmann::json orNull(const std::optional<T>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

/// `text` in quotes on one line, control characters escaped, cut to a readable length.
std::string inQuotes(std::string_view text);

/// Where a value stands, for the message if it is refused. The texts must outlive it.
struct JsonPlace {
    std::string_view file = {};    ///< may be empty: whoever catches the error names the file
    std::string_view object = {};  ///< path of the object in the file, "" for the file's own
    std::string_view field = {};

    std::string path() const;  ///< "rope_scaling.factor"
    /// Throws std::runtime_error "FILE: rope_scaling.factor: PROBLEM".
    [[noreturn]] void fail(const std::string& problem) const;
};

constexpr std::int64_t kLeastInteger = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMostInteger = std::numeric_limits<std::int64_t>::max();
constexpr int kLeastInt = std::numeric_limits<int>::min();
constexpr int kMostInt = std::numeric_limits<int>::max();
constexpr double kMostNumber = std::numeric_limits<double>::max();

/// The value, if it has the type and lies within the bounds; else an error that says what was expected and found.
std::string stringFrom(const nlohmann::json& value, const JsonPlace& place);
std::int64_t integerFrom(const nlohmann::json& value, const JsonPlace& place, std::int64_t least = kLeastInteger,
                         std::int64_t most = kMostInteger);
int intFrom(const nlohmann::json& value, const JsonPlace& place, int least = kLeastInt, int most = kMostInt);
std::uint64_t unsignedFrom(const nlohmann::json& value, const JsonPlace& place);
double numberFrom(const nlohmann::json& value, const JsonPlace& place, double least = -kMostNumber,
                  double most = kMostNumber);
bool boolFrom(const nlohmann::json& value, const JsonPlace& place);
const nlohmann::json& listFrom(const nlohmann::json& value, const JsonPlace& place);

/// One JSON object of a file and its place in it: typed access to its fields.
/// The object must outlive the view.
class JsonObject {
public:
    /// `place` is the path of the object in the file, "" for the file's own object. Throws when it is not an object.
    JsonObject(const nlohmann::json& value, std::string fileName, std::string place = "");

    bool has(std::string_view field) const;                         ///< present and not null
    const nlohmann::json* findValue(std::string_view field) const;  ///< present and not null
    const nlohmann::json& requireValue(std::string_view field, std::string_view expected) const;
    JsonObject requireObject(std::string_view field) const;

    std::string requireString(std::string_view field) const;
    std::int64_t requireInteger(std::string_view field, std::int64_t least = kLeastInteger,
                                std::int64_t most = kMostInteger) const;
    int requireInt(std::string_view field, int least = kLeastInt, int most = kMostInt) const;
    std::uint64_t requireUnsigned(std::string_view field) const;
    double requireNumber(std::string_view field, double least = -kMostNumber, double most = kMostNumber) const;
    bool requireBool(std::string_view field) const;
    const nlohmann::json& requireList(std::string_view field) const;

    /// As above; nothing where the field is missing or null, an error where it has another type or range.
    std::optional<JsonObject> findObject(std::string_view field) const;
    std::optional<std::string> findString(std::string_view field) const;
    std::optional<std::int64_t> findInteger(std::string_view field, std::int64_t least = kLeastInteger,
                                            std::int64_t most = kMostInteger) const;
    std::optional<int> findInt(std::string_view field, int least = kLeastInt, int most = kMostInt) const;
    std::optional<double> findNumber(std::string_view field, double least = -kMostNumber,
                                     double most = kMostNumber) const;
    std::optional<bool> findBool(std::string_view field) const;

    /// The elements of a list, each read by `read(element, place)`.
    template <typename Read>
    auto listOf(std::string_view field, Read read) const {
        std::vector<decltype(read(*m_value, at(field)))> items;
        for (const nlohmann::json& item : requireList(field)) items.push_back(read(item, at(field)));
        return items;
    }

    const nlohmann::json& value() const { return *m_value; }
    const std::string& fileName() const { return m_fileName; }
    JsonPlace at(std::string_view field) const { return {m_fileName, m_place, field}; }
    std::string placeOf(std::string_view field) const { return at(field).path(); }  ///< "rope_scaling.factor"

    [[noreturn]] void fail(std::string_view field, const std::string& problem) const { at(field).fail(problem); }

private:
    const nlohmann::json* m_value;
    std::string m_fileName;
    std::string m_place;
};

}  // namespace engine
