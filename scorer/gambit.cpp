#include "scorer/gambit.h"

#include <algorithm>

#include "engine/philox.h"

namespace scorer {
namespace {

bool isEligible(const RefillRules& rules, const TraceView& view) {
    return view.score && view.ownTokens >= rules.minTokens;
}

/// Scored traces, best first; among equals the earlier arrival.
std::vector<const TraceView*> ranked(std::span<const TraceView> running) {
    std::vector<const TraceView*> best;
    for (const TraceView& view : running) {
        if (view.score) best.push_back(&view);
    }
    std::stable_sort(best.begin(), best.end(),
                     [](const TraceView* a, const TraceView* b) { return *a->score > *b->score; });
    return best;
}

}  // namespace

std::vector<engine::TraceId> chooseBelowFloor(const RefillRules& rules, std::span<const TraceView> running) {
    std::vector<engine::TraceId> below;
    for (const TraceView& view : running) {
        if (isEligible(rules, view) && *view.score < kGambitFloor) below.push_back(view.trace);
    }
    return below;
}

bool isExchangeDue(const RefillRules& rules, std::span<const TraceView> running, int decisions,
                   std::optional<int> lastExchange) {
    if (lastExchange) return decisions - *lastExchange >= rules.rounds;
    return std::any_of(running.begin(), running.end(), [&](const TraceView& view) { return isEligible(rules, view); });
}

Refill chooseGambit(const RefillRules& rules, std::span<const TraceView> running, const GambitRoom& room,
                    std::optional<GambitDraw> random) {
    const std::vector<const TraceView*> best = ranked(running);
    Refill refill;
    int branches = room.wanted - room.active;
    std::size_t staying = best.size();
    if (branches <= 0) {
        const std::size_t excess = std::min(static_cast<std::size_t>(-branches), staying);
        const std::size_t exchanged =
            std::min(static_cast<std::size_t>(std::max(0, rules.most)), (staying - excess) / 2);
        for (std::size_t i = 0; i < excess + exchanged; ++i) refill.pruned.push_back(best[--staying]->trace);
        branches = static_cast<int>(exchanged);
    }
    std::vector<const TraceView*> parents;
    for (const TraceView* view : std::span(best).first(staying)) {
        if (isEligible(rules, *view)) parents.push_back(view);
    }
    if (random) {
        const auto drawOf = [&](const TraceView* view) {
            return engine::uniformAt(random->seed, {view->trace, random->round}, engine::DrawUse::Parent);
        };
        std::stable_sort(parents.begin(), parents.end(),
                         [&](const TraceView* a, const TraceView* b) { return drawOf(a) < drawOf(b); });
    }
    if (parents.size() > static_cast<std::size_t>(branches)) parents.resize(static_cast<std::size_t>(branches));
    for (const TraceView* view : parents) refill.parents.push_back(view->trace);
    return refill;
}

}  // namespace scorer
