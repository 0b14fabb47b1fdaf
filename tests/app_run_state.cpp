// The fold over events, on a scripted run whose outcome is known.
#include <QTest>
#include <algorithm>
#include <limits>

#include "app/run/summary.h"
#include "run_state_support.h"

using namespace run_state_support;

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

    /// A recording is input: a score that is no number is none.
    void scoresThatAreNoNumbersAreIgnored() {
        RunState s = fold(script());
        const auto steps = s.traces[0].steps.size();
        s.apply({1, StepScored{TraceId{1}, 2, std::numeric_limits<float>::quiet_NaN()}});
        s.apply({1, StepScored{TraceId{1}, 2, std::numeric_limits<float>::infinity()}});
        QCOMPARE(s.traces[0].steps.size(), steps);
        s.apply({1, Rescored{{}, {{TraceId{1}, {std::numeric_limits<float>::quiet_NaN()}}}}});
        QCOMPARE(*s.traces[0].score(), double(0.9F));
    }

    void aFullCacheIsNoLengthLimit() {
        auto events = script();
        std::get<TraceFinished>(events[16].body).reason = FinishReason::Memory;
        const RunState s = fold(events);
        QCOMPARE(s.traces[0].phase, TracePhase::Length);
        QVERIFY(std::any_of(s.log.begin(), s.log.end(),
                            [](const LogEntry& e) { return e.text.ends_with("(the KV cache is full)"); }));
        QVERIFY(std::none_of(s.log.begin(), s.log.end(),
                             [](const LogEntry& e) { return e.text.find("length limit") != std::string::npos; }));
        QCOMPARE(summaryOf(s)["traces"][0]["reason"].get<std::string>(), std::string("memory"));
    }

    /// The share of waiting is over the time in which a trace could have run.
    void aTraceIsAliveFromWhenItCouldRun() {
        RunStarted header;
        header.options.policy = PolicyKind::DeepConfHigh;
        header.options.traces = 3;
        header.options.deepconf = {.warmup = 1, .window = 2, .percentile = {}};
        RunState s;
        s.apply({0, header});
        for (int i = 1; i <= 3; ++i) s.apply({0, TraceAdded{TraceId{i}}});
        s.apply({4, TraceFinished{TraceId{3}, FinishReason::Stopped, std::nullopt, 0}});  // while it is held back
        s.apply({5, TraceFinished{TraceId{1}, FinishReason::EndOfText, "1", 0}});
        QCOMPARE(s.aliveS(s.traces[0]), 5.0);
        QCOMPARE(s.aliveS(s.traces[1]), 0.0);
        s.apply({6, ThresholdSet{1.0, 10, 1}});
        s.apply({9, TraceFinished{TraceId{2}, FinishReason::EndOfText, "1", 0}});
        QCOMPARE(s.aliveS(s.traces[1]), 3.0);
        QCOMPARE(s.aliveS(s.traces[2]), 0.0);

        header.options.policy = PolicyKind::StepRefill;
        s.apply({0, header});
        s.apply({0, TraceAdded{TraceId{1}}});
        s.apply({2, TraceBranched{TraceId{2}, TraceId{1}, 0, {}, 0}});
        s.apply({7, TraceFinished{TraceId{2}, FinishReason::EndOfText, "1", 0}});
        QCOMPARE(s.aliveS(s.traces[1]), 5.0);
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

    void waitsThatEndATraceCount() {
        RunState s = begun(2);
        s.apply({2, TracePreempted{TraceId{1}, 0}});
        s.apply({5, TraceFinished{TraceId{1}, FinishReason::Stopped, std::nullopt, 0}});
        s.apply({9, Notice{}});
        QCOMPARE(s.waitedS(s.traces[0]), 3.0);
    }

    void blocksAreCountedOnceAndTheirPeakStays() {
        RunState s = begun(2);
        s.apply({2, TraceAdmitted{TraceId{1}, {BlockId{1}, BlockId{2}, BlockId{3}}}});
        s.apply({2, TraceAdmitted{TraceId{1}, {BlockId{3}}}});  // a recording may say so twice
        QCOMPARE(s.kv.usedBlocks, 3);
        s.apply({3, TracePruned{TraceId{1}, 0.1, 2, 3, PruneCause::Memory, std::nullopt, std::nullopt}});
        QCOMPARE(s.kv.usedBlocks, 0);
        s.apply({4, TraceAdmitted{TraceId{2}, {BlockId{1}}}});
        QCOMPARE(s.kv.usedBlocks, 1);
        QCOMPARE(s.kv.peakBlocks, 3);
    }

    void saturationIsTheFirst() {
        RunState s = begun(1);
        s.apply({2, Saturated{1, 0, 1}});
        s.apply({3, Saturated{2, 0, 1}});
        QCOMPARE(*s.kv.saturatedAt, 2.0);
        QCOMPARE(
            std::count_if(s.log.begin(), s.log.end(), [](const LogEntry& e) { return e.kind == LogKind::Saturated; }),
            1);
    }

    /// A step begins where the one before ended, and ends within the text.
    void stepsFollowEachOther() {
        RunState s = begun(1);  // one token, "a"
        for (const char* text : {"b", "cd"}) s.apply({2, PassDone{{token(1, text)}, {}, 0, 0, 0}});
        s.apply({2, StepScored{TraceId{1}, 1, 0.5f}});
        s.apply({2, StepScored{TraceId{1}, 4, 0.5f}});  // there are three tokens
        s.apply({2, StepScored{TraceId{1}, 3, 0.7f}});
        const TraceState& t = s.traces[0];
        QCOMPARE(t.steps.size(), std::size_t{2});
        QCOMPARE(t.steps[1].beginToken, 1);
        QCOMPARE(t.steps[1].endToken, 3);
        QCOMPARE(t.text.substr(t.steps[1].beginByte, t.steps[1].endByte - t.steps[1].beginByte), std::string("bcd"));
    }

    /// What its parent waited and computed again is not a branch's.
    void aBranchBeginsWithItsOwnTimes() {
        RunState s = begun(1);
        s.apply({2, TracePreempted{TraceId{1}, 0}});
        s.apply({5, TraceAdmitted{TraceId{1}, {}, 7, 3.0}});
        s.apply({6, TraceBranched{TraceId{2}, TraceId{1}, 1, {}, 0}});
        QCOMPARE(s.traces[0].recomputedTokens, 7);
        QCOMPARE(s.waitedS(s.traces[0]), 3.0);
        QCOMPARE(s.traces[1].recomputedTokens, 0);
        QCOMPARE(s.waitedS(s.traces[1]), 0.0);
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
        s.apply({1, TracePruned{TraceId{1}, 0.1, 1, 1, PruneCause::Memory, std::nullopt, std::nullopt}});
        s.apply({1, TraceAdded{TraceId{77}}});
        s.apply({1, TraceAdmitted{TraceId{-4}, {BlockId{-3}, BlockId{2000000000}}}});
        s.apply({1, TraceAdmitted{TraceId{1}, {BlockId{-3}, BlockId{2000000000}}}});
        s.apply({1, TraceFinished{TraceId{0}, FinishReason::EndOfText, "1", 0}});
        QCOMPARE(s.traces[0].steps.size(), std::size_t{1});
        s.apply({1, StepScored{TraceId{std::numeric_limits<int>::min()}, 1, 0.5f}});
        QVERIFY(s.kv.blocks.bytes() < 10'000);
        QVERIFY(s.strayEvents >= 6);
        QVERIFY(!s.findTrace(TraceId{std::numeric_limits<int>::min()}));
    }

    void aBranchSharesItsParentsBlocks() {
        RunStarted header;
        header.options.policy = PolicyKind::StepRefill;
        header.options.traces = 1;
        header.kvBlocks = 10;
        RunState s;
        s.apply({0, header});
        s.apply({0, PromptBlocks{{BlockId{0}}}});
        s.apply({0, TraceAdded{TraceId{1}}});
        s.apply({0, TraceAdmitted{TraceId{1}, {BlockId{1}, BlockId{2}}, 0, 0}});
        s.apply({1, PassDone{{
                                 {TraceId{1}, TokenId{1}, "ab", -1.0f},
                             },
                             {},
                             0,
                             0,
                             0}});
        s.apply({1, StepScored{TraceId{1}, 1, 0.5f}});
        s.apply({1, TraceBranched{TraceId{2}, TraceId{1}, 3, {BlockId{3}}, 1}});  // not where the parent is
        QCOMPARE(s.traces.size(), std::size_t{1});
        s.apply({1, TraceBranched{TraceId{2}, TraceId{1}, 1, {BlockId{3}}, 1}});
        QCOMPARE(s.traces.size(), std::size_t{2});
        QCOMPARE(s.traces[1].text.str(), std::string("ab"));
        QCOMPARE(*s.traces[1].score(), 0.5);
        QCOMPARE(s.traces[1].ownTokens(), 0);
        QCOMPARE(s.generatedTokens, 1);  // what it has from its parent was generated once
        QCOMPARE(s.kv.usedBlocks, 4);
        s.apply({2, TracePruned{TraceId{1}, 0.5, 2, 1, PruneCause::Refill, std::nullopt, std::nullopt}});
        QCOMPARE(s.kv.usedBlocks, 3);  // the prompt's, the shared one, the copy
        QVERIFY(s.kv.blocks.find(1));
        QCOMPARE(s.ownersOfShared().at(1), TraceId{2});
        QVERIFY(!s.kv.blocks.find(2));
        s.apply({3, TraceFinished{TraceId{2}, FinishReason::EndOfText, "4", 2}});
        QCOMPARE(s.kv.usedBlocks, 1);
        QVERIFY(s.vote.leader());
    }
};

QTEST_GUILESS_MAIN(AppRunState)
#include "app_run_state.moc"
