// Models, scorers and devices in the window: chosen from the menu, opened, dropped.
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMimeData>
#include <algorithm>

#include "ui/app_window.h"
#include "ui/device_box.h"
#include "ui/message_bar.h"
#include "ui/model_box.h"
#include "ui/model_menu.h"
#include "ui/policy_chooser.h"
#include "ui/problem_box.h"
#include "ui/sampling_box.h"
#include "ui/setup_panel.h"
#include "ui/time_bar.h"
#include "ui/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// The first local thing that this window can take.
QString findUsable(const QMimeData* data) {
    for (const QUrl& url : data->urls()) {
        if (!url.isLocalFile()) continue;
        const QString path = url.toLocalFile();
        if (app::classifyPath(path.toStdString()) != app::GivenPath::Unknown) return path;
    }
    return {};
}

}  // namespace

void AppWindow::connectModels() {
    ModelBox& box = m_setup->model();
    box.setModelMenu(m_modelMenu);
    box.device().setChoice({m_launch.model.backend, m_launch.model.device});
    connect(&box, &ModelBox::openScorerRequested, this, &AppWindow::openScorer);
    connect(&box.device(), &DeviceBox::chosen, this, [this] {
        if (m_session.model()) loadModel(m_session.model()->model.embedded ? QString() : QString::fromStdString(m_session.model()->model.path));
        scanMachine();
    });
    connect(&m_scan, &MachineScan::done, this, [this] { m_setup->model().device().setDevices(m_scan.devices()); });
    connect(&m_session, &SessionController::plainPromptOffered, this,
            [this](const QString& reason) { offerPlainPrompt(MessageKind::Error, reason); });
    connect(&m_session, &SessionController::cpuOffered, this, [this](const QString& reason) {
        m_messages->showOffer(MessageKind::Error, reason, tr("Go on with the CPU"), [this] {
            m_setup->model().device().setChoice({app::BackendChoice::Cpu, std::nullopt});
            const app::ModelReady* ready = m_session.model() ? &*m_session.model() : nullptr;
            const std::string path = !ready ? m_launch.model.path : ready->model.embedded ? std::string() : ready->model.path;
            loadModel(QString::fromStdString(path));
        });
    });
    connect(m_modelMenu, &ModelMenu::chosen, this, &AppWindow::loadModel);
    connect(m_modelMenu, &ModelMenu::refused, this, [this](const QString& reason) { m_messages->showMessage(MessageKind::Warning, reason); });
    connect(m_modelMenu, &ModelMenu::openFolderRequested, this, &AppWindow::openModel);
    connect(m_modelMenu, &ModelMenu::openFileRequested, this, [this] {
        const QString path = QFileDialog::getOpenFileName(this, tr("Open a model file"), {}, tr("GGUF models (*.gguf);;All files (*)"));
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
    command.path = path.toStdString();
    command.backend = device.backend;
    command.device = device.index;
    if (command.path != m_launch.model.path) command.scorerPath.reset();  // it was for the command line's model
    m_messages->dismiss();
    m_session.loadModel(command);
}

void AppWindow::addModelFolder(const QString& path) {
    std::vector<std::string> folders = m_scan.folders();
    const std::string folder = QDir(path).absolutePath().toStdString();
    if (std::ranges::find(folders, folder) == folders.end()) folders.push_back(folder);
    if (m_scan.setFolders(std::move(folders))) {
        m_messages->showMessage(MessageKind::Info, tr("Models in %1 are in the menu from now on.").arg(path));
    } else {
        m_messages->showMessage(MessageKind::Warning, tr("%1 is searched, but that could not be saved for the next time.").arg(path));
    }
}

/// The controls take the model's defaults with what the command line laid over them; a run starts where one was asked
/// for.
void AppWindow::adoptModel() {
    const app::ModelReady& ready = *m_session.model();
    const app::RunOptions options = m_launch.applyTo ? m_launch.applyTo(ready.defaults) : ready.defaults;
    m_setup->setOptions(options);
    m_topBar->policies().setOptions(options);
    const double pace = m_launch.pace                                  ? *m_launch.pace
                        : ready.model.embedded && !m_launch.screenshot ? kWatchablePace
                                                                       : 0.0;
    m_timeBar->setPace(pace);
    m_modelMenu->setCurrent(QString::fromStdString(ready.model.path));
    m_modelMenu->rebuild();
    updateEmptyText();
    if (!ready.templateProblem.empty() && !options.plainPrompt) {
        offerPlainPrompt(MessageKind::Warning, QString::fromStdString(ready.templateProblem));
    }
    if (m_launch.run && !m_ranOnce && m_launch.recording.isEmpty()) {
        m_ranOnce = true;
        startRun();
    }
}

void AppWindow::offerPlainPrompt(MessageKind kind, const QString& reason) {
    m_messages->showOffer(kind, reason, tr("Use a plain prompt"), [this] { m_setup->sampling().setPlainPrompt(true); });
}

void AppWindow::openModel() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a model folder"));
    if (!path.isEmpty()) loadModel(path);
}

void AppWindow::openScorer() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a scorer"), {}, tr("Scorers (*.pt *.safetensors);;All files (*)"));
    if (!path.isEmpty()) m_session.loadScorer(path);
}

/// The keyboard's way to the menu: where the button is, or in the middle where the setup is hidden.
void AppWindow::popUpModels() {
    const QWidget& box = m_setup->model();
    m_modelMenu->exec(box.isVisible() ? box.mapToGlobal(QPoint(0, 0)) : mapToGlobal(rect().center()));
}

void AppWindow::openPath(const QString& path) {
    switch (app::classifyPath(path.toStdString())) {
        case app::GivenPath::Recording: m_session.openRecording(path); return;
        case app::GivenPath::Scorer: m_session.loadScorer(path); return;
        case app::GivenPath::Folder: addModelFolder(path); return;
        case app::GivenPath::Unknown: return;
        case app::GivenPath::Model: break;
    }
    if (m_session.runActive() || m_session.starting()) {
        m_messages->showMessage(MessageKind::Warning, tr("Stop the run before loading another model."));
        return;
    }
    const bool isWeights = path.endsWith(".safetensors"_L1);
    loadModel(isWeights ? QFileInfo(path).absolutePath() : path);
}

void AppWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!findUsable(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void AppWindow::dropEvent(QDropEvent* event) {
    const QString path = findUsable(event->mimeData());
    if (!path.isEmpty()) openPath(path);
}

}  // namespace ui
