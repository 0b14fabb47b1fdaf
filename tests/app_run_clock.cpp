// Times of whole runs, by a clock that the test moves: what a pass, a wait for memory and a pause count as.
#include <QTest>
#include <map>

#include "app/run/summary.h"
#include "run_support.h"

using namespace run_support;

class AppRunClock : public QObject, run_support::Runs {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { loadDemo(); }

    /// The run's time stands still while it is paused, by the clock that it was given.
    void pausesAreNoTimeOfTheRun() {
        double t = 1000;
        std::vector<Event> events;
        RunLoop loop(
            session(), RunRequest{kProblem, std::nullopt, options(PolicyKind::SelfConsistency, 2)},
            [&](const Event& e) { events.push_back(e); }, [&] { return t; });
        const auto passes = [&](int count) {
            for (int i = 0; i < count; ++i) {
                t += 1;
                loop.step();
            }
        };
        QCOMPARE(events.front().t, 0.0);
        passes(4);
        QCOMPARE(loop.state().now, 4.0);
        for (int pause = 0; pause < 2; ++pause) {
            const double before = loop.state().now;
            loop.pause();
            t += 100;
            loop.setPace(50);  // an event within the pause
            QCOMPARE(events.back().t, before);
            loop.setPace(0);
            loop.resume();
            QCOMPARE(events.back().t, before);
            passes(3);
            QCOMPARE(loop.state().now, before + 3);
        }
        loop.pause();
        t += 100;
        loop.stop();  // ends the pause as well
        QCOMPARE(events.back().t, 10.0);
    }

    /// A second a pass: events say in which pass they happened, and a wait is the passes between. Pauses count for
    /// nothing, also those in which a trace waits.
    void waitsAreCountedInRunTime() {
        double t = 0;
        int passes = 0;
        int pausesInWaits = 0;
        std::map<TraceId, double> waitsSince;
        std::map<TraceId, double> waited;
        const auto sink = [&](const Event& e) {
            QCOMPARE(e.t, double(passes));
            if (const auto* preempted = std::get_if<TracePreempted>(&e.body)) {
                waitsSince[preempted->trace] = passes;
            } else if (const auto* admitted = std::get_if<TraceAdmitted>(&e.body)) {
                const auto since = waitsSince.find(admitted->trace);
                QCOMPARE(admitted->waitedS, since == waitsSince.end() ? 0.0 : passes - since->second);
                if (since == waitsSince.end()) return;
                waited[admitted->trace] += admitted->waitedS;
                waitsSince.erase(since);
            }
        };
        RunLoop loop(session(), RunRequest{kProblem, std::nullopt, options(PolicyKind::SelfConsistency, 8, 30)}, sink,
                     [&] { return t; });
        while (!loop.isFinished()) {
            ++passes;
            t += 1;
            loop.step();
            if (passes % 50 != 0 || loop.isFinished()) continue;
            pausesInWaits += waitsSince.empty() ? 0 : 1;
            loop.pause();
            t += 1000;
            loop.resume();
        }
        QVERIFY(pausesInWaits > 0);
        QVERIFY(!waited.empty());
        for (const TraceState& trace : loop.state().traces) QCOMPARE(loop.state().waitedS(trace), waited[trace.id]);
        QCOMPARE(summaryOf(loop.state())["time"]["wall_s"].get<double>(), double(passes));
    }

    /// A clock that goes on at every look: a pass takes what lies between two looks, and the parts make the whole.
    void timeIsEitherPrefillOrDecode() {
        constexpr double kTick = 0.125;
        double t = 0;
        double passS = 0;
        int both = 0;
        RunLoop loop(
            session(), RunRequest{kProblem, std::nullopt, options(PolicyKind::Step, 4)},
            [&](const Event& e) {
                const auto* pass = std::get_if<PassDone>(&e.body);
                if (!pass) return;
                QCOMPARE(pass->passS, kTick);
                passS += pass->passS;
                both += pass->prefillTokens > 0 ? 1 : 0;
            },
            [&] { return t += kTick; });
        while (!loop.isFinished()) loop.step();
        const RunFinished& end = *loop.state().finished;
        QVERIFY(both > 0 && end.prefillS > 0);
        QVERIFY(end.prefillS <= both * kTick);
        QVERIFY(std::abs(end.prefillS + end.decodeS - passS) < 1e-9);
    }

    /// At a pace the next pass is due one token's time after the last began, or at once where that is past.
    void aPaceCountsFromThePassesBeginning() {
        double t = 0;
        double passTakes = 0;
        RunLoop loop(
            session(), RunRequest{kProblem, std::nullopt, options(PolicyKind::SelfConsistency, 2)},
            [&](const Event& e) {
                if (std::holds_alternative<PassDone>(e.body)) t += passTakes;
            },
            [&] { return t; });
        while (loop.state().generatedTokens == 0) QCOMPARE(loop.step(), 0.0);
        loop.setPace(4);
        QCOMPARE(loop.step(), 0.25);
        passTakes = 0.125;
        QCOMPARE(loop.step(), 0.125);
        passTakes = 3;
        QCOMPARE(loop.step(), 0.0);
        loop.setPace(0);
        passTakes = 0;
        QCOMPARE(loop.step(), 0.0);
    }
};

QTEST_GUILESS_MAIN(AppRunClock)
#include "app_run_clock.moc"
