#include "engine/template_value.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "engine/utf8.h"

namespace engine {
namespace {

/// str.isspace() of Python: White_Space and the four separators of ASCII.
bool isPythonSpace(char32_t character) {
    return isWhiteSpace(character) || (character >= 0x1C && character <= 0x1F);
}

template <typename Strips>
std::string_view stripWhere(std::string_view text, StripSide side, Strips strips) {
    while (side != StripSide::Right && !text.empty()) {
        const Utf8Step step = stepUtf8(text);
        if (!strips(step.character)) break;
        text.remove_prefix(step.length);
    }
    while (side != StripSide::Left && !text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
        if (!strips(stepUtf8(text.substr(start)).character)) break;
        text = text.substr(0, start);
    }
    return text;
}

void appendJsonString(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"': out += "\\\""; break;
            case '\\': out += "\\\\"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\t': out += "\\t"; break;
            case '\b': out += "\\b"; break;
            case '\f': out += "\\f"; break;
            default:
                if (static_cast<unsigned char>(c) < 0x20) {
                    char escaped[8];
                    std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(c));
                    out += escaped;
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void appendJson(std::string& out, const TemplateValue& value, std::size_t maxBytes) {
    if (out.size() > maxBytes) throw std::runtime_error("chat template: the text becomes too long");
    if (const auto* flag = value.as<bool>()) {
        out += *flag ? "true" : "false";
    } else if (value.as<TemplateNone>() != nullptr) {
        out += "null";
    } else if (const auto* number = value.as<std::int64_t>()) {
        out += std::to_string(*number);
    } else if (const auto* text = value.as<std::string>()) {
        appendJsonString(out, *text);
    } else if (const auto* list = value.as<TemplateList>()) {
        out += '[';
        for (std::size_t i = 0; i < (*list)->size(); ++i) {
            if (i > 0) out += ", ";
            appendJson(out, (**list)[i], maxBytes);
        }
        out += ']';
    } else if (const auto* map = value.as<TemplateMap>()) {
        out += '{';
        for (std::size_t i = 0; i < (*map)->size(); ++i) {
            if (i > 0) out += ", ";
            appendJsonString(out, (**map)[i].first);
            out += ": ";
            appendJson(out, (**map)[i].second, maxBytes);
        }
        out += '}';
    } else {
        throw std::runtime_error("chat template: cannot write " + describeValue(value) + " as JSON");
    }
}

}  // namespace

const TemplateValue* findEntry(const TemplateMap& map, std::string_view key) {
    const auto found = std::ranges::find(*map, key, [](const auto& entry) { return std::string_view(entry.first); });
    return found == map->end() ? nullptr : &found->second;
}

TemplateValue makeList(std::vector<TemplateValue> items) {
    return {std::make_shared<const std::vector<TemplateValue>>(std::move(items))};
}

std::string describeValue(const TemplateValue& value) {
    if (const auto* missing = value.as<TemplateUndefined>()) return "the undefined value " + missing->name;
    if (value.as<TemplateNone>() != nullptr) return "none";
    if (value.as<bool>() != nullptr) return "a truth value";
    if (value.as<std::int64_t>() != nullptr) return "a number";
    if (value.as<std::string>() != nullptr) return "a string";
    if (value.as<TemplateList>() != nullptr) return "a list";
    if (value.as<TemplateMap>() != nullptr) return "a mapping";
    return "a namespace";
}

bool isTrue(const TemplateValue& value) {
    if (const auto* flag = value.as<bool>()) return *flag;
    if (const auto* number = value.as<std::int64_t>()) return *number != 0;
    if (const auto* text = value.as<std::string>()) return !text->empty();
    if (const auto* list = value.as<TemplateList>()) return !(*list)->empty();
    if (const auto* map = value.as<TemplateMap>()) return !(*map)->empty();
    return value.as<TemplateNamespace>() != nullptr;
}

bool isEqual(const TemplateValue& left, const TemplateValue& right) {
    const auto number = [](const TemplateValue& value) -> const std::int64_t* { return value.as<std::int64_t>(); };
    if (const auto* flag = left.as<bool>(); flag != nullptr && number(right) != nullptr) return *number(right) == *flag;
    if (const auto* flag = right.as<bool>(); flag != nullptr && number(left) != nullptr) return *number(left) == *flag;
    if (left.is.index() != right.is.index()) return false;
    if (const auto* flag = left.as<bool>()) return *flag == *right.as<bool>();
    if (number(left) != nullptr) return *number(left) == *number(right);
    if (const auto* text = left.as<std::string>()) return *text == *right.as<std::string>();
    if (left.isUndefined() || left.as<TemplateNone>() != nullptr) return true;
    throw std::runtime_error("chat template: compares " + describeValue(left) +
                             " with another, which this program does not understand");
}

std::string textOf(const TemplateValue& value) {
    if (const auto* text = value.as<std::string>()) return *text;
    if (value.isUndefined()) return "";
    if (value.as<TemplateNone>() != nullptr) return "None";
    if (const auto* flag = value.as<bool>()) return *flag ? "True" : "False";
    if (const auto* number = value.as<std::int64_t>()) return std::to_string(*number);
    throw std::runtime_error("chat template: prints " + describeValue(value) +
                             ", which this program does not understand");
}

std::string jsonOf(const TemplateValue& value, std::size_t maxBytes) {
    std::string out;
    appendJson(out, value, maxBytes);
    return out;
}

std::int64_t lengthOf(const TemplateValue& value) {
    if (const auto* text = value.as<std::string>()) {
        const auto startsCharacter = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
        return std::ranges::count_if(*text, startsCharacter);
    }
    if (const auto* list = value.as<TemplateList>()) return static_cast<std::int64_t>((*list)->size());
    if (const auto* map = value.as<TemplateMap>()) return static_cast<std::int64_t>((*map)->size());
    if (value.isUndefined()) return 0;
    throw std::runtime_error("chat template: asks for the length of " + describeValue(value));
}

std::string_view stripped(std::string_view text, StripSide side) { return stripWhere(text, side, isPythonSpace); }

std::string_view stripped(std::string_view text, StripSide side, std::string_view characters) {
    return stripWhere(text, side, [characters](char32_t character) {
        std::string bytes;
        appendUtf8(bytes, character);
        return characters.find(bytes) != std::string_view::npos;
    });
}

void failTemplateUse(const std::string& what, int line) {
    throw std::runtime_error("chat template uses " + what + ", which this program does not understand (line " +
                             std::to_string(line) + ")");
}

}  // namespace engine
