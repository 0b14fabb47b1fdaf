// The bar at the top: model, device, policy, where the run comes from, and run, pause, stop. GUI thread.
#pragma once

#include <QToolBar>

#include "ui/paint/theme.h"

class QLabel;
class QPushButton;

namespace ui {

class ElidedLabel;
class PolicyChooser;
class SessionController;
class SourceLabel;

class TopBar : public QToolBar {
    Q_OBJECT
public:
    TopBar(SessionController& session, const Theme& theme, QWidget* parent = nullptr);

    /// Policy of the next run and its parameters.
    PolicyChooser& policies() const { return *m_policies; }
    QPushButton* runButton() const { return m_run; }
    void refresh();
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void runRequested();
    void compareRequested();
    void pauseRequested();
    void stopRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateIcons();
    void fitParts();

    SessionController& m_session;
    const Theme& m_theme;
    QWidget* m_body = nullptr;
    QLabel* m_name = nullptr;
    QLabel* m_badge = nullptr;
    ElidedLabel* m_modelChip = nullptr;
    ElidedLabel* m_deviceChip = nullptr;
    PolicyChooser* m_policies = nullptr;
    SourceLabel* m_source = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_run = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_stop = nullptr;
};

}  // namespace ui
