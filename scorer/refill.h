// STEP with refill (Gambit, arXiv 2608.08020): at intervals, branches of the best-scored traces fill the room that
// pruned and finished traces have left; without room, branches of the best replace the worst. Branches share their
// parent's past, so their votes are correlated. Pure functions, any thread.
#pragma once

#include <span>
#include <vector>

#include "scorer/policy.h"

namespace scorer {

struct RefillRules {
    int rounds = 200;       ///< passes of the model between two refills
    int minTokens = 12000;  ///< a parent has written at least so many tokens of its own
    int most = 16;          ///< at most so many are replaced at once

    bool operator==(const RefillRules&) const = default;
};

struct RefillRoom {
    int wanted = 0;      ///< traces that run at once where memory allows: the run's n
    int active = 0;      ///< running and waiting
    int freeBlocks = 0;  ///< of KV cache
};

struct Refill {
    std::vector<engine::TraceId> pruned;   ///< worst first
    std::vector<engine::TraceId> parents;  ///< best first; each gets one branch
};

/// With fewer active traces than wanted, the best eligible ones branch, as far as a block for each running trace and
/// two for each branch are free. Else the worst k = min(most, scored / 2) are pruned and the best k others branch.
Refill chooseRefill(const RefillRules& rules, std::span<const TraceView> running, const RefillRoom& room);

}  // namespace scorer
