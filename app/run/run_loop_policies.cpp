// What the policies decide beyond who gives up memory: who may start, who stops early, who branches, when the vote
// needs no more traces. Each looks at the folded state, asks a pure function of scorer/, and leaves events.
#include <algorithm>
#include <limits>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/probe_pass.h"
#include "app/run/run_loop.h"
#include "scorer/early_stop.h"
#include "scorer/gambit.h"
#include "scorer/static_admission.h"
#include "scorer/vote_groups.h"

namespace app {
namespace {}  // namespace

std::vector<scorer::TraceView> RunLoop::viewsOfRunning() const {
    std::vector<scorer::TraceView> views;
    for (TraceId id : m_scheduler->running()) views.push_back(viewOf(*m_state.findTrace(id)));
    return views;
}

void RunLoop::setAdmission() {
    engine::Admission admission;
    if (policyRow(m_options.policy).queues) {
        int longest = 0;
        for (const TraceState& trace : m_state.traces) longest = std::max(longest, trace.tokenCount());
        admission.maxRunning = scorer::staticAdmission(m_state.kv.totalBlocks, m_state.header.promptTokens, longest);
    } else if (policyRow(m_options.policy).watchesConfidence && !m_state.confidenceThreshold) {
        admission.last = TraceId{m_options.deepconf.warmup};
    }
    m_scheduler->setAdmission(admission);
}

void RunLoop::applyPolicy() {
    if (isFinished()) return;
    if (policyRow(m_options.policy).watchesConfidence) {
        setThreshold();
        stopUnconfident();
    } else if (policyRow(m_options.policy).refills) {
        refill();
    }
    if (m_options.consensusProbe && !policyRow(m_options.policy).oneTrace && !isFinished()) probe();
}

std::optional<RunEnd> RunLoop::findEarlyEnd() const {
    const RunState& s = m_state;
    if (isFinished() || policyRow(m_options.policy).oneTrace) return std::nullopt;
    if (m_options.consensusProbe && s.probe.isSettled(m_options.probe) && s.couldVoteWhenProbed()) return RunEnd::Probe;
    if (s.vote.answers.empty()) return std::nullopt;
    const bool deepConf = policyRow(m_options.policy).watchesConfidence;
    // Confidences have no upper bound, so no margin of theirs is ever beyond reach.
    if (m_options.voteLock && !deepConf &&
        scorer::isVoteDecided(s.vote.ballots, s.vote.answers, m_options.answers, s.countMayVote()))
        return RunEnd::VoteLock;
    if (deepConf && !s.confidenceThreshold) return std::nullopt;  // its ballots are provisional still
    if (m_options.betaStop) {
        int runnerUp = 0;
        for (std::size_t i = 1; i < s.vote.answers.size(); ++i)
            runnerUp = std::max(runnerUp, static_cast<int>(s.vote.answers[i].traces.size()));
        const int leader = static_cast<int>(s.vote.answers.front().traces.size());
        if (scorer::isVoteLikelyDecided(leader, runnerUp)) return RunEnd::BetaStop;
    }
    if (deepConf && m_options.consensusStop) {
        double all = 0;
        for (const AnswerVote& answer : s.vote.answers) all += answer.weight;
        if (s.vote.answers.front().weight >= scorer::kConsensusShare * all) return RunEnd::Consensus;
    }
    return std::nullopt;
}

// ---- DeepConf ------------------------------------------------------------------------------------------------------

/// Once no warm-up trace is active any more, those that ran to their end set the threshold.
void RunLoop::setThreshold() {
    if (m_state.confidenceThreshold) return;
    std::vector<double> lowest;
    for (const TraceState& trace : m_state.traces) {
        if (!m_state.isWarmup(trace)) continue;
        if (isActive(trace.phase)) return;
        if (trace.phase == TracePhase::Stopped || trace.phase == TracePhase::Pruned) continue;
        if (const auto value = trace.confidence.lowest()) lowest.push_back(*value);
    }
    const double q = scorer::percentileOf(m_options.policy, m_options.deepconf);
    // Where a person stopped the whole warm-up there is nothing to measure by: the others run freely.
    const double threshold = lowest.empty() ? 0.0 : scorer::percentile(lowest, q);
    emit(ThresholdSet{threshold, q, static_cast<int>(lowest.size())});
}

void RunLoop::stopUnconfident() {
    if (!m_state.confidenceThreshold) return;
    for (TraceId id : scorer::chooseUnconfident(viewsOfRunning(), *m_state.confidenceThreshold)) {
        const std::optional<double> confidence = m_state.findTrace(id)->confidence.group();
        if (!isSpared(id, PruneCause::Confidence, confidence))
            prune(id, PruneCause::Confidence, std::nullopt, confidence);
    }
}

// ---- Slim-SC -------------------------------------------------------------------------------------------------------

bool RunLoop::gathersThoughts() const {
    return m_rowSink || policyRow(m_options.policy).comparesThoughts;
}

/// A step has ended after `end` generated tokens, with `mean` of the hidden rows of its `tokens` tokens.
void RunLoop::takeThought(TraceId id, int end, std::vector<float> mean, int tokens) {
    if (auto known = m_source->findThought(id, end)) {
        mean = std::move(known->mean);
        tokens = known->tokens;
    }
    if (tokens < m_options.slim.minTokens) return;
    live(id).newestThought = std::move(mean);
    compareThought(id, end);
}

/// Compares a new thought with the newest ones of the other running traces, most alike first, until it is alone.
void RunLoop::compareThought(TraceId id, int end) {
    while (isActive(m_state.findTrace(id)->phase)) {
        ThoughtSeen seen{id, end, std::nullopt, 0.0};
        int longest = 0;
        for (TraceId other : m_scheduler->running()) {
            longest = std::max(longest, m_state.findTrace(other)->tokenCount());
            if (other == id || live(other).newestThought.empty()) continue;
            const double similarity = scorer::cosine(live(id).newestThought, live(other).newestThought);
            if (seen.nearest && similarity <= seen.similarity) continue;
            seen.nearest = other;
            seen.similarity = similarity;
        }
        emit(seen);
        if (!seen.nearest) return;
        const auto victim = scorer::chooseSimilar(m_options.slim, m_options.sampling.seed, seen.similarity,
                                                  viewOf(*m_state.findTrace(id)),
                                                  viewOf(*m_state.findTrace(*seen.nearest)), longest, end);
        if (!victim) return;
        const TraceId other = *victim == id ? *seen.nearest : id;
        // A protected trace has the other one go in its place, unless that is protected as well.
        const bool swaps = m_state.findTrace(*victim)->isProtected && !m_state.findTrace(other)->isProtected;
        if (isSpared(*victim, PruneCause::Similarity, seen.similarity) && !swaps) return;
        prune(swaps ? other : *victim, PruneCause::Similarity, swaps ? *victim : other, seen.similarity);
    }
}

// ---- consensus probe -----------------------------------------------------------------------------------------------

void RunLoop::probe() {
    if (m_state.passes == 0 || m_state.passes % std::max(1, m_options.probe.everyPasses) != 0 ||
        m_state.passes == m_probedAt)
        return;
    m_probedAt = m_state.passes;
    const engine::Tokenizer& tokenizer = session().tokenizer();
    const std::vector<TokenId> afterThink = tokenizer.encode(m_options.probe.phrase);
    const std::vector<TokenId> stillThinking = tokenizer.encode(m_options.probe.endThinking + m_options.probe.phrase);
    std::vector<ProbeTarget> targets;
    for (TraceId id : m_scheduler->running()) {
        if (!m_scheduler->canFork(id) || m_state.findTrace(id)->tokenCount() == 0) continue;
        targets.push_back(
            {id, m_scheduler->tokens(id), m_scheduler->blocks(id), live(id).afterThink ? afterThink : stillThinking});
    }
    if (targets.empty()) return;
    const ProbeOutcome outcome = askForAnswers(session(), *m_pool, m_firstBlock, targets, m_options.probe);
    ProbeDone done{{}, static_cast<int>(targets.size() - outcome.replies.size()), outcome.tokens, outcome.passS};
    for (const ProbeReply& reply : outcome.replies) done.replies.push_back({reply.trace, reply.answer});
    m_decodeS += outcome.passS;
    emit(std::move(done));
    if (m_state.probe.isSettled(m_options.probe)) return;  // the run ends
    const std::vector<TraceId> running(m_scheduler->running().begin(), m_scheduler->running().end());
    for (TraceId id : running) {
        if (!m_state.probe.isOutvoted(m_options.probe, id)) continue;
        const double rounds = m_state.probe.disagreed.at(id);
        if (!isSpared(id, PruneCause::Consensus, rounds)) prune(id, PruneCause::Consensus, std::nullopt, rounds);
    }
}

// ---- refill --------------------------------------------------------------------------------------------------------

void RunLoop::refill() {
    if (m_state.countCompleted() >= m_state.header.options.traces) return finishRun(RunEnd::Done);
    if (m_options.refillRule != RefillRule::Ours) return refillAsGambit();
    if (m_state.passes % std::max(1, m_options.refill.rounds) != 0) return;
    std::vector<scorer::TraceView> views = viewsOfRunning();
    std::erase_if(views, [this](const scorer::TraceView& view) { return !m_scheduler->canFork(view.trace); });
    const scorer::RefillRoom room{m_state.header.options.traces, m_state.countActive(),
                                  m_state.kv.totalBlocks - m_state.kv.usedBlocks};
    const scorer::Refill chosen = scorer::chooseRefill(m_options.refill, views, room);
    exchange(chosen);
}

void RunLoop::refillAsGambit() {
    const auto countSteps = [this] {
        std::size_t steps = 0;
        for (const TraceState& trace : m_state.traces) steps += trace.steps.size();
        return steps;
    };
    const std::size_t steps = countSteps();
    if (std::exchange(m_refill.stepsSeen, steps) == steps) return;  // no step was scored: no decision
    ++m_refill.decisions;
    const auto viewsOfForkable = [this] {
        std::vector<scorer::TraceView> views = viewsOfRunning();
        std::erase_if(views, [this](const scorer::TraceView& view) { return !m_scheduler->canFork(view.trace); });
        return views;
    };
    for (TraceId id : scorer::chooseBelowFloor(m_options.refill, viewsOfForkable())) {
        if (!isSpared(id, PruneCause::Refill)) prune(id, PruneCause::Refill);
    }
    const std::vector<scorer::TraceView> views = viewsOfForkable();
    if (views.empty() || !scorer::isExchangeDue(m_options.refill, views, m_refill.decisions, m_refill.lastExchange))
        return;
    m_refill.lastExchange = m_refill.decisions;
    const auto evicted = std::count_if(m_state.traces.begin(), m_state.traces.end(), [](const TraceState& trace) {
        return trace.phase == TracePhase::Pruned && trace.pruneCause == PruneCause::Memory;
    });
    const scorer::GambitRoom room{m_state.header.options.traces, m_state.countActive() + static_cast<int>(evicted)};
    std::optional<scorer::GambitDraw> random;
    if (m_options.refillRule == RefillRule::GambitRandom)
        random = scorer::GambitDraw{m_options.sampling.seed, m_refill.decisions};
    const scorer::Refill chosen = scorer::chooseGambit(m_options.refill, views, room, random);
    exchange(chosen);
    m_refill.stepsSeen = countSteps();  // a branch has its parent's
}

/// The victims go and the parents branch: one parent less for every victim that is protected.
void RunLoop::exchange(const scorer::Refill& chosen) {
    std::size_t spared = 0;
    for (TraceId id : chosen.pruned) {
        if (isSpared(id, PruneCause::Refill)) {
            ++spared;
        } else {
            prune(id, PruneCause::Refill);
        }
    }
    for (std::size_t i = 0; i + spared < chosen.parents.size(); ++i) branch(chosen.parents[i]);
}

void RunLoop::branch(TraceId parent) {
    if (m_pool->free() < 1) return;  // victims whose blocks are all shared free none
    const TraceId child{static_cast<int>(m_live.size()) + 1};
    const engine::Forked forked = m_scheduler->fork(parent, child);
    TraceBranched event{child, parent, m_state.findTrace(parent)->tokenCount(), {}, forked.sharedBlocks};
    if (forked.copyTo) {
        copyBlock(*forked.copyFrom, *forked.copyTo);
        event.blocks.push_back(*forked.copyTo);
    }
    LiveTrace copy = live(parent);
    copy.drawsAs.reset();
    m_live.push_back(std::move(copy));
    m_source->branch(parent, child);
    emit(std::move(event));
}

}  // namespace app
