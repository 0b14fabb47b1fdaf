#include "ui/session/activity.h"

#include <QCoreApplication>

namespace ui {
namespace {

struct Row {
    Action action;
    bool running, starting, training, rescoring, studying, loadingModel, openingRecording, idle;
};

// clang-format off
constexpr Row kTable[] = {
    //                     running starting training rescoring studying loading opening idle
    {Action::Run,           false,  false,  false,   false,    false,   false,  false,  true},
    {Action::Steer,         true,   false,  false,   false,    false,   false,  false,  false},
    {Action::Fork,          true,   false,  false,   false,    false,   false,  false,  true},
    {Action::Stop,          true,   true,   false,   false,    false,   false,  false,  false},
    {Action::LoadModel,     false,  false,  false,   false,    false,   true,   true,   true},
    {Action::LoadScorer,    true,   true,   false,   false,    false,   true,   true,   true},
    {Action::TrainScorer,   false,  false,  false,   false,    false,   false,  true,   true},
    {Action::RunStudy,      false,  false,  false,   false,    false,   false,  true,   true},
    {Action::OpenRecording, false,  false,  true,    true,     true,    true,   true,   true},
    {Action::Rescore,       false,  false,  false,   false,    false,   false,  false,  true},
};
// clang-format on

}  // namespace

bool may(Action action, Activity activity) {
    for (const Row& row : kTable) {
        if (row.action != action) continue;
        switch (activity) {
            case Activity::Running: return row.running;
            case Activity::Starting: return row.starting;
            case Activity::Training: return row.training;
            case Activity::Rescoring: return row.rescoring;
            case Activity::Studying: return row.studying;
            case Activity::LoadingModel: return row.loadingModel;
            case Activity::OpeningRecording: return row.openingRecording;
            case Activity::Idle: return row.idle;
        }
    }
    return false;
}

QString reasonToWait(Activity activity) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("ui", text); };
    switch (activity) {
        case Activity::Running: return tr("Stop the run first.");
        case Activity::Starting: return tr("A run is starting. Stop it first.");
        case Activity::Training: return tr("A scorer is being trained. Wait until it has finished, or cancel it.");
        case Activity::Rescoring:
            return tr("A recording is being scored again. Wait until it has finished, or cancel it.");
        case Activity::Studying: return tr("A study has the model. Pause the study, or wait until it has finished.");
        case Activity::LoadingModel: return tr("A model is loading. Wait until it is ready.");
        case Activity::OpeningRecording: return tr("A recording is being opened. Wait until it is shown.");
        case Activity::Idle: break;
    }
    return {};
}

}  // namespace ui
