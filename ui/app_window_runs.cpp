// Runs and recordings in the window: starting, opening, saving, and the question before an unsaved run is left.
#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMessageBox>
#include <QSettings>

#include "app/run/policy_table.h"
#include "ui/app_window.h"
#include "ui/lanes/run_words.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/time_bar.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kStopMs = 10'000;                     // a pass of a large model takes a while
constexpr std::size_t kMostProblemBytes = 200'000;  // of one that can still be edited
constexpr qsizetype kShownProblemLetters = 120;

}  // namespace

/// Nobody can answer: the window makes a picture for the command line, or has no screen.
bool AppWindow::isUnattended() const {
    const QString platform = QGuiApplication::platformName();
    return m_launch.screenshot || platform == "offscreen"_L1 || platform == "minimal"_L1;
}

AppWindow::Leave AppWindow::askByBox(const QString& text, const QString& detail) {
    QMessageBox box(QMessageBox::Warning, tr("Save the run?"), text,
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(detail);
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
        case QMessageBox::Save: return Leave::Save;
        case QMessageBox::Discard: return Leave::Discard;
        default: return Leave::Stay;
    }
}

bool AppWindow::mayLeaveRun(const QString& afterwards) {
    if (!m_session.hasUnsavedRun() || !m_ask) return true;
    const QString problem = QString::fromStdString(m_session.latest().header.problem).simplified();
    const bool active = m_session.runActive();
    const QString text =
        active ? tr("The run is in progress, and nothing of it is saved.") : tr("The run is not saved.");
    switch (m_ask(text + u"\n\n"_s + shortened(problem, kShownProblemLetters), afterwards)) {
        case Leave::Stay: return false;
        case Leave::Discard: return true;
        case Leave::Save: break;
    }
    if (active && !m_session.stopAndWait(kStopMs)) return false;
    return saveRecording();
}

void AppWindow::startRun() {
    if (m_session.refuses(Action::Run)) return;
    const QString problem = m_setup->problem().problem();
    if (problem.isEmpty()) {
        m_messages->showMessage(MessageKind::Warning, tr("There is no problem yet: type one or choose an example."));
        m_panels->reveal(PanelId::Setup);
        m_setup->problem().focusProblem();
        return;
    }
    if (!mayLeaveRun(keptText())) return;
    m_messages->dismiss();
    app::StartRun run = nextRun();
    run.problem = problem.toStdString();
    if (const auto answer = m_setup->problem().knownAnswer()) run.knownAnswer = answer->toStdString();
    m_session.start(std::move(run));
}

/// Settings and files of a run that starts now, without its problem.
app::StartRun AppWindow::nextRun() {
    app::StartRun run;
    run.options = shownOptions();
    run.options.traces = app::tracesOf(run.options);
    run.options.pace = m_timeBar->pace();
    if (const QString path = recordPathOfNextRun(); !path.isEmpty()) run.recordPath = path.toStdString();
    if (m_recent.isOn()) run.historyPath = m_recent.fileOfNextRun().toStdString();
    rememberNextRun();                      // also where this program never comes to its end
    m_panels->closeDrawer(PanelId::Setup);  // the lanes are what is to be seen now
    return run;
}

void AppWindow::useShownSettings() {
    const app::RunStarted& header = m_session.shown().header;
    app::RunOptions options = header.options;
    const app::RunOptions now = m_setup->options();
    options.backend = now.backend;  // of the model that is loaded
    options.device = now.device;
    m_setup->setOptions(options);
    m_topBar->policies().showOptions(options);
    m_setup->setPolicy(options.policy);
    adoptRecording();
}

QString AppWindow::keptText() const {
    return tr(
        "If you do not save it, Back to the last run in the File menu brings it back, until the next run replaces it.");
}

void AppWindow::chooseRecording() {
    if (m_session.refuses(Action::OpenRecording)) return;
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a recording"), {}, tr("Recordings (*.stepscope);;All files (*)"));
    if (!path.isEmpty()) openRecording(path);
}

void AppWindow::openRecording(const QString& path) {
    m_messages->dismiss();
    if (m_session.refuses(Action::OpenRecording) || !mayLeaveRun(keptText())) return;
    m_session.openRecording(path);
}

bool AppWindow::saveRecording() {
    const QString before = m_session.recordingPath();
    const QString proposal = before.isEmpty() || m_recent.holds(before) ? proposedName(m_session.latest()) : before;
    QString path =
        QFileDialog::getSaveFileName(this, tr("Save the recording"), proposal, tr("Recordings (*.stepscope)"));
    if (path.isEmpty()) return false;
    if (!path.endsWith(".stepscope"_L1)) path += ".stepscope"_L1;
    return m_session.saveRecording(path);
}

/// The box shows the problem of the run shown, where it is one that can be edited.
void AppWindow::adoptRecording() {
    const app::RunStarted& header = m_session.shown().header;
    if (header.problem.size() > kMostProblemBytes) {
        m_messages->showMessage(MessageKind::Warning,
                                tr("The problem of this run is too long to edit. The problem in the box stays."));
        return;
    }
    m_setup->problem().setProblem(QString::fromStdString(header.problem),
                                  QString::fromStdString(header.knownAnswer.value_or("")));
}

void AppWindow::chooseRecordingFolder(bool record) {
    m_recordingFolder = record ? QFileDialog::getExistingDirectory(this, tr("Folder for recordings")) : QString();
    m_recordAction->setChecked(!m_recordingFolder.isEmpty());
    QSettings(u"Stepscope"_s, u"Stepscope"_s).setValue("recording/folder"_L1, m_recordingFolder);
}

/// The command line's file for the first run, a dated one for each run where all are recorded, else empty.
QString AppWindow::recordPathOfNextRun() const {
    if (m_launch.recordPath && !m_hasRun) return *m_launch.recordPath;
    if (m_recordingFolder.isEmpty()) return {};
    const QString name = QDateTime::currentDateTime().toString(u"yyyy-MM-dd_HH-mm-ss"_s);
    const QDir folder(m_recordingFolder);
    QString path = folder.filePath(name + u".stepscope"_s);
    for (int number = 2; QFileInfo::exists(path); ++number)
        path = folder.filePath(u"%1_%2.stepscope"_s.arg(name).arg(number));
    return path;
}

}  // namespace ui
