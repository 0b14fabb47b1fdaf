#include "app/run/run_loop.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/run/error_reason.h"
#include "app/run/log_words.h"
#include "app/run/policy_table.h"
#include "scorer/answers/answer.h"

namespace app {
namespace {

constexpr std::size_t kThinkTail = 16;  // bytes; "</think>" has 8
constexpr const char* kThinkEnd = "</think>";

/// A score that is no number would win or lose every comparison: like logits that are none it ends the run.
void requireFinite(float score, TraceId trace, int end) {
    if (std::isfinite(score)) return;
    throw std::runtime_error(
        "the scorer's score of trace " + std::to_string(index(trace)) + "'s step up to token " + std::to_string(end) +
        " is not a number: its weights do not fit this model's hidden states; choose another scorer");
}

}  // namespace

double RunLoop::now() const {
    if (m_state.phase == RunPhase::Finished) return m_state.now;
    const double at = m_state.phase == RunPhase::Paused ? m_pausedAt : m_clock();
    return at - m_startedAt - m_pausedS;
}

void RunLoop::emit(EventBody body) {
    Event event{m_state.phase == RunPhase::Empty ? 0.0 : now(), std::move(body)};
    m_state.apply(event);
    m_watch.note(m_state, std::holds_alternative<PassDone>(event.body));
    m_sink(event);
}

void RunLoop::addTraces(int upTo) {
    while (static_cast<int>(m_live.size()) < upTo) {
        const TraceId id{static_cast<int>(m_live.size()) + 1};
        m_live.emplace_back();
        m_scheduler->add(id);
        emit(TraceAdded{id});
    }
}

double RunLoop::step() {
    if (isFinished() || isPaused()) return 0;
    const double begin = m_clock();
    const std::int64_t before = m_state.generatedTokens;
    try {
        if (beginPass()) {
            const double passBegin = m_clock();
            const engine::PassResult result = m_source->pass(slices(), m_options.sampling);
            const double passS = m_source->lastPassSeconds().value_or(m_clock() - passBegin);
            endPass(result, {passS, result.scores.empty() ? 0.0 : m_source->lastScorerSeconds()});
        }
    } catch (const std::exception& error) {
        finishRun(RunEnd::Failed, reasonOf(error));
    }
    const double pace = m_state.pace;
    if (isFinished() || pace <= 0 || m_state.generatedTokens == before) return 0;
    return std::max(0.0, begin + 1.0 / pace - m_clock());
}

bool RunLoop::beginPass() {
    m_pending = {};
    if (isFinished() || isPaused()) return false;
    takeEnded();
    if (isFinished() || isPaused()) return false;
    if (m_state.countActive() == 0) {
        finishRun(RunEnd::Done);
        return false;
    }
    setAdmission();
    m_pending.plan = planWithRelief();
    if (isPaused()) return false;
    if (m_pending.plan.slices.empty()) {
        m_relieves = false;
        applyPolicy();  // the last running trace may have ended while memory was freed: the next one may start now
        setAdmission();
        // No trace runs, and the first in the queue still does not fit: memory is too small for that trace.
        if (!m_scheduler->waiting().empty() && m_scheduler->plan().slices.empty()) {
            emit(Notice{Notice::Severity::Warning, "trace " + std::to_string(index(m_scheduler->waiting().front())) +
                                                       " ended: it needs more KV cache than there is"});
            finishTrace(m_scheduler->waiting().front(), FinishReason::Memory);
        }
        pauseIfDue();
        return false;
    }
    m_relieves = false;
    m_source->awaitTokens(m_pending.plan);
    if (m_pending.plan.slices.empty()) return false;
    const std::vector<engine::Granted> granted = m_scheduler->commit(m_pending.plan);
    applyGrants(m_pending.plan, granted, m_pending.pass);
    fillSlices(m_pending);
    return true;
}

void RunLoop::endPass(const engine::PassResult& result, const PassTimes& times) {
    addPassTimes(times);
    const Pending pending = std::exchange(m_pending, {});
    takeResults(pending.plan, result, pending.pass);
    applyPolicy();
    if (m_state.countActive() == 0) return finishRun(RunEnd::Done);
    if (const auto end = findEarlyEnd()) return finishRun(*end);
    pauseIfDue();
}

/// Traces that ended between two passes, as those on a server do. What ended several of them is said once.
void RunLoop::takeEnded() {
    for (Notice& notice : m_source->takeNotices()) emit(std::move(notice));
    const std::vector<PassSource::Ended> ended = m_source->takeEnded();
    if (ended.empty()) return;
    std::map<std::string, std::vector<TraceId>> lost;
    for (const PassSource::Ended& each : ended) {
        if (each.reason == FinishReason::Lost) lost[each.why].push_back(each.trace);
    }
    for (const auto& [why, traces] : lost) emit(Notice{Notice::Severity::Warning, lostText(traces, why)});
    for (const PassSource::Ended& each : ended) finishTrace(each.trace, each.reason);
    applyPolicy();
    if (isFinished()) return;
    const auto& all = m_state.traces;
    if (std::ranges::all_of(all, [](const TraceState& trace) { return trace.finish == FinishReason::Lost; }))
        return finishRun(RunEnd::Failed, "every trace was lost: " + lost.begin()->first);
    if (m_state.countActive() == 0) return finishRun(RunEnd::Done);
    if (const auto end = findEarlyEnd()) return finishRun(*end);
    pauseIfDue();
}

engine::Plan RunLoop::planWithRelief() {
    engine::Plan plan = m_scheduler->plan();
    if (plan.shortage && !std::exchange(m_relieves, true)) {
        emit(Saturated{plan.shortage->neededBlocks, plan.shortage->freeBlocks,
                       static_cast<int>(m_scheduler->running().size())});
    }
    pauseIfDue();
    while (plan.shortage && !isPaused() && relieve()) {
        plan = m_scheduler->plan();
        pauseIfDue();
    }
    return plan.shortage ? engine::Plan{} : plan;
}

/// One running trace is pruned or preempted; false if none can be.
bool RunLoop::relieve() {
    const auto running = m_scheduler->running();
    if (running.empty()) return false;
    const auto relief = scorer::chooseRelief(policyRules(m_options), viewsOfRunning());
    if (!relief) {
        emit(Notice{Notice::Severity::Warning,
                    "trace " + std::to_string(index(running.front())) + " ended: it alone fills the KV cache"});
        finishTrace(running.front(), FinishReason::Memory);
        return true;
    }
    const Sparing sparing{relief->spared, relief->allProtected};
    if (relief->kind == scorer::ReliefKind::Prune) {
        prune(relief->trace, PruneCause::Memory, std::nullopt, std::nullopt, sparing);
    } else {
        emit(TracePreempted{relief->trace, m_scheduler->preempt(relief->trace), sparing});
    }
    return true;
}

void RunLoop::applyGrants(const engine::Plan& plan, const std::vector<engine::Granted>& granted, PassDone& pass) {
    for (std::size_t i = 0; i < granted.size(); ++i) {
        const engine::Granted& g = granted[i];
        if (g.copyFrom) copyBlock(*g.copyFrom, g.blocks.front());
        if (g.trace == engine::kPromptTrace) {
            if (!g.blocks.empty()) emit(PromptBlocks{g.blocks});
        } else if (g.admitted) {
            const TraceState& trace = *m_state.findTrace(g.trace);
            const double waited = trace.phase == TracePhase::Waiting ? now() - trace.waitingSince : 0.0;
            emit(TraceAdmitted{g.trace, g.blocks, g.recomputedTokens, waited, g.sharedBlocks});
        } else {
            for (BlockId block : g.blocks) pass.granted.push_back({g.trace, block});
        }
    }
    pass.prefillTokens = plan.prefillTokens;
}

/// Its last token is a boundary that has not been scored yet.
bool RunLoop::endsStep(const engine::PlannedSlice& slice) const {
    if (slice.trace == engine::kPromptTrace) return false;
    const std::deque<int>& ends = live(slice.trace).unscoredEnds;
    return !ends.empty() && ends.front() == slice.firstPosition + slice.tokenCount - m_scheduler->promptTokens();
}

bool RunLoop::wantsHidden(const engine::PlannedSlice& slice) const {
    if (endsStep(slice)) return true;
    return gathersThoughts() && slice.trace != engine::kPromptTrace && slice.reachesEnd &&
           m_state.findTrace(slice.trace)->tokenCount() > 0;
}

void RunLoop::fillSlices(Pending& pending) const {
    pending.slices.reserve(pending.plan.slices.size());
    if (m_firstBlock != 0) {
        std::size_t blocks = 0;
        for (const engine::PlannedSlice& s : pending.plan.slices) blocks += m_scheduler->blocks(s.trace).size();
        pending.tables.reserve(blocks);  // slices look into it: it must not move
    }
    for (const engine::PlannedSlice& s : pending.plan.slices) {
        engine::Slice slice;
        slice.tokens = m_scheduler->tokens(s.trace).subspan(static_cast<std::size_t>(s.firstPosition),
                                                            static_cast<std::size_t>(s.tokenCount));
        slice.firstPosition = s.firstPosition;
        slice.blocks = m_scheduler->blocks(s.trace);
        if (m_firstBlock != 0) {
            const std::size_t begin = pending.tables.size();
            for (BlockId block : slice.blocks) pending.tables.push_back(BlockId{index(block) + m_firstBlock});
            slice.blocks = std::span<const BlockId>(pending.tables).subspan(begin);
        }
        if (s.reachesEnd) {
            slice.sample =
                engine::SampleKey{live(s.trace).drawsAs.value_or(s.trace), m_state.findTrace(s.trace)->tokenCount()};
        }
        slice.gatherHidden = wantsHidden(s);
        pending.slices.push_back(slice);
    }
}

void RunLoop::copyBlock(BlockId from, BlockId to) {
    m_source->copyBlock(BlockId{index(from) + m_firstBlock}, BlockId{index(to) + m_firstBlock});
}

void RunLoop::addPassTimes(const PassTimes& times) {
    m_pending.pass.passS = times.passS;
    m_pending.pass.scorerS = times.scorerS;
    int rows = 0;
    for (const engine::PlannedSlice& s : m_pending.plan.slices) rows += s.tokenCount;
    const double prefillShare = static_cast<double>(m_pending.plan.prefillTokens) / rows;
    m_prefillS += times.passS * prefillShare;
    m_decodeS += times.passS * (1.0 - prefillShare);
}

StepEnds RunLoop::stepEnds(TraceId trace) const {
    const KeptRows& rows = live(trace).rows;
    return {{rows.ends().begin(), rows.ends().end()}, rows.values()};
}

void RunLoop::takeResults(const engine::Plan& plan, const engine::PassResult& result, PassDone pass) {
    std::vector<GatheredRow> gathered;
    std::vector<std::pair<TraceId, TokenReading>> drawn;
    std::size_t next = 0;
    for (const engine::PlannedSlice& s : plan.slices) {
        m_scheduler->advance(s.trace, s.tokenCount);
        if (wantsHidden(s)) gathered.push_back({s.trace, endsStep(s), s.reachesEnd});
        if (!s.reachesEnd) continue;
        const engine::Sampled& sampled = result.sampled.at(next++);
        m_scheduler->append(s.trace, sampled.token);
        live(s.trace).past.push_back({sampled.token, sampled.logProbability, sampled.confidence});
        TokenReading reading = m_source->read(s.trace, m_state.findTrace(s.trace)->tokenCount(), sampled.token);
        pass.tokens.push_back({s.trace, sampled.token, reading.text, sampled.logProbability, sampled.confidence});
        drawn.emplace_back(s.trace, std::move(reading));
    }
    emit(std::move(pass));
    takeRows(gathered, result);
    for (const auto& [trace, reading] : drawn) {
        if (isActive(m_state.findTrace(trace)->phase)) noteToken(trace, reading);
    }
}

/// Hidden rows of this pass: steps are scored, thoughts go on or end.
void RunLoop::takeRows(const std::vector<GatheredRow>& gathered, const engine::PassResult& result) {
    // A recording has the scores alone.
    const auto width = result.hidden.empty() ? 0 : static_cast<std::size_t>(m_state.header.model.hiddenSize);
    for (std::size_t i = 0; i < gathered.size(); ++i) {
        const GatheredRow& row = gathered[i];
        if (!isActive(m_state.findTrace(row.trace)->phase)) continue;  // pruned for the thought of an earlier row
        LiveTrace& trace = live(row.trace);
        const auto values = std::span(result.hidden).subspan(i * width, width);
        // Of given tokens only the ends of steps have rows: they are no thought.
        const bool isThought = gathersThoughts() && row.reachesEnd;
        if (isThought && width > 0) trace.thought.add(values);
        if (!row.endsStep) continue;
        const int end = trace.unscoredEnds.front();
        trace.unscoredEnds.pop_front();
        if (m_keepRows) trace.rows.add(end, values);
        const int thoughtTokens = isThought ? trace.thought.tokens() : 0;
        std::vector<float> thought = isThought ? trace.thought.take() : std::vector<float>();
        if (m_rowSink) {
            const TokenId token = trace.past[static_cast<std::size_t>(end) - 1].token;
            m_rowSink({row.trace, end, token, values, thoughtTokens, thought});
        }
        if (!result.scores.empty() && !m_source->lacksScore(row.trace, end)) {
            requireFinite(result.scores[i], row.trace, end);
            emit(StepScored{row.trace, end, result.scores[i]});
        } else {
            emit(StepEnded{row.trace, end});
        }
        if (isThought && policyRow(m_options.policy).comparesThoughts)
            takeThought(row.trace, end, std::move(thought), thoughtTokens);
    }
}

/// A token was drawn: is it a boundary, the end of the text, the last one allowed?
void RunLoop::noteToken(TraceId id, const TokenReading& reading) {
    LiveTrace& trace = live(id);
    if (reading.endsText) return finishTrace(id, FinishReason::EndOfText);
    if (m_state.findTrace(id)->tokenCount() >= m_maxTokens) return finishTrace(id, FinishReason::Length);
    if (readsBoundary(trace, reading)) trace.unscoredEnds.push_back(m_state.findTrace(id)->tokenCount());
}

/// The token ends a step that is to be scored. Called once for each token of a text, in order.
bool RunLoop::readsBoundary(LiveTrace& trace, const TokenReading& reading) const {
    trace.afterThink = trace.afterThink || endsThinking(trace, reading);
    return reading.isBoundary && (m_options.scoreAfterThink || !trace.afterThink);
}

/// By its id if the end of thinking is one token, because a special token does not show in the text; else by the text.
bool RunLoop::endsThinking(LiveTrace& trace, const TokenReading& reading) const {
    if (reading.endsThinking) return true;
    trace.tail += reading.text;
    const bool found = trace.tail.find(kThinkEnd) != std::string::npos;
    if (trace.tail.size() > kThinkTail) trace.tail.erase(0, trace.tail.size() - kThinkTail);
    return found;
}

void RunLoop::finishTrace(TraceId id, FinishReason reason) {
    m_source->forget(id);
    const int freed = m_scheduler->remove(id);
    const TraceState& trace = *m_state.findTrace(id);
    std::optional<std::string> answer;
    if (reason == FinishReason::Probed)
        answer = trace.probed;
    else if (reason != FinishReason::Stopped && reason != FinishReason::Lost)
        answer = scorer::findBoxedAnswer(trace.text.str());
    emit(TraceFinished{id, reason, std::move(answer), freed});
}

void RunLoop::prune(TraceId id, PruneCause cause, std::optional<TraceId> other, std::optional<double> value,
                    const Sparing& sparing) {
    const int among = static_cast<int>(m_scheduler->running().size());
    const auto score = m_state.findTrace(id)->score();
    m_source->forget(id);
    emit(TracePruned{id, score, among, m_scheduler->remove(id), cause, other, value, sparing});
}

void RunLoop::finishRun(RunEnd end, const std::string& message) {
    if (isFinished()) return;
    if (isPaused()) resume();
    for (std::size_t i = 0; i < m_state.traces.size(); ++i) {
        const TraceState& trace = m_state.traces[i];
        if (isActive(trace.phase))
            finishTrace(trace.id, end == RunEnd::Probe && trace.probed ? FinishReason::Probed : FinishReason::Stopped);
    }
    noteIntegrity();
    emit(RunFinished{end, message, m_prefillS, m_decodeS, m_state.scorerS});
}

void RunLoop::noteIntegrity() {
    try {
        checkIntegrity();
    } catch (const std::logic_error& error) {
        emit(Notice{Notice::Severity::Error,
                    std::string("the KV blocks do not add up, please report it: ") + error.what()});
    }
}

void RunLoop::checkIntegrity() const {
    m_scheduler->checkIntegrity();
}

}  // namespace app
