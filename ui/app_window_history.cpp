// Runs that were kept, in the window: the menu, the list, and clearing them.
#include <QMessageBox>
#include <utility>

#include "ui/app_window.h"
#include "ui/history_dialog.h"
#include "ui/message_bar.h"
#include "ui/recent_menu.h"

namespace ui {

void AppWindow::connectHistory() {
    if (!isUnattended()) {
        m_confirm = [this](const QString& text) {
            return QMessageBox::question(this, tr("Clear the history?"), text,
                                         QMessageBox::Yes | QMessageBox::Cancel) == QMessageBox::Yes;
        };
    }
    connect(m_recentMenu, &RecentMenu::chosen, this, &AppWindow::openRecording);
    connect(m_recentMenu, &RecentMenu::showAllRequested, this, [this] {
        history().show();
        history().raise();
        history().activateWindow();
    });
    connect(m_recentMenu, &RecentMenu::clearRequested, this, &AppWindow::clearHistory);
    connect(&m_session, &SessionController::statusChanged, this, [this] {
        const bool wasActive = std::exchange(m_wasActive, m_session.runActive());
        if (wasActive && !m_wasActive) m_recent.endRun();
    });
    connect(&m_session, &SessionController::historyStopped, this, [this](const QString& reason) {
        if (std::exchange(m_toldHistory, true)) return;
        m_messages->showMessage(
            MessageKind::Warning,
            tr("Runs are not kept in Recent runs for now; save what you need (Ctrl+S). The reason: %1").arg(reason));
    });
}

HistoryDialog& AppWindow::history() {
    if (!m_history) {
        m_history = new HistoryDialog(m_recent, this);
        connect(m_history, &HistoryDialog::chosen, this, &AppWindow::openRecording);
        connect(m_history, &HistoryDialog::compareWanted, this,
                [this](const QStringList& recordings) { openComparison(recordings); });
    }
    return *m_history;
}

void AppWindow::clearHistory() {
    const auto count = static_cast<int>(m_recent.runs().size());
    const QString text = (count == 1 ? tr("The run that was kept is removed from this computer.")
                                     : tr("The %1 runs that were kept are removed from this computer.").arg(count)) +
                         tr(" Recordings that you saved elsewhere stay.");
    if (!m_confirm || !m_confirm(text)) return;
    m_recent.clear();
    m_session.forgetKept();
}

}  // namespace ui
