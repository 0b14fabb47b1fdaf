#include "app/export/export_words.h"

#include <utility>

namespace app {
namespace {

constexpr std::pair<LogKind, const char*> kLogKinds[] = {
    {LogKind::Info, "info"},         {LogKind::Saturated, "saturated"},  {LogKind::Pruned, "pruned"},
    {LogKind::Waiting, "preempted"}, {LogKind::Resumed, "resumed"},      {LogKind::Finished, "finished"},
    {LogKind::Stopped, "stopped"},   {LogKind::LeaderChanged, "leader"}, {LogKind::Limits, "limits"},
    {LogKind::Rescored, "rescored"}, {LogKind::Branched, "branched"},    {LogKind::Probed, "probed"},
    {LogKind::Steered, "steered"},   {LogKind::Warning, "warning"},      {LogKind::Error, "error"}};

}  // namespace

const char* nameOf(LogKind kind) {
    for (const auto& [value, word] : kLogKinds) {
        if (value == kind) return word;
    }
    return "";
}

std::optional<LogKind> findLogKind(const std::string& word) {
    for (const auto& [value, name] : kLogKinds) {
        if (word == name) return value;
    }
    return std::nullopt;
}

}  // namespace app
