// What a policy decides, as pure functions over plain views: who gives up its memory when blocks run out, and whether
// the vote is already decided. No state, any thread. Source of the rules: arXiv 2601.09093 and vLLM's recompute preemption.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/ids.h"

namespace scorer {

enum class PolicyKind { Cot, SelfConsistency, Step };
/// Which running trace STEP gives up when memory is short. LowestScore is the method; the others are controls for `eval`.
enum class VictimRule { LowestScore, Random, Longest, LowestLogProbability };
enum class UnscoredRule { Zero, Neutral };  ///< a trace without a step score counts as 0.0 / is spared while others have one

/// A running trace as a policy sees it. Views are given in arrival order.
struct TraceView {
    engine::TraceId trace{};
    std::optional<double> score;       ///< mean of its step scores, 0..1; empty before the first step
    double meanLogProbability = 0;     ///< natural log, over its generated tokens
    int tokens = 0;                    ///< generated so far
};

struct PolicyRules {
    PolicyKind policy = PolicyKind::Step;
    VictimRule victim = VictimRule::LowestScore;
    UnscoredRule unscored = UnscoredRule::Zero;
    std::uint64_t seed = 0;            ///< keys VictimRule::Random
};

enum class ReliefKind { Prune, Preempt };

struct Relief {
    ReliefKind kind = ReliefKind::Prune;
    engine::TraceId trace{};
};

/// Who gives up its blocks when a running trace cannot get the block it needs. Empty where at most one trace runs:
/// giving up the last one would help nobody.
///  - Step: order by (score descending, arrival ascending), the last is pruned.
///  - SelfConsistency: the most recently arrived is preempted and waits.
///  - Cot: as SelfConsistency (it runs one trace, so it never comes to that).
std::optional<Relief> chooseRelief(const PolicyRules& rules, std::span<const TraceView> running);

/// Lossless stop: no answer can overtake the leader any more, because weights are at most 1.
/// @param margin  weight of the leader minus weight of the runner-up (0 where there is none)
/// @param active  traces that may still vote
constexpr bool isVoteDecided(double margin, int active) { return margin > static_cast<double>(active); }

}  // namespace scorer
