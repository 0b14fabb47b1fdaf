// Fields of JSON objects that come from outside: a wrong type or a missing field is an error that names the field.
// Included by .cpp files only. Pure functions, any thread.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

namespace app::fields {

using nlohmann::json;

[[noreturn]] inline void fail(const char* key, const char* expected) {
    throw std::runtime_error(std::string("field '") + key + "': expected " + expected);
}

inline const json& require(const json& j, const char* key) {
    const auto found = j.find(key);
    if (found == j.end()) fail(key, "a value, found none");
    return *found;
}

inline std::int64_t asInteger(const json& v, const char* key) {
    const bool fits = v.is_number_integer() && (!v.is_number_unsigned() || v.get<std::uint64_t>() <= INT64_MAX);
    if (!fits) fail(key, "a 64-bit integer");
    return v.get<std::int64_t>();
}

inline int asInt(const json& v, const char* key) {
    const std::int64_t value = asInteger(v, key);
    if (value < INT32_MIN || value > INT32_MAX) fail(key, "a 32-bit integer");
    return static_cast<int>(value);
}

inline double asNumber(const json& v, const char* key) {
    if (!v.is_number()) fail(key, "a number");
    return v.get<double>();
}

/// A number as a float; empty if there is none, or none that a float can hold: NaN is written as null.
inline std::optional<float> floatFrom(const json& v) {
    if (!v.is_number()) return std::nullopt;
    const double value = v.get<double>();
    return std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())
               ? std::optional(static_cast<float>(value))
               : std::nullopt;
}

inline std::string asString(const json& v, const char* key) {
    if (!v.is_string()) fail(key, "a string");
    return v.get<std::string>();
}

inline bool asBool(const json& v, const char* key) {
    if (!v.is_boolean()) fail(key, "true or false");
    return v.get<bool>();
}

inline const json& asArray(const json& v, const char* key) {
    if (!v.is_array()) fail(key, "an array");
    return v;
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
    const auto found = j.find(key);
    return found == j.end() || found->is_null() ? fallback : static_cast<T>(read(*found, key));
}

template <typename Read>
auto optionalOf(const json& j, const char* key, Read read) -> std::optional<decltype(read(j, key))> {
    const auto found = j.find(key);
    if (found == j.end() || found->is_null()) return std::nullopt;
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

template <typename E, std::size_t N>
E enumOf(const Word<E> (&words)[N], const json& v, const char* key) {
    const std::string word = asString(v, key);
    for (const auto& w : words) {
        if (word == w.word) return w.value;
    }
    fail(key, "a known word");
}

/// A word that a newer version may have added: what comes nearest among those known here.
template <typename E, std::size_t N>
E enumOr(const Word<E> (&words)[N], const json& v, const char* key, E fallback) {
    const std::string word = asString(v, key);
    for (const auto& w : words) {
        if (word == w.word) return w.value;
    }
    return fallback;
}

}  // namespace app::fields
