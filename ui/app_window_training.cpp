// Training a scorer and opening reports of studies from the main window.
#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenuBar>

#include "app/study/study_place.h"
#include "ui/app_window.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/message_bar.h"
#include "ui/session/study_opener.h"
#include "ui/setup/model_box.h"
#include "ui/setup/scorer_menu.h"
#include "ui/setup/setup_panel.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::connectTraining() {
    connect(&m_setup->model().scorers(), &ScorerMenu::trainRequested, this, &AppWindow::openTraining);
    connect(&m_session, &SessionController::trainingDone, this, [this](const app::TrainingDone& done) {
        if (m_training && m_training->isVisible()) return;  // it is said there
        if (!done.error.empty()) {
            m_messages->showMessage(MessageKind::Error,
                                    tr("The scorer was not trained: %1").arg(QString::fromStdString(done.error)));
        } else if (done.outcome) {
            m_messages->showOffer(MessageKind::Info,
                                  tr("The scorer %1 is trained.")
                                      .arg(QFileInfo(QString::fromStdString(done.outcome->file.string())).fileName()),
                                  tr("Show"), [this] { openTraining(); });
        }
    });
}

TrainDialog& AppWindow::training() {
    if (!m_training)
        m_training = new TrainDialog(
            m_session, m_theme, [this] { return m_setup->options(); }, this);
    return *m_training;
}

void AppWindow::openTraining() {
    training().show();
    training().raise();
    training().activateWindow();
}

void AppWindow::buildStudyMenu() {
    m_studies = new StudyOpener(this);
    QMenu* menu = menuBar()->addMenu(tr("&Study"));
    menu->setToolTipsVisible(true);
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
    open->setToolTip(
        tr("Opens a study that stepscope-cli has run: report.html, or study.json if the report is not written yet"));
    connect(m_studies, &StudyOpener::failed, this,
            [this](const QString& reason) { m_messages->showMessage(MessageKind::Error, reason); });
    connect(m_studies, &StudyOpener::opened, this, [this](const QString& report) {
        m_messages->showMessage(MessageKind::Info, tr("Opened %1 in the browser.").arg(report));
    });
}

}  // namespace ui
