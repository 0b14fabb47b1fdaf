// Policies and the vote on cases small enough to check by hand.
#include <QTest>
#include <algorithm>
#include <limits>
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
        const auto relief = chooseRelief({.relief = ReliefKind::Preempt}, running);
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
        const std::vector<Ballot> ballots{
            {TraceId{1}, "\\frac{1}{2}", 0.4, 1}, {TraceId{2}, "2", 0.7, 2}, {TraceId{3}, "0.5", 0.5, 3}};
        const Tally together = countVotes(ballots, AnswerMode::Normalised);
        QCOMPARE(together.candidates.size(), std::size_t{2});
        QCOMPARE(together.candidates[0].answer, std::string("\\frac{1}{2}"));
        QVERIFY(std::abs(together.candidates[0].weight - 0.9) < 1e-12);
        QCOMPARE(together.candidates[0].firstAt, 1.0);
        QVERIFY(std::abs(together.margin - 0.2) < 1e-12);
        const Tally raw = countVotes(ballots, AnswerMode::Raw);
        QCOMPARE(raw.candidates.size(), std::size_t{3});
        QCOMPARE(raw.candidates[0].answer, std::string("2"));
    }

    /// As in the reference, which counts in the order of the traces: who finished first decides nothing.
    void tiesGoToTheLowestTrace() {
        std::vector<Ballot> ballots{
            {TraceId{2}, "5", 1, 1}, {TraceId{3}, "5", 1, 2}, {TraceId{4}, "9", 1, 3}, {TraceId{1}, "9", 1, 4}};
        std::sort(ballots.begin(), ballots.end(), [](const Ballot& a, const Ballot& b) { return a.trace < b.trace; });
        do {
            const Tally tally = countVotes(ballots, AnswerMode::Raw);
            QCOMPARE(tally.candidates[0].answer, std::string("9"));
            QCOMPARE(tally.margin, 0.0);
            QCOMPARE(tally.candidates[0].traces, (std::vector<TraceId>{TraceId{1}, TraceId{4}}));
        } while (std::next_permutation(ballots.begin(), ballots.end(),
                                       [](const Ballot& a, const Ballot& b) { return a.trace < b.trace; }));
    }

    /// Sums of the same weights in another order differ in their last bit; the order of the ballots must not show.
    void theOrderOfBallotsChangesNoBit() {
        std::vector<Ballot> ballots{{TraceId{1}, "9", 0.1, 1}, {TraceId{2}, "9", 0.2, 2}, {TraceId{3}, "9", 0.3, 3},
                                    {TraceId{4}, "5", 0.3, 4}, {TraceId{5}, "5", 0.2, 5}, {TraceId{6}, "5", 0.1, 6}};
        const Tally tally = countVotes(ballots, AnswerMode::Raw);
        std::reverse(ballots.begin(), ballots.end());
        const Tally reversed = countVotes(ballots, AnswerMode::Raw);
        QCOMPARE(reversed.candidates[0].answer, tally.candidates[0].answer);
        QCOMPARE(reversed.margin, tally.margin);
        QCOMPARE(reversed.candidates[0].firstAt, tally.candidates[0].firstAt);
    }

    void aWeightThatIsNoNumberWinsNothing() {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const double infinity = std::numeric_limits<double>::infinity();
        const std::vector<Ballot> ballots{
            {TraceId{1}, "1", nan, 1}, {TraceId{2}, "2", 0.4, 2}, {TraceId{3}, "3", infinity, 3}};
        const Tally tally = countVotes(ballots, AnswerMode::Raw);
        QCOMPARE(tally.candidates[0].answer, std::string("2"));
        QCOMPARE(tally.margin, 0.4);
    }

    /// However the votes still to come fall, a locked vote ends with the same leader: all cases of up to seven traces.
    void noVoteToComeOvertakesALockedLeader() {
        int locked = 0;
        for (int all = 1; all <= 7; ++all) {
            for (int code = 0; code < 2187; ++code) {  // three answers, seven traces
                std::vector<Ballot> ballots;
                for (int i = 0, rest = code; i < all; ++i, rest /= 3)
                    ballots.push_back({TraceId{i + 1}, std::string(1, char('a' + rest % 3)), 1, 0.0});
                const std::string whole = countVotes(ballots, AnswerMode::Raw).candidates[0].answer;
                // The traces finish last to first, which a tie between early and late ones likes least.
                for (int cast = 1; cast <= all; ++cast) {
                    const Tally now =
                        countVotes(std::span(ballots).last(static_cast<std::size_t>(cast)), AnswerMode::Raw);
                    if (!isVoteDecided(now.margin, all - cast)) continue;
                    ++locked;
                    QCOMPARE(now.candidates[0].answer, whole);
                }
            }
        }
        QVERIFY(locked > 0);
    }

    /// Answers that count apart now may count together once one with names has come.
    void noNameToComeOvertakesALockedLeader() {
        constexpr int kAll = 6;
        const std::string answers[] = {"7", "(2,3)", "\\{3,2\\}", "x=2,y=3"};
        std::string keys[std::size(answers)];
        for (std::size_t i = 0; i < std::size(answers); ++i) keys[i] = answerKey(answers[i], AnswerMode::Normalised);
        QVERIFY(keys[3].find(keys[1]) != std::string::npos && keys[1] != keys[2]);
        int locked = 0;
        int joined = 0;
        for (int code = 0; code < 4096; ++code) {  // four answers, six traces
            std::vector<Ballot> ballots;
            for (int i = 0, rest = code; i < kAll; ++i, rest /= 4)
                ballots.push_back({TraceId{i + 1}, answers[rest % 4], 1, 0.0, keys[rest % 4]});
            const Tally whole = countVotes(ballots, AnswerMode::Normalised);
            for (int cast = 1; cast <= kAll; ++cast) {
                const std::span<const Ballot> now = std::span(ballots).first(std::size_t(cast));
                const Tally tally = countVotes(now, AnswerMode::Normalised);
                joined += isVoteDecided(tally.margin, kAll - cast);
                if (!isVoteDecided(now, tally.candidates, AnswerMode::Normalised, kAll - cast)) continue;
                ++locked;
                const std::vector<TraceId>& leaders = whole.candidates[0].traces;
                QVERIFY2(std::ranges::find(leaders, tally.candidates[0].traces.front()) != leaders.end(),
                         qPrintable(QString::number(code) + u' ' + QString::number(cast)));
            }
        }
        QVERIFY(locked > 0 && locked < joined);
    }
};

QTEST_GUILESS_MAIN(ScorerPolicy)
#include "scorer_policy.moc"
