// The settings of the next run in the window: what comes back after a restart, and what stays when another model or
// device is loaded.
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "app/run/preflight.h"
#include "app/session/next_run.h"
#include "ui/app_window.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/setup/device_box.h"
#include "ui/setup/model_box.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString pathOf(const app::ModelInfo& model) {
    return model.embedded ? QString() : QString::fromStdString(model.path);
}

}  // namespace

/// As the controls show them.
app::RunOptions AppWindow::shownOptions() const {
    app::RunOptions options = m_setup->options();
    m_topBar->policies().writeAllTo(options);
    return options;
}

/// The model used last time, unless the command line names one; its device in the same way.
app::LoadModel AppWindow::firstModel() {
    app::LoadModel order = m_launch.model;
    if (m_launch.screenshot) return order;
    if (order.backend == app::BackendChoice::Auto && !order.device) {
        order.backend = m_remembered.backend;
        order.device = m_remembered.device;
        m_setup->model().device().setChoice({order.backend, order.device});
    }
    if (!order.path.empty() || order.scorerPath) return order;
    if (!m_remembered.model.isEmpty() && !QFileInfo::exists(m_remembered.model)) {
        m_messages->showMessage(
            MessageKind::Info,
            tr("The model used last time is gone: %1. The demo model is used instead.").arg(m_remembered.model));
        return order;
    }
    order.path = m_remembered.model.toStdString();
    if (!order.weights && m_remembered.chosen) order.weights = m_remembered.chosen->options.weights;
    if (!m_remembered.scorer.isEmpty() && QFileInfo::exists(m_remembered.scorer))
        order.scorerPath = m_remembered.scorer.toStdString();
    m_triesRemembered = !order.path.empty() || order.scorerPath || order.backend != m_launch.model.backend ||
                        order.weights != m_launch.model.weights;
    return order;
}

/// What was remembered cannot be loaded any more: as if nothing had been.
void AppWindow::loadWithoutMemory() {
    if (!std::exchange(m_triesRemembered, false)) return;
    const QString reason = m_messages->text();
    m_setup->model().device().setChoice({m_launch.model.backend, m_launch.model.device});
    m_session.loadModel(m_launch.model);  // with its own weights
    m_messages->showMessage(
        MessageKind::Warning,
        tr("The model used last time could not be loaded. The demo model is used instead. The reason: %1").arg(reason));
}

void AppWindow::rememberNextRun() {
    if (m_launch.screenshot || !m_session.model() || !m_adopted) return;
    Remembered next;
    next.model = pathOf(m_session.model()->model);
    if (m_session.scorer()) next.scorer = QString::fromStdString(m_session.scorer()->path);
    const DeviceChoice device = m_setup->model().device().choice();
    next.backend = device.backend;
    next.device = device.index;
    next.chosen = ChosenOptions{shownOptions(), m_adopted->defaults};
    next.problem = m_setup->problem().problem();
    next.knownAnswer = m_setup->problem().knownAnswer().value_or(QString());
    next.save();
}

/// The options for the model that has just been loaded, shown in the controls: its defaults, what was chosen before,
/// and, when the program starts, the command line.
app::RunOptions AppWindow::adoptOptions() {
    const app::ModelReady& ready = *m_session.model();
    const std::optional<Adopted> before = m_adopted;
    std::optional<ChosenOptions> chosen =
        before ? ChosenOptions{shownOptions(), before->defaults} : m_remembered.chosen;
    const QString modelBefore = before ? before->model : m_remembered.model;
    const QString model = pathOf(ready.model);
    const double memoryBefore = before ? app::kvBytesFor(before->memory, chosen->options) : 0;

    m_setup->setOptions(ready.defaults);
    m_topBar->policies().setOptions(ready.defaults);
    m_adopted = Adopted{.model = model, .memory = ready.memory, .defaults = shownOptions()};

    app::RunOptions options = ready.defaults;
    if (chosen) options = app::carriedOver(chosen->options, chosen->defaults, ready.defaults, model == modelBefore);
    const int wanted = options.traces;
    if (chosen && !ready.server) fitTraces(options);
    const bool isFitted = options.traces != wanted;
    if (!before && m_launch.applyTo) options = m_launch.applyTo(options);
    m_setup->setOptions(options);
    m_topBar->policies().showOptions(options);

    QStringList adapted;
    const double memory = app::kvBytesFor(ready.memory, shownOptions());
    if (before && !ready.server && formatBytes(memory) != formatBytes(memoryBefore))
        adapted << tr("KV cache %1 instead of %2").arg(formatBytes(memory), formatBytes(memoryBefore));
    if (isFitted && options.traces != wanted)
        adapted << tr("n %1 instead of %2, as more do not fit").arg(options.traces).arg(wanted);
    if (!adapted.isEmpty())
        m_messages->showMessage(MessageKind::Info, tr("Your settings stay. Adapted: %1.").arg(adapted.join(u"; "_s)));
    return options;
}

/// Fewer traces where so many cannot start.
void AppWindow::fitTraces(app::RunOptions& options) const {
    const auto letters = static_cast<std::size_t>(m_setup->problem().problem().size());
    const app::MemoryPlan plan = app::planMemory(m_session.model()->memory, options, app::guessPromptTokens(letters));
    if (plan.verdict == app::MemoryVerdict::TooLittleKv && plan.mostTraces >= 1)
        options.traces = std::min(options.traces, plan.mostTraces);
}

}  // namespace ui
