#include "scorer/refill.h"

#include <algorithm>

namespace scorer {

Refill chooseRefill(const RefillRules& rules, std::span<const TraceView> running, const RefillRoom& room) {
    std::vector<const TraceView*> best;  // scored traces, best first; among equals the earlier arrival
    for (const TraceView& view : running) {
        if (view.score) best.push_back(&view);
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const TraceView* a, const TraceView* b) { return *a->score > *b->score; });

    Refill refill;
    const auto branch = [&](std::size_t count, std::size_t among) {
        for (std::size_t i = 0; i < among && refill.parents.size() < count; ++i) {
            if (best[i]->ownTokens >= rules.minTokens) refill.parents.push_back(best[i]->trace);
        }
    };
    if (room.active < room.wanted) {
        const int affordable = std::max(0, room.freeBlocks - static_cast<int>(running.size())) / 2;
        branch(static_cast<std::size_t>(std::min(room.wanted - room.active, affordable)), best.size());
        return refill;
    }
    const std::size_t k = std::min(static_cast<std::size_t>(std::max(0, rules.most)), best.size() / 2);
    branch(k, best.size() - k);
    // A trace is pruned only for a branch that really comes.
    for (std::size_t i = 0; i < refill.parents.size(); ++i) refill.pruned.push_back(best[best.size() - 1 - i]->trace);
    return refill;
}

}  // namespace scorer
