#include "ui/setup/model_menu.h"

#include <algorithm>
#include <optional>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"
#include "ui/setup/machine_scan.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString titleOf(app::ModelSource source) {
    switch (source) {
        case app::ModelSource::Embedded: return ModelMenu::tr("Comes with the program");
        case app::ModelSource::HuggingFace: return ModelMenu::tr("Hugging Face cache");
        case app::ModelSource::LmStudio: return ModelMenu::tr("LM Studio");
        case app::ModelSource::LlamaCpp: return ModelMenu::tr("llama.cpp");
        case app::ModelSource::Ollama: return ModelMenu::tr("Ollama");
        case app::ModelSource::Folder: return ModelMenu::tr("Your folders");
    }
    return {};
}

}  // namespace

ModelMenu::ModelMenu(MachineScan& scan, QWidget* parent) : QMenu(tr("Mo&dels"), parent), m_scan(scan) {
    setToolTipsVisible(true);
    connect(&scan, &MachineScan::done, this, [this] {
        if (!isVisible()) rebuild();  // an open menu does not change under the pointer
    });
    rebuild();
}

QString ModelMenu::detailOf(const app::FoundModel& model) {
    QStringList parts;
    if (model.parameters > 0) parts << formatParameters(model.parameters);
    if (model.memory.blockBytes > 0) {
        const auto needed = static_cast<double>(model.memory.weightBytes + model.memory.workspaceBytes);
        const auto free =
            static_cast<double>(model.memory.deviceBytes - std::min(model.memory.otherBytes, model.memory.deviceBytes));
        parts << (needed > free ? tr("needs %1 of %2").arg(formatBytes(needed), formatBytes(free))
                                : formatBytes(needed));
    } else if (model.fileBytes > 0) {
        parts << formatBytes(static_cast<double>(model.fileBytes));
    }
    return listed(parts);
}

void ModelMenu::addModel(const app::FoundModel& model) {
    const QString path = QString::fromStdString(model.path);
    const QString name = shortened(QString::fromStdString(model.name), 60);
    const QString detail = detailOf(model);
    const QString text = detail.isEmpty() ? name : name + u"  \u00b7  "_s + detail;
    if (!model.loadable) {
        const QString reason = appSentence(model.reason);
        QAction* action =
            addAction(tr("\u2717 %1").arg(menuText(text)), this, [this, reason] { Q_EMIT refused(reason); });
        action->setToolTip(wrapToolTip(tr("Cannot be loaded: %1").arg(reason)));
        return;
    }
    const bool embedded = model.source == app::ModelSource::Embedded;
    QAction* action =
        addAction(menuText(text), this, [this, path = embedded ? QString() : path] { Q_EMIT chosen(path); });
    action->setCheckable(true);
    action->setChecked(path == m_current);
    action->setToolTip(wrapToolTip(path));
}

/// The user's folders, each with a way to leave it out again.
void ModelMenu::addFolders() {
    addAction(tr("&Look in another folder\u2026"), this, &ModelMenu::addFolderRequested);
    if (m_scan.folders().empty()) return;
    QMenu* forget = addMenu(tr("&Stop looking in"));
    for (const std::string& folder : m_scan.folders()) {
        forget->addAction(menuText(shortened(QString::fromStdString(folder), 100)), this, [this, folder] {
            std::vector<std::string> rest = m_scan.folders();
            std::erase(rest, folder);
            m_scan.setFolders(std::move(rest));
        });
    }
}

void ModelMenu::rebuild() {
    clear();
    std::optional<app::ModelSource> section;
    for (const app::FoundModel& model : m_scan.found().models) {
        if (section && section != model.source) addSeparator();
        if (section != model.source) addAction(titleOf(model.source))->setEnabled(false);
        section = model.source;
        addModel(model);
    }
    if (!m_scan.everDone()) addAction(tr("Looking for models\u2026"))->setEnabled(false);
    addSeparator();
    addAction(tr("Open a model &folder\u2026"), this, &ModelMenu::openFolderRequested);
    addAction(tr("Open a &GGUF file\u2026"), this, &ModelMenu::openFileRequested);
    addFolders();
    addSeparator();
    addAction(tr("&Servers\u2026"), this, &ModelMenu::serversRequested)
        ->setToolTip(tr("Run on an inference server: llama.cpp, vLLM, SGLang and others"));
    addAction(tr("G&et a model\u2026"), this, &ModelMenu::getRequested)
        ->setToolTip(tr("Which models fit this machine, and how to fetch them"));
}

}  // namespace ui
