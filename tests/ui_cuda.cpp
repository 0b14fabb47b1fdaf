// The real window over the real worker on a GPU: 64 traces of the demo model at full speed, memory saturated, and how
// long a frame keeps the GUI thread meanwhile. Offscreen.
#include <QElapsedTimer>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "kernels/devices.h"
#include "ui/app_window.h"

namespace {

constexpr int kFrameMs = 16;
constexpr double kGoalMs = 16;
constexpr std::size_t kFrames = 200;

}  // namespace

class UiCuda : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        const kernels::DeviceList list = kernels::listDevices();
        if (list.devices.empty()) QSKIP(("no GPU here: " + list.reasonIfEmpty).c_str());
    }

    void framesOfASaturatedRun() {
        ui::Theme theme;
        theme.apply(ui::ThemeChoice::Light);
        ui::LaunchOptions launch;
        launch.historyFolder = QString();  // no runs in the user's history
        launch.size = QSize(1680, 1040);
        launch.problem = QStringLiteral("What is 3 * (17 + 25) - 4 * 9 + 12?");
        launch.model.backend = app::BackendChoice::Cuda;
        launch.pace = 0;
        launch.run = true;
        launch.applyTo = [](const app::RunOptions& defaults) {
            app::RunOptions options = defaults;
            options.traces = 64;
            options.kvCacheMib = 20;
            return options;
        };
        ui::AppWindow window(std::make_unique<ui::WorkerSource>(), theme, launch);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.begin();
        window.session().setTimerRunning(false);
        std::vector<double> frames;
        QElapsedTimer clock, pace, patience;
        pace.start();
        patience.start();
        int runs = 0, pruned = 0;
        std::int64_t tokens = 0;
        double seconds = 0;
        while (frames.size() < kFrames && patience.elapsed() < 60'000) {
            clock.start();
            window.session().tick();
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
            if (window.session().runActive() && window.session().latest().generatedTokens > 0)
                frames.push_back(double(clock.nsecsElapsed()) / 1e6);
            const app::RunState& state = window.session().latest();
            if (state.finished && !window.session().runActive()) {
                QCOMPARE(state.header.backend, std::string("cuda"));
                QVERIFY2(state.finished->end == app::RunEnd::Done, state.finished->message.c_str());
                ++runs;
                pruned += state.prunedCount;
                tokens += state.generatedTokens;
                seconds += state.now;
                window.startRun();
            }
            while (pace.elapsed() < kFrameMs) QThread::usleep(200);
            pace.restart();
        }
        QCOMPARE(frames.size(), kFrames);
        std::sort(frames.begin(), frames.end());
        const auto at = [&](double share) { return frames[std::size_t(share * double(frames.size() - 1))]; };
        std::printf(
            "%d runs of 64 lanes on the GPU at %.0f tok/s, %d pruned, %zu frames: p50 %.2f p95 %.2f max %.2f ms\n",
            runs, seconds > 0 ? double(tokens) / seconds : 0.0, pruned, frames.size(), at(0.5), at(0.95),
            frames.back());
        std::fflush(stdout);
        QVERIFY(pruned > 0);
        QVERIFY2(at(0.95) <= kGoalMs, qPrintable(QStringLiteral("p95 %1 ms").arg(at(0.95))));
    }
};

QTEST_MAIN(UiCuda)
#include "ui_cuda.moc"
