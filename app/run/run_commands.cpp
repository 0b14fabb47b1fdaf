// What may be asked of a run under way: pause, stop, pace, n, KV cache, another scorer.
#include <algorithm>
#include <cmath>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/run_loop.h"
#include "app/run/units.h"

namespace app {

void RunLoop::pause() {
    if (isFinished() || isPaused()) return;
    m_pausedAt = m_clock();
    emit(Paused{});
}

void RunLoop::pauseIfDue() {
    const auto cause = m_watch.take();
    if (!cause || isFinished() || isPaused()) return;
    m_pausedAt = m_clock();
    emit(Paused{*cause});
}

void RunLoop::goOnUntil(const PausePoints& points) {
    if (!isPaused()) return;
    resume();
    m_watch.setOnce(points);
}

void RunLoop::resume() {
    m_watch.setOnce({});  // also where the run goes on until a moment already
    if (!isPaused()) return;
    emit(Resumed{});
    m_pausedS += m_clock() - m_pausedAt;
}

void RunLoop::stop() {
    finishRun(RunEnd::Stopped);
}

void RunLoop::setPace(double tokensPerSecond) {
    if (isFinished()) return;
    emit(PaceChanged{std::max(0.0, tokensPerSecond)});
}

void RunLoop::setTraces(int traces) {
    if (isFinished() || policyRow(m_options.policy).oneTrace || traces < 1 || traces == m_state.header.options.traces)
        return;
    // n is how many reason at once: those that have ended do not count.
    const int more = traces - m_state.header.options.traces;
    int excess = m_state.countActive() - traces;
    emit(LimitsChanged{std::nullopt, traces});
    if (more > 0) addTraces(static_cast<int>(m_live.size()) + std::clamp(-excess, 0, more));
    while (more < 0 && excess-- > 0 && m_state.countActive() > 1) stopOne();
}

/// The last waiting trace, else the lowest in the policy's order; protected ones only where there are no others.
void RunLoop::stopOne() {
    const auto& waiting = m_scheduler->waiting();
    const auto open = std::find_if(waiting.rbegin(), waiting.rend(),
                                   [this](TraceId id) { return !m_state.findTrace(id)->isProtected; });
    const auto relief = scorer::chooseRelief(policyRules(m_options), viewsOfRunning());
    const bool runningIsOpen = relief && !relief->allProtected;
    if (open != waiting.rend()) return finishTrace(*open, FinishReason::Stopped);
    if (!runningIsOpen && !waiting.empty()) return finishTrace(waiting.back(), FinishReason::Stopped);
    finishTrace(relief ? relief->trace : m_scheduler->running().front(), FinishReason::Stopped);
}

void RunLoop::setKvCache(double mib) {
    if (m_state.header.model.blockBytes == 0) return;  // a server does not say how large its blocks are
    setKvBlocks(blocksIn(mib * kMib, m_state.header.model.blockBytes));
}

void RunLoop::setKvBlocks(int wanted) {
    if (isFinished()) return;
    const int least = m_scheduler->promptBlocks() + m_scheduler->blocksToStart();
    const int blocks = std::clamp(wanted, std::min(least, m_pool->capacity()), m_pool->capacity());
    if (blocks == m_pool->limit()) return;
    m_pool->setLimit(blocks);
    emit(LimitsChanged{blocks, std::nullopt});
}

void RunLoop::rescore() {
    if (!m_keepRows || !m_source->model() || !session().scorer()) return;
    Rescored event;
    event.scorer = *session().scorer();
    for (std::size_t i = 0; i < m_live.size(); ++i) {
        const LiveTrace& trace = m_live[i];
        if (trace.rows.isEmpty()) continue;
        std::vector<float> scores = session().transformer().scoreRows(trace.rows.values());
        if (!std::all_of(scores.begin(), scores.end(), [](float score) { return std::isfinite(score); })) {
            throw UsageError(event.scorer.name +
                             ": its scores of this run's steps are not numbers; the scores before stay");
        }
        event.traces.push_back({m_state.traces[i].id, std::move(scores)});
    }
    for (const Rescored::Trace& scored : event.traces) {
        const std::span<const int> ends = live(scored.trace).rows.ends();
        // A run without a scorer has no steps in its log so far.
        for (std::size_t k = m_state.findTrace(scored.trace)->steps.size(); k < ends.size(); ++k) {
            emit(StepScored{scored.trace, ends[k], scored.scores[k]});
        }
    }
    emit(std::move(event));
}

}  // namespace app
