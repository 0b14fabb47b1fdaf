// Other scores for a recording that is shown: offered where a scorer is chosen, with progress, and said when done.
#include <QFileDialog>
#include <QFileInfo>

#include "app/session/worker.h"
#include "ui/app_window.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString leaderOf(const app::RunState& run) {
    const app::AnswerVote* leader = run.vote.leader();
    return leader ? formatAnswer(leader->answer) : QString();
}

}  // namespace

void AppWindow::connectRescoring() {
    connect(&m_session, &SessionController::scorerReady, this, &AppWindow::offerRescoring);
    connect(&m_session, &SessionController::rescoringProgress, this, [this](double fraction) {
        m_messages->showOffer(MessageKind::Info,
                              tr("Scoring the recording with %1: %2").arg(m_rescoresWith, formatPercent(fraction, 0)),
                              tr("Cancel"), [this] { m_session.cancelRescoring(); });
    });
    connect(&m_session, &SessionController::rescoringDone, this, [this](bool changed, const QString& problem) {
        if (!problem.isEmpty()) {
            m_messages->showMessage(MessageKind::Error, tr("The recording keeps its scores: %1").arg(problem));
        } else if (!changed) {
            m_messages->showMessage(MessageKind::Info, tr("The recording keeps its scores."));
        } else {
            const QString answer = leaderOf(m_session.latest());
            QString text = tr("The recording is re-scored with %1.").arg(m_rescoresWith);
            if (!answer.isEmpty() && answer == m_answerBefore) text += u' ' + tr("The answer is still %1.").arg(answer);
            if (!answer.isEmpty() && answer != m_answerBefore)
                text += u' ' + (m_answerBefore.isEmpty()
                                    ? tr("The answer is %1.").arg(answer)
                                    : tr("The answer was %1 and is now %2.").arg(m_answerBefore, answer));
            m_messages->showMessage(MessageKind::Info, text + u' ' + tr("Save the recording to keep the new scores."));
        }
    });
}

/// A scorer was chosen while a recording is shown that has the scores of another one.
void AppWindow::offerRescoring() {
    if (!std::exchange(m_offersRescoring, false)) return;
    const app::RunState& run = m_session.latest();
    const auto& scorer = m_session.scorer();
    const bool isAnother = scorer && (!run.scorer || run.scorer->sha256 != scorer->sha256);
    if (m_session.kind() != SourceKind::Recorded || !run.finished || !isAnother) return;
    m_messages->showOffer(MessageKind::Info,
                          tr("%1 is loaded for the next run. The recording shown has other scores.")
                              .arg(QString::fromStdString(scorer->name)),
                          tr("Score it again"), [this, path = QString::fromStdString(scorer->path)] { rescore(path); });
}

void AppWindow::chooseRescoring() {
    if (m_session.refuses(Action::Rescore)) return;
    if (m_session.kind() == SourceKind::None || !m_session.latest().finished) {
        m_messages->showMessage(MessageKind::Warning, tr("There is no finished run to score again yet."));
        return;
    }
    const QString path = QFileDialog::getOpenFileName(this, tr("Score the run shown with another scorer"), {},
                                                      tr("Scorers (*.pt *.safetensors);;All files (*)"));
    if (!path.isEmpty()) rescore(path);
}

void AppWindow::rescore(const QString& scorerPath) {
    m_messages->dismiss();
    m_rescoresWith = QFileInfo(scorerPath).fileName();
    m_answerBefore = leaderOf(m_session.latest());
    m_session.rescore(scorerPath);
}

}  // namespace ui
