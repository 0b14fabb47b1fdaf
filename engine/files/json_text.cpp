#include "engine/files/json_text.h"

#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "engine/files/regular_file.h"

namespace engine {
namespace {

using nlohmann::json;

/// Builds the value as the parser reads on: each key and element costs its own place and nothing more. nlohmann's
/// callback parser looks through all members of the parent after each object, which takes quadratic time.
class ValueBuilder final : public nlohmann::json_sax<json> {
public:
    ValueBuilder(std::string_view text, const std::string& fileName, const JsonLimits& limits)
        : m_text(text), m_fileName(fileName), m_limits(limits) {}

    json take() { return std::move(m_root); }

    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(value); }
    bool number_unsigned(number_unsigned_t value) override { return add(value); }
    bool number_float(number_float_t value, const string_t&) override { return add(value); }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return false; }  // no text holds one
    bool start_object(std::size_t) override { return open(json::object()); }
    bool start_array(std::size_t) override { return open(json::array()); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }

    bool key(string_t& name) override {
        auto& members = m_open.back()->get_ref<json::object_t&>();
        const auto [at, isNew] = members.try_emplace(std::move(name));
        if (!isNew && m_limits.refuseDuplicateKeys)
            fail("the key " + inQuotes(at->first) + " appears twice in one object");
        m_member = &at->second;
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const json::exception& error) override {
        if (dynamic_cast<const json::out_of_range*>(&error) != nullptr)
            fail("not valid JSON, a number is out of range");
        if (const auto placeholder = findPlaceholder(m_text)) fail(*placeholder);
        if (m_text.empty()) fail("not valid JSON, the text is empty");
        if (position > m_text.size()) fail("not valid JSON, the text ends too early");
        fail("not valid JSON, the text stops making sense at byte " + std::to_string(position) + " of " +
             std::to_string(m_text.size()));
    }

private:
    [[noreturn]] void fail(const std::string& problem) const { throw std::runtime_error(m_fileName + ": " + problem); }

    template <typename Value>
    bool add(Value&& value) {
        place(json(std::forward<Value>(value)));
        return true;
    }
    /// Where the value belongs: the root, a list's end or the member whose key was read last.
    json* place(json value) {
        if (m_open.empty()) return &(m_root = std::move(value));
        if (m_open.back()->is_object()) return &(*m_member = std::move(value));
        auto& items = m_open.back()->get_ref<json::array_t&>();
        return &items.emplace_back(std::move(value));
    }
    bool open(json empty) {
        if (m_open.size() >= static_cast<std::size_t>(m_limits.depth))
            fail("expected JSON nested at most " + std::to_string(m_limits.depth) + " deep, found it deeper");
        m_open.push_back(place(std::move(empty)));
        return true;
    }
    bool close() {
        m_open.pop_back();
        return true;
    }

    std::string_view m_text;
    const std::string& m_fileName;
    const JsonLimits& m_limits;
    json m_root;
    std::vector<json*> m_open;  ///< objects and lists begun and not ended; each is the last of the one before it
    json* m_member = nullptr;
};

std::string numberText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

[[noreturn]] void refuse(const json& value, const JsonPlace& place, const std::string& expected) {
    place.fail("expected " + expected + ", found " + describeJson(value));
}

}  // namespace

json parseJson(std::string_view text, const std::string& fileName, const JsonLimits& limits) {
    ValueBuilder builder(text, fileName, limits);
    json::sax_parse(text, &builder);
    return builder.take();
}

json readJsonFile(const std::filesystem::path& path, std::uint64_t maxBytes, const JsonLimits& limits) {
    return parseJson(readRegularFile(path, maxBytes), path.string(), limits);
}

std::string readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    std::string text = readRegularFile(path, maxBytes);
    if (const auto placeholder = findPlaceholder(text)) throw std::runtime_error(path.string() + ": " + *placeholder);
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

std::string JsonPlace::path() const {
    return object.empty() ? std::string(field) : std::string(object) + "." + std::string(field);
}

void JsonPlace::fail(const std::string& problem) const {
    const std::string start = file.empty() ? "" : std::string(file) + ": ";
    throw std::runtime_error(start + path() + ": " + problem);
}

std::string stringFrom(const json& value, const JsonPlace& place) {
    if (!value.is_string()) refuse(value, place, "a string");
    return value.get<std::string>();
}

std::int64_t integerFrom(const json& value, const JsonPlace& place, std::int64_t least, std::int64_t most) {
    const bool fits =
        value.is_number_integer() &&
        (!value.is_number_unsigned() || value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMostInteger));
    if (!fits || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most) {
        const bool bounded = least != kLeastInteger || most != kMostInteger;
        refuse(value, place,
               bounded ? "a whole number from " + std::to_string(least) + " to " + std::to_string(most)
                       : "a whole number");
    }
    return value.get<std::int64_t>();
}

int intFrom(const json& value, const JsonPlace& place, int least, int most) {
    return static_cast<int>(integerFrom(value, place, least, most));
}

std::uint64_t unsignedFrom(const json& value, const JsonPlace& place) {
    if (!value.is_number_unsigned()) refuse(value, place, "a whole number from 0");
    return value.get<std::uint64_t>();
}

double numberFrom(const json& value, const JsonPlace& place, double least, double most) {
    const double number = value.is_number() ? value.get<double>() : std::nan("");
    if (!(number >= least && number <= most)) {
        const bool bounded = least != -kMostNumber || most != kMostNumber;
        refuse(value, place, bounded ? "a number from " + numberText(least) + " to " + numberText(most) : "a number");
    }
    return number;
}

bool boolFrom(const json& value, const JsonPlace& place) {
    if (!value.is_boolean()) refuse(value, place, "true or false");
    return value.get<bool>();
}

const json& listFrom(const json& value, const JsonPlace& place) {
    if (!value.is_array()) refuse(value, place, "a list");
    return value;
}

JsonObject::JsonObject(const json& value, std::string fileName, std::string place)
    : m_value(&value), m_fileName(std::move(fileName)), m_place(std::move(place)) {
    if (value.is_object()) return;
    std::string start = m_fileName.empty() ? "" : m_fileName + ": ";
    if (!m_place.empty()) start += m_place + ": ";
    throw std::runtime_error(start + "expected an object, found " + describeJson(value));
}

const json* JsonObject::findValue(std::string_view field) const {
    const auto found = m_value->find(field);
    return found == m_value->end() || found->is_null() ? nullptr : &*found;
}

bool JsonObject::has(std::string_view field) const {
    return findValue(field) != nullptr;
}

const json& JsonObject::requireValue(std::string_view field, std::string_view expected) const {
    if (const auto* found = findValue(field)) return *found;
    fail(field, "expected " + std::string(expected) + ", found nothing");
}

JsonObject JsonObject::requireObject(std::string_view field) const {
    return {requireValue(field, "an object"), m_fileName, placeOf(field)};
}

std::string JsonObject::requireString(std::string_view field) const {
    return stringFrom(requireValue(field, "a string"), at(field));
}

std::int64_t JsonObject::requireInteger(std::string_view field, std::int64_t least, std::int64_t most) const {
    return integerFrom(requireValue(field, "a whole number"), at(field), least, most);
}

int JsonObject::requireInt(std::string_view field, int least, int most) const {
    return static_cast<int>(requireInteger(field, least, most));
}

std::uint64_t JsonObject::requireUnsigned(std::string_view field) const {
    return unsignedFrom(requireValue(field, "a whole number"), at(field));
}

double JsonObject::requireNumber(std::string_view field, double least, double most) const {
    return numberFrom(requireValue(field, "a number"), at(field), least, most);
}

bool JsonObject::requireBool(std::string_view field) const {
    return boolFrom(requireValue(field, "true or false"), at(field));
}

const json& JsonObject::requireList(std::string_view field) const {
    return listFrom(requireValue(field, "a list"), at(field));
}

std::optional<JsonObject> JsonObject::findObject(std::string_view field) const {
    return has(field) ? std::optional(requireObject(field)) : std::nullopt;
}

std::optional<std::string> JsonObject::findString(std::string_view field) const {
    return has(field) ? std::optional(requireString(field)) : std::nullopt;
}

std::optional<std::int64_t> JsonObject::findInteger(std::string_view field, std::int64_t least,
                                                    std::int64_t most) const {
    return has(field) ? std::optional(requireInteger(field, least, most)) : std::nullopt;
}

std::optional<int> JsonObject::findInt(std::string_view field, int least, int most) const {
    return has(field) ? std::optional(requireInt(field, least, most)) : std::nullopt;
}

std::optional<double> JsonObject::findNumber(std::string_view field, double least, double most) const {
    return has(field) ? std::optional(requireNumber(field, least, most)) : std::nullopt;
}

std::optional<bool> JsonObject::findBool(std::string_view field) const {
    return has(field) ? std::optional(requireBool(field)) : std::nullopt;
}

}  // namespace engine
