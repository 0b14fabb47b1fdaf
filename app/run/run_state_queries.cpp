// What can be read off a run's state; the fold itself is in run_state.cpp.
#include <algorithm>
#include <array>
#include <limits>

#include "app/run/policy_table.h"
#include "app/run/run_state.h"

namespace app {

const char* nameOf(TracePhase phase) {
    switch (phase) {
        case TracePhase::Queued: return "queued";
        case TracePhase::Prefill: return "prefill";
        case TracePhase::Running: return "running";
        case TracePhase::Waiting: return "waiting";
        case TracePhase::Pruned: return "pruned";
        case TracePhase::Finished: return "finished";
        case TracePhase::Length: return "length";
        case TracePhase::Stopped: return "stopped";
    }
    return "";
}

std::optional<double> TraceState::score() const {
    if (steps.empty()) return std::nullopt;
    if (scoreRule == TraceScoreRule::Mean) return scoreSum / static_cast<double>(steps.size());
    std::array<float, scorer::kNewestSteps> newest{};
    const std::size_t count = std::min(newest.size(), steps.size());
    for (std::size_t i = 0; i < count; ++i) newest[i] = steps[steps.size() - count + i].score;
    return scorer::traceScore(scoreRule, std::span(newest).first(count));
}

const TraceState* RunState::findTrace(TraceId id) const {
    const int number = index(id);
    return number >= 1 && number <= static_cast<int>(traces.size()) ? &traces[static_cast<std::size_t>(number) - 1]
                                                                    : nullptr;
}

bool RunState::isCut(const TraceState& trace) {
    return trace.phase != TracePhase::Finished &&
           !(trace.phase == TracePhase::Length && trace.finish == FinishReason::Length);
}

const TraceState* WouldHave::find(TraceId id) const {
    const auto found = std::lower_bound(traces.begin(), traces.end(), id,
                                        [](const TraceState& trace, TraceId wanted) { return trace.id < wanted; });
    return found != traces.end() && found->id == id ? &*found : nullptr;
}

int RunState::countActive() const {
    return static_cast<int>(
        std::count_if(traces.begin(), traces.end(), [](const TraceState& t) { return isActive(t.phase); }));
}

int RunState::countCompleted() const {
    return static_cast<int>(std::count_if(traces.begin(), traces.end(), [](const TraceState& t) {
        return t.phase == TracePhase::Finished || t.phase == TracePhase::Length;
    }));
}

int RunState::countMayVote() const {
    const int active = countActive();
    if (!policyRow(header.options.policy).refills) return active;
    // Each pruned trace has a vote, and branches come for those that were pruned: nobody can say how many.
    if (header.options.prunedVote) return std::numeric_limits<int>::max();
    // Branches to come vote as well. The run ends when n have completed: until one is missing they come one after the
    // other, and then all that run at once, n at most, may complete in the same pass.
    const int n = header.options.traces;
    return std::max(0, n - countCompleted() - 1) + std::max(active, n);
}

bool RunState::couldVoteWhenProbed() const {
    if (!vote.answers.empty()) return true;
    const bool needsScore = policyRow(header.options.policy).votes == VoteWeight::TraceScore &&
                            header.options.probe.setting == ProbeSetting::Ours;
    return std::any_of(traces.begin(), traces.end(), [&](const TraceState& trace) {
        return isActive(trace.phase) && trace.probed && (trace.score() || !needsScore);
    });
}

bool RunState::isWarmup(const TraceState& trace) const {
    return index(trace.id) <= header.options.deepconf.warmup;
}

std::optional<TraceId> RunState::nextVictim() const {
    if (!policyRow(header.options.policy).prunes || phase == RunPhase::Finished) return std::nullopt;
    std::vector<scorer::TraceView> running;
    for (const TraceState& trace : traces) {
        if (trace.phase == TracePhase::Running || trace.phase == TracePhase::Prefill) running.push_back(viewOf(trace));
    }
    const auto relief = scorer::chooseRelief(policyRules(header.options), running);
    return relief ? std::optional(relief->trace) : std::nullopt;
}

double RunState::waitedS(const TraceState& trace) const {
    return trace.waitedS + (trace.phase == TracePhase::Waiting ? now - trace.waitingSince : 0.0);
}

std::unordered_map<int, TraceId> RunState::ownersOfShared() const {
    std::unordered_map<int, TraceId> owners;
    for (const TraceState& trace : traces) {
        for (BlockId block : trace.blocks) {
            const BlockUse* use = kv.blocks.find(index(block));
            if (use && !use->owner) owners.try_emplace(index(block), trace.id);
        }
    }
    return owners;
}

bool RunState::isHeldBack(const TraceState& trace) const {
    const bool startsAtOnce = trace.isForked && trace.parent;
    return policyRow(header.options.policy).watchesConfidence && !confidenceThreshold && !isWarmup(trace) &&
           !startsAtOnce;
}

double RunState::aliveS(const TraceState& trace) const {
    if (!isActive(trace.phase)) return std::max(0.0, trace.endedAt - trace.readyAt);
    return isHeldBack(trace) ? 0.0 : std::max(0.0, now - trace.readyAt);
}

std::optional<bool> RunState::isCorrect(const AnswerVote& answer) const {
    const TraceState* trace = answer.traces.empty() ? nullptr : findTrace(answer.traces.front());
    return trace ? trace->right : std::nullopt;
}

scorer::TraceView viewOf(const TraceState& trace) {
    const int tokens = trace.tokenCount();
    const int drawn = tokens - trace.unmeasured;
    return {trace.id,         trace.score(),     drawn > 0 ? trace.logProbabilitySum / drawn : 0.0,
            tokens,           trace.ownTokens(), trace.confidence.group(),
            trace.isProtected};
}

scorer::PolicyRules policyRules(const RunOptions& options) {
    const auto prunes = policyRow(options.policy).prunes;
    scorer::PolicyRules rules{.unscored = options.unscored, .seed = options.sampling.seed};
    rules.relief = prunes ? scorer::ReliefKind::Prune : scorer::ReliefKind::Preempt;
    // A control takes the place of the policy's own rule.
    rules.victim = options.victim != VictimRule::LowestScore ? options.victim : prunes.value_or(options.victim);
    return rules;
}

}  // namespace app
