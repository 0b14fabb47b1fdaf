#include "app/run/event_json.h"
#include "app/run/option_table.h"
#include "app/run/usage_error.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

using nlohmann::json;

/// One of a newer version: as the one that it is named after, else as a plain vote.
PolicyKind nearestPolicy(const std::string& word) {
    if (word.starts_with("step")) return PolicyKind::Step;
    if (word.starts_with("deepconf")) return PolicyKind::DeepConfHigh;
    return PolicyKind::SelfConsistency;
}

/// Nothing for a word that a newer version may have added: the program's default stands.
OptionValue wordFrom(const OptionRow& row, const json& value, const engine::JsonPlace& place) {
    const std::string word = engine::stringFrom(value, place);
    if (const auto found = findWord(row, word)) return *found;
    if (row.key == std::string_view("policy")) return static_cast<std::int64_t>(nearestPolicy(word));
    return {};
}

/// Recordings of older versions hold seeds from 2^63 on as negative numbers.
std::uint64_t seedFrom(const json& value, const engine::JsonPlace& place) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    return static_cast<std::uint64_t>(engine::integerFrom(value, place));
}

OptionValue valueFrom(const OptionRow& row, const json& value, const engine::JsonPlace& place) {
    switch (row.kind) {
        case OptionKind::Flag:
        case OptionKind::Truth: return engine::boolFrom(value, place);
        case OptionKind::Whole: return static_cast<std::int64_t>(engine::intFrom(value, place));
        case OptionKind::Real:
        case OptionKind::Pace: return engine::numberFrom(value, place);
        case OptionKind::Seed: return seedFrom(value, place);
        case OptionKind::Word: return wordFrom(row, value, place);
        case OptionKind::Text: return engine::stringFrom(value, place);
    }
    return {};
}

bool isWithGroup(const OptionRow& row) {
    return row.keep == Keep::WithGroup || row.keep == Keep::WithGroupIfChanged;
}

/// It is one of a policy that the run does not have.
bool isOthers(const OptionRow& row, const RunOptions& options) {
    return isWithGroup(row) && !belongsTo(row.group, options.policy, options.consensusProbe);
}

bool isKept(const OptionRow& row, const RunOptions& options) {
    if (isOthers(row, options)) return false;
    if (row.keep == Keep::Always || row.keep == Keep::WithGroup) return true;
    static const RunOptions usual;
    return row.get(options) != row.get(usual);
}

bool isOutOfRange(const OptionRow& row, const OptionValue& value) {
    const auto* whole = std::get_if<std::int64_t>(&value);
    const auto* real = std::get_if<double>(&value);
    if (row.low >= row.high || (!real && !(whole && row.kind == OptionKind::Whole))) return false;
    const double number = real ? *real : static_cast<double>(*whole);
    return !(number >= row.low && number <= row.high);
}

}  // namespace

void requireInRange(const RunOptions& options, const std::string& file) {
    for (const OptionRow& row : optionTable()) {
        if (isOutOfRange(row, row.get(options))) throw UsageError(file + ": options: " + row.key + ": is out of range");
    }
}

json jsonOf(const OptionRow& row, const OptionValue& value) {
    if (row.kind == OptionKind::Word) return wordOf(row, std::get<std::int64_t>(value));
    return std::visit(
        [](const auto& held) -> json {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
                return nullptr;
            } else {
                return held;
            }
        },
        value);
}

RunOptions optionsFrom(const json& j) {
    const engine::JsonObject object(j, "", "options");
    RunOptions options;
    for (const OptionRow& row : optionTable()) {
        if (isOthers(row, options)) continue;
        if (row.isRequired) object.requireValue(row.key, "a value");
        const json* found = object.findValue(row.key);
        const OptionValue value = found ? valueFrom(row, *found, object.at(row.key)) : row.whenMissing;
        if (row.whenUnset && value == row.whenUnset(options)) continue;  // another policy then takes its own
        if (!std::holds_alternative<std::monostate>(value)) row.set(options, value);
    }
    return options;
}

json toJson(const RunOptions& options) {
    json j = json::object();
    for (const OptionRow& row : optionTable()) {
        if (isKept(row, options)) j[row.key] = jsonOf(row, row.inForce(options));
    }
    return j;
}

RunOptions allOptionsFrom(const json& j, const std::string& file, OutOfRange outOfRange) {
    const engine::JsonObject object(j, file, "options");
    RunOptions options;
    for (const OptionRow& row : optionTable()) {
        if (row.isRequired) object.requireValue(row.key, "a value");
        if (!object.has(row.key)) continue;
        const OptionValue value = valueFrom(row, *object.findValue(row.key), object.at(row.key));
        if (outOfRange == OutOfRange::Refused && isOutOfRange(row, value)) object.fail(row.key, "is out of range");
        if (!std::holds_alternative<std::monostate>(value)) row.set(options, value);
    }
    return options;
}

json othersToJson(const RunOptions& options) {
    json j = json::object();
    const RunOptions defaults;
    for (const OptionRow& row : optionTable()) {
        const OptionValue value = row.get(options);
        if (isOthers(row, options) && value != row.get(defaults)) j[row.key] = jsonOf(row, value);
    }
    return j;
}

void readOthers(const json& j, RunOptions& options) {
    const engine::JsonObject object(j, "", "others_options");
    for (const OptionRow& row : optionTable()) {
        if (!isOthers(row, options) || !object.has(row.key)) continue;
        const OptionValue value = valueFrom(row, *object.findValue(row.key), object.at(row.key));
        if (!std::holds_alternative<std::monostate>(value)) row.set(options, value);
    }
}

json allToJson(const RunOptions& options) {
    json j = json::object();
    for (const OptionRow& row : optionTable()) {
        const OptionValue value = row.get(options);
        if (!std::holds_alternative<std::monostate>(value)) j[row.key] = jsonOf(row, value);
    }
    return j;
}

}  // namespace app
