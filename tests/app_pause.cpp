// A live run pauses by itself, on the pass in which it happens: between the prunes of a pass, before the first of them,
// at leaders and answers. Pauses change nothing of what the run does.
#include <QtTest>

#include "run_support.h"

using namespace app;
using namespace run_support;

class AppPause : public QObject, Runs {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    void theFirstSaturationComesBeforeAnybodyGoes() {
        const Outcome outcome = run({.saturation = true}, {}, [](const RunLoop& loop) {
            QCOMPARE(loop.state().pausedAt, PauseCause::Saturation);
            QCOMPARE(loop.state().prunedCount, 0);
            QVERIFY(loop.state().kv.saturatedAt);
            QVERIFY(loop.state().log[loop.state().log.size() - 1].kind == LogKind::Saturated);
        });
        QCOMPARE(count(outcome, PauseCause::Saturation), 1);
        QVERIFY(outcome.state.prunedCount > 2);
    }

    /// Also between those of one pass: memory is taken away, so that several have to go at once.
    void everyPruneIsAPauseOfItsOwn() {
        int pruned = 0;
        bool lowered = false;
        const Outcome outcome = run(
            {.saturation = true, .prune = true},
            [&](RunLoop& loop) {
                if (loop.state().passes != 60 || std::exchange(lowered, true)) return;
                loop.setKvCache(mibOf(loop.state().kv.usedBlocks / 2));
            },
            [&](const RunLoop& loop) {
                if (loop.state().pausedAt == PauseCause::Prune) QCOMPARE(loop.state().prunedCount, ++pruned);
            });
        QCOMPARE(outcome.state.prunedCount, pruned);
        QCOMPARE(count(outcome, PauseCause::Prune), pruned);
        int together = 0, most = 0;  // prunes between two passes
        for (const Event& event : outcome.events) {
            if (std::holds_alternative<PassDone>(event.body)) together = 0;
            if (std::holds_alternative<TracePruned>(event.body)) most = std::max(most, ++together);
        }
        QVERIFY2(most >= 3, qPrintable(QString::number(most)));
    }

    void leadersAndTheFirstAnswer() {
        const Outcome answer = run({.answer = true});
        QCOMPARE(count(answer, PauseCause::Answer), 1);
        const Outcome leaders = run({.leader = true});
        int changes = 0;
        for (const LogEntry& entry : leaders.state.log) changes += entry.kind == LogKind::LeaderChanged;
        QVERIFY(changes > 0);
        QCOMPARE(count(leaders, PauseCause::Leader), changes);
    }

    void preemptionsCountAsPrunes() {
        const Outcome outcome = run({.prune = true}, {}, {}, PolicyKind::SelfConsistency);
        QVERIFY(!all<TracePreempted>(outcome).empty());
        QCOMPARE(count(outcome, PauseCause::Prune), static_cast<int>(all<TracePreempted>(outcome).size()));
    }

    /// Tokens, prunes and vote, in their order, are those of a run that never paused.
    void pausesChangeNothing() {
        for (const PolicyKind policy : {PolicyKind::Step, PolicyKind::SelfConsistency}) {
            const Outcome plain = run({}, {}, {}, policy);
            const Outcome paused =
                run({.saturation = true, .prune = true, .leader = true, .answer = true, .pass = true}, {}, {}, policy);
            QVERIFY(count(paused, PauseCause::Pass) > 20);
            Outcome without;
            for (const Event& event : paused.events) {
                if (!std::holds_alternative<Paused>(event.body) && !std::holds_alternative<Resumed>(event.body))
                    without.events.push_back(event);
            }
            QVERIFY(timeless(without.events) == timeless(plain.events));
        }
    }

    void aPausedRunGoesOnUntilWhatIsAskedFor() {
        std::vector<Event> events;
        RunLoop loop(session(), request(PolicyKind::Step, {}), [&](const Event& e) { events.push_back(e); });
        for (int i = 0; i < 12; ++i) loop.step();
        loop.goOnUntil({.pass = true});  // not paused: nothing to go on from
        QVERIFY(!loop.isPaused());
        loop.pause();
        for (int i = 0; i < 3; ++i) {
            const int passes = loop.state().passes;
            loop.goOnUntil({.pass = true});
            for (int k = 0; k < 20 && !loop.isPaused(); ++k) loop.step();
            QCOMPARE(loop.state().passes, passes + 1);
            QCOMPARE(loop.state().pausedAt, PauseCause::Pass);
        }
        loop.goOnUntil({.prune = true});
        while (!loop.isPaused() && !loop.isFinished()) loop.step();
        QCOMPARE(loop.state().prunedCount, 1);
        const double then = loop.state().now;
        QVERIFY(loop.step() == 0 && loop.state().now == then);  // it really waits
        loop.goOnUntil({.answer = true});
        loop.resume();  // it runs already: by hand, nothing is waited for any more
        for (int i = 0; i < 3 && !loop.isFinished(); ++i) loop.step();
        loop.pause();
        loop.goOnUntil({.answer = true});
        loop.pause();
        loop.resume();  // by hand: nothing is waited for any more
        while (!loop.isFinished()) {
            loop.step();
            QVERIFY(!loop.isPaused());
        }
        loop.checkIntegrity();
    }

    void theCauseIsRecorded() {
        const Outcome outcome = run({.saturation = true, .leader = true});
        RunState folded;
        std::vector<PauseCause> causes;
        for (const Event& event : outcome.events) {
            folded.apply(*fromJsonLine(toJsonLine(event)));
            if (folded.phase == RunPhase::Paused) causes.push_back(folded.pausedAt);
        }
        QVERIFY(causes.size() > 1);
        QCOMPARE(causes.front(), PauseCause::Saturation);
        QCOMPARE(causes.back(), PauseCause::Leader);
        QVERIFY(!QByteArray::fromStdString(toJsonLine({1, Paused{}})).contains("at\":\""));
    }

private:
    RunRequest request(PolicyKind policy, const PausePoints& points) const {
        RunRequest request;
        request.problem = kProblem;
        request.options = options(policy, 12, 60);
        request.options.maxTokens = 300;
        request.pauseAt = points;
        return request;
    }

    /// A whole run; it goes on after each pause.
    Outcome run(const PausePoints& points, const std::function<void(RunLoop&)>& before = {},
                const std::function<void(const RunLoop&)>& paused = {}, PolicyKind policy = PolicyKind::Step) {
        Outcome outcome;
        RunLoop loop(session(), request(policy, points), [&](const Event& e) { outcome.events.push_back(e); });
        while (!loop.isFinished()) {
            if (before) before(loop);
            loop.step();
            if (!loop.isPaused()) continue;
            if (paused) paused(loop);
            loop.checkIntegrity();
            loop.resume();
        }
        outcome.state = loop.state();
        return outcome;
    }
    static int count(const Outcome& outcome, PauseCause cause) {
        int count = 0;
        for (const Paused& pause : all<Paused>(outcome)) count += pause.cause == cause;
        return count;
    }
};

QTEST_MAIN(AppPause)
#include "app_pause.moc"
