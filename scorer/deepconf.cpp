#include "scorer/deepconf.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace scorer {

void ConfidenceTrack::push(double confidence) {
    m_sum += confidence;
    if (m_window >= 1) {
        const std::size_t slot = slotOf(m_count);
        if (slot == m_sums.size()) {
            m_sums.push_back(m_sum);
        } else {
            m_sums[slot] = m_sum;
        }
    }
    ++m_count;
    if (const auto now = group()) m_lowest = std::min(m_lowest.value_or(*now), *now);
}

std::optional<double> ConfidenceTrack::group() const {
    const auto window = static_cast<std::size_t>(std::max(m_window, 0));
    if (window < 1 || m_count < window) return std::nullopt;
    const double before = m_count == window ? 0.0 : m_sums[slotOf(m_count - window - 1)];
    return (m_sum - before) / m_window;
}

std::optional<double> ConfidenceTrack::lowest() const {
    if (m_lowest || m_count == 0) return m_lowest;
    return m_sum / static_cast<double>(m_count);
}

double percentile(std::span<const double> values, double q) {
    if (values.empty()) throw std::invalid_argument("percentile: expected at least one value, got none");
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double at = std::clamp(q, 0.0, 100.0) / 100.0 * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(at));
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (at - std::floor(at)) * (sorted[above] - sorted[below]);
}

std::vector<engine::TraceId> chooseUnconfident(std::span<const TraceView> running, double threshold) {
    std::vector<engine::TraceId> stopped;
    for (const TraceView& view : running) {
        if (view.groupConfidence && *view.groupConfidence < threshold) stopped.push_back(view.trace);
    }
    return stopped;
}

}  // namespace scorer
