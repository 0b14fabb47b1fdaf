// The worker thread: commands in, notes out, prompt stops, closing while it works. Meant for TSan as well.
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "app/run/recording.h"
#include "app/run/resources.h"
#include "app/run/run_state.h"
#include "app/session/worker.h"
#include "app/study/problem_choice.h"
#include "cpu_time.h"
#include "worker_support.h"

using namespace app;
using namespace worker_support;

namespace {

// A machine under load may take long for little work: waits only end a hang, and what must not be done is work.
constexpr double kHangS = 60;
constexpr double kPromptWorkS = 1.5 * cpu::kSlack;
constexpr double kSlowPace = 1.0 / 600;  // ten minutes a token

/// Six problems of three traces, of which the demo model solves some.
TrainScorer training(const QTemporaryDir& dir, int problems = 6) {
    ScorerPlan plan;
    plan.problems =
        chooseProblems(readProblems((resourceDir() / "problems" / "train.jsonl").string()).problems, "5", problems);
    plan.tracesPerProblem = 3;
    plan.options.sampling.temperature = 1.3;  // right and wrong answers
    plan.options.maxTokens = 400;
    plan.training.maxEpochs = 3;
    plan.training.validationShare = 0.5;
    plan.output = dir.filePath(QStringLiteral("s.safetensors")).toStdString();
    return {plan};
}

/// The worker's thread ends without working on and without waiting for its pace.
void closePromptly(std::unique_ptr<Worker>& worker) {
    QElapsedTimer timer;
    timer.start();
    const cpu::ProcessClock work;
    worker.reset();
    QVERIFY2(work.seconds() < kPromptWorkS, qPrintable(QString::number(work.seconds())));
    QVERIFY2(static_cast<double>(timer.elapsed()) < kHangS * 1000, qPrintable(QString::number(timer.elapsed())));
}

}  // namespace

class AppWorker : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void loadsRunsAndFinishes() {
        Worker worker;
        QVERIFY(load(worker));
        worker.post(request());
        RunState state;
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            if (const auto* e = std::get_if<Event>(&n)) state.apply(*e);
            return state.phase == RunPhase::Finished;
        }));
        QCOMPARE(state.traces.size(), std::size_t{8});
        QCOMPARE(state.finished->end, RunEnd::Done);
    }

    /// Stopping neither waits for the pace nor works on: the run would take minutes, or seconds of work.
    void stopIsPrompt() {
        for (const double pace : {0.0, kSlowPace}) {
            Worker worker;
            QVERIFY(load(worker));
            StartRun start = request(32);
            start.options.pace = pace;
            worker.post(start);
            QVERIFY(waitUntil(worker, isEvent<PassDone>));
            const cpu::ProcessClock work;
            worker.post(Stop{});
            QVERIFY(waitUntil(worker, isEvent<RunFinished>, kHangS));
            QVERIFY2(work.seconds() < kPromptWorkS, qPrintable(QString::number(work.seconds())));
        }
    }

    void closingWhileItLoadsOrRunsIsPrompt() {
        for (int round = 0; round < 3; ++round) {
            auto worker = std::make_unique<Worker>();
            if (round > 0) {
                QVERIFY(load(*worker));
                StartRun start = request(32);
                if (round == 2) start.options.pace = kSlowPace;
                worker->post(start);
                QVERIFY(waitUntil(*worker, isEvent<PassDone>));
            } else {
                worker->post(LoadModel{});
            }
            closePromptly(worker);
        }
    }

    void commandsDuringARun() {
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(4);
        start.options.pace = 200;
        worker.post(start);
        QVERIFY(waitUntil(worker, isEvent<PassDone>));
        worker.post(Pause{});
        QVERIFY(waitUntil(worker, isEvent<Paused>));
        worker.post(SetTraces{6});
        worker.post(SetKvCache{8});
        worker.post(Resume{});
        worker.post(SetPace{0});
        worker.post(LoadScorer{"/nowhere/none.pt"});
        bool refused = false;
        RunState unused;
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            refused = refused || std::holds_alternative<Refused>(n);
            return isEvent<RunFinished>(n);
        }));
        QVERIFY(refused);
    }

    void refusalsLeaveTheWorkerUsable() {
        Worker worker;
        worker.post(request());
        QVERIFY(waitUntil(worker, [](const Note& n) { return std::holds_alternative<Refused>(n); }));
        worker.post(LoadModel{.path = "/nowhere", .backend = BackendChoice::Cpu});
        QVERIFY(waitUntil(worker, [](const Note& n) { return std::holds_alternative<Refused>(n); }));
        QVERIFY(load(worker));
        StartRun bad = request(64);
        bad.options.kvCacheMib = 0.5;
        worker.post(bad);
        QVERIFY(waitUntil(worker, [](const Note& n) { return std::holds_alternative<Refused>(n); }));
        worker.post(LoadModel{.path = "/nowhere", .backend = BackendChoice::Cpu});  // the model stays loaded
        QVERIFY(waitUntil(worker, [](const Note& n) { return std::holds_alternative<Refused>(n); }));
        worker.post(request(2));
        QVERIFY(waitUntil(worker, isEvent<RunFinished>));
    }

    void aModelThatIsLoadedEndsTheRun() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(4);
        start.options.pace = 5;
        start.recordPath = path;
        worker.post(start);
        QVERIFY(waitUntil(worker, isEvent<PassDone>));
        worker.post(
            LoadModel{.path = "/nowhere", .backend = BackendChoice::Cpu});  // a model that is not there ends nothing
        QVERIFY(waitUntil(worker, isNote<Refused>));
        QVERIFY(waitUntil(worker, isEvent<PassDone>));
        worker.post(LoadModel{.backend = BackendChoice::Cpu});
        bool ended = false;
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            ended = ended || isEvent<RunFinished>(n);
            return isNote<ModelReady>(n);
        }));
        QVERIFY(ended);
        QVERIFY(std::holds_alternative<RunFinished>(readRecording(path).events.back().body));
    }

    void everyRunIsKeptBesideItsRecording() {
        QTemporaryDir dir;
        const std::string recording = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        const std::string kept = dir.filePath(QStringLiteral("data/history/h.stepscope")).toStdString();
        auto worker = std::make_unique<Worker>();
        QVERIFY(load(*worker));
        StartRun start = request(2);
        start.options.pace = 20;
        start.recordPath = recording;
        start.historyPath = kept;
        worker->post(start);
        QVERIFY(waitUntil(*worker, isEvent<PassDone>));
        worker.reset();  // in the middle of the run
        const auto events = readRecording(kept).events;
        QCOMPARE(events.size(), readRecording(recording).events.size());
        QCOMPARE(std::get<RunFinished>(events.back().body).end, RunEnd::Stopped);
    }

    void aHistoryThatCannotBeWrittenDisturbsNoRun() {
        QTemporaryDir dir;
        QFile file(dir.filePath(QStringLiteral("history")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(2);
        start.historyPath = dir.filePath(QStringLiteral("history/h.stepscope")).toStdString();
        worker.post(start);
        int notices = 0;
        bool refused = false;
        RunState state;
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            notices += isNote<HistoryStopped>(n);
            refused = refused || isNote<Refused>(n);
            if (const auto* event = std::get_if<Event>(&n)) state.apply(*event);
            return state.finished.has_value();
        }));
        QCOMPARE(notices, 1);
        QVERIFY(!refused);
        QCOMPARE(state.finished->end, RunEnd::Done);
    }

    void aRunIsNotStartedOverAnother() {
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(4);
        start.options.pace = 5;
        worker.post(start);
        QVERIFY(waitUntil(worker, isEvent<PassDone>));
        worker.post(request(2));
        QVERIFY(waitUntil(worker, isNote<Refused>));
        QVERIFY(waitUntil(worker, isEvent<PassDone>));  // the first goes on
    }

    void aRefusedStartChangesNothing() {
        QTemporaryDir dir;
        const std::string mine = dir.filePath(QStringLiteral("mine.stepscope")).toStdString();
        const std::string other = dir.filePath(QStringLiteral("other.stepscope")).toStdString();
        Worker worker;
        QVERIFY(load(worker));
        for (const std::string& path : {other, mine}) {
            StartRun start = request(2);
            start.recordPath = path;
            worker.post(start);
            QVERIFY(waitUntil(worker, isEvent<RunFinished>));
        }
        const std::size_t events = readRecording(other).events.size();
        StartRun tooLittle = request(64);
        tooLittle.options.kvCacheMib = 0.5;
        tooLittle.recordPath = other;
        StartRun nowhere = request(2);
        nowhere.recordPath = "/nowhere/r.stepscope";
        for (const StartRun& refused : {tooLittle, nowhere}) {
            worker.post(refused);
            bool began = false;
            QVERIFY(waitUntil(worker, [&](const Note& n) {
                began = began || isEvent<RunStarted>(n);
                return isNote<Refused>(n);
            }));
            QVERIFY(!began);
        }
        QCOMPARE(readRecording(other).events.size(), events);
        worker.post(LoadScorer{(resourceDir() / "demo-model" / "step_scorer" / "step_scorer.pt").string()});
        QVERIFY(waitUntil(worker, isEvent<Rescored>));  // the finished run is still there, and its file is open
        QVERIFY(std::holds_alternative<Rescored>(readRecording(mine).events.back().body));
    }

    void closingWritesTheEndOfTheRun() {
        QTemporaryDir dir;
        for (int round = 0; round < 12; ++round) {
            const std::string path = dir.filePath(QStringLiteral("%1.stepscope").arg(round)).toStdString();
            auto worker = std::make_unique<Worker>();
            QVERIFY(load(*worker));
            StartRun start = request(8);
            start.recordPath = path;
            start.options.pace = round % 3 == 0 ? 0.5 : 0;
            worker->post(start);
            for (int passes = 0; passes <= round; ++passes) {
                QVERIFY(waitUntil(*worker, isEvent<PassDone>));
                if (start.options.pace > 0) break;
            }
            if (round % 4 == 0) worker->post(Pause{});
            if (round % 2 == 0) worker->post(Stop{});  // as the window does
            worker.reset();
            const Recording recording = readRecording(path);
            QVERIFY2(std::holds_alternative<RunFinished>(recording.events.back().body),
                     qPrintable(QString::number(round)));
            QVERIFY(!recording.truncated);
        }
    }

    void trainsAScorerAndGoesOnWithRuns() {
        const QTemporaryDir dir;
        Worker worker;
        QVERIFY(load(worker));
        worker.post(request(2));
        QVERIFY(waitUntil(worker, isEvent<RunFinished>));
        TrainScorer order = training(dir);
        order.plan.testProblems.assign(order.plan.problems.begin(), order.plan.problems.begin() + 2);
        worker.post(order);
        std::vector<scorer::EpochReport> epochs;
        std::vector<std::string> stages;
        int notes = 0;
        TrainingDone done;
        QElapsedTimer timer;
        timer.start();
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            if (const auto* p = std::get_if<TrainingProgress>(&n)) {
                ++notes;
                stages.push_back(p->progress.what);
                epochs.insert(epochs.end(), p->epochs.begin(), p->epochs.end());
            }
            if (const auto* end = std::get_if<TrainingDone>(&n)) done = *end;
            return isNote<TrainingDone>(n);
        }));
        QVERIFY2(done.outcome, done.error.c_str());
        QCOMPARE(epochs.size(), done.outcome->report.epochs.size());
        QCOMPARE(stages.front(), std::string("sampling"));
        QVERIFY2(notes <= timer.elapsed() / 100 + 2, qPrintable(QString::number(notes)));
        QVERIFY(done.outcome->test && done.outcome->testBefore);
        QVERIFY(QFile::exists(dir.filePath(QStringLiteral("s.safetensors"))));
        worker.post(LoadScorer{done.outcome->file.string()});  // scores the run before again
        QVERIFY(waitUntil(worker, isEvent<Rescored>));
        worker.post(request(2));
        QVERIFY(waitUntil(worker, isEvent<RunFinished>));
    }

    void aTrainingIsCancelledAndGoesOn() {
        const QTemporaryDir dir;
        Worker worker;
        QVERIFY(load(worker));
        worker.post(training(dir, 40));
        QVERIFY(waitUntil(worker, isNote<TrainingProgress>));
        const cpu::ProcessClock work;
        worker.post(training(dir));  // waits, and is cancelled with the other
        worker.post(CancelTraining{});
        int ends = 0;
        QVERIFY(waitUntil(
            worker,
            [&](const Note& n) {
                const auto* end = std::get_if<TrainingDone>(&n);
                if (end && (end->outcome || !end->error.empty())) return false;
                return end && ++ends == 2;
            },
            kHangS));
        QVERIFY2(work.seconds() < kPromptWorkS, qPrintable(QString::number(work.seconds())));
        worker.post(CancelTraining{});  // of none
        const QTemporaryDir other;
        worker.post(training(other));
        bool trained = false;
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            const auto* end = std::get_if<TrainingDone>(&n);
            trained = end && end->outcome;
            return end != nullptr;
        }));
        QVERIFY(trained);
    }

    void closingWhileItTrainsIsPrompt() {
        const QTemporaryDir dir;
        auto worker = std::make_unique<Worker>();
        QVERIFY(load(*worker));
        worker->post(training(dir, 40));
        QVERIFY(waitUntil(*worker, isNote<TrainingProgress>));
        closePromptly(worker);
    }

    void aTrainingThatCannotBeSaysWhy() {
        const QTemporaryDir dir;
        const auto errorOf = [](Worker& worker, const TrainScorer& order) {
            worker.post(order);
            std::string error;
            waitUntil(worker, [&](const Note& n) {
                if (const auto* end = std::get_if<TrainingDone>(&n)) error = end->error;
                return isNote<TrainingDone>(n);
            });
            return error;
        };
        Worker worker;
        QCOMPARE(errorOf(worker, training(dir)), std::string("load a model before training a scorer for it"));
        QVERIFY(load(worker));
        StartRun start = request(2);
        start.options.pace = 1;
        worker.post(start);
        QVERIFY(waitUntil(worker, isEvent<PassDone>));
        QCOMPARE(errorOf(worker, training(dir)), std::string("stop the run before training a scorer"));
        worker.post(Stop{});
        TrainScorer none = training(dir);
        none.plan.problems.clear();
        QCOMPARE(errorOf(worker, none), std::string("no problem to train on"));
    }

    void aFullDiskDoesNotEndTheRun() {
        if (!std::fopen("/dev/full", "wb")) QSKIP("/dev/full is not there to stand for a full disk");
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(2);
        start.recordPath = "/dev/full";
        worker.post(start);
        bool said = false;
        QVERIFY(waitUntil(worker, [&](const Note& n) {
            if (const auto* e = std::get_if<Event>(&n)) {
                if (const auto* notice = std::get_if<Notice>(&e->body))
                    said = said || notice->text.find("recording stopped") == 0;
            }
            return isEvent<RunFinished>(n);
        }));
        QVERIFY(said);
    }

    void recordsWhatItRuns() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        Worker worker;
        QVERIFY(load(worker));
        StartRun start = request(2);
        start.recordPath = path;
        worker.post(start);
        QVERIFY(waitUntil(worker, isEvent<RunFinished>));
        QVERIFY(std::holds_alternative<RunFinished>(readRecording(path).events.back().body));
    }
};

QTEST_GUILESS_MAIN(AppWorker)
#include "app_worker.moc"
