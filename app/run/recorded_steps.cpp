#include "app/run/recorded_steps.h"

#include <algorithm>

#include "app/run/usage_error.h"

namespace app {
namespace {

constexpr std::size_t kMostTokens = std::size_t{1} << 26;  // of all traces together: a recording is input

class Collector {
public:
    explicit Collector(RecordedSteps& all) : m_all(all) {}
    bool isContinued = false;

    void operator()(const RunStarted& e) { m_all.header = e; }
    void operator()(const TraceAdded& e) { add(e.trace, {}); }
    void operator()(const TraceBranched& e) {
        if (const auto* parent = find(e.parent)) add(e.trace, beginningOf(*parent, e.atToken));
    }
    void operator()(const TraceForked& e) {
        const RecordedSteps::Trace* parent = e.parent ? find(*e.parent) : nullptr;
        RecordedSteps::Trace trace = parent ? beginningOf(*parent, e.atToken) : RecordedSteps::Trace{};
        for (const TokenGiven& token : e.given) trace.tokens.push_back(token.token);
        add(e.trace, std::move(trace));
    }
    void operator()(const PassDone& e) {
        for (const TokenOut& token : e.tokens) {
            if (RecordedSteps::Trace* trace = find(token.trace)) trace->tokens.push_back(token.token);
        }
        count(e.tokens.size());
    }
    void operator()(const StepScored& e) { end(e.trace, e.end, true); }
    void operator()(const StepEnded& e) { end(e.trace, e.end, false); }
    template <typename T>
    void operator()(const T&) {}

private:
    RecordedSteps::Trace* find(TraceId id) {
        const auto at = static_cast<std::size_t>(index(id)) - 1;
        return at < m_all.traces.size() ? &m_all.traces[at] : nullptr;
    }
    static RecordedSteps::Trace beginningOf(const RecordedSteps::Trace& parent, int tokens) {
        RecordedSteps::Trace trace;
        const auto count = std::min(static_cast<std::size_t>(std::max(0, tokens)), parent.tokens.size());
        trace.tokens.assign(parent.tokens.begin(), parent.tokens.begin() + static_cast<std::ptrdiff_t>(count));
        for (const RecordedSteps::Step& step : parent.steps) {
            if (step.end <= tokens) trace.steps.push_back(step);
        }
        trace.ofTheRun = trace.steps.size();
        return trace;
    }
    void add(TraceId id, RecordedSteps::Trace trace) {
        if (index(id) != static_cast<int>(m_all.traces.size()) + 1) return;
        count(trace.tokens.size());
        m_all.traces.push_back(std::move(trace));
    }
    /// As the fold: what is out of place is left out. A step that only ended may be scored later.
    void end(TraceId id, int end, bool isScored) {
        RecordedSteps::Trace* trace = find(id);
        if (!trace || end < 1 || end > static_cast<int>(trace->tokens.size())) return;
        if (trace->steps.empty() || trace->steps.back().end < end) {
            trace->steps.push_back({end, id, isScored});
            if (!isContinued) trace->ofTheRun = trace->steps.size();
            return;
        }
        const auto step = std::ranges::lower_bound(trace->steps, end, {}, &RecordedSteps::Step::end);
        if (step->end == end) step->isScored = step->isScored || isScored;
    }
    void count(std::size_t tokens) {
        m_tokens += tokens;
        if (m_tokens > kMostTokens) throw UsageError("the recording's traces have too many tokens to be scored again");
    }

    RecordedSteps& m_all;
    std::size_t m_tokens = 0;
};

}  // namespace

std::size_t RecordedSteps::count() const {
    std::size_t steps = 0;
    for (const Trace& trace : traces) steps += trace.steps.size();
    return steps;
}

RecordedSteps recordedSteps(const EventLog& events) {
    RecordedSteps steps;
    Collector collector(steps);
    for (const Event& event : events) {
        collector.isContinued = event.continued;
        double& latest = event.continued ? steps.continuedTo : steps.endedAt;
        latest = std::max(latest, event.t);
        std::visit(collector, event.body);
    }
    if (steps.traces.empty()) throw UsageError("the recording has no run");
    return steps;
}

}  // namespace app
