// Refill as Gambit's public code has it (Dao-AILab/gambit-parallel-reasoning, arXiv 2608.08020), beside the calmer rule
// of refill.h. Completed traces without a score vote with weight 1. One difference: a branch that finds no block is
// dropped, where theirs would queue. A decision round is a pass in which a step was scored. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scorer/refill.h"

namespace scorer {

/// Mean score below which a trace ends at every decision round, once it has RefillRules::minTokens tokens of its own.
inline constexpr double kGambitFloor = 0.1;

/// Traces below the floor, in arrival order.
std::vector<engine::TraceId> chooseBelowFloor(const RefillRules& rules, std::span<const TraceView> running);

/// The first exchange is due as soon as one trace may branch, the next ones every RefillRules::rounds decision rounds.
/// @param decisions     decision rounds so far, this one included
/// @param lastExchange  the decision round of the last exchange; empty before the first
bool isExchangeDue(const RefillRules& rules, std::span<const TraceView> running, int decisions,
                   std::optional<int> lastExchange);

struct GambitRoom {
    int wanted = 0;  ///< the run's n
    int active = 0;  ///< running and waiting traces, and those that memory has pruned: their place is not filled again
};

/// With fewer active traces than wanted, the best eligible ones branch until there are enough. Else the lowest of those
/// in excess go, then the lowest k = min(most, scored / 2) of the rest, and up to k of the others branch.
/// @param random  set: parents are drawn instead, by this seed and the decision round (the published control)
struct GambitDraw {
    std::uint64_t seed = 0;
    int round = 0;
};
Refill chooseGambit(const RefillRules& rules, std::span<const TraceView> running, const GambitRoom& room,
                    std::optional<GambitDraw> random = std::nullopt);

}  // namespace scorer
