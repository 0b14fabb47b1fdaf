// Steering through the worker: commands during a run and after it, traces that finish, a run that begins with a prefix,
// and a recording that gets other scores.
#include <QTemporaryDir>
#include <QTest>

#include "app/run/hidden_file.h"
#include "app/run/recorded_traces.h"
#include "app/run/recording.h"
#include "app/run/resources.h"
#include "scorer/checkpoint/checkpoint_writer.h"
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

    /// From the rows that its run kept, and without them by the model: the same scores. The loaded scorer stays.
    void aRecordingIsScoredAgain() {
        QTemporaryDir dir;
        Worker worker;
        QVERIFY(load(worker));
        const std::string own = (resourceDir() / "demo-model" / "step_scorer" / "step_scorer.safetensors").string();
        const std::string other = dir.filePath(QStringLiteral("other.safetensors")).toStdString();
        scorer::ScorerWeights weights = scorer::loadScorer(own);
        for (float& weight : weights.w1) weight *= -0.5F;
        scorer::saveScorer(other, weights);
        StartRun start = request(3);
        start.options.policy = PolicyKind::SelfConsistency;
        start.options.maxTokens = 120;
        start.options.recordHidden = true;
        start.recordPath = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        worker.post(start);
        worker.post(RescoreRun{});
        RescoringDone done;
        const auto isDone = [&](const Note& n) {
            if (const auto* d = std::get_if<RescoringDone>(&n)) done = *d;
            return isNote<RescoringDone>(n);
        };
        QVERIFY(waitUntil(worker, isDone));
        QVERIFY2(done.error.find("stop the run") != std::string::npos, done.error.c_str());
        QVERIFY(waitUntil(worker, isEvent<RunFinished>));

        const EventLog log = readRecording(*start.recordPath).events;
        const RescoreRun order{recordedSteps(log), *start.recordPath, other, 5};
        QVERIFY(order.steps.count() > 5);
        const auto scoresBy = [&](const RescoreRun& wanted) {
            worker.post(wanted);
            std::vector<float> scores;
            if (!waitUntil(worker, isDone) || done.events.empty()) return scores;
            const auto& rescored = std::get<Rescored>(done.events.back().body);
            if (rescored.scorer.path != other) return scores;
            for (const auto& trace : rescored.traces)
                scores.insert(scores.end(), trace.scores.begin(), trace.scores.end());
            return scores;
        };
        const std::vector<float> byRows = scoresBy(order);
        QVERIFY2(done.error.empty() && done.number == 5, done.error.c_str());
        QCOMPARE(byRows.size(), order.steps.count());
        QVERIFY(QFile::remove(QString::fromStdString(hiddenPathOf(*start.recordPath))));
        QCOMPARE(scoresBy(order), byRows);

        worker.post(order);
        worker.post(CancelRescoring{});
        QVERIFY(waitUntil(worker, isDone));
        QVERIFY(done.events.empty() && done.error.empty());
        RescoreRun foreign = order;
        foreign.steps.header.model.sha256 = "another";
        QVERIFY(scoresBy(foreign).empty());
        QVERIFY2(done.error.find("load the model that made the recording") != std::string::npos, done.error.c_str());
        StartRun nowhere = start;
        nowhere.recordPath.reset();
        worker.post(nowhere);
        QVERIFY(waitUntil(worker, [](const Note& n) {
            const auto* event = std::get_if<Event>(&n);
            const auto* notice = event ? std::get_if<Notice>(&event->body) : nullptr;
            return notice && notice->text.find("neither recorded nor kept") != std::string::npos;
        }));
        QVERIFY(waitUntil(worker, isEvent<RunFinished>));
        worker.post(start);  // with the scorer that was loaded
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            const auto* event = std::get_if<Event>(&n);
            const auto* header = event ? std::get_if<RunStarted>(&event->body) : nullptr;
            return header && header->scorer && header->scorer->path != other;
        }));
    }
};

QTEST_GUILESS_MAIN(AppWorkerSteering)
#include "app_worker_steering.moc"
