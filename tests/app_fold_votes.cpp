// The vote in the fold: whose answer counts, with what weight, and how the answers stand after each ballot.
#include <QTest>
#include <algorithm>
#include <limits>
#include <random>

#include "app/run/summary.h"
#include "run_state_support.h"

using namespace run_state_support;

class AppFoldVotes : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
            s.apply({3, RunFinished{.end = RunEnd::Probe, .message = {}}});
            QCOMPARE(s.vote.leader()->answer, std::string(setting == ProbeSetting::Published ? "6" : "5"));
            QCOMPARE(s.vote.isOfProbe, setting == ProbeSetting::Published);
            if (setting == ProbeSetting::Published) QCOMPARE(s.vote.leader()->weight, 2.0);
        }
    }

    void anotherScorerCountsTheVoteAgain() {
        RunState s = fold(script());
        Rescored e;
        e.scorer.name = "other";
        e.traces = {{TraceId{1}, {0.1f}}, {TraceId{2}, {0.8f}}, {TraceId{3}, {0.5f}}, {TraceId{9}, {0.5f}}};
        s.apply({0.8, e});
        QCOMPARE(s.vote.leader()->answer, std::string("5"));
        QCOMPARE(*s.traces[0].score(), double(0.1f));
        QCOMPARE(s.vote.history.size(), std::size_t{2});
        QCOMPARE(s.scorer->name, std::string("other"));
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
};

QTEST_GUILESS_MAIN(AppFoldVotes)
#include "app_fold_votes.moc"
