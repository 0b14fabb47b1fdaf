#include "ui/panels/block_map.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/paint/format.h"
#include "ui/paint/score_color.h"

namespace ui {

BlockMap::BlockMap(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleName(tr("Map of KV blocks"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void BlockMap::show(const app::RunState& state, std::optional<engine::TraceId> selected) {
    const app::KvState& kv = state.kv;
    m_grid = layoutBlocks(state, width(), height());
    m_selected = selected;
    setAccessibleDescription(tr("%1 of %2 blocks in use, %3 of them by the shared prompt")
                                 .arg(kv.usedBlocks)
                                 .arg(kv.totalBlocks)
                                 .arg(kv.promptBlocks));
    update();
}

void BlockMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    const double side = m_grid.cell - (m_grid.cell >= 8 ? 1.5 : 1.0);
    for (std::size_t i = 0; i < m_grid.cells.size(); ++i) {
        const BlockCell& cell = m_grid.cells[i];
        const int column = static_cast<int>(i) % m_grid.columns;
        const int row = static_cast<int>(i) / m_grid.columns;
        const QRectF box(column * m_grid.cell, row * m_grid.cell, side, side);
        if (!cell.owner) {
            const QRectF dot(box.center().x() - 1, box.center().y() - 1, 2, 2);
            painter.fillRect(cell.outside ? dot : box, c.freeBlock);
            continue;
        }
        const bool prompt = *cell.owner == engine::kPromptTrace;
        const QColor full = prompt ? c.promptBlock : traceColor(*cell.owner, c.dark);
        painter.fillRect(box, cell.used >= 1 ? full : mix(c.freeBlock, full, 0.25 + 0.75 * cell.used));
        if (m_selected && cell.owner == m_selected) {
            painter.setPen(QPen(c.text, 1.5));
            painter.drawRect(box.adjusted(0.25, 0.25, -0.25, -0.25));
        }
    }
}

void BlockMap::mousePressEvent(QMouseEvent* event) {
    const auto at = m_grid.cellAt(event->position().x(), event->position().y());
    if (!at) return;
    const auto owner = m_grid.cells[static_cast<std::size_t>(*at)].owner;
    if (owner && *owner != engine::kPromptTrace) Q_EMIT traceClicked(*owner);
}

bool BlockMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto at = m_grid.cellAt(help->pos().x(), help->pos().y());
    if (!at) {
        QToolTip::hideText();
        return true;
    }
    const BlockCell& cell = m_grid.cells[static_cast<std::size_t>(*at)];
    const QString blocks = m_grid.blocksPerCell == 1 ? tr("Block %1").arg(*at)
                                                     : tr("Blocks %1 to %2")
                                                           .arg(qint64{*at} * m_grid.blocksPerCell)
                                                           .arg(qint64{*at + 1} * m_grid.blocksPerCell - 1);
    QString owner = cell.outside ? tr("beyond the capacity") : tr("free");
    if (cell.owner)
        owner =
            *cell.owner == engine::kPromptTrace ? tr("shared prompt") : tr("trace %1").arg(formatTrace(*cell.owner));
    QToolTip::showText(help->globalPos(), tr("%1: %2").arg(blocks, owner), this);
    return true;
}

}  // namespace ui
