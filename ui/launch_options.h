// What the command line asks of the window. Plain values.
#pragma once

#include <QSize>
#include <QString>
#include <functional>
#include <optional>
#include <vector>

#include "app/session/worker.h"
#include "app/study/examples.h"
#include "ui/paint/theme.h"

namespace ui {

enum class PicturePart;

struct ScreenshotOptions {
    QString path;
    std::optional<double> atS;             ///< run time; empty: when the run is done
    std::optional<QSize> size;             ///< where one was asked for
    std::optional<PicturePart> part = {};  ///< with a caption; empty: the window alone, as it is
    int scale = 1;
    QString moment = {};  ///< of a recording: a word for the time (app/export/export_moment.h)
};

struct LaunchOptions {
    QString recording;  ///< a .stepscope file to open; empty: none
    app::LoadModel model;
    std::optional<app::ServerSettings> server = {};  ///< to run on instead
    std::optional<QString> problem;
    std::optional<QString> knownAnswer;
    std::optional<QString> recordPath;
    std::optional<QString> historyFolder;  ///< where runs are kept; empty: the user's own place for it
    /// Lays what the command line gave over a model's defaults.
    std::function<app::RunOptions(app::RunOptions)> applyTo;
    std::optional<double> pace;     ///< where it was given
    std::optional<QString> lesson;  ///< to open; empty: the one that comes with the program
    bool present = false;           ///< in presentation mode
    bool run = false;               ///< start as soon as the model is ready
    std::optional<ScreenshotOptions> screenshot;
    std::optional<ThemeChoice> theme;
    std::optional<QString> language;  ///< a code of ui/paint/language.h or "system"; empty: the one that is set
    std::optional<QSize> size;
    std::vector<app::Example> examples;
};

}  // namespace ui
