// DeepConf, Slim-SC, refill, static admission and the Beta stop on cases small enough to check by hand.
#include <QTest>
#include <vector>

#include "scorer/consensus_probe.h"
#include "scorer/deepconf.h"
#include "scorer/early_stop.h"
#include "scorer/gambit.h"
#include "scorer/refill.h"
#include "scorer/slim_sc.h"
#include "scorer/static_admission.h"

using namespace scorer;
using engine::TraceId;

namespace {

bool near(double a, double b) {
    return std::abs(a - b) < 1e-9;
}

TraceView view(int trace, std::optional<double> score, int own = 100) {
    return {TraceId{trace}, score, 0.0, own, own, std::nullopt};
}

std::vector<TraceId> ids(std::initializer_list<int> numbers) {
    std::vector<TraceId> out;
    for (int n : numbers) out.push_back(TraceId{n});
    return out;
}

}  // namespace

class ScorerMethods : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // ---- consensus probe ----

    void aMajorityHasToLast() {
        const auto answers = [](std::initializer_list<const char*> keys) {
            std::vector<ProbedAnswer> out;
            int trace = 0;
            for (const char* key : keys) {
                ++trace;
                if (*key) out.push_back({TraceId{trace}, key});
            }
            return out;
        };
        const ProbeRules rules{
            .setting = ProbeSetting::Ours, .warmupRounds = 4, .stableRounds = 3, .disagreeRounds = 2};
        ProbeTrack track;
        track.push(rules, answers({"", "", ""}));
        QVERIFY(!track.majority);
        track.push(rules,
                   answers({"5", "6", "6", "5"}));  // a tie without a majority so far: the earliest trace's answer
        QCOMPARE(*track.majority, std::string("5"));
        track.push(rules, answers({"5", "6", "6", "5"}));  // the majority so far stays where others only reach it
        QCOMPARE(track.unchangedRounds, 2);
        QVERIFY(!track.isOutvoted(rules, TraceId{2}));  // twice, but within the warm-up
        track.push(rules, answers({"5", "6", "6", "6"}));
        QCOMPARE(*track.majority, std::string("6"));
        QCOMPARE(track.majorityVotes, 3);
        QCOMPARE(track.unchangedRounds, 1);
        QVERIFY(!track.isSettled(rules));
        QVERIFY(!track.isOutvoted(rules, TraceId{1}));    // once
        QVERIFY(!track.isOutvoted(rules, TraceId{2}));    // forgiven
        track.push(rules, answers({"", "6", "6", "6"}));  // no answer: its count stays
        QVERIFY(!track.isOutvoted(rules, TraceId{1}));
        track.push(rules, answers({"7", "6", "6", "6"}));
        QVERIFY(track.isOutvoted(rules, TraceId{1}));
        QVERIFY(track.isSettled(rules));
    }

    /// Parallel-Probe's released rules on the same rounds.
    void thePublishedProbeCountsAfterTheWarmUp() {
        const auto answers = [](std::initializer_list<const char*> keys) {
            std::vector<ProbedAnswer> out;
            for (const char* key : keys) out.push_back({TraceId{static_cast<int>(out.size()) + 1}, key});
            return out;
        };
        const ProbeRules rules{
            .setting = ProbeSetting::Published, .warmupRounds = 2, .stableRounds = 2, .disagreeRounds = 2};
        ProbeTrack track;
        track.push(rules, answers({"6", "6", "5"}));
        QCOMPARE(track.unchangedRounds, 0);  // the round that makes a majority is not one that leaves it unchanged
        track.push(rules, answers({"6", "5", "6"}));
        QCOMPARE(track.unchangedRounds, 1);
        QVERIFY(track.disagreed.empty());  // warm-up
        track.push(rules, answers({"5", "6", "5", "6"}));
        QCOMPARE(*track.majority, std::string("5"));  // a tie: the earliest trace, not the majority so far
        QCOMPARE(track.unchangedRounds, 0);
        QVERIFY(!track.isOutvoted(rules, TraceId{2}));
        track.push(rules, answers({"5", "6", "5", "5"}));
        QVERIFY(track.isOutvoted(rules, TraceId{2}));  // rounds 3 and 4
        QVERIFY(!track.isOutvoted(rules, TraceId{4}));
        QVERIFY(!track.isSettled(rules));
        track.push(rules, answers({"5", "6", "5", "5"}));
        QVERIFY(track.isSettled(rules));
    }

    void aProbeSettingBringsItsCountsUnlessOthersAreGiven() {
        ProbeRules rules;
        QVERIFY(rules.setting == ProbeSetting::Published);
        QCOMPARE(rules.stableRounds, 40);
        QCOMPARE(rules.disagreeRounds, 7);
        QCOMPARE(rules.warmupRounds, 15);
        rules.stableRounds = 6;  // a model's own
        rules.use(ProbeSetting::Ours);
        QCOMPARE(rules.stableRounds, 6);
        QCOMPARE(rules.disagreeRounds, 10);
        QCOMPARE(rules.warmupRounds, 12);
        rules.use(ProbeSetting::Published);
        QCOMPARE(rules.disagreeRounds, 7);
    }

    // ---- DeepConf ----

    void groupConfidenceIsTheMeanOfTheWindow() {
        ConfidenceTrack track(3);
        QVERIFY(!track.lowest());
        track.push(6);
        track.push(3);
        QVERIFY(!track.group());
        QVERIFY(near(*track.lowest(), 4.5));  // no full window yet: the plain mean
        track.push(0);
        QVERIFY(near(*track.group(), 3));
        track.push(9);
        QVERIFY(near(*track.group(), 4));
        QVERIFY(near(*track.lowest(), 3));
        track.push(0);
        QVERIFY(near(*track.group(), 3));
        track.push(-3);
        QVERIFY(near(*track.group(), 2));
        QVERIFY(near(*track.lowest(), 2));
        track.push(100);
        QVERIFY(near(*track.lowest(), 2));
    }

    void aWindowOfOneToken() {
        ConfidenceTrack track(1);
        for (double c : {5.0, 2.0, 7.0}) track.push(c);
        QVERIFY(near(*track.group(), 7));
        QVERIFY(near(*track.lowest(), 2));
    }

    void percentileInterpolates() {
        const std::vector<double> sixteen{16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
        QVERIFY(near(percentile(sixteen, 90), 14.5));  // 0.9 * 15 = 13.5 -> between 14 and 15: two pass
        QVERIFY(near(percentile(sixteen, 10), 2.5));   // 1.5 -> between 2 and 3: fourteen pass
        QVERIFY(near(percentile(sixteen, 0), 1));
        QVERIFY(near(percentile(sixteen, 100), 16));
        QVERIFY(near(percentile(std::vector{4.0}, 90), 4));
        QVERIFY(near(percentile(std::vector{1.0, 2.0}, 25), 1.25));
        QVERIFY_THROWS_EXCEPTION(std::invalid_argument, percentile({}, 50));
    }

    void lowAndHighHaveTheirPercentiles() {
        QCOMPARE(percentileOf(PolicyKind::DeepConfLow, {}), 90.0);
        QCOMPARE(percentileOf(PolicyKind::DeepConfHigh, {}), 10.0);
        QCOMPARE(percentileOf(PolicyKind::DeepConfHigh, {.percentile = 33.0}), 33.0);
    }

    void onlyFullWindowsBelowTheThresholdStop() {
        std::vector<TraceView> running{view(1, {}), view(2, {}), view(3, {}), view(4, {})};
        running[0].groupConfidence = 2.9;
        running[1].groupConfidence = 3.0;  // at the threshold: goes on
        running[3].groupConfidence = 1.0;  // the third has no full window
        QCOMPARE(chooseUnconfident(running, 3.0), ids({1, 4}));
    }

    // ---- Slim-SC ----

    void aThoughtIsTheMeanOfItsRows() {
        ThoughtMean mean;
        mean.add(std::vector{1.0F, 4.0F});
        mean.add(std::vector{3.0F, -2.0F});
        QCOMPARE(mean.tokens(), 2);
        QCOMPARE(mean.take(), (std::vector{2.0F, 1.0F}));
        QCOMPARE(mean.tokens(), 0);
        mean.add(std::vector{5.0F, 5.0F});
        QCOMPARE(mean.take(), (std::vector{5.0F, 5.0F}));
    }

    void cosineOfVectors() {
        QVERIFY(near(cosine(std::vector{1.0F, 0.0F}, std::vector{0.0F, 2.0F}), 0));
        QVERIFY(near(cosine(std::vector{1.0F, 1.0F}, std::vector{3.0F, 3.0F}), 1));
        QVERIFY(near(cosine(std::vector{3.0F, 4.0F}, std::vector{4.0F, 3.0F}), 0.96));
        QVERIFY(near(cosine(std::vector{0.0F, 0.0F}, std::vector{4.0F, 3.0F}), 0));
    }

    void likeThoughtsLoseOneOfTwoByTheSeed() {
        const TraceView a = view(3, {}, 100);
        const TraceView b = view(5, {}, 80);
        int newest = 0;
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            const auto victim = chooseSimilar({}, seed, 0.96, a, b, 100, 70);
            QVERIFY(victim == TraceId{3} || victim == TraceId{5});
            QCOMPARE(chooseSimilar({}, seed, 0.96, a, b, 100, 70), victim);  // nothing but the seed decides
            newest += victim == TraceId{3} ? 1 : 0;
        }
        QVERIFY2(newest > 160 && newest < 240, qPrintable(QString::number(newest)));
    }

    void unlikeThoughtsAndYoungTracesAreSpared() {
        const TraceView old = view(1, {}, 100);
        QVERIFY(!chooseSimilar({}, 1, 0.95, old, old, 100, 9));  // at the threshold, not above
        QVERIFY(chooseSimilar({}, 1, 0.951, old, view(2, {}, 20), 100, 9));
        QVERIFY(!chooseSimilar({}, 1, 0.99, old, view(2, {}, 19), 100, 9));
        QVERIFY(!chooseSimilar({}, 1, 0.99, view(2, {}, 19), old, 100, 9));
        QVERIFY(chooseSimilar({.delay = 0}, 1, 0.99, view(2, {}, 1), old, 100, 9));
    }

    // ---- refill ----

    void freeRoomIsFilledWithBranchesOfTheBest() {
        const std::vector<TraceView> running{view(1, 0.4), view(2, 0.9), view(3, {}), view(4, 0.7, 10), view(5, 0.6)};
        const RefillRules rules{.rounds = 1, .minTokens = 50, .most = 16};
        const Refill refill = chooseRefill(rules, running, {.wanted = 8, .active = 5, .freeBlocks = 100});
        QVERIFY(refill.pruned.empty());
        QCOMPARE(refill.parents, ids({2, 5, 1}));  // the fourth is too short, the third has no score
        // As old as asked is old enough.
        QCOMPARE(chooseRefill({.minTokens = 100}, running, {.wanted = 8, .active = 5, .freeBlocks = 100}).parents,
                 ids({2, 5, 1}));
        // Five running traces keep a block each; a branch costs two.
        QCOMPARE(chooseRefill(rules, running, {.wanted = 8, .active = 5, .freeBlocks = 9}).parents, ids({2, 5}));
        QVERIFY(chooseRefill(rules, running, {.wanted = 8, .active = 5, .freeBlocks = 6}).parents.empty());
        QCOMPARE(chooseRefill(rules, running, {.wanted = 6, .active = 5, .freeBlocks = 100}).parents, ids({2}));
    }

    void withoutRoomTheWorstGiveWay() {
        const std::vector<TraceView> running{view(1, 0.4), view(2, 0.9), view(3, 0.1), view(4, 0.7), view(5, 0.6)};
        const RefillRules rules{.rounds = 1, .minTokens = 50, .most = 16};
        const Refill refill = chooseRefill(rules, running, {.wanted = 5, .active = 5, .freeBlocks = 0});
        QCOMPARE(refill.parents, ids({2, 4}));  // k = 5 / 2
        QCOMPARE(refill.pruned, ids({3, 1}));
        const Refill one = chooseRefill({.rounds = 1, .minTokens = 50, .most = 1}, running, {.wanted = 5, .active = 5});
        QCOMPARE(one.parents, ids({2}));
        QCOMPARE(one.pruned, ids({3}));
        // No parent is old enough: nobody goes.
        const Refill none =
            chooseRefill({.rounds = 1, .minTokens = 500, .most = 4}, running, {.wanted = 5, .active = 5});
        QVERIFY(none.parents.empty() && none.pruned.empty());
        QVERIFY(chooseRefill(rules, std::vector{view(1, 0.5)}, {.wanted = 1, .active = 1}).parents.empty());
    }

    // ---- refill as Gambit's code has it ----

    void belowTheFloorTracesEndOnceTheyAreOldEnough() {
        const std::vector<TraceView> running{view(1, 0.09), view(2, 0.1), view(3, 0.05, 49), view(4, {}),
                                             view(5, 0.02, 50)};
        QCOMPARE(chooseBelowFloor({.minTokens = 50}, running), ids({1, 5}));
    }

    void theFirstExchangeComesWithTheFirstParent() {
        const RefillRules rules{.rounds = 3, .minTokens = 50, .most = 16};
        QVERIFY(!isExchangeDue(rules, std::vector{view(1, 0.5, 49), view(2, {}, 90)}, 7, {}));
        QVERIFY(isExchangeDue(rules, std::vector{view(1, 0.5, 49), view(2, 0.1, 50)}, 7, {}));
        QVERIFY(!isExchangeDue(rules, std::vector{view(1, 0.5, 90)}, 9, 7));
        QVERIFY(isExchangeDue(rules, std::vector{view(1, 0.5, 10)}, 10, 7));  // later ones ask for no parent
    }

    void gambitFillsExchangesAndCutsTheExcess() {
        const std::vector<TraceView> running{view(1, 0.4), view(2, 0.9), view(3, {}), view(4, 0.7, 10), view(5, 0.6)};
        const RefillRules rules{.rounds = 1, .minTokens = 50, .most = 16};
        // Free memory is not asked about; a place that memory took stays empty.
        QCOMPARE(chooseGambit(rules, running, {.wanted = 7, .active = 5}).parents, ids({2, 5}));
        QVERIFY(chooseGambit(rules, running, {.wanted = 7, .active = 5}).pruned.empty());
        // k = 4 scored / 2 = 2 always go, though one parent alone is eligible.
        const Refill exchange = chooseGambit(rules, running, {.wanted = 7, .active = 7});
        QCOMPARE(exchange.pruned, ids({1, 5}));
        QCOMPARE(exchange.parents, ids({2}));
        // One too many: it goes first, then k = 3 / 2.
        const Refill excess = chooseGambit(rules, running, {.wanted = 7, .active = 8});
        QCOMPARE(excess.pruned, ids({1, 5}));
        QCOMPARE(excess.parents, ids({2}));
        QCOMPARE(chooseGambit({.minTokens = 50, .most = 1}, running, {.wanted = 7, .active = 7}).pruned, ids({1}));
    }

    void gambitsControlDrawsItsParents() {
        std::vector<TraceView> running;
        for (int i = 1; i <= 40; ++i) running.push_back(view(i, 0.5 + 0.01 * i));
        const RefillRules rules{.rounds = 1, .minTokens = 0, .most = 4};
        const GambitRoom room{.wanted = 40, .active = 40};
        const Refill best = chooseGambit(rules, running, room);
        const Refill drawn = chooseGambit(rules, running, room, GambitDraw{7, 1});
        QCOMPARE(best.parents, ids({40, 39, 38, 37}));
        QCOMPARE(drawn.pruned, best.pruned);
        QCOMPARE(drawn.parents.size(), std::size_t{4});
        QVERIFY(drawn.parents != best.parents);
        QCOMPARE(chooseGambit(rules, running, room, GambitDraw{7, 1}).parents, drawn.parents);
        QVERIFY(chooseGambit(rules, running, room, GambitDraw{7, 2}).parents != drawn.parents);
        for (TraceId id : drawn.parents)
            QVERIFY(std::find(drawn.pruned.begin(), drawn.pruned.end(), id) == drawn.pruned.end());
    }

    // ---- admission and stops ----

    void staticAdmissionFitsTheLongestLength() {
        // 20 prompt tokens: 19 shared in two blocks, one of them full. A trace of 60 more tokens has 80: five blocks,
        // four its own.
        QCOMPARE(staticAdmission(30, 20, 60), 7);   // (30 - 2) / 4
        QCOMPARE(staticAdmission(30, 20, 0), 28);   // two blocks in all, one of them its own
        QCOMPARE(staticAdmission(3, 20, 60), 1);    // at least one
        QCOMPARE(staticAdmission(30, 17, 16), 14);  // a full shared block, two its own... of 29
    }

    void betaStopAtItsPublishedCounts() {
        const int least[] = {4, 6, 8, 9};
        for (int b = 0; b < 4; ++b) {
            QVERIFY2(isVoteLikelyDecided(least[b], b), qPrintable(QString::number(b)));
            QVERIFY2(!isVoteLikelyDecided(least[b] - 1, b), qPrintable(QString::number(b)));
        }
        QVERIFY(near(betaConfidence(4, 0), 31.0 / 32));
        QVERIFY(near(betaConfidence(0, 0), 0.5));
        QVERIFY(near(betaConfidence(1000, 1000), 0.5));
        QVERIFY(betaConfidence(3000, 2000) > 0.999999);
    }
};

QTEST_GUILESS_MAIN(ScorerMethods)
#include "scorer_methods.moc"
