// Policies and the vote on cases small enough to check by hand.
#include <QTest>
#include <vector>

#include "scorer/early_stop.h"
#include "scorer/policy.h"
#include "scorer/vote.h"

using namespace scorer;
using engine::TraceId;

namespace {

TraceView view(int trace, std::optional<double> score, int tokens = 10, double logProbability = -0.1) {
    return {TraceId{trace}, score, logProbability, tokens, tokens, std::nullopt};
}

}  // namespace

class ScorerPolicy : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepPrunesTheLowestScore() {
        const std::vector<TraceView> running{view(1, 0.8), view(2, 0.3), view(3, 0.5)};
        const auto relief = chooseRelief({}, running);
        QCOMPARE(relief->trace, TraceId{2});
        QCOMPARE(relief->kind, ReliefKind::Prune);
    }

    void amongEqualScoresTheLaterArrivalGoes() {
        const std::vector<TraceView> running{view(4, 0.3), view(2, 0.3), view(3, 0.5)};
        QCOMPARE(chooseRelief({}, running)->trace, TraceId{2});
    }

    void unscoredCountsAsZeroOrIsSpared() {
        const std::vector<TraceView> running{view(1, 0.2), view(2, std::nullopt), view(3, 0.5)};
        QCOMPARE(chooseRelief({}, running)->trace, TraceId{2});
        QCOMPARE(chooseRelief({.unscored = UnscoredRule::Neutral}, running)->trace, TraceId{1});
        const std::vector<TraceView> none{view(1, std::nullopt), view(2, std::nullopt)};
        QCOMPARE(chooseRelief({.unscored = UnscoredRule::Neutral}, none)->trace, TraceId{2});
    }

    void controlsChooseByTheirOwnRule() {
        const std::vector<TraceView> running{view(1, 0.1, 10, -0.1), view(2, 0.9, 50, -0.2), view(3, 0.8, 20, -0.9)};
        QCOMPARE(chooseRelief({.victim = VictimRule::Longest}, running)->trace, TraceId{2});
        QCOMPARE(chooseRelief({.victim = VictimRule::LowestLogProbability}, running)->trace, TraceId{3});
        const auto first = chooseRelief({.victim = VictimRule::Random, .seed = 1}, running)->trace;
        QCOMPARE(chooseRelief({.victim = VictimRule::Random, .seed = 1}, running)->trace, first);
        bool differs = false;
        for (std::uint64_t seed = 2; seed < 20; ++seed) {
            differs = differs || chooseRelief({.victim = VictimRule::Random, .seed = seed}, running)->trace != first;
        }
        QVERIFY(differs);
    }

    void selfConsistencyPreemptsTheLatest() {
        const std::vector<TraceView> running{view(3, 0.1), view(1, 0.2), view(2, 0.9)};
        const auto relief = chooseRelief({.policy = PolicyKind::SelfConsistency}, running);
        QCOMPARE(relief->trace, TraceId{2});
        QCOMPARE(relief->kind, ReliefKind::Preempt);
    }

    void theLastTraceIsNotGivenUp() {
        const std::vector<TraceView> running{view(1, 0.1)};
        QVERIFY(!chooseRelief({}, running));
        QVERIFY(!chooseRelief({}, {}));
    }

    void voteLockIsLossless() {
        QVERIFY(!isVoteDecided(3.0, 3));  // three votes of weight 1 could still draw level
        QVERIFY(isVoteDecided(3.01, 3));
        QVERIFY(isVoteDecided(0.1, 0));
    }

    void equalAnswersVoteTogether() {
        const std::vector<Ballot> ballots{{TraceId{1}, "\\frac{1}{2}", 0.4, 1}, {TraceId{2}, "2", 0.7, 2}, {TraceId{3}, "0.5", 0.5, 3}};
        const Tally together = countVotes(ballots, AnswerMode::Normalised);
        QCOMPARE(together.candidates.size(), std::size_t{2});
        QCOMPARE(together.candidates[0].answer, std::string("\\frac{1}{2}"));
        QVERIFY(std::abs(together.candidates[0].weight - 0.9) < 1e-12);
        QVERIFY(std::abs(together.margin - 0.2) < 1e-12);
        const Tally raw = countVotes(ballots, AnswerMode::Raw);
        QCOMPARE(raw.candidates.size(), std::size_t{3});
        QCOMPARE(raw.candidates[0].answer, std::string("2"));
    }

    void tiesGoToTheAnswerSeenFirst() {
        const std::vector<Ballot> ballots{{TraceId{1}, "9", 1, 1}, {TraceId{2}, "5", 1, 2}, {TraceId{3}, "5", 1, 3}, {TraceId{4}, "9", 1, 4}};
        const Tally tally = countVotes(ballots, AnswerMode::Raw);
        QCOMPARE(tally.candidates[0].answer, std::string("9"));
        QCOMPARE(tally.margin, 0.0);
        QCOMPARE(tally.candidates[0].traces, (std::vector<TraceId>{TraceId{1}, TraceId{4}}));
    }
};

QTEST_GUILESS_MAIN(ScorerPolicy)
#include "scorer_policy.moc"
