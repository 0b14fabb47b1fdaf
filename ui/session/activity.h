// What the session is doing, and which actions it allows meanwhile: one table for menus, buttons, drops and the
// commands themselves. Pure functions.
#pragma once

#include <QString>

namespace ui {

/// In order of precedence: a recording may be opened while a model loads, and the earlier entry then counts.
enum class Activity { Running, Starting, Training, Rescoring, Studying, LoadingModel, OpeningRecording, Idle };

enum class Action { Run, Steer, Fork, Stop, LoadModel, LoadScorer, TrainScorer, RunStudy, OpenRecording, Rescore };

bool may(Action action, Activity activity);
/// Why an action has to wait, and for what; empty for Idle.
QString reasonToWait(Activity activity);

}  // namespace ui
