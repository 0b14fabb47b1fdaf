#include "engine/json_text.h"

#include <cmath>
#include <cstdio>
#include <fstream>
#include <set>
#include <stdexcept>
#include <vector>

namespace engine {
namespace {

using nlohmann::json;

/// Deepest nesting of brackets, strings skipped. Checked before parsing, so that depth costs no stack or memory.
int nestingOf(std::string_view text) {
    int depth = 0;
    int deepest = 0;
    bool inString = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inString) {
            if (c == '\\') ++i;
            else if (c == '"') inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return deepest;
}

/// Parser callback that throws at the second key of one name in one object.
class DuplicateKeyWatch {
public:
    explicit DuplicateKeyWatch(std::string fileName) : m_fileName(std::move(fileName)) {}

    bool operator()(int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start) m_keys.emplace_back();
        if (event == json::parse_event_t::object_end && !m_keys.empty()) m_keys.pop_back();
        if (event == json::parse_event_t::key && !m_keys.empty()) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_keys.back().insert(key).second)
                throw std::runtime_error(m_fileName + ": the key " + inQuotes(key) + " appears twice in one object");
        }
        return true;
    }

private:
    std::string m_fileName;
    std::vector<std::set<std::string>> m_keys;
};

std::string numberText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

}  // namespace

json parseJson(std::string_view text, const std::string& fileName, const JsonLimits& limits) {
    const int depth = nestingOf(text);
    if (depth > limits.depth) {
        throw std::runtime_error(fileName + ": JSON nested " + std::to_string(depth) + " deep, expected at most " +
                                 std::to_string(limits.depth));
    }
    try {
        if (!limits.refuseDuplicateKeys) return json::parse(text);
        return json::parse(text, DuplicateKeyWatch(fileName));
    } catch (const json::parse_error& error) {
        throw std::runtime_error(fileName + ": not valid JSON, the text stops making sense at byte " +
                                 std::to_string(error.byte) + " of " + std::to_string(text.size()));
    } catch (const json::exception&) {
        throw std::runtime_error(fileName + ": not valid JSON, a number is out of range");
    }
}

std::string readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) throw std::runtime_error(path.string() + ": no such file");
    if (!std::filesystem::is_regular_file(status))
        throw std::runtime_error(path.string() + ": expected a regular file");
    const auto size = std::filesystem::file_size(path, error);
    if (error) throw std::runtime_error(path.string() + ": cannot read its size: " + error.message());
    if (size > maxBytes) {
        throw std::runtime_error(path.string() + ": expected at most " + std::to_string(maxBytes) + " bytes, found " +
                                 std::to_string(size));
    }
    std::ifstream stream(path, std::ios::binary);
    std::string text(static_cast<std::size_t>(size), '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream && !text.empty()) throw std::runtime_error(path.string() + ": cannot read the file");
    return text;
}

std::string inQuotes(std::string_view text) {
    constexpr std::size_t kLongest = 60;
    std::string result = "\"";
    for (const char c : text.substr(0, kLongest)) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte >= 0x7f) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
            result += escaped;
        } else {
            if (c == '"' || c == '\\') result += '\\';
            result += c;
        }
    }
    return result + (text.size() > kLongest ? "...\"" : "\"");
}

std::string describeJson(const json& value) {
    if (value.is_null()) return "nothing";
    if (value.is_string()) return "string " + inQuotes(value.get_ref<const std::string&>());
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    if (value.is_number()) return "number " + value.dump();
    return value.is_array() ? "a list" : "an object";
}

JsonObject::JsonObject(const json& value, std::string fileName, std::string place)
    : m_value(&value), m_fileName(std::move(fileName)), m_place(std::move(place)) {
    if (!value.is_object()) {
        throw std::runtime_error(m_fileName + ": " + (m_place.empty() ? "" : m_place + ": ") +
                                 "expected an object, found " + describeJson(value));
    }
}

std::string JsonObject::placeOf(std::string_view field) const {
    return m_place.empty() ? std::string(field) : m_place + "." + std::string(field);
}

void JsonObject::fail(std::string_view field, const std::string& problem) const {
    throw std::runtime_error(m_fileName + ": " + placeOf(field) + ": " + problem);
}

const json* JsonObject::findValue(std::string_view field) const {
    const auto found = m_value->find(field);
    return found == m_value->end() || found->is_null() ? nullptr : &*found;
}

bool JsonObject::has(std::string_view field) const { return findValue(field) != nullptr; }

const json& JsonObject::requireValue(std::string_view field, std::string_view expected) const {
    if (const auto* found = findValue(field)) return *found;
    fail(field, "expected " + std::string(expected) + ", found nothing");
}

JsonObject JsonObject::requireObject(std::string_view field) const {
    return {requireValue(field, "an object"), m_fileName, placeOf(field)};
}

std::optional<std::string> JsonObject::findString(std::string_view field) const {
    const auto* found = findValue(field);
    if (found == nullptr) return std::nullopt;
    if (!found->is_string()) fail(field, "expected a string, found " + describeJson(*found));
    return found->get<std::string>();
}

std::optional<std::int64_t> JsonObject::findInteger(std::string_view field, std::int64_t least,
                                                    std::int64_t most) const {
    const auto* found = findValue(field);
    if (found == nullptr) return std::nullopt;
    const bool fits =
        found->is_number_integer() &&
        (!found->is_number_unsigned() ||
         found->get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits || found->get<std::int64_t>() < least || found->get<std::int64_t>() > most) {
        fail(field, "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most) +
                        ", found " + describeJson(*found));
    }
    return found->get<std::int64_t>();
}

std::optional<double> JsonObject::findNumber(std::string_view field, double least, double most) const {
    const auto* found = findValue(field);
    if (found == nullptr) return std::nullopt;
    const double number = found->is_number() ? found->get<double>() : std::nan("");
    if (!(number >= least && number <= most)) {
        fail(field, "expected a number from " + numberText(least) + " to " + numberText(most) + ", found " +
                        describeJson(*found));
    }
    return number;
}

std::optional<bool> JsonObject::findBool(std::string_view field) const {
    const auto* found = findValue(field);
    if (found == nullptr) return std::nullopt;
    if (!found->is_boolean()) fail(field, "expected true or false, found " + describeJson(*found));
    return found->get<bool>();
}

std::string JsonObject::requireString(std::string_view field) const {
    requireValue(field, "a string");
    return *findString(field);
}

std::int64_t JsonObject::requireInteger(std::string_view field, std::int64_t least, std::int64_t most) const {
    requireValue(field, "a whole number");
    return *findInteger(field, least, most);
}

double JsonObject::requireNumber(std::string_view field, double least, double most) const {
    requireValue(field, "a number");
    return *findNumber(field, least, most);
}

bool JsonObject::requireBool(std::string_view field) const {
    requireValue(field, "true or false");
    return *findBool(field);
}

}  // namespace engine
