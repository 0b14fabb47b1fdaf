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

/// `text` in quotes on one line, control characters escaped, cut to a readable length.
std::string inQuotes(std::string_view text);

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
    std::int64_t requireInteger(std::string_view field, std::int64_t least, std::int64_t most) const;
    double requireNumber(std::string_view field, double least, double most) const;
    bool requireBool(std::string_view field) const;

    /// As above; nothing if the field is missing or null, an error if it has another type or range.
    std::optional<std::string> findString(std::string_view field) const;
    std::optional<std::int64_t> findInteger(std::string_view field, std::int64_t least, std::int64_t most) const;
    std::optional<double> findNumber(std::string_view field, double least, double most) const;
    std::optional<bool> findBool(std::string_view field) const;

    const nlohmann::json& value() const { return *m_value; }
    const std::string& fileName() const { return m_fileName; }
    std::string placeOf(std::string_view field) const;  ///< "rope_scaling.factor"

    [[noreturn]] void fail(std::string_view field, const std::string& problem) const;

private:
    const nlohmann::json* m_value;
    std::string m_fileName;
    std::string m_place;
};

}  // namespace engine
