// The KV gauge: fill level, block map, history, forecast and next victim, each also as text. GUI thread.
#pragma once

#include <QWidget>
#include <optional>

#include "app/server/server_description.h"
#include "ui/paint/theme.h"
#include "ui/panels/context_menu.h"

class QLabel;

namespace ui {

class BlockMap;
class FillBar;
class DockTitle;
class KvHistory;
class SessionController;

class KvPanel : public QWidget {
    Q_OBJECT
public:
    KvPanel(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    void setTitle(DockTitle* title) { m_title = title; }
    void refresh();
    /// Use of the server's KV cache by everybody; empty where the run is on this machine or the server does not say.
    void setServerUse(const std::optional<app::ServerUse>& use);

Q_SIGNALS:
    void menuWanted(const ui::MenuSubject& subject, QPoint global);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QString forecastText() const;
    bool hasLimit() const;

    SessionController& m_session;
    const Theme& m_theme;
    DockTitle* m_title = nullptr;
    FillBar* m_fill = nullptr;
    BlockMap* m_map = nullptr;
    KvHistory* m_history = nullptr;
    QLabel* m_legend = nullptr;
    QLabel* m_server = nullptr;
    std::optional<app::ServerUse> m_use;
    QLabel* m_forecast = nullptr;
};

}  // namespace ui
