#include "app/run/recorded_traces.h"

#include <algorithm>
#include <string>

#include "app/run/usage_error.h"
#include "engine/files/printable.h"

namespace app {
namespace {

constexpr std::size_t kMostTokens = std::size_t{1} << 26;  // of all traces together: a recording is input

class Collector {
public:
    std::vector<RecordedTrace> traces;

    void operator()(const TraceAdded& e) { addAs(e.trace, {}); }
    void operator()(const TraceBranched& e) {
        if (const RecordedTrace* parent = find(e.parent)) addAs(e.trace, parent->upTo(e.atToken));
    }
    void operator()(const TraceForked& e) {
        const RecordedTrace* parent = e.parent ? find(*e.parent) : nullptr;
        RecordedTrace trace = parent ? parent->upTo(e.atToken) : RecordedTrace{};
        trace.tokens.insert(trace.tokens.end(), e.given.begin(), e.given.end());
        trace.handFrom = e.handFrom;
        addAs(e.trace, std::move(trace));
    }
    void operator()(const PassDone& e) {
        for (const TokenOut& token : e.tokens) {
            RecordedTrace* trace = find(token.trace);
            if (!trace) continue;
            trace->tokens.push_back({token.token, token.text, token.logProbability, token.confidence});
            count(1);
        }
    }
    void operator()(const StepScored& e) {
        RecordedTrace* trace = find(e.trace);
        if (trace && (trace->scored.empty() || trace->scored.back().first < e.end))
            trace->scored.emplace_back(e.end, e.score);
    }
    void operator()(const Rescored& e) {
        for (const Rescored::Trace& again : e.traces) {
            RecordedTrace* trace = find(again.trace);
            if (!trace || trace->scored.size() != again.scores.size()) continue;
            for (std::size_t i = 0; i < again.scores.size(); ++i) trace->scored[i].second = again.scores[i];
        }
    }
    template <typename T>
    void operator()(const T&) {}

private:
    RecordedTrace* find(TraceId id) {
        const int number = index(id);
        return number >= 1 && number <= static_cast<int>(traces.size()) ? &traces[static_cast<std::size_t>(number) - 1]
                                                                        : nullptr;
    }
    void addAs(TraceId id, RecordedTrace trace) {
        if (index(id) != static_cast<int>(traces.size()) + 1) return;
        count(trace.tokens.size());
        traces.push_back(std::move(trace));
    }
    void count(std::size_t tokens) {
        m_tokens += tokens;
        if (m_tokens > kMostTokens) throw UsageError("the recording's traces have too many tokens to go on from");
    }

    std::size_t m_tokens = 0;
};

}  // namespace

RecordedTrace RecordedTrace::upTo(int count) const {
    const int most = std::clamp(count, 0, static_cast<int>(tokens.size()));
    RecordedTrace past;
    past.tokens.assign(tokens.begin(), tokens.begin() + most);
    for (const auto& step : scored) {
        if (step.first <= most) past.scored.push_back(step);
    }
    if (handFrom && *handFrom < most) past.handFrom = handFrom;
    return past;
}

std::vector<RecordedTrace> recordedTraces(const EventLog& events) {
    Collector collector;
    for (std::size_t i = 0; i < events.size(); ++i) std::visit(collector, events[i].body);
    return std::move(collector.traces);
}

void requireLocal(const RunStarted& header, const std::string& what) {
    if (!header.server) return;
    throw UsageError("the model of this run was on a server (" + engine::printable(header.server->address, 200) +
                     "), so the run cannot be " + what);
}

void requireSameModel(const ModelInfo& recorded, const ModelInfo& loaded) {
    if (recorded.sha256 == loaded.sha256) return;
    throw UsageError("the run was made by " + recorded.name + ", and the loaded model is " + loaded.name +
                     (recorded.name == loaded.name ? " in another version" : "") + "; load the run's own (--model)");
}

GivenStart recordedStart(const EventLog& events, TraceId id, int atToken) {
    const std::vector<RecordedTrace> traces = recordedTraces(events);
    const std::string name = "trace " + std::to_string(index(id));
    if (index(id) < 1 || index(id) > static_cast<int>(traces.size()))
        throw UsageError("there is no " + name + " in the recording");
    const RecordedTrace& trace = traces[static_cast<std::size_t>(index(id)) - 1];
    if (atToken < 0 || atToken > static_cast<int>(trace.tokens.size()))
        throw UsageError(name + " has " + std::to_string(trace.tokens.size()) + " tokens, not " +
                         std::to_string(atToken));
    RecordedTrace past = trace.upTo(atToken);
    const EventBody first = events[0].body;
    GivenStart start{.tokens = std::move(past.tokens), .handFrom = past.handFrom};
    start.earlierTrace = index(id);
    if (const auto* header = std::get_if<RunStarted>(&first)) start.model = header->model;
    return start;
}

}  // namespace app
