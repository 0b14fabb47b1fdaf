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

/// Which running trace is pruned when memory is short. LowestScore is STEP; the others are its controls.
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
    bool isProtected = false;               ///< by a person: goes only where every trace is
};

enum class ReliefKind { Prune, Preempt };

/// What a policy does when memory is short.
struct PolicyRules {
    ReliefKind relief = ReliefKind::Prune;
    VictimRule victim = VictimRule::LowestScore;
    UnscoredRule unscored = UnscoredRule::Zero;
    std::uint64_t seed = 0;  ///< keys VictimRule::Random
};

struct Relief {
    ReliefKind kind = ReliefKind::Prune;
    engine::TraceId trace{};
    std::optional<engine::TraceId> spared;  ///< whom the policy would have taken, were that trace not protected
    bool allProtected = false;              ///< nobody else could be taken: the policy's own order decided
};

/// Which trace gives up its blocks when a running trace cannot get the block it needs. Empty if at most one trace runs:
/// giving up the last one would help no other.
///  - Prune: order by the rule, with LowestScore by (score descending, arrival ascending); the last is pruned.
///  - Preempt: the most recently arrived is preempted and waits.
/// A protected trace is passed over while one is not.
std::optional<Relief> chooseRelief(const PolicyRules& rules, std::span<const TraceView> running);

}  // namespace scorer
