// DeepConf, online (arXiv 2508.15260): a few warm-up traces set a threshold of confidence, later traces stop as soon as
// they fall below it, confident traces weigh more in the vote. Until the threshold is set, votes are provisional; a
// trace that ended below it, by its plain mean if it is shorter than the window, has no vote. Pure functions over
// confidences; any thread.
//
// Token confidence is the mean of -ln p over the 20 most likely tokens at temperature 1 (engine::Sampled::confidence):
// high means peaked. Group confidence is its mean over the last `window` tokens.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "scorer/policy.h"

namespace scorer {

struct DeepConfRules {
    int warmup = 16;                   ///< traces that run to their end and set the threshold
    int window = 2048;                 ///< tokens in a group
    std::optional<double> percentile;  ///< of the warm-up traces' lowest group confidences; empty: the policy's own

    bool operator==(const DeepConfRules&) const = default;
};

inline constexpr double kConsensusShare = 0.95;  ///< of the vote's weight, for the consensus stop

/// The percentile in force: 90 for DeepConf-low (few traces pass), 10 for DeepConf-high (most do).
constexpr double percentileOf(PolicyKind kind, const DeepConfRules& rules) {
    return rules.percentile.value_or(kind == PolicyKind::DeepConfLow ? 90.0 : 10.0);
}

/// Confidence of one trace as its tokens come: sums from the first token on, so that a window is a difference. Holds
/// the sums of one window.
class ConfidenceTrack {
public:
    explicit ConfidenceTrack(int window = DeepConfRules{}.window) : m_window(window) {}
    void push(double confidence);
    /// Mean over the last `window` tokens; empty while there are fewer.
    std::optional<double> group() const;
    /// The least group confidence so far; the plain mean where no window has been full; empty before the first token.
    std::optional<double> lowest() const;
    std::size_t bytes() const { return m_sums.capacity() * sizeof(double); }

private:
    std::size_t slotOf(std::size_t token) const { return token % (static_cast<std::size_t>(m_window) + 1); }

    int m_window;
    std::size_t m_count = 0;
    double m_sum = 0;                // over all tokens
    std::vector<double> m_sums;      // [slotOf(token)] of confidences up to and including it, the newest window + 1
    std::optional<double> m_lowest;  // over full windows
};

/// Percentile of `values` with linear interpolation between neighbours: 0 is the least, 100 the greatest value.
/// Throws std::invalid_argument for no values.
double percentile(std::span<const double> values, double q);

/// Running traces that stop now: their window is full and its confidence below the threshold.
std::vector<engine::TraceId> chooseUnconfident(std::span<const TraceView> running, double threshold);

}  // namespace scorer
