// What the baselines do with memory, on whole runs of the embedded model on the CPU: self-consistency resumes from
// blocks that nobody has taken, and refill follows Gambit's rules where asked.
#include <QTest>
#include <map>
#include <set>

#include "app/run/run_loop.h"
#include "run_support.h"
#include "scorer/gambit.h"

using namespace run_support;

class AppBaselines : public QObject, run_support::Runs {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    /// The same traces, token for token, with less computed twice.
    void resumedTracesTakeTheirBlocksBack_data() {
        QTest::addColumn<int>("policy");
        QTest::newRow("self-consistency") << static_cast<int>(PolicyKind::SelfConsistency);
        QTest::newRow("Slim-SC") << static_cast<int>(PolicyKind::SlimSc);
    }
    void resumedTracesTakeTheirBlocksBack() {
        QFETCH(int, policy);
        RunOptions o = options(static_cast<PolicyKind>(policy), 10, 60);
        o.slim.similarity = 1;  // Slim-SC prunes nobody here: whom it would prune depends on who runs
        const Outcome with = run(o);
        o.prefixReuse = false;
        const Outcome without = run(o);
        const RunState& reused = with.state;
        const RunState& recomputed = without.state;
        QVERIFY(recomputed.recomputedTokens > 0);
        QVERIFY2(reused.recomputedTokens < recomputed.recomputedTokens,
                 qPrintable(QString::number(reused.recomputedTokens) + QLatin1String(" of ") +
                            QString::number(recomputed.recomputedTokens)));
        QCOMPARE(tokensByTrace(with), tokensByTrace(without));
        QCOMPARE(reused.generatedTokens, recomputed.generatedTokens);
        for (std::size_t i = 0; i < reused.traces.size(); ++i)
            QCOMPARE(reused.traces[i].answer, recomputed.traces[i].answer);
        qInfo("recomputed tokens: %lld, without reuse %lld", static_cast<long long>(reused.recomputedTokens),
              static_cast<long long>(recomputed.recomputedTokens));
    }

    /// In the log: nobody old enough stays below the floor, exchanges keep their distance, what memory took is not
    /// replaced.
    void gambitsRefillKeepsItsRules_data() {
        QTest::addColumn<int>("rule");
        QTest::addColumn<int>("blocks");
        QTest::newRow("gambit, memory short") << static_cast<int>(RefillRule::Gambit) << 60;
        QTest::newRow("gambit, memory free") << static_cast<int>(RefillRule::Gambit) << 600;
        QTest::newRow("random parents") << static_cast<int>(RefillRule::GambitRandom) << 60;
    }
    void gambitsRefillKeepsItsRules() {
        QFETCH(int, rule);
        QFETCH(int, blocks);
        RunOptions o = options(PolicyKind::StepRefill, 10, blocks);
        o.refillRule = static_cast<RefillRule>(rule);
        o.refill = {.rounds = 6, .minTokens = 24, .most = 16};
        const Outcome outcome = run(o);
        QCOMPARE(static_cast<int>(outcome.state.finished->end), static_cast<int>(RunEnd::Done));

        RunState state;
        int decisions = 0, branched = 0, evicted = 0;
        bool scored = false;
        std::optional<int> lastExchange;
        for (const Event& e : outcome.events) {
            if (std::holds_alternative<PassDone>(e.body)) {
                for (const TraceState& t : state.traces) {
                    if (!scored || t.phase != TracePhase::Running || t.ownTokens() < o.refill.minTokens || !t.score())
                        continue;
                    QVERIFY2(*t.score() >= scorer::kGambitFloor, qPrintable(QString::number(index(t.id))));
                }
                scored = false;
            } else if (std::holds_alternative<StepScored>(e.body)) {
                decisions += scored ? 0 : 1;
                scored = true;
            } else if (const auto* pruned = std::get_if<TracePruned>(&e.body)) {
                evicted += pruned->cause == PruneCause::Memory ? 1 : 0;
            } else if (const auto* branch = std::get_if<TraceBranched>(&e.body)) {
                ++branched;
                QVERIFY(state.findTrace(branch->parent)->ownTokens() >= o.refill.minTokens);
                QVERIFY(state.countActive() + evicted < o.traces);
                if (lastExchange && *lastExchange != decisions) QVERIFY(decisions - *lastExchange >= o.refill.rounds);
                lastExchange = decisions;
            }
            state.apply(e);
        }
        QVERIFY(branched > 0);
        if (blocks > 100) QCOMPARE(evicted, 0);
    }

    void aTraceWithoutAScoreVotesUnderGambitsRule() {
        for (const RefillRule rule : {RefillRule::Ours, RefillRule::Gambit}) {
            RunState state;
            RunStarted header;
            header.options.policy = PolicyKind::StepRefill;
            header.options.refillRule = rule;
            header.options.traces = 1;
            header.kvBlocks = 8;
            state.apply({0, header});
            state.apply({0, TraceAdded{TraceId{1}}});
            state.apply({0, TraceAdmitted{TraceId{1}, {BlockId{0}}}});
            state.apply({1, TraceFinished{TraceId{1}, FinishReason::EndOfText, "5", 1}});
            QCOMPARE(state.vote.answers.size(), rule == RefillRule::Ours ? std::size_t{0} : std::size_t{1});
            if (rule == RefillRule::Gambit) QCOMPARE(state.vote.answers.front().weight, 1.0);
        }
    }
};

QTEST_GUILESS_MAIN(AppBaselines)
#include "app_baselines.moc"
