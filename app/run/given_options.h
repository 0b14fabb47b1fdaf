// Options that a person or a model gave explicitly, to be laid over defaults. Plain values, any thread.
#pragma once

#include <map>
#include <optional>
#include <string_view>

#include "app/run/option_table.h"

namespace app {

class GivenOptions {
public:
    /// `value` has the alternative of the row's kind. The last one given counts.
    void give(const OptionRow& row, OptionValue value) { m_values[row.key] = std::move(value); }
    bool has(std::string_view key) const { return m_values.contains(key); }
    /// T as the row's kind has it: std::int64_t for Whole and Word. Nothing where it was not given.
    template <typename T>
    std::optional<T> find(std::string_view key) const {
        const auto at = m_values.find(key);
        if (at == m_values.end()) return std::nullopt;
        return std::get<T>(at->second);
    }
    /// Lays them over `options` in the table's order, so that a setting comes before the counts that refine it.
    void applyTo(RunOptions& options) const;

private:
    std::map<std::string_view, OptionValue> m_values;  // by key of the row
};

}  // namespace app
