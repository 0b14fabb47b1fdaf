#include "app/run/steering.h"

#include <optional>
#include <utility>

#include "app/run/recorded_traces.h"

namespace app {
namespace {

using Kind = SteerAction::Kind;

/// The action behind an event that only a person brings about.
std::optional<SteerAction> actionOf(const EventBody& body) {
    if (const auto* e = std::get_if<TraceProtected>(&body))
        return SteerAction{.kind = e->on ? Kind::Protect : Kind::Unprotect, .trace = e->trace};
    if (const auto* e = std::get_if<TracePruned>(&body); e && e->cause == PruneCause::Hand)
        return SteerAction{.kind = Kind::Prune, .trace = e->trace};
    if (const auto* e = std::get_if<TraceForked>(&body); e && e->parent) {
        SteerAction fork{.kind = Kind::Fork, .trace = *e->parent, .atToken = e->atToken};
        fork.given.tokens = e->given;
        fork.given.written = e->written;
        return fork;
    }
    if (const auto* e = std::get_if<LimitsChanged>(&body)) {
        if (e->kvBlocks) return SteerAction{.kind = Kind::KvBlocks, .value = static_cast<double>(*e->kvBlocks)};
        if (e->traces) return SteerAction{.kind = Kind::Traces, .value = static_cast<double>(*e->traces)};
    }
    if (const auto* e = std::get_if<PaceChanged>(&body))
        return SteerAction{.kind = Kind::Pace, .value = e->tokensPerSecond};
    if (std::holds_alternative<Paused>(body)) return SteerAction{.kind = Kind::Pause};
    if (std::holds_alternative<Resumed>(body)) return SteerAction{.kind = Kind::Resume};
    return std::nullopt;
}

bool isStopOfTrace(const EventBody& body) {
    const auto* finished = std::get_if<TraceFinished>(&body);
    return finished && finished->reason == FinishReason::Stopped;
}

}  // namespace

void steer(RunLoop& run, const SteerAction& action) {
    switch (action.kind) {
        case Kind::Protect: return run.setProtected(action.trace, true);
        case Kind::Unprotect: return run.setProtected(action.trace, false);
        case Kind::Prune: return run.pruneByHand(action.trace);
        case Kind::Fork: return (void)run.fork(action.trace, action.atToken, action.given);
        case Kind::Traces: return run.setTraces(static_cast<int>(action.value));
        case Kind::KvBlocks: return run.setKvBlocks(static_cast<int>(action.value));
        case Kind::KvMib: return run.setKvCache(action.value);
        case Kind::Pace: return run.setPace(action.value);
        case Kind::Pause: return run.pause();
        case Kind::Resume: return run.resume();
        case Kind::Stop: return run.stop();
    }
}

std::vector<SteeredAt> steeringOf(const EventLog& events) {
    std::vector<SteeredAt> actions;
    std::size_t stopAt = 0;  // behind the last event that is no trace being stopped
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Event event = events[i];
        if (event.continued) break;
        const EventBody& body = event.body;
        if (std::holds_alternative<Rescored>(body))
            throw UsageError("the scorer was changed during this run; it cannot be run again from its events");
        if (auto action = actionOf(body)) actions.push_back({i, std::move(*action)});
        if (const auto* finished = std::get_if<RunFinished>(&body)) {
            if (finished->end == RunEnd::Stopped) actions.push_back({stopAt, {.kind = Kind::Stop}});
            break;  // what follows is no part of the run
        }
        if (!isStopOfTrace(body)) stopAt = i + 1;
    }
    return actions;
}

RunRequest requestOf(const EventLog& events) {
    RunRequest request;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const EventBody body = events[i].body;
        if (const auto* header = std::get_if<RunStarted>(&body)) {
            request.problem = header->problem;
            request.knownAnswer = header->knownAnswer;
            request.options = header->options;
        } else if (const auto* lane = std::get_if<TraceForked>(&body); lane && !lane->parent) {
            GivenStart given{.tokens = lane->given, .written = lane->written};
            if (lane->written == 0 || lane->handFrom != static_cast<int>(lane->given.size()) - lane->written)
                given.handFrom = lane->handFrom;
            given.earlierTrace = lane->earlierTrace;
            request.given.push_back(std::move(given));
        } else if (std::holds_alternative<PassDone>(body)) {
            break;
        }
    }
    if (request.problem.empty()) throw UsageError("the recording has no run");
    return request;
}

void rerun(ModelSession& session, const EventLog& recorded, const RunLoop::Sink& sink,
           const std::function<bool(const RunLoop&)>& between) {
    const std::vector<SteeredAt> actions = steeringOf(recorded);
    RunRequest request = requestOf(recorded);
    const Event first = recorded[0];
    requireLocal(std::get<RunStarted>(first.body), "run again from its recording; start a new one with run --server");
    if (const auto* header = std::get_if<RunStarted>(&first.body)) requireSameModel(header->model, session.info());
    std::size_t emitted = 0;
    RunLoop run(session, std::move(request), [&](const Event& event) {
        ++emitted;
        sink(event);
    });
    auto next = actions.begin();
    while (!run.isFinished()) {
        if (between && !between(run)) return run.stop();
        while (next != actions.end() && next->event <= emitted && !run.isFinished()) steer(run, (next++)->action);
        if (run.isPaused()) run.resume();  // the recording ends in a pause
        (void)run.step();
    }
}

}  // namespace app
