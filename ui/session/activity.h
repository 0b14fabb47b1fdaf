// What keeps the session busy, and what may be asked of it meanwhile: one table for menus, buttons, drops and the
// commands themselves. Pure functions.
#pragma once

#include <QString>

namespace ui {

/// In the order in which one hides the next: a recording may be opened while a model loads, and both are under way
/// then.
enum class Activity { Running, Starting, Training, LoadingModel, OpeningRecording, Idle };

enum class Action { Run, Steer, Stop, LoadModel, LoadScorer, TrainScorer, OpenRecording };

bool may(Action action, Activity activity);
/// Why an action has to wait, and for what; empty for Idle.
QString reasonToWait(Activity activity);

}  // namespace ui
