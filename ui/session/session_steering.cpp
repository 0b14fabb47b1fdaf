// Commands of a person to single traces: steering a run under way, and letting what a run cut go on after it. And other
// scores for a run that is over.
#include <QFile>

#include "app/run/hidden_file.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/session/session_controller.h"

namespace ui {
namespace {
constexpr qsizetype kShownModelLetters = 60;
}

void SessionController::steer(app::SteerAction action) {
    if (refuses(Action::Steer)) return;
    m_source->post(app::Steer{std::move(action)});
}

/// Why the loaded model cannot go on with the run shown: it is another one. Empty if it can.
QString SessionController::whyNotItsModel() const {
    const app::ModelInfo& own = latest().header.model;
    if (own.sha256 == m_model->model.sha256) return {};
    return tr("This run was made by %1. Load that model to go on from its traces.")
        .arg(own.name.empty() ? tr("another model") : shortened(QString::fromStdString(own.name), kShownModelLetters));
}

bool SessionController::letCutFinish() {
    if (refuses(Action::Run)) return false;
    if (!latest().finished) {
        Q_EMIT message(MessageKind::Warning, tr("There is no finished run yet."));
        return false;
    }
    try {
        app::ContinuationPlan plan = app::planContinuation(m_run.timeline.events());
        if (plan.traces.empty()) {
            Q_EMIT message(MessageKind::Info, tr("Every trace of this run has reached its end already."));
            return false;
        }
        m_continued = m_run.number;
        // A run of the worker that is being recorded gets what follows into its files, too.
        m_source->post(app::FinishTraces{std::move(plan), m_run.isWorkers});
        return true;
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Error, appSentence(error.what()));
        return false;
    }
}

/// Marked events belong to the run that was asked, live or recorded; if another one is shown now, they are left out.
void SessionController::takeContinued(const app::Event& event) {
    if (m_run.number != m_continued) return;
    m_run.timeline.append(event);
    m_changed = true;
}

bool SessionController::rescore(const QString& scorerPath) {
    if (refuses(Action::Rescore)) return false;
    if (!latest().finished) {
        Q_EMIT message(MessageKind::Warning, tr("There is no finished run yet."));
        return false;
    }
    try {
        app::RescoreRun order;
        order.steps = app::recordedSteps(m_run.timeline.events());
        order.recordingPath = m_run.rowsBeside.toStdString();
        order.scorerPath = scorerPath.toStdString();
        order.number = m_run.number;
        m_source->post(std::move(order));
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Error, appSentence(error.what()));
        return false;
    }
    m_rescored = m_run.number;
    Q_EMIT statusChanged();
    return true;
}

void SessionController::cancelRescoring() {
    if (rescoring()) m_source->post(app::CancelRescoring{});
}

void SessionController::takeRescored(const app::RescoringDone& done) {
    m_rescored.reset();
    const bool isShown = m_run.number == done.number;
    if (isShown) {
        for (const app::Event& event : done.events) m_run.timeline.append(event);
    }
    const bool changed = isShown && !done.events.empty();
    m_jumped = m_jumped || changed;
    m_changed = m_changed || changed;
    if (changed) refreshShown();
    Q_EMIT rescoringDone(changed, appSentence(done.error));
    Q_EMIT statusChanged();
}

/// Kept hidden rows go with a recording that is saved under another name.
void SessionController::carryRows(const QString& path) {
    const QString from = QString::fromStdString(app::hiddenPathOf(m_run.rowsBeside.toStdString()));
    const QString to = QString::fromStdString(app::hiddenPathOf(path.toStdString()));
    if (m_run.rowsBeside.isEmpty() || m_run.rowsBeside == path || !QFile::exists(from)) return;
    if (QFile::exists(to) || !QFile::copy(from, to)) {
        Q_EMIT message(MessageKind::Warning, tr("%1 is there already, so the hidden rows stay beside the run's own "
                                                "recording.")
                                                 .arg(to));
        return;
    }
    m_run.rowsBeside = path;
}

}  // namespace ui
