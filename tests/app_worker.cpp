// The worker thread: commands in, notes out, prompt stops, closing while it works. Meant for TSan as well.
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include "app/recording.h"
#include "app/run_state.h"
#include "app/worker.h"

using namespace app;

namespace {

/// Drains until `done` says so; false after `seconds`.
template <typename F>
bool waitUntil(Worker& worker, F&& done, double seconds = 300) {  // generous: sanitizers are slow
    QElapsedTimer timer;
    timer.start();
    while (static_cast<double>(timer.elapsed()) < seconds * 1000) {
        worker.waitForNotes(0.1);
        for (const Note& note : worker.drain()) {
            if (done(note)) return true;
        }
    }
    return false;
}

bool load(Worker& worker) {
    worker.post(LoadModel{.backend = BackendChoice::Cpu});
    return waitUntil(worker, [](const Note& n) { return std::holds_alternative<ScorerReady>(n); });
}

StartRun request(int n = 8) {
    StartRun start;
    start.problem = "What is 3 * (17 + 25) - 4 * 9 + 12?";
    start.options.traces = n;
    start.options.kvCacheMib = 64;
    start.options.maxTokens = 400;
    return start;
}

template <typename T>
bool isEvent(const Note& note) {
    const auto* event = std::get_if<Event>(&note);
    return event && std::holds_alternative<T>(event->body);
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

    void stopIsPrompt() {
        Worker worker;
        QVERIFY(load(worker));
        worker.post(request(32));
        QVERIFY(waitUntil(worker, isEvent<PassDone>));
        QElapsedTimer timer;
        timer.start();
        worker.post(Stop{});
        QVERIFY(waitUntil(worker, isEvent<RunFinished>, 5));
        QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
    }

    void closingWhileItLoadsOrRunsIsPrompt() {
        for (int round = 0; round < 3; ++round) {
            auto worker = std::make_unique<Worker>();
            if (round > 0) {
                QVERIFY(load(*worker));
                StartRun start = request(32);
                if (round == 2) start.options.pace = 0.5;
                worker->post(start);
                QVERIFY(waitUntil(*worker, isEvent<PassDone>));
            } else {
                worker->post(LoadModel{});
            }
            QElapsedTimer timer;
            timer.start();
            worker.reset();
            QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
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
                if (const auto* notice = std::get_if<Notice>(&e->body)) said = said || notice->text.find("recording stopped") == 0;
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
