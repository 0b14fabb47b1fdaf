// The fold over events, on a scripted run whose outcome is known.
#include <QTest>

#include "app/run_state.h"
#include "app/summary.h"
#include "app/timeline.h"

using namespace app;

namespace {

TokenOut token(int trace, const char* text) { return {TraceId{trace}, TokenId{5}, text, -0.5f}; }

std::vector<Event> script(PolicyKind policy = PolicyKind::Step) {
    RunStarted header;
    header.options.policy = policy;
    header.options.traces = 3;
    header.kvBlocks = 6;
    header.knownAnswer = "4";
    header.problem = "2+2";
    std::vector<Event> events{{0, header}};
    for (int t = 1; t <= 3; ++t) events.push_back({0, TraceAdded{TraceId{t}}});
    events.push_back({0.1, PromptBlocks{{BlockId{0}}}});
    for (int t = 1; t <= 3; ++t) events.push_back({0.2, TraceAdmitted{TraceId{t}, {BlockId{t}}}});
    events.push_back({0.3, PassDone{{token(1, "a.\n\n"), token(2, "b.\n\n"), token(3, "c.\n\n")}, {}, 0, 0.1, 0.01}});
    events.push_back({0.4, PassDone{{token(1, "\\boxed{4}"), token(2, "\\boxed{5}"), token(3, "x")}, {{TraceId{1}, BlockId{4}}, {TraceId{2}, BlockId{5}}}, 0, 0.1, 0.01}});
    events.push_back({0.4, StepScored{TraceId{1}, 1, 0.9f}});
    events.push_back({0.4, StepScored{TraceId{2}, 1, 0.6f}});
    events.push_back({0.4, StepScored{TraceId{3}, 1, 0.2f}});
    events.push_back({0.5, Saturated{1, 0, 3}});
    events.push_back({0.5, TracePruned{TraceId{3}, 0.2, 3, 1}});
    events.push_back({0.6, TraceFinished{TraceId{2}, FinishReason::EndOfText, "5", 2}});
    events.push_back({0.7, TraceFinished{TraceId{1}, FinishReason::EndOfText, "4", 2}});
    events.push_back({0.8, RunFinished{}});
    return events;
}

RunState fold(const std::vector<Event>& events) {
    RunState state;
    for (const Event& e : events) state.apply(e);
    return state;
}

}  // namespace

class AppRunState : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foldsAWholeRun() {
        const RunState s = fold(script());
        QCOMPARE(s.traces.size(), std::size_t{3});
        QCOMPARE(s.traces[2].phase, TracePhase::Pruned);
        QCOMPARE(s.traces[2].amongRunning, 3);
        QCOMPARE(s.generatedTokens, 6);
        QCOMPARE(s.kv.usedBlocks, 1);
        QCOMPARE(s.kv.peakBlocks, 6);
        QCOMPARE(*s.kv.saturatedAt, 0.5);
        QCOMPARE(s.vote.leader()->answer, std::string("4"));
        QVERIFY(std::abs(s.vote.margin - 0.3) < 1e-6);
        QCOMPARE(s.isCorrect(s.traces[0]), std::optional(true));
        QCOMPARE(s.isCorrect(s.traces[1]), std::optional(false));
        QCOMPARE(s.vote.history.size(), std::size_t{2});
        QCOMPARE(s.phase, RunPhase::Finished);
    }

    void stepsKnowTheirText() {
        const RunState s = fold(script());
        const TraceState& t = s.traces[0];
        QCOMPARE(t.steps.size(), std::size_t{1});
        QCOMPARE(t.text.substr(t.steps[0].beginByte, t.steps[0].endByte - t.steps[0].beginByte), std::string("a.\n\n"));
    }

    void selfConsistencyCountsHeads() {
        const RunState s = fold(script(PolicyKind::SelfConsistency));
        QCOMPARE(s.vote.leader()->weight, 1.0);
        QCOMPARE(s.vote.leader()->answer, std::string("5"));  // a tie: the answer seen first
    }

    void waitingIsMeasured() {
        RunState s;
        for (const Event& e : script(PolicyKind::SelfConsistency)) {
            if (e.t > 0.4) break;
            s.apply(e);
        }
        s.apply({1.0, TracePreempted{TraceId{3}, 1}});
        QCOMPARE(s.traces[2].phase, TracePhase::Waiting);
        QVERIFY(s.traces[2].blocks.empty());
        s.apply({3.0, Notice{}});
        QCOMPARE(s.waitedS(s.traces[2]), 2.0);
        s.apply({3.5, TraceAdmitted{TraceId{3}, {BlockId{3}}, 11, 2.5}});
        QCOMPARE(s.waitedS(s.traces[2]), 2.5);
        QCOMPARE(s.recomputedTokens, 11);
    }

    void anotherScorerCountsTheVoteAgain() {
        RunState s = fold(script());
        Rescored e;
        e.scorer.name = "other";
        e.traces = {{TraceId{1}, {0.1f}}, {TraceId{2}, {0.8f}}, {TraceId{3}, {0.5f}}, {TraceId{9}, {0.5f}}};
        s.apply({0.8, e});
        QCOMPARE(s.vote.leader()->answer, std::string("5"));
        QCOMPARE(s.vote.history.size(), std::size_t{2});
        QCOMPARE(s.scorer->name, std::string("other"));
    }

    void nextVictimIsTheLowest() {
        RunState s;
        for (const Event& e : script()) {
            if (e.t > 0.4) break;
            s.apply(e);
        }
        QCOMPARE(s.nextVictim(), std::optional(TraceId{3}));
    }

    /// Recordings are input: nonsense is ignored, nothing crashes.
    void nonsenseIsIgnored() {
        RunState s = fold(script());
        s.apply({1, StepScored{TraceId{99}, 1, 0.5f}});
        s.apply({1, StepScored{TraceId{1}, 100, 0.5f}});
        s.apply({1, TracePruned{TraceId{1}, 0.1, 1, 1}});
        s.apply({1, TraceAdded{TraceId{77}}});
        s.apply({1, TraceAdmitted{TraceId{-4}, {BlockId{-3}, BlockId{2000000000}}}});
        s.apply({1, TraceAdmitted{TraceId{1}, {BlockId{-3}, BlockId{2000000000}}}});
        s.apply({1, TraceFinished{TraceId{0}, FinishReason::EndOfText, "1", 0}});
        QCOMPARE(s.traces[0].steps.size(), std::size_t{1});
        QVERIFY(s.kv.held.size() < 100);
    }

    void timelineGivesTheFoldOfEveryPrefix() {
        Timeline timeline;
        const auto events = script();
        for (const Event& e : events) timeline.append(e);
        for (double t : {0.0, 0.45, 0.5, 0.2, 0.65, 10.0, 0.35}) {
            RunState expected;
            for (const Event& e : events) {
                if (e.t <= t) expected.apply(e);
            }
            QCOMPARE(summaryOf(timeline.at(t)).dump(), summaryOf(expected).dump());
        }
        QCOMPARE(timeline.duration(), 0.8);
    }

    void timelineUsesSnapshotsRightly() {
        Timeline timeline;
        timeline.append({0, script()[0].body});
        timeline.append({0, TraceAdded{TraceId{1}}});
        for (int i = 0; i < 9000; ++i) timeline.append({i * 0.01, PassDone{{token(1, "x")}, {}, 0, 0, 0}});
        for (double t : {89.0, 10.0, 45.0, 45.5, 0.0}) {
            QCOMPARE(timeline.at(t).generatedTokens, static_cast<std::int64_t>(t / 0.01 + 0.5) + 1);
        }
    }
};

QTEST_GUILESS_MAIN(AppRunState)
#include "app_run_state.moc"
