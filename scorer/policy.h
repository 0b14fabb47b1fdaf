// The policies, and what all of them decide as a pure function over plain views: which trace gives up its blocks when
// memory is full. What a policy decides beyond that is in its own file (deepconf.h, slim_sc.h, refill.h,
// static_admission.h). No state, any thread. Source of the rules: arXiv 2601.09093 and vLLM's recompute preemption.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "engine/ids.h"

namespace scorer {

enum class PolicyKind { Cot, SelfConsistency, ScStatic, SlimSc, DeepConfLow, DeepConfHigh, Step, StepRefill };

/// Weighs votes by trace score and prunes by it when memory is short: it needs a step scorer.
constexpr bool isStepLike(PolicyKind kind) {
    return kind == PolicyKind::Step || kind == PolicyKind::StepRefill;
}
/// Looks at token confidence and weighs votes by it.
constexpr bool isDeepConf(PolicyKind kind) {
    return kind == PolicyKind::DeepConfLow || kind == PolicyKind::DeepConfHigh;
}
/// Every vote weighs the same.
constexpr bool isPlainMajority(PolicyKind kind) {
    return !isStepLike(kind) && !isDeepConf(kind);
}

/// Which running trace STEP gives up when memory is short. LowestScore is the method; the others are controls for
/// `eval`.
enum class VictimRule { LowestScore, Random, Longest, LowestLogProbability };
enum class UnscoredRule {
    Zero,
    Neutral
};  ///< a trace without a step score counts as 0.0 / is spared while others have one

/// When StepRefill branches and from whom: this program's rule, that of Gambit's code, or the latter with parents drawn
/// at random, which is its control.
enum class RefillRule { Ours, Gambit, GambitRandom };

/// A running trace as a policy sees it. Views are given in arrival order.
struct TraceView {
    engine::TraceId trace{};
    std::optional<double> score;            ///< of its step scores by the run's rule, 0..1; empty before the first step
    double meanLogProbability = 0;          ///< natural log, over its generated tokens
    int tokens = 0;                         ///< generated so far
    int ownTokens = 0;                      ///< of which after it left its parent; all where it has none
    std::optional<double> groupConfidence;  ///< DeepConf: mean over the last window, once that is full
};

struct PolicyRules {
    PolicyKind policy = PolicyKind::Step;
    VictimRule victim = VictimRule::LowestScore;
    UnscoredRule unscored = UnscoredRule::Zero;
    std::uint64_t seed = 0;  ///< keys VictimRule::Random
};

enum class ReliefKind { Prune, Preempt };

struct Relief {
    ReliefKind kind = ReliefKind::Prune;
    engine::TraceId trace{};
};

/// Which trace gives up its blocks when a running trace cannot get the block it needs. Empty if at most one trace runs:
/// giving up the last one would help no other.
///  - Step and StepRefill: order by (score descending, arrival ascending), the last is pruned.
///  - The others: the most recently arrived is preempted and waits.
std::optional<Relief> chooseRelief(const PolicyRules& rules, std::span<const TraceView> running);

}  // namespace scorer
