// One bar per answer, stacked by the weights of the traces that vote for it, and where votes have weights a thin one
// under it by their number: the vote by weight and by count, side by side. GUI thread.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

namespace ui {

/// One bar, ready to be painted.
struct VoteBar {
    QString answer;
    int colorIndex = 0;
    std::vector<double> weights;
    std::vector<engine::TraceId> traces;
    std::vector<bool> byHand;  ///< [trace]: a person wrote some of its text
    double weight = 0;
    std::optional<bool> correct;
};

std::vector<VoteBar> makeVoteBars(const app::RunState& state);

class VoteBars : public QWidget {
    Q_OBJECT
public:
    explicit VoteBars(const Theme& theme, QWidget* parent = nullptr);
    void show(const app::RunState& state);
    /// A thin bar by number of votes stands under each.
    bool showsCounts() const { return m_both; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {160, 44}; }

Q_SIGNALS:
    void traceClicked(engine::TraceId trace);
    /// `answer`: index into the vote's answers; `trace`: of the part of its bar.
    void menuWanted(std::optional<std::size_t> answer, std::optional<engine::TraceId> trace, QPoint global);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Hit {
        const VoteBar* bar;
        std::size_t vote;
    };
    void choose(std::size_t bar, std::size_t vote);
    QString textOf(const Hit& hit) const;
    std::optional<Hit> hitAt(const QPointF& position) const;
    QRectF barRect(std::size_t i) const;
    double scale() const;
    double pixelsPerVote() const;
    void paintCaption(QPainter& painter, const VoteBar& bar, const QRectF& caption) const;
    void paintParts(QPainter& painter, const VoteBar& bar, const QRectF& track) const;
    double barHeight() const;
    double rowHeight() const;

    const Theme& m_theme;
    std::vector<VoteBar> m_bars;
    std::optional<engine::TraceId> m_chosen;  ///< by the keys
    QString m_nothing;                        ///< said where there is no bar
    bool m_weighted = true;
    bool m_both = false;  ///< weights and counts
};

}  // namespace ui
