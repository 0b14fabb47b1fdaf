// Steering through the worker: commands during a run and after it, traces that finish, a run that begins with a prefix.
#include <QTemporaryDir>
#include <QTest>

#include "app/run/recorded_traces.h"
#include "app/run/recording.h"
#include "worker_support.h"

using namespace worker_support;

class AppWorkerSteering : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// By hand during a run, refused after it; then the cut traces go on, and a new run begins with a recorded prefix.
    void steersFinishesAndBeginsAnew() {
        QTemporaryDir dir;
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(4);
        start.options.maxTokens = 120;
        start.recordPath = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        EventLog log;
        bool steered = false;
        const auto take = [&](const Note& n) {
            const auto* e = std::get_if<Event>(&n);
            if (!e) return false;
            log.append(*e);
            if (std::holds_alternative<PassDone>(e->body) && !std::exchange(steered, true)) {
                worker.post(Steer{{.kind = SteerAction::Kind::Protect, .trace = TraceId{1}}});
                worker.post(Steer{{.kind = SteerAction::Kind::Prune, .trace = TraceId{2}}});
                worker.post(Steer{{.kind = SteerAction::Kind::Fork, .trace = TraceId{2}}});
            }
            return std::holds_alternative<RunFinished>(e->body);
        };
        worker.post(start);
        QVERIFY(waitUntil(worker, take));
        RunState state;
        for (const Event& e : log) state.apply(e);
        QCOMPARE(state.traces.size(), std::size_t{5});
        QCOMPARE(state.traces[1].pruneCause, PruneCause::Hand);
        worker.post(Steer{{.kind = SteerAction::Kind::Prune, .trace = TraceId{1}}});
        QVERIFY(waitUntil(worker, isNote<Refused>));

        worker.post(FinishTraces{planContinuation(log), true});
        QVERIFY(waitUntil(worker, take));
        RunState recorded;
        foldRecording(*start.recordPath, recorded);
        QVERIFY(recorded.wouldHave && recorded.wouldHave->finished);
        QVERIFY(!RunState::isCut(*recorded.wouldHave->find(TraceId{2})));

        StartRun anew = request(2);
        anew.options.maxTokens = 60;
        anew.given = {recordedStart(log, TraceId{2}, 12)};
        EventLog second;
        worker.post(anew);
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            const auto* e = std::get_if<Event>(&n);
            if (e) second.append(*e);
            return e && std::holds_alternative<RunFinished>(e->body);
        }));
        const auto before = recordedTraces(log), after = recordedTraces(second);
        for (std::size_t i = 0; i < 12; ++i) QCOMPARE(after[0].tokens[i].token, before[1].tokens[i].token);
    }
};

QTEST_GUILESS_MAIN(AppWorkerSteering)
#include "app_worker_steering.moc"
