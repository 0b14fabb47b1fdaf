// Numbers and words of a command line: what they may be, and one line that names the limit that was exceeded. Numbers
// are decimal and finite; nothing wraps, is clamped or is read as octal. Pure functions, any thread.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace app {

/// For an option's check(): a whole number in decimal digits, without leading zeros, from `low` to `high`.
CLI::Validator wholeRange(std::int64_t low, std::int64_t high);
/// For an option's check(): a finite number from `low` to `high`; "nan" and "inf" are none.
CLI::Validator finiteRange(double low, double high);
/// For an option's check(): a whole number from 0 to 2^64 - 1, every one of which is a seed of its own.
CLI::Validator seedRange();

/// Empty if the whole text is not a finite decimal number.
std::optional<double> findNumber(std::string_view text);

/// "a, b or c".
std::string listOf(const std::vector<std::string>& words);

/// An option that takes one of a few words, in any case. The value behind the word goes to `take`.
template <typename T, typename Take>
CLI::Option* addWords(CLI::App& command, const std::string& name, std::vector<std::pair<std::string, T>> words,
                      Take take, const std::string& help) {
    std::vector<std::string> known;
    for (const auto& [word, value] : words) known.push_back(word);
    std::string shown;
    for (const std::string& word : known) shown += (shown.empty() ? "" : "|") + word;
    const auto read = [name, words = std::move(words), known, take = std::move(take)](const std::string& text) {
        for (const auto& [word, value] : words) {
            if (CLI::detail::to_lower(text) == word) return take(value);
        }
        throw CLI::ValidationError(name, "'" + text + "' is not one of its words; use " + listOf(known));
    };
    return command.add_option_function<std::string>(name, read, help)->type_name(shown);
}

}  // namespace app
