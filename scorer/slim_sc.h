// Slim-SC, hidden-state similarity (after arXiv 2509.13990, whose details are not public): of two traces whose newest
// thoughts are much alike, one is pruned. A thought is a step of at least `minTokens` tokens; its embedding is the mean
// of the last-layer hidden rows of its tokens. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "scorer/policy.h"

namespace scorer {

struct SlimRules {
    double similarity = 0.95;  ///< cosine above which two thoughts are the same
    int minTokens = 25;        ///< shorter steps are not thoughts
    double delay = 0.2;        ///< a trace takes part from this share of the longest running trace's tokens on

    bool operator==(const SlimRules&) const = default;
};

/// Embedding of a step while its tokens come: sum of their hidden rows.
class ThoughtMean {
public:
    /// @param row  [hiddenSize]; all rows of a thought have the same size
    void add(std::span<const float> row);
    int tokens() const { return m_tokens; }
    /// The mean of the rows so far, which starts anew.
    std::vector<float> take();

private:
    std::vector<double> m_sum;
    int m_tokens = 0;
};

/// Cosine of the angle between two vectors of one size; 0 if one of them is all zeros.
double cosine(std::span<const float> a, std::span<const float> b);

/// Which of two traces with similar thoughts is pruned: drawn from (seed, trace, end of its newest thought). Empty if
/// the similarity does not pass the threshold or one of the two is still in its delay.
/// @param newest  the trace whose thought ended just now, after `end` generated tokens
std::optional<engine::TraceId> chooseSimilar(const SlimRules& rules, std::uint64_t seed, double similarity,
                                             const TraceView& newest, const TraceView& other, int longestTokens,
                                             int end);

}  // namespace scorer
