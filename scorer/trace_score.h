// What a trace's step scores add up to. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>

namespace scorer {

/// Mean is the method; the others look at the newest steps alone, which know more of the trace.
enum class TraceScoreRule { Mean, Last, LastFive };

inline constexpr std::size_t kNewestSteps = 5;

/// @param scores  of the steps, in order
/// Empty before the first step.
inline std::optional<double> traceScore(TraceScoreRule rule, std::span<const float> scores) {
    if (scores.empty()) return std::nullopt;
    if (rule == TraceScoreRule::Last) scores = scores.last(1);
    if (rule == TraceScoreRule::LastFive && scores.size() > kNewestSteps) scores = scores.last(kNewestSteps);
    double sum = 0;
    for (const float score : scores) sum += static_cast<double>(score);
    return sum / static_cast<double>(scores.size());
}

}  // namespace scorer
