// A field of RunOptions as a row of the option table reads and writes it. For the files with rows only.
// Pure functions, any thread.
#pragma once

#include <type_traits>
#include <utility>

#include "app/run/option_table.h"

namespace app {

inline constexpr double kMostCount = 10'000'000;  // of tokens, passes

template <typename T>
struct Unwrapped {
    using Type = T;
};
template <typename T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
};

/// A field of RunOptions, reached by a path of members, as an option's value and back.
template <auto... Path>
struct Field {
    static auto& in(RunOptions& options) { return (options.*....*Path); }
    static const auto& in(const RunOptions& options) { return (options.*....*Path); }
    using Held = std::remove_cvref_t<decltype(in(std::declval<RunOptions&>()))>;
    using Value = typename Unwrapped<Held>::Type;

    static OptionValue wrap(const Value& value) {
        if constexpr (std::is_enum_v<Value> || std::is_same_v<Value, int>) {
            return static_cast<std::int64_t>(value);
        } else {
            return value;
        }
    }
    static OptionValue get(const RunOptions& options) {
        if constexpr (std::is_same_v<Held, Value>) {
            return wrap(in(options));
        } else {
            return in(options) ? wrap(*in(options)) : OptionValue{};
        }
    }
    static void set(RunOptions& options, const OptionValue& value) {
        if constexpr (!std::is_same_v<Held, Value>) {
            if (std::holds_alternative<std::monostate>(value)) return in(options).reset();
        }
        if constexpr (std::is_enum_v<Value> || std::is_same_v<Value, int>) {
            in(options) = static_cast<Value>(std::get<std::int64_t>(value));
        } else {
            in(options) = std::get<Value>(value);
        }
    }
};

template <auto... Path>
OptionRow rowOf(OptionRow row) {
    row.get = Field<Path...>::get;
    row.set = Field<Path...>::set;
    return row;
}

template <typename E>
OptionWord word(E value, const char* name, const char* label = nullptr) {
    return {static_cast<std::int64_t>(value), name, label};
}

std::vector<OptionRow> rowsOfEveryRun();
std::vector<OptionRow> rowsOfVote();
std::vector<OptionRow> rowsOfPromptAndDevice();
std::vector<OptionRow> rowsOfPolicies();
std::vector<OptionRow> rowsOfProbe();
std::vector<OptionRow> rowsOfServer();

}  // namespace app
