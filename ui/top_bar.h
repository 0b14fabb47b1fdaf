// The bar at the top: model, device, policy, where the run comes from, and run, pause, stop. GUI thread.
#pragma once

#include <QToolBar>
#include <map>

#include "app/run_options.h"
#include "ui/theme.h"

class QButtonGroup;
class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

class SessionController;
class SourceLabel;

QString policyTitle(app::PolicyKind policy);

class TopBar : public QToolBar {
    Q_OBJECT
public:
    TopBar(SessionController& session, const Theme& theme, QWidget* parent = nullptr);

    app::PolicyKind policy() const;
    void setPolicy(app::PolicyKind policy);
    void setRunAllowed(bool allowed) {
        m_runAllowed = allowed;
        refresh();
    }
    void refresh();

Q_SIGNALS:
    void policyChosen(app::PolicyKind policy);
    void runRequested();
    void pauseRequested();
    void stopRequested();

private:
    QWidget* buildPolicies();
    void updateIcons();

    SessionController& m_session;
    const Theme& m_theme;
    bool m_runAllowed = true;
    QLabel* m_modelChip = nullptr;
    QLabel* m_deviceChip = nullptr;
    QButtonGroup* m_policies = nullptr;
    SourceLabel* m_source = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
};

}  // namespace ui
