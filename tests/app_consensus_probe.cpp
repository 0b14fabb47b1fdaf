// The consensus probe on whole runs of the embedded model on the CPU: it disturbs nobody, and decides what it should.
#include <QTest>

#include "app/run/summary.h"
#include "run_support.h"

using namespace run_support;

class AppConsensusProbe : public QObject, run_support::Runs {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    /// Asking disturbs nobody: the traces are those of a run without probes, token by token.
    void probesDisturbNobody() {
        RunOptions o = options(PolicyKind::SelfConsistency, 8, 4000);
        const Outcome plain = run(o);
        o.consensusProbe = true;
        o.probe.everyPasses = 20;
        o.probe.warmupRounds = 1000;
        const Outcome probed = run(o);
        const auto rounds = all<ProbeDone>(probed);
        QVERIFY(rounds.size() > 3);
        QCOMPARE(probed.state.probe.rounds, static_cast<int>(rounds.size()));
        int answers = 0;
        int tokens = 0;
        for (const ProbeDone& round : rounds) {
            tokens += round.tokens;
            for (const ProbeDone::Reply& reply : round.replies) answers += reply.answer ? 1 : 0;
        }
        QVERIFY(answers > 8);
        QCOMPARE(probed.state.probeTokens, std::int64_t{tokens});
        QCOMPARE(probed.state.kv.peakBlocks, plain.state.kv.peakBlocks);
        for (const TraceState& trace : plain.state.traces)
            QCOMPARE(tokensOf(probed, trace.id), tokensOf(plain, trace.id));
    }

    void aLastingMajorityEndsTheRun() {
        RunOptions o = options(PolicyKind::Step, 8, 4000);
        o.consensusProbe = true;
        o.probe = {.setting = ProbeSetting::Ours,
                   .everyPasses = 10,
                   .warmupRounds = 2,
                   .stableRounds = 2,
                   .disagreeRounds = 100,
                   .answerTokens = 16,
                   .endThinking = o.probe.endThinking,
                   .phrase = o.probe.phrase};
        const Outcome outcome = run(o);
        QCOMPARE(outcome.state.finished->end, RunEnd::Probe);
        QVERIFY(outcome.state.probe.unchangedRounds >= 2);
        QVERIFY(outcome.state.vote.leader());
        int probed = 0;
        for (const TraceFinished& e : all<TraceFinished>(outcome)) probed += e.reason == FinishReason::Probed ? 1 : 0;
        QVERIFY(probed > 0);
        for (const scorer::Ballot& ballot : outcome.state.vote.ballots) {
            const TraceState& trace = *outcome.state.findTrace(ballot.trace);
            QCOMPARE(ballot.weight, *trace.score());
            if (trace.phase == TracePhase::Stopped) QCOMPARE(ballot.answer, *trace.probed);
        }
        QCOMPARE(summaryOf(foldedFromLines(outcome)).dump(), summaryOf(outcome.state).dump());
    }

    void whoLongDisagreesGoes() {
        RunOptions o = options(PolicyKind::SelfConsistency, 10, 4000);
        o.consensusProbe = true;
        o.probe = {.everyPasses = 10,
                   .warmupRounds = 2,
                   .stableRounds = 1000,
                   .disagreeRounds = 2,
                   .answerTokens = 16,
                   .endThinking = o.probe.endThinking,
                   .phrase = o.probe.phrase};
        const Outcome outcome = run(o);
        QVERIFY(!all<TracePruned>(outcome).empty());
        for (const TracePruned& p : all<TracePruned>(outcome)) {
            QCOMPARE(p.cause, PruneCause::Consensus);
            QVERIFY(*p.value >= 2);
        }
    }

    /// Without a free block nobody is asked, and nothing else happens.
    void probesNeedFreeBlocks() {
        RunOptions o = options(PolicyKind::Step, 10, 34);
        o.consensusProbe = true;
        o.probe.everyPasses = 3;
        o.probe.stableRounds = 1000;
        o.probe.disagreeRounds = 1000;
        const Outcome outcome = run(o);
        int left = 0;
        for (const ProbeDone& round : all<ProbeDone>(outcome)) left += round.left;
        QVERIFY(left > 0);
        QCOMPARE(outcome.state.finished->end, RunEnd::Done);
    }
};

QTEST_GUILESS_MAIN(AppConsensusProbe)
#include "app_consensus_probe.moc"
