#include "app/export/trace_events.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/export/export_words.h"
#include "app/export/run_walk.h"
#include "app/run/log_words.h"
#include "app/run/policy_table.h"

namespace app {
namespace {

using nlohmann::json;

constexpr int kProcess = 1;
constexpr int kRunThread = 0;             // events of no trace; a trace's thread has its number
constexpr std::size_t kMostCounted = 12;  // answers with a track of their own

/// Time in whole nanoseconds, so that slices that lie in each other also do so in the file.
using Nanoseconds = std::int64_t;

Nanoseconds nanosecondsOf(double seconds) {
    return static_cast<Nanoseconds>(std::llround(std::clamp(seconds, 0.0, 1e9) * 1e9));
}
json microsecondsOf(Nanoseconds time) {
    return time % 1000 == 0 ? json(time / 1000) : json(static_cast<double>(time) / 1000);
}

struct Span {
    TracePhase phase = TracePhase::Queued;
    Nanoseconds begin = 0, end = 0;
};

class Writer {
public:
    void run(const EventLog& events);
    void addNotes(const RunNotes& notes);
    std::string str() const;

private:
    json& add(const char* form, const std::string& name, int thread, Nanoseconds t);
    void notePhases(const Event& event, const RunState& state);
    void noteMemory(const RunState& state);
    void noteVote(const RunState& state);
    void noteLog(const RunState& state);
    void addTrace(const TraceState& trace, const RunState& state);
    void addSlice(const std::string& name, int thread, Nanoseconds begin, Nanoseconds end, json arguments);
    void addSteps(const TraceState& trace, const std::vector<Span>& spans);
    void nameThread(int thread, const std::string& name);
    void addNames(const RunState& state);

    json m_events = json::array();
    std::vector<std::vector<Span>> m_spans;  ///< [trace number - 1]
    VoteWatch m_votes;
    std::optional<std::pair<int, int>> m_memory;  ///< used, total
    std::size_t m_entries = 0;
    json m_run;
};

json& Writer::add(const char* form, const std::string& name, int thread, Nanoseconds t) {
    m_events.push_back({{"ph", form}, {"name", name}, {"pid", kProcess}, {"tid", thread}, {"ts", microsecondsOf(t)}});
    return m_events.back();
}

void Writer::notePhases(const Event& event, const RunState& state) {
    const Nanoseconds now = nanosecondsOf(state.now);
    for (const TraceId id : tracesOf(event)) {
        const TraceState* trace = state.findTrace(id);
        if (!trace) continue;
        m_spans.resize(state.traces.size());
        std::vector<Span>& spans = m_spans[static_cast<std::size_t>(index(id)) - 1];
        if (!spans.empty() && spans.back().phase == trace->phase) continue;
        if (!spans.empty()) spans.back().end = now;
        spans.push_back({trace->phase, now, now});
    }
}

void Writer::noteMemory(const RunState& state) {
    const std::pair now{state.kv.usedBlocks, state.kv.totalBlocks};
    if (m_memory == now) return;
    m_memory = now;
    add("C", "KV blocks", kRunThread, nanosecondsOf(state.now))["args"] = {
        {"used", now.first}, {"free", std::max(0, now.second - now.first)}};
}

/// Every answer stands in every count: a tool keeps showing what is not mentioned any more.
void Writer::noteVote(const RunState& state) {
    json weights = json::object();
    double rest = 0;
    for (const AnswerVote& answer : state.vote.answers) {
        const auto number = static_cast<std::size_t>(m_votes.numberOf(answer));
        if (number < kMostCounted) {
            weights[shortAnswer(answer.answer)] = answer.weight;
        } else {
            rest += answer.weight;
        }
    }
    if (m_votes.answerCount() > kMostCounted) weights["other answers"] = rest;
    add("C", "vote weight", kRunThread, nanosecondsOf(state.now))["args"] = std::move(weights);
}

void Writer::noteLog(const RunState& state) {
    for (; m_entries < state.log.size(); ++m_entries) {
        const LogEntry& entry = state.log[m_entries];
        const int thread = entry.trace ? index(*entry.trace) : kRunThread;
        json& event = add("i", nameOf(entry.kind), thread, nanosecondsOf(state.now));
        event["s"] = entry.kind == LogKind::Saturated ? "p" : "t";
        event["cat"] = "log";
        event["args"] = {{"what", entry.text}};
    }
}

void Writer::addSlice(const std::string& name, int thread, Nanoseconds begin, Nanoseconds end, json arguments) {
    json& slice = add("X", name, thread, begin);
    slice["dur"] = microsecondsOf(end - begin);
    if (!arguments.empty()) slice["args"] = std::move(arguments);
}

/// Steps lie within the spans in which the trace wrote: one that a wait interrupts has a part on either side.
void Writer::addSteps(const TraceState& trace, const std::vector<Span>& spans) {
    const int thread = index(trace.id);
    Nanoseconds begin = spans.empty() ? 0 : spans.front().begin;
    std::size_t number = 0;
    std::size_t span = 0;
    const auto addStep = [&](Nanoseconds end, const std::string& name, const json& arguments) {
        for (; span < spans.size(); ++span) {
            const Span& s = spans[span];
            const Nanoseconds from = std::max(begin, s.begin), to = std::min(end, s.end);
            if (s.phase == TracePhase::Running && to > from) addSlice(name, thread, from, to, arguments);
            if (s.end > end) break;
        }
        begin = std::max(begin, end);
    };
    for (const StepState& step : trace.steps) {
        ++number;
        if (step.endToken <= trace.branchToken) continue;  // its parent's
        addStep(nanosecondsOf(step.t), "step " + std::to_string(number),
                {{"score", step.score}, {"tokens", step.endToken - step.beginToken}});
    }
    addStep(spans.empty() ? 0 : spans.back().end, "text after the last score", json::object());
}

void Writer::addTrace(const TraceState& trace, const RunState& state) {
    const int thread = index(trace.id);
    std::vector<Span>& spans = m_spans[static_cast<std::size_t>(thread) - 1];
    if (!spans.empty() && isActive(spans.back().phase)) spans.back().end = nanosecondsOf(state.now);
    for (const Span& span : spans) {
        if (isActive(span.phase) && span.end > span.begin)
            addSlice(nameOf(span.phase), thread, span.begin, span.end, json::object());
    }
    addSteps(trace, spans);
    std::string name = "#" + std::to_string(thread) + " " + nameOf(trace.phase);
    if (trace.answer) name += ": " + shortAnswer(*trace.answer);
    nameThread(thread, name);
}

void Writer::nameThread(int thread, const std::string& name) {
    add("M", "thread_name", thread, 0)["args"] = {{"name", name}};
    add("M", "thread_sort_index", thread, 0)["args"] = {{"sort_index", thread}};
}

void Writer::addNames(const RunState& state) {
    const RunStarted& header = state.header;
    add("M", "process_name", kRunThread,
        0)["args"] = {{"name", std::string(policyRow(header.options.policy).title) + ", " + header.model.name}};
    nameThread(kRunThread, "run");
    m_run = {{"program", "Stepscope " + header.programVersion},
             {"started", header.startedAt},
             {"problem", header.problem},
             {"model", header.model.name},
             {"policy", nameOf(header.options.policy)},
             {"seed", header.options.sampling.seed}};
    if (header.simulated) m_run["simulated"] = "a script wrote this run, not a model";
    if (header.whatIf) m_run["what_if"] = "times are simulated";
}

void Writer::run(const EventLog& events) {
    RunWalk walk(events);
    while (walk.next()) {
        walk.fold();
        if (walk.event().continued) continue;
        const RunState& state = walk.state();
        notePhases(walk.event(), state);
        noteMemory(state);
        if (!m_votes.changesBy(walk.event(), state).empty()) noteVote(state);
        noteLog(state);
    }
    m_spans.resize(walk.state().traces.size());
    for (const TraceState& trace : walk.state().traces) addTrace(trace, walk.state());
    addNames(walk.state());
}

void Writer::addNotes(const RunNotes& notes) {
    for (const RunNote& note : notes.all()) {
        json& event = add("i", "note", note.trace.value_or(kRunThread), nanosecondsOf(note.atS));
        event["s"] = note.trace ? "t" : "p";
        event["cat"] = "notes";
        event["args"] = {{"text", note.text}};
    }
}

std::string Writer::str() const {
    const json all = {{"traceEvents", m_events}, {"displayTimeUnit", "ms"}, {"otherData", m_run}};
    return all.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string traceEventsOf(const EventLog& events, const RunNotes& notes) {
    Writer writer;
    writer.run(events);
    writer.addNotes(notes);
    return writer.str();
}

}  // namespace app
