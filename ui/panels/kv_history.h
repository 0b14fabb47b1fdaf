// Use of the KV cache over time: filled line, capacity as a dashed line, a mark for every trace that was pruned or had
// to wait. GUI thread.
#pragma once

#include <QPolygonF>
#include <QWidget>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

namespace ui {

/// The line of used blocks as points in a box of width x height, highest use within each pixel column kept.
QPolygonF usageLine(const app::KvState& kv, double duration, double width, double height);
/// The line of the capacity in the same box, as it was at each time, up to `now`.
QPolygonF capacityLine(const app::KvState& kv, double now, double duration, double width, double height);

class KvHistory : public QWidget {
    Q_OBJECT
public:
    explicit KvHistory(const Theme& theme, QWidget* parent = nullptr);
    /// `duration`: seconds over the whole width; the line ends at `now`.
    void show(const app::KvState& kv, double now, double duration);
    QSize sizeHint() const override { return {300, 96}; }
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void timeClicked(double t);
    void menuWanted(double t, QPoint global);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QRectF plot() const;
    double timeAt(double x) const;
    int captionHeight() const;
    void paintMarks(QPainter& painter, const QRectF& box) const;

    const Theme& m_theme;
    app::KvState m_kv;  ///< without the blocks
    double m_now = 0;
    double m_duration = 0;
    QPolygonF m_line;
};

}  // namespace ui
