// Figures of a server's /metrics page, in Prometheus' text format. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace app {

/// The value of the first line of that metric, whatever its labels.
std::optional<double> findMetric(std::string_view page, std::string_view name);
/// A label of the first line of that metric.
std::optional<std::string> findMetricLabel(std::string_view page, std::string_view name, std::string_view label);

}  // namespace app
