#include "app/run_state.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace app {
namespace {

constexpr std::size_t kHistoryPoints = 4000;

std::string formatScore(const std::optional<double>& score) {
    if (!score) return "-";
    char text[16];
    std::snprintf(text, sizeof text, "%.2f", *score);
    return text;
}

std::string formatCount(const std::optional<double>& value) { return value ? std::to_string(static_cast<long>(*value)) : "many"; }

std::string plural(int count, const char* noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

/// The fold, one function an event type. Lives for one apply().
class Folder {
public:
    Folder(RunState& state, double t) : m_s(state), m_t(t) {}

    void operator()(const RunStarted& e) {
        m_s = RunState{};
        m_s.phase = RunPhase::Running;
        m_s.header = e;
        if (e.knownAnswer) m_s.knownKey = scorer::answerKey(*e.knownAnswer, e.options.answers);
        m_s.scorer = e.scorer;
        m_s.pace = e.options.pace;
        m_s.kv.totalBlocks = e.kvBlocks;
        m_s.kv.history.push_back({m_t, 0});
    }

    void operator()(const PromptBlocks& e) {
        for (BlockId block : e.blocks) hold(block, engine::kPromptTrace);
        m_s.kv.promptBlocks = static_cast<int>(e.blocks.size());
        noteUsage();
    }

    void operator()(const TraceAdded& e) {
        if (index(e.trace) != static_cast<int>(m_s.traces.size()) + 1) return;
        TraceState& trace = m_s.traces.emplace_back();
        trace.id = e.trace;
        trace.confidence = scorer::ConfidenceTrack(m_s.header.options.deepconf.window);
        trace.scoreRule = m_s.header.options.traceScore;
    }

    void operator()(const TraceAdmitted& e) {
        TraceState* trace = find(e.trace);
        if (!trace) return;
        if (trace->phase == TracePhase::Waiting) {
            trace->waitedS += e.waitedS;
            log(LogKind::Resumed, trace->id, "resumed, recomputes " + plural(e.recomputedTokens, "token"));
        }
        trace->phase = TracePhase::Prefill;
        trace->recomputedTokens += e.recomputedTokens;
        m_s.recomputedTokens += e.recomputedTokens;
        for (BlockId block : e.blocks) give(*trace, block);
        noteUsage();
    }

    void operator()(const PassDone& e) {
        for (const BlockGrant& grant : e.granted) {
            if (TraceState* trace = find(grant.trace)) give(*trace, grant.block);
        }
        if (!e.granted.empty()) noteUsage();
        for (const TokenOut& token : e.tokens) {
            TraceState* trace = find(token.trace);
            if (!trace) continue;
            trace->phase = TracePhase::Running;
            trace->text += token.text;
            trace->tokenEnds.push_back(trace->text.size());
            trace->logProbabilitySum += static_cast<double>(token.logProbability);
            if (watchesConfidence()) trace->confidence.push(static_cast<double>(token.confidence));
            ++m_s.generatedTokens;
        }
        ++m_s.passes;
        m_s.prefillTokens += e.prefillTokens;
        m_s.passS += e.passS;
        m_s.scorerS += e.scorerS;
    }

    void operator()(const StepScored& e) {
        TraceState* trace = find(e.trace);
        if (!trace || e.end < 1 || e.end > trace->tokenCount()) return;
        StepState step;
        step.beginToken = trace->steps.empty() ? 0 : trace->steps.back().endToken;
        step.endToken = e.end;
        if (step.beginToken >= step.endToken) return;
        step.beginByte = step.beginToken == 0 ? 0 : trace->tokenEnds[static_cast<std::size_t>(step.beginToken) - 1];
        step.endByte = trace->tokenEnds[static_cast<std::size_t>(step.endToken) - 1];
        step.score = e.score;
        step.t = m_t;
        trace->scoreSum += static_cast<double>(e.score);
        trace->steps.push_back(step);
    }

    void operator()(const Saturated& e) {
        if (m_s.kv.saturatedAt) return;
        m_s.kv.saturatedAt = m_t;
        log(LogKind::Saturated, std::nullopt,
            "KV cache saturated for the first time: " + plural(e.neededBlocks, "block") + " needed, " +
                std::to_string(std::max(e.freeBlocks, 0)) + " free, " + plural(e.running, "trace") + " running");
    }

    void operator()(const TracePruned& e) {
        TraceState* trace = find(e.trace);
        if (!trace || !isActive(trace->phase)) return;
        end(*trace, TracePhase::Pruned);
        trace->freedBlocks = e.freedBlocks;
        trace->amongRunning = e.amongRunning;
        trace->pruneCause = e.cause;
        ++m_s.prunedCount;
        m_s.kv.prunes.push_back({m_t, m_s.kv.usedBlocks});
        log(LogKind::Pruned, trace->id, whyPruned(e) + "; frees " + plural(e.freedBlocks, "block"));
    }

    void operator()(const TraceBranched& e) {
        const TraceState* parent = find(e.parent);
        if (!parent || !isActive(parent->phase) || index(e.trace) != static_cast<int>(m_s.traces.size()) + 1) return;
        if (e.atToken != parent->tokenCount() || e.sharedBlocks < 0) return;
        TraceState trace = *parent;
        trace.id = e.trace;
        trace.parent = e.parent;
        trace.branchToken = e.atToken;
        trace.recomputedTokens = 0;
        trace.waitedS = 0;
        trace.blocks.clear();
        const auto shared = std::min(parent->blocks.size(), static_cast<std::size_t>(e.sharedBlocks));
        const std::vector<BlockId> inherited(parent->blocks.begin(), parent->blocks.begin() + static_cast<std::ptrdiff_t>(shared));
        TraceState& child = m_s.traces.emplace_back(std::move(trace));  // `parent` may be gone now
        for (BlockId block : inherited) shareBlock(child, block);
        for (BlockId block : e.blocks) give(child, block);
        noteUsage();
        log(LogKind::Branched, child.id, "branches from trace " + std::to_string(index(e.parent)) + " after " +
                                             plural(e.atToken, "token") + ", shares " + plural(e.sharedBlocks, "block"));
    }

    void operator()(const ThresholdSet& e) {
        m_s.confidenceThreshold = e.threshold;
        char text[96];
        std::snprintf(text, sizeof text, "warm-up over: %d traces set the confidence threshold to %.2f (percentile %g)", e.traces,
                      e.threshold, e.percentile);
        log(LogKind::Limits, std::nullopt, text);
        std::erase_if(m_s.vote.ballots, [this](const scorer::Ballot& ballot) {
            const TraceState* trace = find(ballot.trace);
            return !trace || !weightOf(*trace);
        });
        revote();
    }

    void operator()(const ThoughtSeen& e) {
        if (TraceState* trace = find(e.trace)) trace->thought = e;
    }

    void operator()(const ProbeDone& e) {
        for (const ProbeDone::Reply& reply : e.replies) {
            TraceState* trace = find(reply.trace);
            if (trace && isActive(trace->phase)) trace->probed = reply.answer;
        }
        const AnswerMode mode = m_s.header.options.answers;
        std::vector<scorer::ProbedAnswer> answers;
        for (const TraceState& trace : m_s.traces) {
            if (trace.answer) answers.push_back({trace.id, scorer::namelessKey(trace.answerKey, mode)});
            else if (isActive(trace.phase) && trace.probed) answers.push_back({trace.id, scorer::namelessKey(scorer::answerKey(*trace.probed, mode), mode)});
        }
        m_s.probe.push(answers);
        m_s.probeTokens += e.tokens;
        std::string text = "probe " + std::to_string(m_s.probe.rounds) + ": " + plural(static_cast<int>(e.replies.size()), "trace") + " asked";
        if (m_s.probe.majority) {
            text += ", " + std::to_string(m_s.probe.majorityVotes) + " of " + plural(static_cast<int>(answers.size()), "answer") + " agree on " +
                    *m_s.probe.majority + ", the majority in " + plural(m_s.probe.unchangedRounds, "round") + " in a row";
        }
        if (e.left) text += "; no memory to ask " + std::to_string(e.left) + " more";
        log(LogKind::Probed, std::nullopt, text);
    }

    void operator()(const TracePreempted& e) {
        TraceState* trace = find(e.trace);
        if (!trace || !isActive(trace->phase)) return;
        release(*trace);
        trace->phase = TracePhase::Waiting;
        trace->waitingSince = m_t;
        log(LogKind::Waiting, trace->id, "preempted, waits for memory; frees " + plural(e.freedBlocks, "block"));
    }

    void operator()(const TraceFinished& e) {
        TraceState* trace = find(e.trace);
        if (!trace || !isActive(trace->phase)) return;
        switch (e.reason) {
            case FinishReason::EndOfText: end(*trace, TracePhase::Finished); break;
            case FinishReason::Length: end(*trace, TracePhase::Length); break;
            case FinishReason::Stopped:
            case FinishReason::Probed: end(*trace, TracePhase::Stopped); break;
        }
        trace->answer = e.answer;
        if (e.answer) trace->answerKey = scorer::answerKey(*e.answer, m_s.header.options.answers);
        if (e.reason == FinishReason::Stopped) {
            log(LogKind::Stopped, trace->id, "stopped");
            return;
        }
        castVote(*trace, e.reason);
    }

    void operator()(const LimitsChanged& e) {
        if (e.kvBlocks) {
            m_s.kv.totalBlocks = *e.kvBlocks;
            log(LogKind::Limits, std::nullopt, "KV cache set to " + plural(*e.kvBlocks, "block"));
        }
        if (e.traces) {
            m_s.header.options.traces = *e.traces;
            log(LogKind::Limits, std::nullopt, "n set to " + std::to_string(*e.traces));
        }
    }

    void operator()(const Rescored& e) {
        m_s.scorer = e.scorer;
        for (const Rescored::Trace& scored : e.traces) {
            TraceState* trace = find(scored.trace);
            if (!trace || scored.scores.size() != trace->steps.size()) continue;
            trace->scoreSum = 0;
            for (std::size_t i = 0; i < scored.scores.size(); ++i) {
                trace->steps[i].score = scored.scores[i];
                trace->scoreSum += static_cast<double>(scored.scores[i]);
            }
        }
        log(LogKind::Rescored, std::nullopt, "every recorded step scored again by " + e.scorer.name);
        revote();
    }

    void operator()(const PaceChanged& e) { m_s.pace = e.tokensPerSecond; }
    void operator()(const Paused&) { m_s.phase = RunPhase::Paused; }
    void operator()(const Resumed&) { m_s.phase = RunPhase::Running; }

    void operator()(const Notice& e) {
        const LogKind kind = e.severity == Notice::Severity::Error     ? LogKind::Error
                             : e.severity == Notice::Severity::Warning ? LogKind::Warning
                                                                       : LogKind::Info;
        log(kind, std::nullopt, e.text);
    }

    void operator()(const RunFinished& e) {
        voteOfAll();
        m_s.phase = RunPhase::Finished;
        m_s.finished = e;
        switch (e.end) {
            case RunEnd::Done: log(LogKind::Info, std::nullopt, "run finished"); break;
            case RunEnd::Stopped: log(LogKind::Stopped, std::nullopt, "run stopped"); break;
            case RunEnd::VoteLock: log(LogKind::Stopped, std::nullopt, "run stopped: the vote is decided"); break;
            case RunEnd::BetaStop: log(LogKind::Stopped, std::nullopt, "run stopped: the leader most likely stays ahead"); break;
            case RunEnd::Consensus: log(LogKind::Stopped, std::nullopt, "run stopped: the answers agree"); break;
            case RunEnd::Probe: log(LogKind::Stopped, std::nullopt, "run stopped: the probed majority has long been the same"); break;
            case RunEnd::Failed: log(LogKind::Error, std::nullopt, "run failed: " + e.message); break;
        }
    }

private:
    TraceState* find(TraceId id) {
        const int i = index(id) - 1;
        return i >= 0 && i < static_cast<int>(m_s.traces.size()) ? &m_s.traces[static_cast<std::size_t>(i)] : nullptr;
    }

    void log(LogKind kind, std::optional<TraceId> trace, std::string text) {
        m_s.log.push_back({m_t, kind, trace, std::move(text)});
    }

    bool watchesConfidence() const { return scorer::isDeepConf(m_s.header.options.policy); }

    std::string whyPruned(const TracePruned& e) const {
        const std::string score = e.score ? "pruned at " + formatScore(e.score) : "pruned before its first score";
        switch (e.cause) {
            case PruneCause::Memory: return score + ", " + victimWord() + " of " + std::to_string(e.amongRunning);
            case PruneCause::Similarity:
                return "pruned: its newest thought is like that of trace " + std::to_string(e.other ? index(*e.other) : 0) +
                       " (similarity " + formatScore(e.value) + ")";
            case PruneCause::Confidence:
                return "stopped early: group confidence " + formatScore(e.value) + " is below " +
                       formatScore(m_s.confidenceThreshold);
            case PruneCause::Consensus: return "pruned: probed, it disagrees with the majority in " + formatCount(e.value) + " rounds in a row";
            case PruneCause::Refill: return score + " to make room for a branch, among " + std::to_string(e.amongRunning);
        }
        return score;
    }

    const char* victimWord() const {
        switch (m_s.header.options.victim) {
            case VictimRule::LowestScore: return "lowest";
            case VictimRule::Random: return "drawn";
            case VictimRule::Longest: return "longest";
            case VictimRule::LowestLogProbability: return "least likely";
        }
        return "";
    }

    void hold(BlockId block, TraceId owner) {
        const int i = index(block);
        if (i < 0 || i > (1 << 26)) return;  // a recording is input: no block table of gigabytes
        auto& kv = m_s.kv;
        if (static_cast<std::size_t>(i) >= kv.held.size()) {
            kv.held.resize(static_cast<std::size_t>(i) + 1, false);
            kv.owner.resize(static_cast<std::size_t>(i) + 1);
            kv.holders.resize(static_cast<std::size_t>(i) + 1, 0);
        }
        kv.holders[static_cast<std::size_t>(i)] = 1;
        if (!kv.held[static_cast<std::size_t>(i)]) ++kv.usedBlocks;
        kv.held[static_cast<std::size_t>(i)] = true;
        kv.owner[static_cast<std::size_t>(i)] = owner;
        kv.peakBlocks = std::max(kv.peakBlocks, kv.usedBlocks);
    }

    void give(TraceState& trace, BlockId block) {
        trace.blocks.push_back(block);
        hold(block, trace.id);
    }

    /// A block that another trace holds already.
    void shareBlock(TraceState& trace, BlockId block) {
        const int i = index(block);
        if (i < 0 || static_cast<std::size_t>(i) >= m_s.kv.held.size() || !m_s.kv.held[static_cast<std::size_t>(i)]) return;
        trace.blocks.push_back(block);
        ++m_s.kv.holders[static_cast<std::size_t>(i)];
    }

    void release(TraceState& trace) {
        const std::vector<BlockId> blocks = std::exchange(trace.blocks, {});
        for (BlockId block : blocks) {
            const auto i = static_cast<std::size_t>(index(block));
            if (i >= m_s.kv.held.size() || !m_s.kv.held[i]) continue;
            if (m_s.kv.holders[i] > 1) {  // a branch and its parent: the other one keeps it
                --m_s.kv.holders[i];
                if (m_s.kv.owner[i] == trace.id) m_s.kv.owner[i] = someHolder(block).value_or(trace.id);
            } else if (m_s.kv.owner[i] == trace.id) {
                m_s.kv.held[i] = false;
                m_s.kv.holders[i] = 0;
                --m_s.kv.usedBlocks;
            }
        }
        noteUsage();
    }

    std::optional<TraceId> someHolder(BlockId block) const {
        for (const TraceState& trace : m_s.traces) {
            if (std::find(trace.blocks.begin(), trace.blocks.end(), block) != trace.blocks.end()) return trace.id;
        }
        return std::nullopt;
    }

    void end(TraceState& trace, TracePhase phase) {
        if (trace.phase == TracePhase::Waiting) trace.waitedS += m_t - trace.waitingSince;
        trace.phase = phase;
        trace.endedAt = m_t;
        release(trace);
    }

    void noteUsage() {
        auto& history = m_s.kv.history;
        if (!history.empty() && history.back().t == m_t) {
            history.back().usedBlocks = m_s.kv.usedBlocks;
            return;
        }
        history.push_back({m_t, m_s.kv.usedBlocks});
        if (history.size() <= kHistoryPoints) return;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < history.size(); i += 2) history[kept++] = history[i];
        history.resize(kept);
    }

    /// Weight of a finished trace's vote; empty where it does not vote.
    std::optional<double> weightOf(const TraceState& trace) const {
        if (!trace.answer) return std::nullopt;
        const PolicyKind policy = m_s.header.options.policy;
        if (scorer::isPlainMajority(policy)) return 1.0;
        if (scorer::isStepLike(policy)) return trace.score();
        const auto lowest = trace.confidence.lowest();
        const bool failed = m_s.confidenceThreshold && m_s.isWarmup(trace) && lowest && *lowest < *m_s.confidenceThreshold;
        return failed && !m_s.vote.isOfAll ? std::nullopt : lowest;
    }

    /// DeepConf: where everybody who passed is without an answer, all finished traces vote.
    void voteOfAll() {
        if (!watchesConfidence() || !m_s.vote.ballots.empty()) return;
        std::vector<const TraceState*> ended;
        for (const TraceState& trace : m_s.traces) {
            if ((trace.phase == TracePhase::Finished || trace.phase == TracePhase::Length) && trace.answer) ended.push_back(&trace);
        }
        if (ended.empty()) return;
        std::stable_sort(ended.begin(), ended.end(), [](const TraceState* a, const TraceState* b) { return a->endedAt < b->endedAt; });
        m_s.vote.isOfAll = true;
        log(LogKind::Warning, std::nullopt, "no confident trace has an answer: all finished traces vote");
        for (const TraceState* trace : ended) {
            m_s.vote.ballots.push_back({trace->id, *trace->answer, weightOf(*trace).value_or(0.0), trace->endedAt, trace->answerKey});
        }
        revote();
    }

    void castVote(const TraceState& trace, FinishReason reason) {
        const std::string tail = reason == FinishReason::Length ? " (length limit)" : reason == FinishReason::Probed ? " when probed" : "";
        const std::optional<double> weight = weightOf(trace);
        if (!weight) {
            const char* why = !trace.answer          ? "finished without an answer"
                              : watchesConfidence() ? "finished, not confident enough to vote"
                                                    : "finished without a score";
            log(LogKind::Finished, trace.id, why + tail);
            return;
        }
        const bool provisional = watchesConfidence() && !m_s.confidenceThreshold;
        log(LogKind::Finished, trace.id, "answers " + *trace.answer + " with weight " + formatScore(weight) +
                                             (provisional ? " until the warm-up sets the threshold" : "") + tail);
        const std::string before = m_s.vote.leader() ? m_s.vote.leader()->key : std::string();
        m_s.vote.ballots.push_back({trace.id, *trace.answer, *weight, m_t, trace.answerKey});
        count(m_s.vote.ballots.size());
        m_s.vote.history.push_back(votePoint(m_t));
        const AnswerVote* leader = m_s.vote.leader();
        if (leader && leader->key != before) log(LogKind::LeaderChanged, trace.id, leader->answer + " leads the vote");
    }

    /// After other scores: weights, order and the whole history of the vote are counted again.
    void revote() {
        auto& ballots = m_s.vote.ballots;
        for (scorer::Ballot& ballot : ballots) {
            if (const TraceState* trace = find(ballot.trace)) ballot.weight = weightOf(*trace).value_or(0.0);
        }
        m_s.vote.history.clear();
        if (ballots.empty()) count(0);
        for (std::size_t i = 1; i <= ballots.size(); ++i) {
            count(i);
            m_s.vote.history.push_back(votePoint(ballots[i - 1].t));
        }
    }

    void count(std::size_t ballots) {
        scorer::Tally tally = scorer::countVotes(std::span(m_s.vote.ballots).first(ballots), m_s.header.options.answers);
        m_s.vote.answers = std::move(tally.candidates);
        m_s.vote.margin = tally.margin;
    }

    VotePoint votePoint(double t) const {
        VotePoint point{t, {}};
        for (const AnswerVote& a : m_s.vote.answers) point.weights.emplace_back(a.key, a.weight);
        return point;
    }

    RunState& m_s;
    double m_t;
};

}  // namespace

void RunState::apply(const Event& event) {
    std::visit(Folder(*this, event.t), event.body);
    now = std::max(now, event.t);
}

}  // namespace app
