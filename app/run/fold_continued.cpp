// What would have been, in the fold: traces that the run cut go on in copies. The run's own traces, clock, memory and
// vote stay as they were.
#include <algorithm>
#include <limits>

#include "app/run/fold.h"

namespace app {

void Folder::takeContinued(const EventBody& body) {
    if (const auto* e = std::get_if<TracesContinued>(&body)) return beginContinued(*e);
    if (!m_s.wouldHave) return stray();
    if (const auto* e = std::get_if<PassDone>(&body)) {
        for (const TokenOut& token : e->tokens) {
            TraceState* trace = findContinued(token.trace);
            const bool fits =
                trace && trace->text.size() + token.text.size() <= std::numeric_limits<std::uint32_t>::max();
            if (!fits || !isActive(trace->phase)) {
                stray();
                continue;
            }
            addToken(*trace, token);
            ++m_s.wouldHave->tokens;
        }
        m_s.wouldHave->passS += e->passS;
    } else if (std::holds_alternative<StepEnded>(body)) {
        return;  // without a score it decides nothing
    } else if (const auto* score = std::get_if<StepScored>(&body)) {
        TraceState* trace = findContinued(score->trace);
        trace ? addStep(*trace, *score) : stray();
    } else if (const auto* rescored = std::get_if<Rescored>(&body)) {
        if (!mayLookAt(m_s.wouldHave->traces.size())) return stray();
        for (const Rescored::Trace& scored : rescored->traces) rescore(findContinued(scored.trace), scored.scores);
    } else if (const auto* finished = std::get_if<TraceFinished>(&body)) {
        TraceState* trace = findContinued(finished->trace);
        if (!trace || !isActive(trace->phase)) return stray();
        switch (finished->reason) {
            case FinishReason::EndOfText: trace->phase = TracePhase::Finished; break;
            case FinishReason::Length:
            case FinishReason::Memory: trace->phase = TracePhase::Length; break;
            case FinishReason::Stopped:
            case FinishReason::Lost:
            case FinishReason::Probed: trace->phase = TracePhase::Stopped; break;
        }
        trace->finish = finished->reason;
        setAnswer(*trace, finished->answer);
    } else if (std::holds_alternative<RunFinished>(body)) {
        m_s.wouldHave->finished = true;
    } else {
        stray();
    }
}

/// Traces that went on before and were stopped go on from there.
void Folder::beginContinued(const TracesContinued& e) {
    if (!m_s.wouldHave) m_s.wouldHave.emplace();
    WouldHave& would = *m_s.wouldHave;
    would.finished = false;
    for (TraceId id : e.traces) {
        const TraceState* cut = find(id);
        if (!cut || !RunState::isCut(*cut)) {
            stray();
            continue;
        }
        TraceState* trace = findContinued(id);
        if (!trace) {
            const auto place = std::lower_bound(would.traces.begin(), would.traces.end(), id,
                                                [](const TraceState& t, TraceId wanted) { return t.id < wanted; });
            trace = &*would.traces.insert(place, *cut);
        }
        trace->phase = TracePhase::Running;
        trace->blocks.clear();
        trace->finish.reset();
        trace->answer.reset();
        trace->answerKey.clear();
        trace->right.reset();
    }
}

TraceState* Folder::findContinued(TraceId id) {
    return m_s.wouldHave ? const_cast<TraceState*>(m_s.wouldHave->find(id)) : nullptr;
}

}  // namespace app
