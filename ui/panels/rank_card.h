// The order in which traces give up memory, at the moment shown: who went, who is next, by which score. Shown where the
// moment is that of a prune or of the first saturation, so that prunes of one pass can be gone through one by one. GUI
// thread.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "app/run/timeline.h"
#include "ui/paint/theme.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace ui {

class SessionController;

/// What the card says, as plain values.
struct Ranking {
    QString title;                       ///< "#12 pruned, 2 of 7 in this pass"
    QString why;                         ///< "score 0.23, lowest of 29; frees 5 blocks"
    QString rule;                        ///< by what the order goes
    std::vector<engine::TraceId> order;  ///< who would go next, first in front
    int running = 0;                     ///< traces that the order is of
    QString sparing;                     ///< "#3 is protected by hand: chosen only if all are."; empty if none is
};

/// Empty if `entry` of the run's log is about something else.
/// @param shown  the state after the entry
std::optional<Ranking> rankingAt(const app::Timeline& run, std::size_t entry, const app::RunState& shown);

class RankCard : public QWidget {
    Q_OBJECT
public:
    RankCard(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    /// Shows itself where there is something to show.
    void refresh();
    QString text() const;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill(const Ranking& ranking);
    void showFitting();
    void updateIcons();

    SessionController& m_session;
    const Theme& m_theme;
    QLabel* m_title = nullptr;
    QLabel* m_why = nullptr;
    QLabel* m_next = nullptr;
    QToolButton* m_back = nullptr;
    QToolButton* m_forward = nullptr;
    QHBoxLayout* m_row = nullptr;
    std::vector<QToolButton*> m_traces;
    std::size_t m_ranked = 0;  ///< of them have a trace
};

}  // namespace ui
