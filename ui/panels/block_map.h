// The map of KV blocks, coloured by trace; the selected trace's blocks stand out. GUI thread.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/paint/theme.h"
#include "ui/panels/block_layout.h"

namespace ui {

class BlockMap : public QWidget {
    Q_OBJECT
public:
    explicit BlockMap(const Theme& theme, QWidget* parent = nullptr);
    void show(const app::RunState& state, std::optional<engine::TraceId> selected);
    int blocksPerCell() const { return m_grid.blocksPerCell; }
    QSize sizeHint() const override { return {300, 120}; }
    QSize minimumSizeHint() const override { return {120, 60}; }

Q_SIGNALS:
    void traceClicked(engine::TraceId trace);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    const Theme& m_theme;
    BlockGrid m_grid;
    std::optional<engine::TraceId> m_selected;
};

}  // namespace ui
