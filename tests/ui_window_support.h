// A window over a script for tests: shown, its model loaded, no timer, nothing of this machine's user in it.
#pragma once

#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>
#include <memory>

#include "ui/app_window.h"
#include "ui_scripted_run.h"

namespace ui_test {

/// Settings, caches and models of the user stay out of the test.
inline void isolate(const QTemporaryDir& folder) {
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
    for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "HF_HOME"})
        qputenv(name, folder.path().toUtf8());
    for (const char* name : {"HF_HUB_CACHE", "LLAMA_CACHE", "OLLAMA_MODELS"}) qunsetenv(name);
}

struct ScriptedWindow {
    ScriptedSource* source = nullptr;
    std::unique_ptr<ui::AppWindow> window;

    enum class Past { Forgotten, Remembered };

    /// @param past  whether it knows what windows before it left in the settings of the next run
    explicit ScriptedWindow(ui::Theme& theme, ui::LaunchOptions launch = {}, Past past = Past::Forgotten) {
        if (past == Past::Forgotten) QSettings(QStringLiteral("Stepscope"), QStringLiteral("Stepscope")).remove("next");
        auto scripted = std::make_unique<ScriptedSource>(Script{.traces = 12, .kvBlocks = 72, .maxTokens = 220}, 0);
        source = scripted.get();
        if (!launch.size) launch.size = QSize(1680, 1040);  // all panels stand beside the lanes
        if (launch.examples.empty())
            launch.examples = {
                {.title = "One", .question = "Find x.", .answer = "4", .family = "equations", .level = 1}};
        window = std::make_unique<ui::AppWindow>(std::move(scripted), theme, std::move(launch));
        window->show();
        [[maybe_unused]] const bool exposed = QTest::qWaitForWindowExposed(window.get());
        window->begin();
        window->session().setTimerRunning(false);
        window->session().tick();
    }
    ui::SessionController& session() const { return window->session(); }

    /// Passes of the run under way, and what the session makes of them.
    void passes(int count) {
        do {
            source->passesPerDrain = std::min(count, 50);
            count -= source->passesPerDrain;
            session().tick();
        } while (count > 0 && session().latest().phase != app::RunPhase::Finished);
        source->passesPerDrain = 0;
        QCoreApplication::processEvents();
    }
    void runToItsEnd() {
        window->startRun();
        passes(100'000);
    }
    template <typename T>
    int countPosted() const {
        int count = 0;
        for (const app::Command& command : source->posted) count += std::holds_alternative<T>(command);
        return count;
    }
};

}  // namespace ui_test
