// What-ifs of runs that a person touched: cut traces that were let finish, lanes made by hand.
#include <QTest>

#include "app/run/continuation.h"
#include "what_if_support.h"

using namespace what_if_support;

class AppWhatIfSteered : public QObject, run_support::Runs {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    /// A pruned run whose cut traces were let finish is a complete record.
    void aRunThatWasLetFinishAnswersToo() {
        Outcome cut = run(options(PolicyKind::Step, 8, 30));
        QVERIFY(cut.state.prunedCount > 0);
        QVERIFY(!recordOf(cut).completeness.isComplete());
        EventLog log;
        for (const Event& event : cut.events) log.append(event);
        Continuation rest(session(), planContinuation(log), [&](const Event& e) { cut.events.push_back(e); });
        while (!rest.isFinished()) rest.step();
        const RecordedRun record = recordOf(cut.events);
        QVERIFY2(record.completeness.isComplete(), record.completeness.text().c_str());
        QVERIFY(record.hasConfidence && record.hasScores);
        for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::Step, PolicyKind::DeepConfLow}) {
            RunOptions o = options(policy, 8, 40);
            o.deepconf.warmup = 3;
            o.deepconf.window = 16;
            const std::string expected = comparable(run(o).events);
            const std::string found = comparable(listOf(whatIf(record, {o, std::nullopt, true})->events));
            QVERIFY2(expected == found, firstDifference(expected, found).c_str());
        }
    }

    /// A lane that a person made is none of the traces that a run from the beginning would draw.
    void lanesMadeByHandAreLeftOut() {
        bool forked = false;
        const RunOptions o = options(PolicyKind::SelfConsistency, 3);
        const Outcome steered = run(o, [&](RunLoop& loop) {
            if (forked || loop.state().traces[0].tokenCount() < 20) return;
            (void)loop.fork(TraceId{1}, 10);
            forked = true;
        });
        QCOMPARE(steered.state.traces.size(), std::size_t{4});
        const RecordedRun record = recordOf(steered);
        QVERIFY(record.completeness.isComplete());
        QCOMPARE(record.completeness.usable, 3);
        QCOMPARE(comparable(listOf(whatIf(record, {o, std::nullopt, true})->events)), comparable(run(o).events));
    }
};

QTEST_GUILESS_MAIN(AppWhatIfSteered)
#include "app_what_if_steered.moc"
