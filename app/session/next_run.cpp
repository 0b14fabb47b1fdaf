#include "app/session/next_run.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "app/run/event_json.h"
#include "app/run/option_table.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

enum class Stays { IfChanged, Always, WithModel, Never };

Stays staysOf(std::string_view key) {
    if (key == "policy" || key == "n") return Stays::Always;
    if (key == "kv_cache_mib" || key == "plain_prompt") return Stays::WithModel;
    if (key == "backend" || key == "device_index" || key == "weights" || key == "pace") return Stays::Never;
    return Stays::IfChanged;
}

OptionValue withinRange(const OptionRow& row, OptionValue value) {
    if (row.kind == OptionKind::Whole) {
        if (auto* whole = std::get_if<std::int64_t>(&value))
            *whole = std::clamp(*whole, static_cast<std::int64_t>(row.low), static_cast<std::int64_t>(row.high));
    } else if (row.kind == OptionKind::Real) {
        if (auto* real = std::get_if<double>(&value)) *real = std::clamp(*real, row.low, row.high);
    }
    return value;
}

}  // namespace

std::string textOfOptions(const RunOptions& options) {
    return allToJson(options).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<RunOptions> findOptions(const std::string& text) {
    try {
        RunOptions options = allOptionsFrom(engine::parseJson(text, "options", {.depth = 8}), "", OutOfRange::Kept);
        for (const OptionRow& row : optionTable()) {
            const OptionValue value = row.get(options);
            if (const OptionValue allowed = withinRange(row, value); allowed != value) row.set(options, allowed);
        }
        return options;
    } catch (const std::exception&) {  // written by hand, or by another version
        return std::nullopt;
    }
}

RunOptions carriedOver(const RunOptions& chosen, const RunOptions& defaultsThen, const RunOptions& defaultsNow,
                       bool isSameModel) {
    RunOptions options = defaultsNow;
    for (const OptionRow& row : optionTable()) {
        const Stays stays = staysOf(row.key);
        if (stays == Stays::Never || (stays == Stays::WithModel && !isSameModel)) continue;
        const OptionValue value = row.get(chosen);
        if (stays == Stays::Always || value != row.get(defaultsThen)) row.set(options, value);
    }
    return options;
}

}  // namespace app
