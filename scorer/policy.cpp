#include "scorer/policy.h"

#include <limits>

#include "engine/philox.h"

namespace scorer {
namespace {

/// The trace with the smallest rank goes first.
double rankOf(const PolicyRules& rules, const TraceView& view) {
    switch (rules.victim) {
        case VictimRule::LowestScore:
            if (view.score) return *view.score;
            return rules.unscored == UnscoredRule::Zero ? 0.0 : std::numeric_limits<double>::infinity();
        case VictimRule::Random: return engine::uniformAt(rules.seed, {view.trace, 0}, engine::DrawUse::Victim);
        case VictimRule::Longest: return -static_cast<double>(view.tokens);
        case VictimRule::LowestLogProbability: return view.meanLogProbability;
    }
    return 0;
}

}  // namespace

std::optional<Relief> chooseRelief(const PolicyRules& rules, std::span<const TraceView> running) {
    if (running.size() < 2) return std::nullopt;
    if (rules.relief == ReliefKind::Preempt) return Relief{ReliefKind::Preempt, running.back().trace};
    const TraceView* victim = &running.front();
    double lowest = rankOf(rules, *victim);
    for (const TraceView& view : running.subspan(1)) {
        const double rank = rankOf(rules, view);
        if (rank <= lowest) {  // at equal rank the later arrival goes
            lowest = rank;
            victim = &view;
        }
    }
    return Relief{ReliefKind::Prune, victim->trace};
}

}  // namespace scorer
