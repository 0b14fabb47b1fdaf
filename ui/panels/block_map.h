// The map of KV blocks, each in the colour of its trace's score; the selected trace's blocks stand out. GUI thread.
#pragma once

#include <QWidget>
#include <map>
#include <optional>

#include "ui/paint/theme.h"
#include "ui/panels/block_layout.h"

namespace ui {

class BlockMap : public QWidget {
    Q_OBJECT
public:
    explicit BlockMap(const Theme& theme, QWidget* parent = nullptr);
    void show(const app::RunState& state, std::optional<engine::TraceId> selected);
    /// That of the score beside its trace's lane. Without scores, neighbouring traces differ in their grey.
    QColor colorOf(engine::TraceId trace) const;
    int blocksPerCell() const { return m_grid.blocksPerCell; }
    const BlockGrid& grid() const { return m_grid; }
    QSize sizeHint() const override { return {300, 120}; }
    QSize minimumSizeHint() const override { return {120, 60}; }

Q_SIGNALS:
    void traceClicked(engine::TraceId trace);
    /// What it shows was laid out for another size.
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    void paintCell(QPainter& painter, const BlockCell& cell, const QRectF& box) const;

    const Theme& m_theme;
    BlockGrid m_grid;
    std::map<engine::TraceId, std::optional<double>> m_scores;
    std::optional<engine::TraceId> m_selected;
};

}  // namespace ui
