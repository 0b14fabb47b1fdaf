// Servers in the window: the dialog, a server instead of a model of this machine, and what it can run.
#include "app/run/policy_table.h"
#include "ui/app_window.h"
#include "ui/dialogs/server_dialog.h"
#include "ui/message_bar.h"
#include "ui/panels/kv_panel.h"
#include "ui/setup/model_menu.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::connectServers() {
    m_watch = new ServerWatch(this);
    connect(m_modelMenu, &ModelMenu::serversRequested, this, &AppWindow::openServers);
    connect(&m_session, &SessionController::modelReady, this, &AppWindow::adoptServer);
    connect(&m_session, &SessionController::statusChanged, this, [this] {
        m_watch->setActive(m_session.runActive() && m_session.model() && m_session.model()->server);
        if (m_servers) m_servers->setReason(m_session.whyNot(Action::LoadModel));
    });
    connect(m_watch, &ServerWatch::changed, this, [this] { m_kv->setServerUse(m_watch->use()); });
}

ServerDialog& AppWindow::servers() {
    if (!m_servers) {
        m_servers = new ServerDialog(m_theme, this);
        m_servers->setReason(m_session.whyNot(Action::LoadModel));
        connect(m_servers, &ServerDialog::chosen, this, &AppWindow::useServer);
    }
    return *m_servers;
}

void AppWindow::openServers() {
    servers().show();
    servers().raise();
    servers().activateWindow();
}

void AppWindow::useServer(const app::ServerSettings& settings, const app::ServerDescription& server) {
    if (m_session.refuses(Action::LoadModel)) return;
    m_messages->dismiss();
    m_watch->watch(settings);
    m_session.useServer(settings, server);
}

/// The command line's server; a model of this machine is loaded where it does not answer.
void AppWindow::beginOnServer(const app::ServerSettings& settings) {
    auto* probe = new ServerProbe(this);
    connect(probe, &ServerProbe::done, this,
            [this, probe](const app::ServerSettings& asked, const app::ServerDescription& server) {
                probe->deleteLater();
                useServer(asked, server);
            });
    connect(probe, &ServerProbe::failed, this, [this, probe](const QString& reason) {
        probe->deleteLater();
        m_launch.run = false;
        m_session.loadModel(firstModel());
        m_messages->showMessage(MessageKind::Error, reason);
    });
    probe->start(settings);
}

/// Policies that the server cannot run say why; if the chosen one is among them, self-consistency takes its place.
void AppWindow::adoptServer() {
    PolicyChooser& policies = m_topBar->policies();
    const auto& server = m_session.model()->server;
    if (!server) {
        m_watch->watch(std::nullopt);
        policies.setReasons({});
        return;
    }
    std::map<app::PolicyKind, QString> reasons;
    for (const app::ServerPolicy& each : app::serverPolicies(*server, shownOptions())) {
        if (each.whyNot) reasons[each.policy] = QString::fromStdString(*each.whyNot);
    }
    policies.setReasons(reasons);
    const auto why = reasons.find(policies.policy());
    if (why == reasons.end()) return;
    m_messages->showMessage(MessageKind::Info, tr("Self-consistency is chosen, because %1.").arg(why->second));
    policies.setPolicy(app::PolicyKind::SelfConsistency);
    m_setup->setPolicy(app::PolicyKind::SelfConsistency);
}

}  // namespace ui
