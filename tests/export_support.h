// Runs for tests of exports: of the embedded model with everything that can happen to a run, and scripted ones. And CSV
// read back.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "app/run/continuation.h"
#include "app/run/timeline.h"
#include "recording_support.h"
#include "run_state_support.h"
#include "run_support.h"

namespace export_support {

using namespace app;
using nlohmann::json;

using NamedRun = std::pair<std::string, std::unique_ptr<Timeline>>;

/// As a recording gives it back.
inline NamedRun named(const std::string& name, const std::vector<Event>& events) {
    auto timeline = std::make_unique<Timeline>();
    for (const Event& event : events) {
        if (const auto read = fromJsonLine(toJsonLine(event))) timeline->append(*read);
    }
    return {name, std::move(timeline)};
}

class SmallRuns : run_support::Runs {
public:
    SmallRuns() { loadDemo(); }

    std::vector<Event> events(PolicyKind policy, int blocks, const std::function<void(RunLoop&)>& between = {}) {
        RunOptions o = options(policy, 8, blocks);
        o.maxTokens = 140;
        o.refill.rounds = 5;
        o.refill.minTokens = 10;
        return run(o, between).events;
    }

    /// What was cut goes on behind the run.
    std::vector<Event> finished(std::vector<Event> events) {
        EventLog log;
        for (const Event& event : events) log.append(event);
        Continuation more(session(), planContinuation(log), [&](const Event& e) { events.push_back(e); });
        while (!more.isFinished()) more.step();
        return events;
    }
};

/// Everything that a person can do to a run.
inline void steer(RunLoop& loop) {
    const int pass = loop.state().passes;
    if (pass == 20) loop.setProtected(TraceId{3}, true);
    if (pass == 30) (void)loop.fork(TraceId{2}, 20);
    if (pass == 50) loop.setProtected(TraceId{3}, false);
    if (pass == 60) loop.setTraces(6);
}

/// Texts that a page, a table or a terminal could take for something else.
inline std::vector<Event> hostile() {
    const auto token = [](int trace, std::string text) {
        return TokenOut{TraceId{trace}, TokenId{1}, std::move(text)};
    };
    std::vector<Event> events = run_state_support::script();
    auto& header = std::get<RunStarted>(events.front().body);
    header.problem = "</script><img src=x onerror=alert(1)>\u202e right to left";
    header.model.name = "<b>model</b>";
    const std::vector<std::string> texts = {"<script>alert(1)</script>",
                                            "--><!--",
                                            "\u05e9\u05dc\u05d5\u05dd \u202eabc",
                                            std::string("nul\0here", 8),
                                            "\U0001F600\U0001F468\u200d\U0001F469",
                                            "\u2028\u2029\r\n\ttab",
                                            "",
                                            "=HYPERLINK(1)"};
    for (auto event = events.begin(); event != events.end(); ++event) {
        if (std::holds_alternative<TraceFinished>(event->body)) {
            for (const std::string& text : texts)
                event = events.insert(event, {0.55, PassDone{{token(1, text), token(2, text)}, {}, 0, 0.1, 0.01}}) + 1;
            events.insert(event, {0.56, StepScored{TraceId{1}, 4, 0.3f}});
            break;
        }
    }
    for (Event& event : events) {
        if (auto* finished = std::get_if<TraceFinished>(&event.body)) finished->answer = "</script>\"'=1+1";
    }
    return events;
}

/// Prunes, preemptions, branches, hand steering, a continuation; another scorer, answers that change groups, stray
/// events.
inline std::vector<NamedRun> someRuns() {
    using run_state_support::script;
    SmallRuns small;
    const std::vector<Event> step = small.events(PolicyKind::Step, 26);
    std::vector<Event> rescored = script();
    rescored.push_back({0.9, Rescored{recording_support::someScorer(), {{TraceId{1}, {0.1f}}, {TraceId{2}, {0.7f}}}}});
    std::vector<NamedRun> runs;
    runs.push_back(named("step", step));
    runs.push_back(named("preemptions", small.events(PolicyKind::SelfConsistency, 26)));
    runs.push_back(named("branches", small.events(PolicyKind::StepRefill, 40)));
    runs.push_back(named("steered", small.events(PolicyKind::Step, 30, steer)));
    runs.push_back(named("continued", small.finished(step)));
    runs.push_back(named("rescored", rescored));
    runs.push_back(named("hostile", hostile()));
    runs.push_back(named("one of each", recording_support::oneOfEach()));
    return runs;
}

/// CSV as any reader reads it.
struct Table {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;

    explicit Table(const std::string& text) {
        std::vector<std::string> row;
        std::string cell;
        bool isQuoted = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char letter = text[i];
            if (isQuoted && letter == '"' && i + 1 < text.size() && text[i + 1] == '"') {
                cell += text[++i];
            } else if (letter == '"') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && (letter == ',' || letter == '\n')) {
                row.push_back(std::exchange(cell, {}));
                if (letter == '\n') rows.push_back(std::exchange(row, {}));
            } else {
                cell += letter;
            }
        }
        columns = rows.at(0);
        rows.erase(rows.begin());
    }
    const std::string& at(std::size_t row, const std::string& column) const {
        const auto place = std::find(columns.begin(), columns.end(), column) - columns.begin();
        return rows.at(row).at(static_cast<std::size_t>(place));
    }
    /// Without the apostrophe that keeps a spreadsheet from reading a formula.
    static std::string textOf(const std::string& cell) { return cell.starts_with('\'') ? cell.substr(1) : cell; }
};

}  // namespace export_support
