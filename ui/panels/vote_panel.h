// The vote: the leader and its margin, one bar per answer, share over time, right or wrong if the answer is known. GUI
// thread.
#pragma once

#include <QWidget>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/share_chart.h"

class QLabel;
class QScrollArea;

namespace ui {

class DockTitle;
class SessionController;
class VoteBars;

/// History of the vote as shares, in the order in which answers first appeared; those beyond the seventh together.
ShareSeries makeShareSeries(const app::RunState& state, double duration);

class VotePanel : public QWidget {
    Q_OBJECT
public:
    VotePanel(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    void setTitle(DockTitle* title) { m_title = title; }
    void refresh();

Q_SIGNALS:
    void menuWanted(const ui::MenuSubject& subject, QPoint global);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QString leaderText() const;
    void fitBars();

    SessionController& m_session;
    DockTitle* m_title = nullptr;
    QScrollArea* m_scroll = nullptr;
    VoteBars* m_bars = nullptr;
    ShareChart* m_chart = nullptr;
    QLabel* m_leader = nullptr;
    QLabel* m_words = nullptr;
    QLabel* m_caption = nullptr;
};

}  // namespace ui
