// Models, scorers and devices in the window: chosen from the menu, opened, dropped.
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <algorithm>

#include "app/run/option_table.h"
#include "app/run/user_text.h"
#include "app/study/comparison_folder.h"
#include "ui/app_window.h"
#include "ui/get_model_dialog.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/time_bar.h"
#include "ui/setup/device_box.h"
#include "ui/setup/model_box.h"
#include "ui/setup/model_menu.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/prompt_box.h"
#include "ui/setup/scorer_menu.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"
#include "ui/setup/weights_box.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// The first local path that this window can open, else the first one, so that a message can name it.
QString findLocal(const QMimeData* data) {
    QString first;
    for (const QUrl& url : data->urls()) {
        if (!url.isLocalFile()) continue;
        const QString path = url.toLocalFile();
        if (app::classifyPath(path.toStdString()) != app::GivenPath::Unknown) return path;
        if (first.isEmpty()) first = path;
    }
    return first;
}

bool isTextFile(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    return suffix == "txt"_L1 || suffix == "md"_L1 || suffix == "tex"_L1;
}

constexpr std::uint64_t kMostProblemBytes = 200'000;  // of one that can still be edited

}  // namespace

void AppWindow::connectModels() {
    ModelBox& box = m_setup->model();
    box.setModelMenu(m_modelMenu);
    box.device().setChoice({m_launch.model.backend, m_launch.model.device});
    box.scorers().setScan(&m_scan);
    connect(&box.scorers(), &ScorerMenu::openRequested, this, &AppWindow::openScorer);
    connect(&box.scorers(), &ScorerMenu::chosen, this, &AppWindow::loadScorer);
    connect(&box.scorers(), &ScorerMenu::getRequested, this, &AppWindow::openGetModel);
    connect(m_modelMenu, &ModelMenu::getRequested, this, &AppWindow::openGetModel);
    connect(&box.device(), &DeviceBox::chosen, this, [this] {
        if (m_session.model()) reloadModel();
        scanMachine();
    });
    connect(&box.weights(), &WeightsBox::chosen, this, [this] {
        if (m_session.model()) reloadModel();
    });
    connect(&m_session, &SessionController::weightsOffered, this,
            [this](const QString& reason, const app::LoadModel& order) {
                const char* word = app::wordOf(app::optionRow("weights"), static_cast<std::int64_t>(*order.weights));
                m_messages->showOffer(MessageKind::Error, reason,
                                      tr("Load it with weights as %1").arg(QString::fromLatin1(word)),
                                      [this, order] { m_session.loadModel(order); });
            });
    connect(&m_scan, &MachineScan::done, this, [this] {
        m_setup->model().device().setDevices(m_scan.devices());
        tellFolder();
    });
    connect(&m_session, &SessionController::plainPromptOffered, this,
            [this](const QString& reason) { offerPlainPrompt(MessageKind::Error, reason); });
    connect(&m_session, &SessionController::cpuOffered, this, [this](const QString& reason) {
        m_messages->showOffer(MessageKind::Error, reason, tr("Continue on the CPU"), [this] {
            m_setup->model().device().setChoice({app::BackendChoice::Cpu, std::nullopt});
            if (m_session.model()) {
                reloadModel();
            } else {
                loadModel(QString::fromStdString(m_launch.model.path));
            }
        });
    });
    connect(&m_session, &SessionController::refused, this, [this](const QString& what) {
        if (what == "model"_L1) QMetaObject::invokeMethod(this, &AppWindow::loadWithoutMemory, Qt::QueuedConnection);
    });
    connect(m_modelMenu, &ModelMenu::chosen, this, &AppWindow::loadModel);
    connect(m_modelMenu, &ModelMenu::refused, this,
            [this](const QString& reason) { m_messages->showMessage(MessageKind::Warning, reason); });
    connect(m_modelMenu, &ModelMenu::openFolderRequested, this, &AppWindow::openModel);
    connect(m_modelMenu, &ModelMenu::openFileRequested, this, [this] {
        const QString path =
            QFileDialog::getOpenFileName(this, tr("Open a model file"), {}, tr("GGUF models (*.gguf);;All files (*)"));
        if (!path.isEmpty()) loadModel(path);
    });
    connect(m_modelMenu, &ModelMenu::addFolderRequested, this, [this] {
        const QString path = QFileDialog::getExistingDirectory(this, tr("Look for models in a folder"));
        if (!path.isEmpty()) addModelFolder(path);
    });
    connect(m_modelMenu, &QMenu::aboutToHide, this, &AppWindow::scanMachine);  // for the next time
}

void AppWindow::scanMachine() {
    const DeviceChoice device = m_setup->model().device().choice();
    m_scan.start(device.backend, device.index);
}

void AppWindow::loadModel(const QString& path) {
    const DeviceChoice device = m_setup->model().device().choice();
    app::LoadModel command = m_launch.model;
    if (m_session.refuses(Action::LoadModel)) return;
    command.path = path.toStdString();
    command.backend = device.backend;
    command.device = device.index;
    if (command.path != m_launch.model.path) {  // they were for the command line's model
        command.scorerPath.reset();
        command.weights.reset();
    }
    m_messages->dismiss();
    m_session.loadModel(command);
}

/// The same model and scorer on the device and with the weights that are chosen now.
void AppWindow::reloadModel() {
    const app::ModelInfo& model = m_session.model()->model;
    const std::string scorer = m_session.scorer() ? m_session.scorer()->path : std::string();
    if (m_session.refuses(Action::LoadModel)) return;
    const DeviceChoice device = m_setup->model().device().choice();
    app::LoadModel command = m_launch.model;
    command.path = model.embedded ? std::string() : model.path;
    command.backend = device.backend;
    command.device = device.index;
    command.scorerPath = scorer.empty() ? std::nullopt : std::optional(scorer);
    command.weights = m_setup->model().weights().choice();
    m_messages->dismiss();
    m_session.loadModel(command);
}

void AppWindow::loadScorer(const QString& path) {
    if (m_session.refuses(Action::LoadScorer)) return;
    m_messages->dismiss();
    m_offersRescoring = m_session.kind() == SourceKind::Recorded;
    m_session.loadScorer(path);
}

GetModelDialog& AppWindow::getModel() {
    if (!m_getModel) {
        m_getModel = new GetModelDialog(m_scan, m_theme, this);
        connect(m_getModel, &GetModelDialog::chosen, this, &AppWindow::loadModel);
        connect(&m_scan, &MachineScan::done, this, &AppWindow::priceModels);
        connect(&m_session, &SessionController::modelReady, this, &AppWindow::priceModels);
        priceModels();
    }
    return *m_getModel;
}

/// On the loaded model's device, where what it takes itself is not in the way; else on the one that is chosen.
void AppWindow::priceModels() {
    m_getModel->setDevice(m_session.model() ? m_session.model()->memory : m_scan.device());
}

void AppWindow::openGetModel() {
    getModel().show();
    getModel().raise();
    getModel().activateWindow();
    scanMachine();  // something may have been fetched since the last search
}

void AppWindow::addModelFolder(const QString& path) {
    std::vector<std::string> folders = m_scan.folders();
    const std::string folder = QDir(path).absolutePath().toStdString();
    if (std::ranges::find(folders, folder) == folders.end()) folders.push_back(folder);
    m_newFolder = path;
    if (!m_scan.setFolders(std::move(folders))) {
        m_newFolder.clear();
        m_messages->showMessage(MessageKind::Warning,
                                tr("%1 is searched now, but the setting could not be saved.").arg(path));
    }
}

/// Once an added folder has been searched: says what was found in it.
void AppWindow::tellFolder() {
    if (m_newFolder.isEmpty() || m_scan.running()) return;
    const QString path = std::exchange(m_newFolder, {});
    const std::string inside = QDir(path).absolutePath().toStdString();
    const auto count = std::ranges::count_if(
        m_scan.found().models, [&](const app::FoundModel& model) { return model.path.starts_with(inside); });
    if (count > 0) {
        m_messages->showMessage(MessageKind::Info,
                                count == 1
                                    ? tr("1 model in %1 was added to the menu.").arg(path)
                                    : tr("%1 models in %2 were added to the menu.").arg(formatCount(count), path));
    } else {
        m_messages->showMessage(
            MessageKind::Warning,
            tr("No model was found in %1. Models that you put there will appear in the menu.").arg(path));
    }
}

/// Sets the controls for the model that was loaded; starts a run if the command line asks for one.
void AppWindow::adoptModel() {
    const app::ModelReady& ready = *m_session.model();
    m_triesRemembered = false;
    const app::RunOptions options = adoptOptions();
    const double pace = m_launch.pace                                  ? *m_launch.pace
                        : ready.model.embedded && !m_launch.screenshot ? kWatchablePace
                                                                       : 0.0;
    m_timeBar->setPace(pace);
    m_modelMenu->setCurrent(QString::fromStdString(ready.model.path));
    m_modelMenu->rebuild();
    updateEmptyText();
    if (!ready.templateProblem.empty() && !options.plainPrompt) {
        offerPlainPrompt(MessageKind::Warning, appSentence(ready.templateProblem));
    }
    if (m_launch.run && !m_ranOnce && m_launch.recording.isEmpty()) {
        m_ranOnce = true;
        startRun();
    }
}

void AppWindow::offerPlainPrompt(MessageKind kind, const QString& reason) {
    m_messages->showOffer(kind, reason, tr("Use a plain prompt"), [this] { m_setup->prompt().setPlainPrompt(true); });
}

void AppWindow::openModel() {
    if (m_session.refuses(Action::LoadModel)) return;
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a model folder"));
    if (!path.isEmpty()) loadModel(path);
}

void AppWindow::openScorer() {
    if (m_session.refuses(Action::LoadScorer)) return;
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a scorer"), {}, tr("Scorers (*.pt *.safetensors);;All files (*)"));
    if (!path.isEmpty()) loadScorer(path);
}

/// Opens the menu from the keyboard: at its button, or in the middle of the window if the setup panel is hidden.
void AppWindow::popUpModels() {
    const QWidget& box = m_setup->model();
    m_modelMenu->exec(box.isVisible() ? box.mapToGlobal(QPoint(0, 0)) : mapToGlobal(rect().center()));
}

void AppWindow::openPath(const QString& path) {
    if (app::isComparison(path.toStdString())) {
        openComparison({path});
        return;
    }
    if (isProblemSet(path)) return openProblemSet(path);
    if (QFileInfo::exists(path + u"/study.json"_s)) return continueStudy(path);
    switch (app::classifyPath(path.toStdString())) {
        case app::GivenPath::Recording: openRecording(path); return;
        case app::GivenPath::Scorer: loadScorer(path); return;
        case app::GivenPath::Folder: addModelFolder(path); return;
        case app::GivenPath::Unknown:
            if (isTextFile(path)) return takeProblemFrom(path);
            m_messages->showMessage(
                MessageKind::Warning,
                tr("%1 is not a recording, model, scorer or folder.").arg(QFileInfo(path).fileName()));
            return;
        case app::GivenPath::Model: break;
    }
    const bool isWeights = path.endsWith(".safetensors"_L1);
    loadModel(isWeights ? QFileInfo(path).absolutePath() : path);
}

/// A text file is a problem.
void AppWindow::takeProblemFrom(const QString& path) {
    try {
        const QString text = QString::fromStdString(app::readUserText(path.toStdString(), kMostProblemBytes)).trimmed();
        if (text.isEmpty()) throw std::runtime_error(tr("%1 is empty: it has no problem.").arg(path).toStdString());
        m_setup->problem().setProblem(text, {});
        m_panels->reveal(PanelId::Setup);
        m_messages->showMessage(MessageKind::Info,
                                tr("The problem of the next run is the text of %1.").arg(QFileInfo(path).fileName()));
    } catch (const std::exception& error) {
        m_messages->showMessage(MessageKind::Error, appSentence(error.what()));
    }
}

void AppWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!findLocal(event->mimeData()).isEmpty() || event->mimeData()->hasText()) event->acceptProposedAction();
}

/// Handled later, because it may ask a question: the program that was dragged from waits for this function.
void AppWindow::dropEvent(QDropEvent* event) {
    const QString path = findLocal(event->mimeData());
    const QString text = path.isEmpty() ? event->mimeData()->text().trimmed() : QString();
    event->acceptProposedAction();
    QMetaObject::invokeMethod(
        this,
        [this, path, text] {
            if (!path.isEmpty()) openPath(path);
            if (!text.isEmpty()) m_setup->problem().setProblem(text, {});
        },
        Qt::QueuedConnection);
}

}  // namespace ui
