#include "app/run/continuation.h"

#include <algorithm>
#include <utility>

#include "app/run/reference_run.h"
#include "app/run/units.h"

namespace app {
namespace {

/// As the run's, but that nothing cuts a trace: whoever finds no memory waits.
RunOptions optionsFor(const ModelSession& session, const ContinuationPlan& plan) {
    RunOptions options = referenceOptions(plan.header.options);
    options.victim = VictimRule::LowestScore;
    options.traces = static_cast<int>(plan.traces.size());
    options.pace = 0;
    options.kvCacheMib.reset();
    // As much memory as they can fill, as far as there is so much.
    const int prompt = plan.header.promptTokens;
    const int longest = std::min(options.maxTokens, session.info().contextTokens);
    const double blocks = std::min<double>(
        kvBlocksFor(session.memory(), options),
        blocksToStart(prompt, 0) + static_cast<double>(options.traces) * (engine::blocksFor(longest) + 2.0));
    options.kvCacheMib = blocks * static_cast<double>(blockBytesFor(session.memory(), options.kvType)) / kMib;
    return options;
}

std::vector<GivenStart> startsOf(const ContinuationPlan& plan) {
    std::vector<GivenStart> starts;
    for (const ContinuationPlan::Cut& cut : plan.traces) {
        GivenStart start{.tokens = cut.past.tokens, .handFrom = cut.past.handFrom};
        start.drawsAs = cut.trace;
        start.scored = cut.past.scored;
        starts.push_back(std::move(start));
    }
    return starts;
}

}  // namespace

ContinuationPlan planContinuation(const EventLog& events) {
    RunState state;
    for (std::size_t i = 0; i < events.size(); ++i) state.apply(events[i]);
    if (state.phase == RunPhase::Empty) throw UsageError("the recording has no run");
    std::vector<RecordedTrace> traces = recordedTraces(events);
    ContinuationPlan plan{std::get<RunStarted>(events[0].body), {}};
    for (const TraceState& trace : state.traces) {
        const TraceState* would = state.wouldHave ? state.wouldHave->find(trace.id) : nullptr;
        if (!RunState::isCut(would ? *would : trace)) continue;
        const auto i = static_cast<std::size_t>(index(trace.id)) - 1;
        if (i < traces.size()) plan.traces.push_back({trace.id, std::move(traces[i])});
    }
    return plan;
}

Continuation::Continuation(ModelSession& session, const ContinuationPlan& plan, RunLoop::Sink sink)
    : m_sink(std::move(sink)) {
    requireLocal(plan.header, "finished here");
    if (plan.traces.empty()) throw UsageError("every trace of the run has reached its end; there is nothing to finish");
    requireSameModel(plan.header.model, session.info());
    for (const ContinuationPlan::Cut& cut : plan.traces) m_traces.push_back(cut.trace);
    RunRequest request{plan.header.problem, plan.header.knownAnswer, optionsFor(session, plan)};
    request.given = startsOf(plan);
    m_run = std::make_unique<RunLoop>(session, std::move(request), [this](const Event& event) { take(event); });
    m_begun = true;
    m_sink({0, TracesContinued{m_traces}, true});
}

std::string Continuation::failure() const {
    const auto& finished = m_run->state().finished;
    return finished && finished->end == RunEnd::Failed ? finished->message : std::string();
}

/// What concerns the traces' texts, under their own numbers; the memory that they take here is no part of the run.
void Continuation::take(const Event& event) {
    if (!m_begun) return;
    Event marked{event.t, event.body, true};
    if (auto* pass = std::get_if<PassDone>(&marked.body)) {
        pass->granted.clear();
        for (TokenOut& token : pass->tokens) token.trace = original(token.trace);
    } else if (auto* score = std::get_if<StepScored>(&marked.body)) {
        score->trace = original(score->trace);
    } else if (auto* finished = std::get_if<TraceFinished>(&marked.body)) {
        if (finished->reason == FinishReason::Stopped) return;  // it has not ended: it may go on another time
        finished->trace = original(finished->trace);
        finished->freedBlocks = 0;
    } else if (!std::holds_alternative<RunFinished>(marked.body)) {
        return;
    }
    m_sink(marked);
}

}  // namespace app
