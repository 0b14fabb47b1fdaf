// What the window remembers of the next run from one start to the next: model, scorer, device, options, problem. In the
// settings file, beside layout and theme. GUI thread.
#pragma once

#include <QStringList>
#include <optional>

#include "app/run/run_options.h"

namespace ui {

/// Options that a person saw, and what they would have been by default.
struct ChosenOptions {
    app::RunOptions options;
    app::RunOptions defaults;
};

struct Remembered {
    QString model;  ///< path; empty: the demo model
    QString scorer;
    app::BackendChoice backend = app::BackendChoice::Auto;
    std::optional<int> device;
    std::optional<ChosenOptions> chosen;
    QString problem;
    QString knownAnswer;

    /// What cannot be read is as if it had never been there.
    static Remembered load();
    void save() const;
};

/// Paths of the problem sets that were opened last, newest first; those that are gone are left out.
QStringList rememberedSets();
void rememberSet(const QString& path);

/// Folder of a study that was begun and not finished; empty if there is none.
QString rememberedStudy();
void rememberStudy(const QString& folder);

}  // namespace ui
