// Letting the pruned finish: what they write is what they would have written, and the run stays as it was.
#include <QTest>

#include "app/run/continuation.h"
#include "app/run/summary.h"
#include "app/run/verdict.h"
#include "refusal_of.h"
#include "run_support.h"

using namespace run_support;

namespace {

EventLog logOf(const std::vector<Event>& events) {
    EventLog log;
    for (const Event& event : events) log.append(event);
    return log;
}

}  // namespace

class AppContinuation : public QObject, run_support::Runs {
    Q_OBJECT

    /// Lets what is cut finish; at most so many passes. The events of the run with those that follow.
    std::vector<Event> continued(std::vector<Event> events, int passes = 100000) {
        Continuation more(session(), planContinuation(logOf(events)), [&](const Event& e) { events.push_back(e); });
        while (!more.isFinished() && passes-- > 0) more.step();
        more.stop();
        if (!more.failure().empty()) qWarning("%s", more.failure().c_str());
        return events;
    }

private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    /// By STEP, by hand, by a lower n and by the end of the run: all write what a run without cuts writes.
    void cutTracesWriteWhatTheyWouldHave() {
        RunOptions o = options(PolicyKind::Step, 8, 26);
        o.maxTokens = 160;
        RunOptions uncapped = o;
        uncapped.policy = PolicyKind::SelfConsistency;
        uncapped.kvCacheMib = mibOf(kPlentyOfBlocks);
        const Outcome whole = run(uncapped);
        const Outcome cut = run(o, [](RunLoop& loop) {
            if (loop.state().passes == 40) loop.setTraces(6);
            if (loop.state().passes == 110) loop.stop();
        });
        QVERIFY(cut.state.prunedCount > 0);
        // Half of it at first; then the rest from there.
        const std::vector<Event> part = continued(cut.events, 20);
        const std::vector<Event> events = continued(part);
        QVERIFY(part.size() > cut.events.size() && events.size() > part.size());
        RunState state;
        for (const Event& e : events) state.apply(*fromJsonLine(toJsonLine(e)));
        QCOMPARE(state.strayEvents, std::int64_t{0});
        QVERIFY(state.wouldHave && state.wouldHave->finished);
        int compared = 0;
        for (const TraceState& trace : state.traces) {
            const TraceState& expected = *whole.state.findTrace(trace.id);
            const TraceState* would = state.wouldHave->find(trace.id);
            QCOMPARE(would != nullptr, RunState::isCut(trace));
            const TraceState& end = would ? *would : trace;
            QCOMPARE(end.text.str(), expected.text.str());
            QCOMPARE(end.tokenCount(), expected.tokenCount());
            QCOMPARE(end.phase, expected.phase);
            QCOMPARE(end.answer, expected.answer);
            QCOMPARE(end.right, expected.right);
            QCOMPARE(end.steps.size(), expected.steps.size());
            for (std::size_t i = 0; i < end.steps.size(); ++i) QCOMPARE(end.steps[i].score, expected.steps[i].score);
            compared += would ? 1 : 0;
        }
        QVERIFY(compared > 2);
        // What really happened is as it was: traces, clock, memory, vote.
        QCOMPARE(summaryWithoutContinuation(state), summaryWithoutContinuation(cut.state));
        QCOMPARE(state.now, cut.state.now);
        QVERIFY(refusalOf([&] { continued(events); }).find("nothing to finish") != std::string::npos);
        // The tokens of the log, in order, are those of the run without cuts: a complete record.
        Outcome record;
        record.events = events;
        QCOMPARE(tokensByTrace(record), tokensByTrace(whole));
        // The time of the log is the run's.
        QCOMPARE(logOf(events).countUntil(cut.state.now), events.size());
    }

    void theVerdictCounts() {
        RunState state;
        RunStarted header;
        header.options.traces = 4;
        header.kvBlocks = 9;
        header.knownAnswer = "4";
        state.apply({0, header});
        for (int t = 1; t <= 5; ++t) state.apply({0, TraceAdded{TraceId{t}}});
        PassDone pass;
        for (int t = 1; t <= 5; ++t) pass.tokens.push_back({TraceId{t}, TokenId{5}, "x", -0.5f});
        state.apply({1, pass});
        QVERIFY(!verdictOf(state));
        state.apply({2, TraceFinished{TraceId{1}, FinishReason::EndOfText, "4", 0}});
        state.apply({2, TraceFinished{TraceId{2}, FinishReason::EndOfText, "5", 0}});
        state.apply({2, TracePruned{TraceId{3}, {}, 3, 1, PruneCause::Memory, {}, {}}});
        state.apply({2, TracePruned{TraceId{4}, {}, 3, 1, PruneCause::Memory, {}, {}}});
        state.apply({2, TraceFinished{TraceId{5}, FinishReason::Stopped, {}, 1}});
        state.apply({3, RunFinished{}});
        state.apply({0, TracesContinued{{TraceId{3}, TraceId{4}, TraceId{5}}}, true});
        state.apply({1, PassDone{{{TraceId{3}, TokenId{5}, "y", -0.5f}}, {}, 0, 0.1, 0}, true});
        state.apply({1, TraceFinished{TraceId{3}, FinishReason::EndOfText, "4", 0}, true});
        state.apply({1, TraceFinished{TraceId{4}, FinishReason::Length, {}, 0}, true});
        QCOMPARE(verdictText(*verdictOf(state)),
                 std::string("2 pruned, 1 stopped: 1 would have been right, 1 wrong (1 without an answer), 1 has not "
                             "finished. Right among the kept: 1 of 2; among all: 2 of 4."));
        QCOMPARE(state.findTrace(TraceId{3})->text.str(), std::string("x"));
        QCOMPARE(state.wouldHave->find(TraceId{3})->text.str(), std::string("xy"));
        QCOMPARE(state.vote.ballots.size(), std::size_t{0});
    }

    void anotherModelIsRefused() {
        RunOptions o = options(PolicyKind::Step, 6, 20);
        o.maxTokens = 100;
        std::vector<Event> events = run(o).events;
        std::get<RunStarted>(events.front().body).model.sha256 = "other";
        QVERIFY(refusalOf([&] { continued(events); }).find("loaded model") != std::string::npos);
    }

private:
    static std::string summaryWithoutContinuation(const RunState& state) {
        nlohmann::json summary = summaryOf(state);
        summary.erase("would_have");
        summary.erase("verdict");
        return summary.dump();
    }
};

QTEST_GUILESS_MAIN(AppContinuation)
#include "app_continuation.moc"
