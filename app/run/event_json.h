// Events as JSON objects, the schema of recordings (ARCHITECTURE.md lists the fields). Included by .cpp files only.
// Pure functions, any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "app/run/events.h"

namespace app {

nlohmann::json toJson(const Event& event);
/// Throws std::runtime_error naming the wrong or missing field; an unknown event type gives an empty optional, and so
/// does a score that is no number.
std::optional<Event> eventFromJson(const nlohmann::json& json);
/// A score of the kind that older versions wrote for NaN.
bool lacksScore(const nlohmann::json& json);
nlohmann::json toJson(const RunOptions& options);
/// Throws std::runtime_error naming the wrong or missing field.
RunOptions optionsFrom(const nlohmann::json& json);

}  // namespace app
