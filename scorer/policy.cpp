#include "scorer/policy.h"

#include <limits>
#include <vector>

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

/// By the policy's own order, whoever is protected. `views` is not empty.
engine::TraceId victimAmong(const PolicyRules& rules, std::span<const TraceView> views) {
    if (rules.relief == ReliefKind::Preempt) return views.back().trace;
    const TraceView* victim = &views.front();
    double lowest = rankOf(rules, *victim);
    for (const TraceView& view : views.subspan(1)) {
        const double rank = rankOf(rules, view);
        if (rank <= lowest) {  // at equal rank the later arrival goes
            lowest = rank;
            victim = &view;
        }
    }
    return victim->trace;
}

}  // namespace

std::optional<Relief> chooseRelief(const PolicyRules& rules, std::span<const TraceView> running) {
    if (running.size() < 2) return std::nullopt;
    const engine::TraceId own = victimAmong(rules, running);
    std::vector<TraceView> others;
    for (const TraceView& view : running) {
        if (!view.isProtected) others.push_back(view);
    }
    if (others.empty()) return Relief{rules.relief, own, std::nullopt, true};
    if (others.size() == running.size()) return Relief{rules.relief, own, std::nullopt, false};
    const engine::TraceId victim = victimAmong(rules, others);
    return Relief{rules.relief, victim, victim == own ? std::nullopt : std::optional(own), false};
}

}  // namespace scorer
