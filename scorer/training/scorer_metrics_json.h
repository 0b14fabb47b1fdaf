// Metrics as JSON values, for the reports that contain them. For .cpp files only, so that nlohmann/json stays out of
// the public headers. No state, any thread.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "scorer/training/scorer_metrics.h"

namespace scorer {

nlohmann::json asJson(const ScorerMetrics& metrics);
/// A number, or null.
nlohmann::json asJson(const std::optional<double>& value);

}  // namespace scorer
