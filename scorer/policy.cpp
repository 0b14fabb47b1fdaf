#include "scorer/policy.h"

#include <algorithm>
#include <limits>

namespace scorer {
namespace {

/// SplitMix64 finaliser: spreads a counter over 64 bits; enough for choosing victims in a control experiment.
std::uint64_t mix(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

/// The smaller, the sooner it goes.
double rankOf(const PolicyRules& rules, const TraceView& view) {
    switch (rules.victim) {
        case VictimRule::LowestScore:
            if (view.score) return *view.score;
            return rules.unscored == UnscoredRule::Zero ? 0.0 : std::numeric_limits<double>::infinity();
        case VictimRule::Random:
            return static_cast<double>(mix(rules.seed ^ mix(static_cast<std::uint64_t>(index(view.trace)))) >> 11);
        case VictimRule::Longest: return -static_cast<double>(view.tokens);
        case VictimRule::LowestLogProbability: return view.meanLogProbability;
    }
    return 0;
}

}  // namespace

std::optional<Relief> chooseRelief(const PolicyRules& rules, std::span<const TraceView> running) {
    if (running.size() < 2) return std::nullopt;
    if (rules.policy != PolicyKind::Step) return Relief{ReliefKind::Preempt, running.back().trace};
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
