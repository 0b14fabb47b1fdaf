// Studies in the main window: a new one, one that goes on, reports; and problem sets as the source of problems.
#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>
#include <QSettings>

#include "app/study/study_place.h"
#include "ui/app_window.h"
#include "ui/dialogs/problem_chooser.h"
#include "ui/dialogs/study_dialog.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
#include "ui/panels/panel_deck.h"
#include "ui/session/study_opener.h"
#include "ui/setup/device_box.h"
#include "ui/setup/model_box.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::buildStudyMenu() {
    m_studies = new StudyOpener(this);
    QMenu* menu = menuBar()->addMenu(tr("&Study"));
    menu->setToolTipsVisible(true);
    menu->addAction(tr("&New study\u2026"), QKeySequence(u"Ctrl+Shift+Y"_s), this, &AppWindow::openStudy)
        ->setToolTip(tr("Runs policies, n, memory and seeds over a problem set, and writes a report"));
    menu->addAction(tr("&Continue a study\u2026"), this,
                    [this] {
                        const QString path = QFileDialog::getOpenFileName(
                            this, tr("Continue a study"), rememberedStudy(), tr("Studies (study.json plan.json)"));
                        if (!path.isEmpty()) continueStudy(QFileInfo(path).absolutePath());
                    })
        ->setToolTip(tr("One that was paused, or stopped with the program, from where it was"));
    menu->addSeparator();
    QAction* embedded = menu->addAction(tr("Report of the &embedded model"), this, [this] {
        if (const auto report = app::embeddedStudyReport()) m_studies->open(QString::fromStdString(report->string()));
    });
    embedded->setToolTip(tr("All policies on the problems of the embedded model; opens in the browser"));
    if (!app::embeddedStudyReport()) {
        embedded->setEnabled(false);
        embedded->setToolTip(
            tr("This copy of the program comes without a study: resources/study/report.html is missing"));
    }
    QAction* open = menu->addAction(tr("&Open a study report\u2026"), this, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Open a study"), {}, tr("Studies (report.html study.json)"));
        if (!path.isEmpty()) m_studies->open(path);
    });
    open->setToolTip(tr("Opens a study that has run: report.html, or study.json if the report is not written yet"));
    connect(m_studies, &StudyOpener::failed, this,
            [this](const QString& reason) { m_messages->showMessage(MessageKind::Error, reason); });
    connect(m_studies, &StudyOpener::opened, this, [this](const QString& report) {
        m_messages->showMessage(MessageKind::Info, tr("Opened %1 in the browser.").arg(report));
    });
}

StudyDialog& AppWindow::study() {
    if (!m_study) {
        m_study = new StudyDialog(
            m_session, m_theme, [this] { return m_setup->options(); }, this);
        connect(m_study, &StudyDialog::reportWanted, m_studies, &StudyOpener::open);
        connect(m_study, &StudyDialog::unfinishedChanged, this, [](const QString& folder) { rememberStudy(folder); });
        connect(m_study, &StudyDialog::modelWanted, this, &AppWindow::loadModelOfStudy);
    }
    return *m_study;
}

void AppWindow::openStudy() {
    study().show();
    study().raise();
    study().activateWindow();
}

void AppWindow::continueStudy(const QString& folder) {
    if (m_session.studying()) {
        m_session.refuses(Action::RunStudy);
    } else {
        study().openFolder(folder);
    }
    openStudy();
}

/// As an offer, once after every interruption: whoever wants to do something else need not answer.
void AppWindow::offerUnfinishedStudy() {
    const QString folder = rememberedStudy();
    QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    if (m_launch.screenshot || folder.isEmpty() || settings.value("study/offered"_L1).toBool()) return;
    settings.setValue("study/offered"_L1, true);
    m_messages->showOffer(MessageKind::Info, tr("The study in %1 is not finished.").arg(QFileInfo(folder).fileName()),
                          tr("Continue it"), [this, folder] { continueStudy(folder); });
}

void AppWindow::connectStudies() {
    connect(&m_setup->problem(), &ProblemBox::problemSetRequested, this, &AppWindow::openProblemSet);
    connect(&m_session, &SessionController::studyDone, this, [this](const app::StudyDone& done) {
        if (m_study && m_study->isVisible()) return;  // it is said there
        if (!done.error.empty()) {
            m_messages->showMessage(MessageKind::Error, tr("The study stopped: %1").arg(appSentence(done.error)));
        } else if (done.outcome && done.outcome->complete) {
            m_messages->showOffer(MessageKind::Info, tr("The study has finished."), tr("Show"),
                                  [this] { openStudy(); });
        }
    });
}

void AppWindow::loadModelOfStudy(const QString& model, const QString& scorer) {
    if (m_session.refuses(Action::LoadModel)) return;
    const DeviceChoice device = m_setup->model().device().choice();
    app::LoadModel command = m_launch.model;
    command.path = model.toStdString();
    command.backend = device.backend;
    command.device = device.index;
    if (command.path != m_launch.model.path) command.weights.reset();
    command.scorerPath = scorer.isEmpty() ? std::nullopt : std::optional(scorer.toStdString());
    m_session.loadModel(command);
}

// ---- problem sets ---------------------------------------------------------------------------------------------------

ProblemChooser& AppWindow::problemChooser() {
    if (!m_problemChooser) {
        m_problemChooser = new ProblemChooser(m_theme, this);
        connect(m_problemChooser, &ProblemChooser::opened, this, [this](const QString& path) {
            rememberSet(path);
            m_problemChooser->show();
            m_problemChooser->raise();
            m_problemChooser->activateWindow();
        });
        connect(m_problemChooser, &ProblemChooser::failed, this,
                [this](const QString& reason) { m_messages->showMessage(MessageKind::Error, reason); });
        connect(m_problemChooser, &ProblemChooser::openRequested, this, [this] { openProblemSet({}); });
        connect(m_problemChooser, &ProblemChooser::chosen, this,
                [this](const QString& question, const QString& answer) {
                    m_panels->reveal(PanelId::Setup);
                    m_setup->problem().setProblem(question, answer);
                    m_setup->problem().focusProblem();
                });
    }
    return *m_problemChooser;
}

void AppWindow::openProblemSet(const QString& path) {
    QString file = path;
    if (file.isEmpty())
        file = QFileDialog::getOpenFileName(this, tr("Open a problem set"), {},
                                            tr("Problem sets (*.jsonl *.json);;All files (*)"));
    if (!file.isEmpty()) problemChooser().open(file);
}

bool AppWindow::isProblemSet(const QString& path) {
    const QFileInfo file(path);
    return file.isFile() && (file.suffix().toLower() == "jsonl"_L1 || file.suffix().toLower() == "json"_L1);
}

}  // namespace ui
