// Enum values as words of JSON, and values of one key checked by it (engine/files/json_text.h checks them).
// Included by .cpp files only. Pure functions, any thread.
#pragma once

#include "engine/files/json_text.h"

namespace app::fields {

using nlohmann::json;

[[noreturn]] inline void fail(const char* key, const char* expected) {
    engine::JsonPlace{.field = key}.fail(std::string("expected ") + expected);
}

inline const json& require(const json& j, const char* key) {
    return engine::JsonObject(j, "").requireValue(key, "a value");
}

inline std::int64_t asInteger(const json& v, const char* key) {
    return engine::integerFrom(v, {.field = key});
}
inline int asInt(const json& v, const char* key) {
    return engine::intFrom(v, {.field = key});
}
inline double asNumber(const json& v, const char* key) {
    return engine::numberFrom(v, {.field = key});
}
inline std::string asString(const json& v, const char* key) {
    return engine::stringFrom(v, {.field = key});
}
inline bool asBool(const json& v, const char* key) {
    return engine::boolFrom(v, {.field = key});
}

inline int intOf(const json& j, const char* key) {
    return asInt(require(j, key), key);
}
inline double numberOf(const json& j, const char* key) {
    return asNumber(require(j, key), key);
}
inline std::string stringOf(const json& j, const char* key) {
    return asString(require(j, key), key);
}

/// Field `key` where it is there and not null, else `fallback`.
template <typename T, typename Read>
T valueOr(const json& j, const char* key, T fallback, Read read) {
    const json* found = engine::JsonObject(j, "").findValue(key);
    return found ? static_cast<T>(read(*found, key)) : fallback;
}

template <typename Read>
auto optionalOf(const json& j, const char* key, Read read) -> std::optional<decltype(read(j, key))> {
    const json* found = engine::JsonObject(j, "").findValue(key);
    if (!found) return std::nullopt;
    return read(*found, key);
}

template <typename T>
void put(json& j, const char* key, const std::optional<T>& value) {
    if (value) j[key] = *value;
}

// ---- enums as words -----------------------------------------------------------------------------------------------

template <typename E>
struct Word {
    E value;
    const char* word;
};

template <typename E, std::size_t N>
const char* wordOf(const Word<E> (&words)[N], E value) {
    for (const auto& w : words) {
        if (w.value == value) return w.word;
    }
    return "";
}

/// A word that a newer version may have added: what comes nearest among those known here.
template <typename E, std::size_t N>
E enumOr(const Word<E> (&words)[N], const std::string& word, E fallback) {
    for (const auto& w : words) {
        if (word == w.word) return w.value;
    }
    return fallback;
}

template <typename E, std::size_t N>
E enumOr(const Word<E> (&words)[N], const json& v, const char* key, E fallback) {
    return enumOr(words, asString(v, key), fallback);
}

}  // namespace app::fields
