// Training a scorer from the main window.
#include <QFileInfo>

#include "ui/app_window.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
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
                                    tr("The scorer was not trained: %1").arg(appSentence(done.error)));
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

}  // namespace ui
