#include "app/export/export_moment.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/export/export_words.h"
#include "app/run/usage_error.h"

namespace app {
namespace {

std::optional<double> findNumber(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<std::size_t> findPlace(const std::string& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
    return value;
}

}  // namespace

double requireMoment(const std::string& word, const RunState& run) {
    if (word == "done") return run.now;
    if (const auto seconds = findNumber(word)) {
        if (*seconds < 0) throw UsageError("--at takes seconds from 0, found " + word);
        return std::min(*seconds, run.now);
    }
    const std::size_t colon = word.find(':');
    const std::string name = word.substr(0, colon);
    const auto place = colon == std::string::npos ? std::optional<std::size_t>(1) : findPlace(word.substr(colon + 1));
    const auto kind = findLogKind(name);
    const bool isRow = name == "event" && colon != std::string::npos;
    if (!place || (!kind && !isRow))
        throw UsageError(
            "--at takes seconds, done, event:N, or a kind of event such as saturated, pruned or leader:2; "
            "found '" +
            word + "'");
    std::size_t seen = 0;
    for (const LogEntry& entry : run.log) {
        if ((isRow || entry.kind == *kind) && ++seen == *place) return std::max(0.0, entry.t);
    }
    throw UsageError("--at " + word + ": the run has " + std::to_string(seen) +
                     (isRow ? " events" : " events of this kind"));
}

}  // namespace app
