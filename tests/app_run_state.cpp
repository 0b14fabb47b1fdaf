// The fold over events, on a scripted run whose outcome is known.
#include <malloc.h>

#include <QTest>
#include <algorithm>
#include <cstdio>
#include <limits>
#include <random>

#include "app/run/run_state.h"
#include "app/run/summary.h"
#include "app/run/timeline.h"
#include "growth.h"

using namespace app;

namespace {

TokenOut token(int trace, const char* text) {
    return {TraceId{trace}, TokenId{5}, text, -0.5f};
}

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
    events.push_back({0.4, PassDone{{token(1, "\\boxed{4}"), token(2, "\\boxed{5}"), token(3, "x")},
                                    {{TraceId{1}, BlockId{4}}, {TraceId{2}, BlockId{5}}},
                                    0,
                                    0.1,
                                    0.01}});
    events.push_back({0.4, StepScored{TraceId{1}, 1, 0.9f}});
    events.push_back({0.4, StepScored{TraceId{2}, 1, 0.6f}});
    events.push_back({0.4, StepScored{TraceId{3}, 1, 0.2f}});
    events.push_back({0.5, Saturated{1, 0, 3}});
    events.push_back({0.5, TracePruned{TraceId{3}, 0.2, 3, 1, PruneCause::Memory, std::nullopt, std::nullopt}});
    events.push_back({0.6, TraceFinished{TraceId{2}, FinishReason::EndOfText, "5", 2}});
    events.push_back({0.7, TraceFinished{TraceId{1}, FinishReason::EndOfText, "4", 2}});
    events.push_back({0.8, RunFinished{}});
    return events;
}

/// A run of traces that have written one token each.
std::vector<Event> beginning(int traces) {
    RunStarted header;
    header.options.traces = traces;
    header.kvBlocks = 1'000'000;
    std::vector<Event> events{{0, header}};
    for (int t = 1; t <= traces; ++t) events.push_back({0, TraceAdded{TraceId{t}}});
    std::vector<BlockId> blocks;
    for (int b = 0; traces == 1 && b < 64; ++b) blocks.push_back(BlockId{b});
    for (int t = 1; t <= traces; ++t) events.push_back({0, TraceAdmitted{TraceId{t}, blocks}});
    PassDone pass;
    for (int t = 1; t <= traces; ++t) pass.tokens.push_back(token(t, "a"));
    events.push_back({1, pass});
    return events;
}

constexpr double kSlack = 2;  // of times: caches are shared with whatever else runs

/// Bytes that the process has from the allocator.
std::size_t heapBytes() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

RunState fold(const std::vector<Event>& events) {
    RunState state;
    for (const Event& e : events) state.apply(e);
    return state;
}

RunState begun(int traces) {
    return fold(beginning(traces));
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
        QCOMPARE(s.vote.leader()->answer,
                 std::string("4"));  // a tie: the lowest trace, though the second finished first
    }

    /// As the public code has it: what a pruned trace had written in a box counts, with the score it had.
    void prunedTracesVoteWhereTheOptionSaysSo() {
        auto events = script();
        std::get<PassDone>(events[9].body).tokens[2].text = "\\boxed{7}";
        QVERIFY(!fold(events).traces[2].answer);
        QCOMPARE(fold(events).vote.ballots.size(), std::size_t{2});
        std::get<RunStarted>(events[0].body).options.prunedVote = true;
        const RunState s = fold(events);
        QCOMPARE(s.traces[2].phase, TracePhase::Pruned);
        QCOMPARE(*s.traces[2].answer, std::string("7"));
        QCOMPARE(s.isCorrect(s.traces[2]), std::optional(false));
        QCOMPARE(s.vote.answers.size(), std::size_t{3});
        QCOMPARE(s.vote.answers[2].weight, double(0.2F));
        QVERIFY(std::any_of(s.log.begin(), s.log.end(),
                            [](const LogEntry& e) { return e.text.ends_with("written before it was pruned"); }));
    }

    /// Votes go by the stripped text, right and wrong by value.
    void referenceJudging() {
        auto events = script();
        auto& header = std::get<RunStarted>(events[0].body);
        header.options.answers = AnswerMode::Reference;
        header.knownAnswer = "4.0";
        std::get<TraceFinished>(events[15].body).answer = " 4 ";
        std::get<TraceFinished>(events[16].body).answer = "4";
        const RunState s = fold(events);
        QCOMPARE(s.vote.answers.size(), std::size_t{1});
        QCOMPARE(s.isCorrect(s.traces[0]), std::optional(true));
        QCOMPARE(s.isCorrect(*s.vote.leader()), std::optional(true));
        header.options.answers = AnswerMode::Raw;
        const RunState raw = fold(events);
        QCOMPARE(raw.vote.answers.size(), std::size_t{2});
        QCOMPARE(raw.isCorrect(raw.traces[0]), std::optional(false));
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

    /// The lock must not close while so many votes can come; branches make more of them than traces run now.
    void votesThatMayStillCome() {
        RunState s;
        RunStarted header;
        header.options.policy = PolicyKind::StepRefill;
        header.options.traces = 8;
        s.apply({0, header});
        for (int i = 1; i <= 5; ++i) s.apply({0, TraceAdded{TraceId{i}}});
        for (int i = 1; i <= 3; ++i) s.apply({1, TraceFinished{TraceId{i}, FinishReason::EndOfText, "1", 0}});
        // Two run. Branches may fill up to eight, four of them complete one by one, and then eight in one pass.
        QCOMPARE(s.countMayVote(), 12);
        header.options.prunedVote = true;
        s.apply({0, header});
        QCOMPARE(s.countMayVote(), std::numeric_limits<int>::max());
        header.options.policy = PolicyKind::Step;
        s.apply({0, header});
        for (int i = 1; i <= 5; ++i) s.apply({0, TraceAdded{TraceId{i}}});
        QCOMPARE(s.countMayVote(), 5);
    }

    /// Names move answers between groups while votes come: after each the fold stands as countVotes() says.
    void theFoldCountsAsTheVoteDoes() {
        const char* answers[] = {"y = 5", "5", "7", "x = 5", "5", "x = 5", "7", "x = 5"};
        RunState s;
        RunStarted header;
        header.options.policy = PolicyKind::SelfConsistency;
        s.apply({0, header});
        for (int i = 1; i <= 8; ++i) s.apply({0, TraceAdded{TraceId{i}}});
        for (const int trace : {5, 8, 1, 3, 2, 7, 4, 6}) {
            s.apply({double(trace), TraceFinished{TraceId{trace}, FinishReason::EndOfText, answers[trace - 1], 0}});
            const scorer::Tally tally = scorer::countVotes(s.vote.ballots, AnswerMode::Normalised);
            QCOMPARE(s.vote.answers.size(), tally.candidates.size());
            for (std::size_t i = 0; i < tally.candidates.size(); ++i) {
                QCOMPARE(s.vote.answers[i].key, tally.candidates[i].key);
                QCOMPARE(s.vote.answers[i].answer, tally.candidates[i].answer);
                QCOMPARE(s.vote.answers[i].traces, tally.candidates[i].traces);
                QCOMPARE(s.vote.answers[i].weight, tally.candidates[i].weight);
            }
            QCOMPARE(s.vote.margin, tally.margin);
        }
        QCOMPARE(s.vote.leader()->weight, 5.0);  // "5" twice goes with "x = 5" three times
    }

    /// The published probe answers with its majority; ours weighs the votes as the policy does.
    void aProbedMajorityIsTheAnswer() {
        for (const ProbeSetting setting : {ProbeSetting::Published, ProbeSetting::Ours}) {
            RunStarted header;
            header.options.policy = PolicyKind::Step;
            header.options.traces = 3;
            header.options.probe.setting = setting;
            RunState s;
            s.apply({0, header});
            for (int i = 1; i <= 3; ++i) s.apply({0, TraceAdded{TraceId{i}}});
            s.apply({1, PassDone{{token(1, "a"), token(2, "b"), token(3, "c")}, {}, 0, 0, 0}});
            s.apply({1, StepScored{TraceId{1}, 1, 0.9F}});
            s.apply({1, StepScored{TraceId{2}, 1, 0.3F}});  // the third has no score
            s.apply({2, ProbeDone{{{TraceId{1}, "5"}, {TraceId{2}, "6"}, {TraceId{3}, "6"}}, 0, 9, 0}});
            for (int i = 1; i <= 3; ++i)
                s.apply({3, TraceFinished{TraceId{i}, FinishReason::Probed, s.traces[std::size_t(i) - 1].probed, 0}});
            s.apply({3, RunFinished{.end = RunEnd::Probe}});
            QCOMPARE(s.vote.leader()->answer, std::string(setting == ProbeSetting::Published ? "6" : "5"));
            QCOMPARE(s.vote.isOfProbe, setting == ProbeSetting::Published);
            if (setting == ProbeSetting::Published) QCOMPARE(s.vote.leader()->weight, 2.0);
        }
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

    /// Warm-up of three with window 2; lowest group confidences 4, 3 and 6, worked out by hand.
    void deepConfVotesAreThoseOfTheConfident() {
        RunStarted header;
        header.options.policy = PolicyKind::DeepConfHigh;
        header.options.traces = 5;
        header.options.deepconf = {.warmup = 3, .window = 2, .percentile = 50.0};
        header.kvBlocks = 100;
        RunState s;
        double t = 0;
        const auto apply = [&](EventBody body) { s.apply({t += 0.1, std::move(body)}); };
        const auto write = [&](int trace, std::initializer_list<float> confidences) {
            for (float c : confidences) apply(PassDone{{{TraceId{trace}, TokenId{1}, "x", -1.0f, c}}, {}, 0, 0, 0});
        };
        const auto finish = [&](int trace, std::optional<std::string> answer) {
            apply(TraceFinished{TraceId{trace}, FinishReason::EndOfText, std::move(answer), 1});
        };
        apply(header);
        for (int i = 1; i <= 5; ++i) apply(TraceAdded{TraceId{i}});
        write(1, {5, 5, 3});  // groups 5, 4
        write(2, {3});        // shorter than the window: its mean
        write(3, {8, 6, 6});  // 7, 6
        finish(1, "10");
        finish(2, "20");
        finish(3, "20");
        QCOMPARE(s.vote.ballots.size(), std::size_t{3});  // provisional
        QCOMPARE(s.vote.leader()->answer, std::string("20"));
        QCOMPARE(s.vote.leader()->weight, 9.0);
        apply(ThresholdSet{4.0, 50, 3});                  // the median of 3, 4, 6
        QCOMPARE(s.vote.ballots.size(), std::size_t{2});  // the second's vote is gone
        QCOMPARE(s.vote.leader()->weight, 6.0);
        QCOMPARE(s.vote.margin, 2.0);
        QCOMPARE(s.vote.history.size(), std::size_t{2});
        write(4, {5, 2});
        apply(TracePruned{TraceId{4}, std::nullopt, 2, 1, PruneCause::Confidence, std::nullopt, 3.5});
        write(5, {9, 9});
        finish(5, "10");
        // Below the threshold as a plain mean, because it is shorter than the window: it ended by itself, and has no
        // vote.
        apply(TraceAdded{TraceId{6}});
        write(6, {3});
        finish(6, "20");
        QCOMPARE(s.vote.ballots.size(), std::size_t{3});
        QCOMPARE(s.vote.leader()->answer, std::string("10"));
        QCOMPARE(s.vote.leader()->weight, 13.0);
        QVERIFY(!s.vote.isOfAll);
        apply(RunFinished{});
        QVERIFY(!s.vote.isOfAll);
    }

    void whereNobodyIsConfidentAllFinishedTracesVote() {
        RunStarted header;
        header.options.policy = PolicyKind::DeepConfLow;
        header.options.traces = 2;
        header.options.deepconf = {.warmup = 2, .window = 1, .percentile = {}};
        header.kvBlocks = 10;
        RunState s;
        s.apply({0, header});
        for (int i = 1; i <= 2; ++i) s.apply({0, TraceAdded{TraceId{i}}});
        s.apply({1, PassDone{{{TraceId{1}, TokenId{1}, "x", -1.0f, 2.0f}, {TraceId{2}, TokenId{1}, "x", -1.0f, 5.0f}},
                             {},
                             0,
                             0,
                             0}});
        s.apply({1, TraceFinished{TraceId{1}, FinishReason::EndOfText, "7", 1}});
        s.apply(
            {2, TraceFinished{TraceId{2}, FinishReason::EndOfText, std::nullopt, 1}});  // confident, without an answer
        s.apply({2, ThresholdSet{4.7, 90, 2}});
        QVERIFY(!s.vote.leader());
        QCOMPARE(s.vote.margin, 0.0);
        s.apply({3, RunFinished{}});
        QVERIFY(s.vote.isOfAll);
        QCOMPARE(s.vote.leader()->answer, std::string("7"));
        QCOMPARE(s.vote.leader()->weight, 2.0);
        QCOMPARE(s.log[s.log.size() - 2].kind, LogKind::Warning);
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

    /// The answers as they are kept from ballot to ballot are those of counting all ballots at once.
    void theVoteIsCountedAsBallotsCome_data() {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 6; ++seed) QTest::addRow("seed %d", seed) << seed;
    }
    void theVoteIsCountedAsBallotsCome() {
        QFETCH(const int, seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        constexpr int kTraces = 60;
        RunState s = begun(kTraces);
        for (int t = 1; t <= kTraces; ++t) {
            const float score =
                static_cast<float>(static_cast<int>(random() % 5) - (seed % 2)) / 4;  // equal ones, negative ones
            s.apply({1, StepScored{TraceId{t}, 1, score}});
            s.apply(
                {1 + t * 0.01, TraceFinished{TraceId{t}, FinishReason::EndOfText, std::to_string(random() % 9), 0}});
            const scorer::Tally tally = scorer::countVotes(s.vote.ballots, AnswerMode::Normalised);
            QCOMPARE(s.vote.margin, tally.margin);
            QCOMPARE(s.vote.answers.size(), tally.candidates.size());
            for (std::size_t i = 0; i < tally.candidates.size(); ++i) {
                QCOMPARE(s.vote.answers[i].key, tally.candidates[i].key);
                QCOMPARE(s.vote.answers[i].weight, tally.candidates[i].weight);
                QCOMPARE(s.vote.answers[i].traces, tally.candidates[i].traces);
                QCOMPARE(s.vote.placeOf[static_cast<std::size_t>(s.vote.numberAt[i])], static_cast<int>(i));
            }
        }
        QCOMPARE(s.vote.history.size(), std::size_t{kTraces});
    }

    void branchesShareTheirPast() {
        RunState s = begun(1);
        const std::string megabyte(std::size_t{1} << 20, 'a');
        s.apply({2, PassDone{{{TraceId{1}, TokenId{1}, megabyte, -1.0f}}, {}, 0, 0, 0}});
        for (int t = 2; t <= 3001; ++t) s.apply({3, TraceBranched{TraceId{t}, TraceId{1}, 2, {}, 1}});
        QCOMPARE(s.traces.size(), std::size_t{3001});
        QCOMPARE(s.traces.back().text.size(), megabyte.size() + 1);
        std::size_t own = 0;
        for (const TraceState& trace : s.traces) own += trace.text.ownBytes();
        QVERIFY2(own < (std::size_t{4} << 20), qPrintable(QString::number(own)));
        s.apply({4, PassDone{{token(2, "b")}, {}, 0, 0, 0}});
        QCOMPARE(s.traces[1].text.substr(megabyte.size()), std::string("ab"));
        QCOMPARE(s.traces[2].text.size(), megabyte.size() + 1);
    }

    void endlessBranchesAreLeftOutWithAWord() {
        RunState s = begun(1);
        for (int t = 2; t <= 40'000; ++t) s.apply({3, TraceBranched{TraceId{t}, TraceId{t - 1}, 1, {}, 0}});
        QVERIFY(s.traces.size() < 40'000);
        QCOMPARE(
            std::count_if(s.log.begin(), s.log.end(), [](const LogEntry& e) { return e.kind == LogKind::Warning; }), 1);
    }

    void grownSequencesAreValues() {
        Grown<int> original;
        std::vector<Grown<int>> copies;
        for (int i = 0; i < 200'000; ++i) {
            original.push_back(i);
            if (i % 331 == 0) copies.push_back(original);
        }
        QCOMPARE(original.size(), std::size_t{200'000});
        int expected = 0;
        for (const int value : original) QCOMPARE(value, expected++);
        for (std::size_t i = 0; i < copies.size(); i += 50) {
            QCOMPARE(copies[i].size(), i * 331 + 1);
            QCOMPARE(copies[i].back(), static_cast<int>(i * 331));
            copies[i].push_back(-1);
        }
        QCOMPARE(original[331], 331);
        QCOMPARE(std::upper_bound(original.begin(), original.end(), 777) - original.begin(), 778);
    }

    /// Twice the recording takes at most 2.2 times as long, for each kind of event that could make it worse.
    void theFoldIsLinear_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("size");
        QTest::newRow("tokens of one trace") << 0 << 60'000;
        QTest::newRow("notices") << 1 << 10'000;
        QTest::newRow("votes for different answers") << 2 << 800;
        QTest::newRow("branches that end") << 3 << 1000;
    }
    void theFoldIsLinear() {
        QFETCH(const int, kind);
        QFETCH(const int, size);
        const auto work = [kind](int count) {
            Timeline timeline;
            const auto append = [&timeline](double t, EventBody body) { timeline.append({t, std::move(body)}); };
            for (const Event& event : beginning(kind == 2 ? count : 1)) timeline.append(event);
            for (int i = 0; i < count; ++i) {
                const double t = 2 + i * 1e-5;
                if (kind == 0) append(t, PassDone{{token(1, "abcd")}, {}, 0, 0, 0});
                if (kind == 1) append(t, Notice{Notice::Severity::Warning, "x" + std::to_string(i)});
                if (kind == 2) {
                    append(t, StepScored{TraceId{i + 1}, 1, 0.5f});
                    append(t, TraceFinished{TraceId{i + 1}, FinishReason::EndOfText, std::to_string(i), 0});
                }
                if (kind == 3) append(t, TraceBranched{TraceId{i + 2}, TraceId{1}, 1, {}, 64});
            }
            for (int i = 0; kind == 3 && i <= count; ++i) {
                append(3 + i * 1e-5, TraceFinished{TraceId{i + 1}, FinishReason::Stopped, std::nullopt, 0});
            }
        };
        const double ratio = growth::ratioOfDouble(size, work);
        QVERIFY2(ratio <= growth::kMostRatio, qPrintable(QString::number(ratio)));
    }

    /// 64 traces of 60,000 tokens, as the longest runs have: what the window keeps of them, and its worst pause.
    void aLongRunFitsAndNeverPauses() {
        constexpr int kTraces = 64;
        constexpr int kTokens = 60'000;
        constexpr std::size_t kMost = std::size_t{300} << 20;
        const std::size_t before = heapBytes();
        Timeline timeline;
        for (const Event& event : beginning(kTraces)) timeline.append(event);
        double worst = 0;
        double t = 2;
        PassDone pass;
        for (int trace = 1; trace <= kTraces; ++trace) pass.tokens.push_back(token(trace, " abc"));
        for (int i = 1; i < kTokens; ++i, t += 0.02) {
            pass.granted.clear();
            for (int trace = 1; i % 16 == 0 && trace <= kTraces; ++trace) {
                pass.granted.push_back({TraceId{trace}, BlockId{100 + i / 16 * kTraces + trace}});
            }
            const Event event{t, pass};
            worst = std::max(worst, growth::secondsOf([&] { timeline.append(event); }));
            for (int trace = 1; i % 32 == 0 && trace <= kTraces; ++trace) {
                const Event score{t, StepScored{TraceId{trace}, i, 0.5f}};
                worst = std::max(worst, growth::secondsOf([&] { timeline.append(score); }));
            }
        }
        const double seek = growth::secondsOf([&] { timeline.at(t * 0.99); });
        const std::size_t bytes = heapBytes() - before;
        std::printf("64 x 60,000 tokens: %zu MiB, worst append %.1f ms, seek to 99 %% %.1f ms\n", bytes >> 20,
                    worst * 1e3, seek * 1e3);
        QCOMPARE(timeline.latest().generatedTokens, std::int64_t{kTraces} * kTokens);
        QVERIFY2(bytes < kMost, qPrintable(QString::number(bytes >> 20)));
        QVERIFY2(worst < 0.016 * kSlack, qPrintable(QString::number(worst)));
        QVERIFY2(seek < 0.1 * kSlack, qPrintable(QString::number(seek)));
        QCOMPARE(timeline.at(t * 0.5).generatedTokens > std::int64_t{kTraces} * 29'000, true);
    }
};

QTEST_GUILESS_MAIN(AppRunState)
#include "app_run_state.moc"
