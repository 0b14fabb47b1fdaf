// A study in the dialog from its start to its end: measuring, running, pausing, what comes out.
#include <QFileInfo>
#include <QLabel>
#include <QProgressBar>
#include <algorithm>
#include <exception>

#include "ui/dialogs/study_dialog.h"
#include "ui/dialogs/study_table.h"
#include "ui/dialogs/study_words.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {

void StudyDialog::measure() {
    if (m_state != State::Choosing || !missing().isEmpty()) return;
    m_bar->setValue(0);
    m_measuredFor = measureKey();
    if (!m_session.measureStudy(wholePlan())) return;
    setTextIfChanged(m_basis, tr("Measuring\u2026"));
    setState(State::Measuring);
}

void StudyDialog::showMeasured(const app::StudyMeasured& measured) {
    if (m_state != State::Measuring) return;
    if (measured.measure) m_measure = measured.measure;
    setState(State::Choosing);
    if (!measured.error.empty()) {
        setTextIfChanged(m_basis, tr("Not measured: %1").arg(softened(appSentence(measured.error))));
        setRole(m_basis, u"bad"_s);
    } else {
        setRole(m_basis, u"muted"_s);
    }
}

void StudyDialog::start() {
    if (m_state != State::Choosing || !missing().isEmpty()) return;
    m_kept = {};
    m_kept.plan = wholePlan();
    m_kept.modelPath = loadedModel().toStdString();
    m_kept.modelName = m_session.model()->model.name;
    m_kept.scorerPath = m_session.scorer() ? m_session.scorer()->path : std::string();
    m_estimatedS.reset();
    if (m_measure && m_measuredFor == measureKey()) m_estimatedS = app::estimateStudy(*m_measure, m_kept.plan).seconds;
    m_isWhole = true;
    m_table->show({});
    run();
}

void StudyDialog::resume() {
    if ((m_state != State::Paused && m_state != State::Failed) || !missingModel().isEmpty() || !m_unread.isEmpty())
        return;
    m_isWhole = false;
    run();
}

void StudyDialog::run() {
    app::StudyPlan plan = m_kept.plan;
    m_bar->setValue(0);
    m_left->clear();
    m_note->hide();
    setTextIfChanged(m_what, studyPlanText(plan));
    showStage(tr("Starting\u2026"));
    if (!m_session.runStudy(std::move(plan))) return;
    setState(State::Running);
    Q_EMIT unfinishedChanged(folder());
}

/// A second time: at once.
void StudyDialog::pause() {
    if (m_state == State::Running) {
        m_session.endStudy(app::StudyEnd::AfterRuns);
        showStage(tr("Pausing: the runs in progress finish first\u2026"));
        setState(State::Pausing);
    } else if (m_state == State::Pausing) {
        cancel();
    }
}

void StudyDialog::cancel() {
    if (m_state != State::Running && m_state != State::Pausing) return;
    m_session.endStudy(app::StudyEnd::Now);
    showStage(tr("Stopping\u2026"));
    setState(State::Stopping);
}

void StudyDialog::chooseAnother() {
    if (isActive()) return;
    Q_EMIT unfinishedChanged({});  // whoever leaves it is not asked again
    m_kept = {};
    m_unread.clear();
    m_proposedFor.clear();
    m_table->show({});
    setState(State::Choosing);
    adoptModel();
}

void StudyDialog::openFolder(const QString& folder) {
    if (isActive() || m_state == State::Measuring) return;
    m_unread.clear();
    m_table->show({});
    m_note->hide();
    m_kept = {};
    m_kept.plan.folder = folder.toStdString();
    try {
        m_kept = app::readPlanFile(folder.toStdString());
        app::readProblemsOf(m_kept.plan);
    } catch (const std::exception& error) {
        m_unread = appSentence(error.what());
    }
    setTextIfChanged(m_what, m_unread.isEmpty() ? studyPlanText(m_kept.plan) : folder);
    m_left->clear();
    m_bar->setValue(0);
    if (m_unread.isEmpty()) {
        showStage(tr("Not finished. It continues from where it was stopped."));
        setState(State::Paused);
    } else {
        showStage(tr("It cannot be continued: %1").arg(softened(m_unread)), u"bad"_s);
        setState(State::Failed);
    }
}

void StudyDialog::showStage(const QString& text, const QString& role) {
    setTextIfChanged(m_stage, text);
    setRole(m_stage, role);
}

void StudyDialog::showProgress(const app::StudyProgress& p) {
    if (!isActive()) return;
    // By time rather than by runs, because runs differ a lot.
    const double whole = p.elapsedS + p.leftS;
    m_bar->setValue(p.leftS > 0 ? qRound(kBarSteps * p.elapsedS / whole) : p.done == p.total ? kBarSteps : 0);
    if (m_state == State::Running)
        showStage(tr("%1: run %2 of %3")
                      .arg(studyStageText(p.what), formatCount(std::min(p.done + 1, p.total)), formatCount(p.total)));
    setTextIfChanged(m_left, p.leftS > 0 ? tr("%1 left").arg(durationText(p.leftS)) : QString());
}

void StudyDialog::showDone(const app::StudyDone& done) {
    if (!isActive()) return;
    m_left->clear();
    if (!done.outcome) {
        showStage(tr("The study stopped: %1").arg(softened(appSentence(done.error))), u"bad"_s);
        setState(State::Failed);
        return;
    }
    showResult(*done.outcome);
    if (!done.outcome->complete) {
        showStage(tr("Paused. The folder has %1 so far.")
                      .arg(formatNumberOf(done.outcome->runs, tr("1 run"), tr("%1 runs"))));
        setState(State::Paused);
        return;
    }
    m_bar->setValue(kBarSteps);
    const QString runs = formatNumberOf(done.outcome->runs, tr("1 run"), tr("%1 runs"));
    const QString took = durationText(done.outcome->seconds);
    QString text = m_isWhole ? tr("Finished: %1 in %2").arg(runs, took)
                             : tr("Finished: %1; the part after the last pause took %2").arg(runs, took);
    if (m_isWhole && m_estimatedS) text += tr(" (estimated: %1)").arg(durationText(*m_estimatedS));
    showStage(asSentence(text), u"text"_s);
    setState(State::Finished);
    Q_EMIT unfinishedChanged({});
    Q_EMIT reportWanted(folder(), false);
}

void StudyDialog::showResult(const app::StudyOutcome& outcome) {
    m_table->show(outcome.rows);
    QStringList notes;
    if (outcome.failedRuns > 0)
        notes << formatNumberOf(outcome.failedRuns, tr("1 run failed. It is tried again when the study goes on."),
                                tr("%1 runs failed. They are tried again when the study goes on."));
    if (outcome.refusedRuns > 0)
        notes << formatNumberOf(outcome.refusedRuns, tr("1 run could not start and is missing from the report."),
                                tr("%1 runs could not start and are missing from the report."));
    if (!outcome.troubles.empty()) notes << softened(appSentence(outcome.troubles.front()), 200);
    setTextIfChanged(m_note, notes.join(u' '));
    m_note->setVisible(!notes.isEmpty());
}

}  // namespace ui
