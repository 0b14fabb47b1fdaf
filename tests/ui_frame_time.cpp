// GUI-thread time of a frame of the whole window, painting and folding included, while 64 lanes take in 10,000 tokens a
// second. Fails above 16 ms at the 95th percentile. Wall time is what people see; where more programs than cores want
// to run it says nothing about the window, and the time that the thread itself worked counts instead. Other work on the
// machine makes frames longer and never shorter, so a measurement over the limit is made again, twice at most.
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "cpu_time.h"
#include "ui/app_window.h"
#include "ui_window_support.h"

namespace {

constexpr double kTokensPerSecond = 10'000;
constexpr int kFrameMs = 25;
constexpr double kGoalMs = 16;
constexpr int kMeasurements = 3;

struct Measured {
    double p50 = 0, p95 = 0, worst = 0;
    int frames = 0;
};

struct Frames {
    Measured wall;
    Measured own;  ///< the time that the GUI thread worked
    bool holds() const;
};

bool machineIsBusy() {
    double load = 0;
    return getloadavg(&load, 1) == 1 && load > std::thread::hardware_concurrency();
}

Measured summarise(std::vector<double> frames) {
    std::sort(frames.begin(), frames.end());
    const auto at = [&](double share) {
        return frames[static_cast<std::size_t>(share * static_cast<double>(frames.size() - 1))];
    };
    return {at(0.5), at(0.95), frames.back(), static_cast<int>(frames.size())};
}

bool Frames::holds() const {
    return own.frames > 0 && own.p95 <= kGoalMs && (machineIsBusy() || wall.p95 <= kGoalMs);
}

}  // namespace

class UiFrameTime : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() { ui_test::isolate(m_folder); }

    void frameStaysWithinItsTime_data() {
        QTest::addColumn<int>("lanes");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<bool>("mustHold");
        QTest::newRow("64 lanes") << 64 << false << true;
        QTest::newRow("64 lanes, dark") << 64 << true << true;
        QTest::newRow("256 lanes") << 256 << false << false;
    }

    void frameStaysWithinItsTime() {
        QFETCH(const int, lanes);
        QFETCH(const bool, dark);
        QFETCH(const bool, mustHold);
        Frames measured;
        for (int attempt = 0; attempt < kMeasurements; ++attempt) {
            measured = measure(lanes, dark);
            const auto& [wall, own] = measured;
            std::printf(
                "%d lanes at %.0f tok/s, %d frames: wall p50 %.2f p95 %.2f max %.2f ms; thread p50 %.2f p95 %.2f max "
                "%.2f ms\n",
                lanes, kTokensPerSecond, wall.frames, wall.p50, wall.p95, wall.worst, own.p50, own.p95, own.worst);
            std::fflush(stdout);
            if (!mustHold || measured.holds()) return;
        }
        QFAIL(qPrintable(QStringLiteral("p95: thread %1 ms, wall %2 ms").arg(measured.own.p95).arg(measured.wall.p95)));
    }

private:
    static Frames measure(int lanes, bool dark) {
        ui::Theme theme;
        theme.apply(dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        ui_test::Script script;
        script.traces = lanes;
        script.maxTokens = 1600;
        script.kvBlocks = lanes * 64;
        script.tokensPerSecond = kTokensPerSecond / lanes;
        auto source = std::make_unique<ui_test::ScriptedSource>(script, 0);
        ui_test::ScriptedSource* const feed = source.get();
        ui::LaunchOptions launch;
        launch.historyFolder = QString();  // no runs in the user's history
        launch.size = QSize(1680, 1040);
        launch.problem = QStringLiteral("A scripted problem");
        ui::AppWindow window(std::move(source), theme, launch);
        window.show();
        window.resetLayout();
        if (!QTest::qWaitForWindowExposed(&window)) return {};
        window.begin();
        window.session().setTimerRunning(false);  // the loop below is the timer
        window.session().tick();
        window.startRun();

        const double passesPerFrame = kTokensPerSecond / lanes * kFrameMs / 1000;
        double due = 0;
        std::vector<double> frames, work;
        QElapsedTimer clock;
        QElapsedTimer pace;
        pace.start();
        for (int frame = 0; frames.size() < 400; ++frame) {
            due += passesPerFrame;
            feed->passesPerDrain = static_cast<int>(due);
            due -= feed->passesPerDrain;
            feed->prepare();  // the script's own work is not the window's
            clock.start();
            const cpu::ThreadClock ownWork;
            window.session().tick();
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
            if (frame > 10 && window.session().runActive()) {
                frames.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
                work.push_back(ownWork.seconds() * 1e3);
            }
            if (!window.session().runActive() && frame > 10) {
                if (window.session().latest().phase == app::RunPhase::Finished) window.startRun();
            }
            while (pace.elapsed() < kFrameMs) QThread::msleep(1);
            pace.restart();
        }
        return {summarise(frames), summarise(work)};
    }
};

QTEST_MAIN(UiFrameTime)
#include "ui_frame_time.moc"
