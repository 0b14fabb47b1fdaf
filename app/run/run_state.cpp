#include "app/run/run_state.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "app/run/fold.h"
#include "app/run/log_words.h"
#include "scorer/answers/answer.h"

namespace app {
namespace {

// See fold.h.
constexpr std::int64_t kMostOverviewWork = std::int64_t{1} << 28;

void addTo(int& sum, int more) {
    sum = static_cast<int>(std::clamp<std::int64_t>(std::int64_t{sum} + more, std::numeric_limits<int>::min(),
                                                    std::numeric_limits<int>::max()));
}

}  // namespace

/// What a branch holds of its own, and a share of what its copies may one day be tidied up into.
std::size_t branchBytes(const TraceState& trace) {
    const std::size_t past =
        trace.text.size() + trace.tokenEnds.size() * sizeof(std::uint32_t) + trace.steps.size() * sizeof(StepState);
    return sizeof(TraceState) + trace.text.ownBytes() + trace.tokenEnds.ownBytes() + trace.steps.ownBytes() +
           trace.confidence.bytes() + trace.blocks.size() * sizeof(BlockId) + past / 256;
}

void Folder::operator()(const RunStarted& e) {
    m_s = RunState{};
    m_s.phase = RunPhase::Running;
    m_s.header = e;
    m_s.scorer = e.scorer;
    m_s.pace = e.options.pace;
    m_s.kv.totalBlocks = m_s.kv.blocksAtPeak = std::max(e.kvBlocks, 0);
    m_s.kv.history.push_back({m_t, 0});
    m_s.kv.capacities.push_back({m_t, m_s.kv.totalBlocks});
}

void Folder::operator()(const PromptBlocks& e) {
    for (BlockId block : e.blocks) hold(block, engine::kPromptTrace);
    m_s.kv.promptBlocks = static_cast<int>(e.blocks.size());
    noteUsage();
}

void Folder::operator()(const TraceAdded& e) {
    if (index(e.trace) != static_cast<int>(m_s.traces.size()) + 1) return stray();
    if (m_s.traces.size() >= kMostTraces)
        return sayTooMuch("traces from number " + std::to_string(index(e.trace)) + " on");
    TraceState& trace = m_s.traces.emplace_back();
    trace.id = e.trace;
    trace.confidence = scorer::ConfidenceTrack(m_s.header.options.deepconf.window);
    trace.scoreRule = m_s.header.options.traceScore;
    trace.readyAt = m_t;
}

void Folder::operator()(const TraceAdmitted& e) {
    TraceState* trace = find(e.trace);
    if (!trace || !isActive(trace->phase)) return stray();
    if (trace->phase == TracePhase::Waiting) {
        trace->waitedS += e.waitedS;
        log(LogKind::Resumed, trace->id, "resumed, recomputes " + plural(e.recomputedTokens, "token"));
    }
    trace->phase = TracePhase::Prefill;
    addTo(trace->recomputedTokens, e.recomputedTokens);
    m_s.recomputedTokens += e.recomputedTokens;
    shareParents(*trace, e.sharedBlocks);
    for (BlockId block : e.blocks) give(*trace, block);
    noteUsage();
}

void Folder::operator()(const PassDone& e) {
    for (const BlockGrant& grant : e.granted) {
        if (TraceState* trace = find(grant.trace); trace && isActive(trace->phase)) {
            give(*trace, grant.block);
        } else {
            stray();
        }
    }
    if (!e.granted.empty()) noteUsage();
    for (const TokenOut& token : e.tokens) {
        TraceState* trace = find(token.trace);
        const bool fits = trace && trace->text.size() + token.text.size() <= std::numeric_limits<std::uint32_t>::max();
        if (!fits || !isActive(trace->phase)) {
            stray();
            continue;
        }
        trace->phase = TracePhase::Running;
        addToken(*trace, token);
        ++m_s.generatedTokens;
    }
    ++m_s.passes;
    m_s.prefillTokens += e.prefillTokens;
    m_s.passS += e.passS;
    m_s.scorerS += e.scorerS;
}

void Folder::addToken(TraceState& trace, const TokenOut& token) {
    trace.text += token.text;
    trace.tokenEnds.push_back(static_cast<std::uint32_t>(trace.text.size()));
    trace.logProbabilitySum += static_cast<double>(token.logProbability);
    if (watchesConfidence()) trace.confidence.push(static_cast<double>(token.confidence));
}

void Folder::operator()(const StepScored& e) {
    if (TraceState* trace = find(e.trace)) return addStep(*trace, e);
    stray();
}

void Folder::addStep(TraceState& trace, const StepScored& e) {
    if (e.end < 1 || e.end > trace.tokenCount() || !std::isfinite(e.score)) return stray();
    StepState step;
    step.beginToken = trace.steps.empty() ? 0 : trace.steps.back().endToken;
    step.endToken = e.end;
    if (step.beginToken >= step.endToken) return stray();
    step.beginByte = step.beginToken == 0 ? 0 : trace.tokenEnds[static_cast<std::size_t>(step.beginToken) - 1];
    step.endByte = trace.tokenEnds[static_cast<std::size_t>(step.endToken) - 1];
    step.score = e.score;
    step.t = m_t;
    trace.scoreSum += static_cast<double>(e.score);
    trace.steps.push_back(step);
}

/// A step without a score decides nothing.
void Folder::operator()(const StepEnded& e) {
    const TraceState* trace = find(e.trace);
    if (!trace || e.end < 1 || e.end > trace->tokenCount()) stray();
}

void Folder::operator()(const Saturated& e) {
    if (m_s.kv.saturatedAt) return;
    m_s.kv.saturatedAt = m_t;
    log(LogKind::Saturated, std::nullopt, saturatedText(e));
}

void Folder::operator()(const TracePruned& e) {
    TraceState* trace = find(e.trace);
    if (!trace || !isActive(trace->phase)) return stray();
    end(*trace, TracePhase::Pruned);
    trace->freedBlocks = e.freedBlocks;
    trace->amongRunning = e.amongRunning;
    trace->pruneCause = e.cause;
    ++m_s.prunedCount;
    m_s.kv.prunes.push_back({m_t, m_s.kv.usedBlocks});
    log(LogKind::Pruned, trace->id,
        whyPruned(e, m_s) + "; frees " + plural(e.freedBlocks, "block") + sparingText(e.sparing));
    if (!m_s.header.options.prunedVote) return;
    setAnswer(*trace, scorer::findBoxedAnswer(trace->text.str()));
    if (trace->answer) castVote(*trace, "pruned", ", written before it was pruned");
}

void Folder::operator()(const TraceBranched& e) {
    const TraceState* parent = find(e.parent);
    if (!parent || !isActive(parent->phase) || index(e.trace) != static_cast<int>(m_s.traces.size()) + 1)
        return stray();
    if (e.atToken != parent->tokenCount() || e.sharedBlocks < 0) return stray();
    if (m_s.traces.size() >= kMostTraces || m_s.branchBytes > kMostBranchBytes) {
        return sayTooMuch("branches from number " + std::to_string(index(e.trace)) + " on");
    }
    TraceState trace = *parent;  // shares text and steps
    trace.id = e.trace;
    trace.parent = e.parent;
    trace.branchToken = e.atToken;
    trace.recomputedTokens = 0;
    trace.waitedS = 0;
    trace.readyAt = m_t;
    trace.blocks.clear();
    trace.isForked = trace.isProtected = trace.wasSpared = false;
    trace.givenTokens = trace.writtenTokens = 0;
    TraceState& child = m_s.traces.emplace_back(std::move(trace));  // `parent` may be gone now
    shareParents(child, e.sharedBlocks);
    for (BlockId block : e.blocks) give(child, block);
    m_s.branchBytes += branchBytes(child);
    noteUsage();
    log(LogKind::Branched, child.id,
        "branches from trace " + std::to_string(index(e.parent)) + " after " + plural(e.atToken, "token") +
            ", shares " + plural(e.sharedBlocks, "block"));
}

void Folder::operator()(const ThoughtSeen& e) {
    TraceState* trace = find(e.trace);
    if (!trace) return stray();
    trace->thought = e;
}

void Folder::operator()(const ProbeDone& e) {
    if (!mayLookAt(m_s.traces.size())) return stray();
    const AnswerMode mode = m_s.header.options.answers;
    for (const ProbeDone::Reply& reply : e.replies) {
        TraceState* trace = find(reply.trace);
        if (!trace || !isActive(trace->phase)) continue;
        if (reply.answer && reply.answer != trace->probed) {
            trace->probedKey = scorer::namelessKey(scorer::answerKey(*reply.answer, mode), mode);
        }
        trace->probed = reply.answer;
    }
    std::vector<scorer::ProbedAnswer> answers;
    for (const TraceState& trace : m_s.traces) {
        if (trace.phase == TracePhase::Pruned) continue;
        if (trace.answer)
            answers.push_back({trace.id, scorer::namelessKey(trace.answerKey, mode)});
        else if (isActive(trace.phase) && trace.probed)
            answers.push_back({trace.id, trace.probedKey});
    }
    m_s.probe.push(m_s.header.options.probe, answers);
    m_s.probeTokens += e.tokens;
    log(LogKind::Probed, std::nullopt, probeText(e, m_s.probe, static_cast<int>(answers.size())));
}

void Folder::operator()(const TracePreempted& e) {
    TraceState* trace = find(e.trace);
    if (!trace || !isActive(trace->phase)) return stray();
    release(*trace);
    trace->phase = TracePhase::Waiting;
    trace->waitingSince = m_t;
    m_s.kv.preemptions.push_back({m_t, m_s.kv.usedBlocks});
    log(LogKind::Waiting, trace->id,
        "preempted, waits for memory; frees " + plural(e.freedBlocks, "block") + sparingText(e.sparing));
}

void Folder::operator()(const TraceFinished& e) {
    TraceState* trace = find(e.trace);
    if (!trace || !isActive(trace->phase)) return stray();
    switch (e.reason) {
        case FinishReason::EndOfText: end(*trace, TracePhase::Finished); break;
        case FinishReason::Length:
        case FinishReason::Memory: end(*trace, TracePhase::Length); break;
        case FinishReason::Stopped:
        case FinishReason::Lost:
        case FinishReason::Probed: end(*trace, TracePhase::Stopped); break;
    }
    trace->finish = e.reason;
    setAnswer(*trace, e.answer);
    if (e.reason == FinishReason::Stopped || e.reason == FinishReason::Lost) {
        log(LogKind::Stopped, trace->id, e.reason == FinishReason::Lost ? "lost" : "stopped");
        return;
    }
    castVote(*trace, "finished", endingText(e.reason));
}

void Folder::operator()(const LimitsChanged& e) {
    if (e.kvBlocks) {
        m_s.kv.totalBlocks = std::max(*e.kvBlocks, 0);
        m_s.kv.capacities.push_back({m_t, m_s.kv.totalBlocks});
        log(LogKind::Limits, std::nullopt, "KV cache set to " + plural(*e.kvBlocks, "block"));
    }
    if (e.traces) {
        m_s.header.options.traces = *e.traces;
        log(LogKind::Limits, std::nullopt, "n set to " + std::to_string(*e.traces));
    }
}

void Folder::operator()(const Rescored& e) {
    if (!mayLookAt(m_s.vote.ballots.size())) return stray();
    m_s.scorer = e.scorer;
    for (const Rescored::Trace& scored : e.traces) rescore(find(scored.trace), scored.scores);
    log(LogKind::Rescored, std::nullopt, "every recorded step scored again by " + e.scorer.name);
    revote();
}

void Folder::rescore(TraceState* trace, const std::vector<float>& scores) {
    const bool fits = trace && scores.size() == trace->steps.size() &&
                      std::all_of(scores.begin(), scores.end(), [](float s) { return std::isfinite(s); });
    if (!fits) return stray();
    trace->scoreSum = 0;
    Grown<StepState> steps;
    for (StepState step : trace->steps) {
        step.score = scores[steps.size()];
        trace->scoreSum += static_cast<double>(step.score);
        steps.push_back(step);
    }
    trace->steps = std::move(steps);
}

void Folder::operator()(const Notice& e) {
    const LogKind kind = e.severity == Notice::Severity::Error     ? LogKind::Error
                         : e.severity == Notice::Severity::Warning ? LogKind::Warning
                                                                   : LogKind::Info;
    log(kind, std::nullopt, e.text);
}

void Folder::operator()(const RunFinished& e) {
    if (m_s.finished) return stray();
    if (e.end == RunEnd::Probe) voteOfProbe();
    regroup();
    voteOfAll();
    m_s.phase = RunPhase::Finished;
    m_s.finished = e;
    m_s.log.push_back(entryOf(e, m_t));
}

TraceState* Folder::find(TraceId id) {
    const int number = index(id);
    return number >= 1 && number <= static_cast<int>(m_s.traces.size())
               ? &m_s.traces[static_cast<std::size_t>(number) - 1]
               : nullptr;
}

void Folder::log(LogKind kind, std::optional<TraceId> trace, std::string text) {
    m_s.log.push_back({m_t, kind, trace, std::move(text)});
}

bool Folder::mayLookAt(std::size_t items) {
    m_s.overviewWork += static_cast<std::int64_t>(items) + 1;
    if (m_s.overviewWork <= kMostOverviewWork) return true;
    sayTooMuch("later probes and other scores");
    return false;
}

void Folder::sayTooMuch(const std::string& what) {
    if (!std::exchange(m_s.saidTooMuch, true))
        log(LogKind::Warning, std::nullopt, "too much for one run: " + what + " are left out");
}

void Folder::end(TraceState& trace, TracePhase phase) {
    if (trace.phase == TracePhase::Waiting) trace.waitedS += m_t - trace.waitingSince;
    trace.phase = phase;
    trace.endedAt = m_t;
    if (m_s.isHeldBack(trace)) trace.readyAt = m_t;
    release(trace);
}

void Folder::setAnswer(TraceState& trace, const std::optional<std::string>& answer) {
    trace.answer = answer;
    if (!answer) return;
    const AnswerMode mode = m_s.header.options.answers;
    trace.answerKey = scorer::answerKey(*answer, mode);
    const auto& known = m_s.header.knownAnswer;
    if (!known) return;
    // Judging takes longer than comparing, and most answers have been given before.
    const auto number = m_s.vote.numberOf.find(trace.answerKey);
    if (number != m_s.vote.numberOf.end()) {
        const auto place = static_cast<std::size_t>(m_s.vote.placeOf[static_cast<std::size_t>(number->second)]);
        const TraceState* other = find(m_s.vote.answers[place].traces.front());
        if (other && other->right && other->answerKey == trace.answerKey) {
            trace.right = other->right;
            return;
        }
    }
    trace.right = scorer::isRight(*answer, *known, mode);
}

void RunState::apply(const Event& event) {
    Folder folder(*this, event.t);
    if (event.continued) return folder.takeContinued(event.body);
    std::visit(folder, event.body);
    now = std::max(now, event.t);
}

}  // namespace app
