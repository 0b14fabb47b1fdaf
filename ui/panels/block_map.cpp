#include "ui/panels/block_map.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/paint/accessible_role.h"
#include "ui/paint/format.h"
#include "ui/paint/score_color.h"

namespace ui {
namespace {
constexpr int kGreys = 3;
}  // namespace

BlockMap::BlockMap(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleRole(*this, QAccessible::Chart);
    setAccessibleName(tr("Map of KV blocks"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void BlockMap::show(const app::RunState& state, std::optional<engine::TraceId> selected) {
    const app::KvState& kv = state.kv;
    m_grid = layoutBlocks(state, width(), height());
    m_selected = selected;
    m_scores.clear();
    for (const app::TraceState& trace : state.traces) m_scores.emplace(trace.id, trace.score());
    setAccessibleDescription(tr("%1 of %2 blocks in use, %3 of them by the shared prompt")
                                 .arg(kv.usedBlocks)
                                 .arg(kv.totalBlocks)
                                 .arg(kv.promptBlocks));
    update();
}

QColor BlockMap::colorOf(engine::TraceId trace) const {
    const auto score = m_scores.find(trace);
    if (score != m_scores.end() && score->second) return scoreColor(*score->second);
    const Colors& c = m_theme.colors();
    return mix(c.control, c.muted, 0.5 * (engine::index(trace) % kGreys) / (kGreys - 1));
}

void BlockMap::paintCell(QPainter& painter, const BlockCell& cell, const QRectF& box) const {
    const Colors& c = m_theme.colors();
    if (!cell.owner) {
        painter.setPen(c.freeBlock);
        painter.setBrush(Qt::NoBrush);
        if (cell.outside)
            painter.fillRect(QRectF(box.center().x() - 1, box.center().y() - 1, 2, 2), c.freeBlock);
        else
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    }
    if (*cell.owner == engine::kPromptTrace) {
        painter.fillRect(box, c.freeBlock);
        painter.fillRect(box, QBrush(c.promptBlock, Qt::Dense3Pattern));
        return;
    }
    const QColor full = colorOf(*cell.owner);
    painter.fillRect(box, cell.used >= 1 ? full : mix(c.panel, full, 0.25 + 0.75 * cell.used));
    if (m_selected && cell.owner == m_selected) {
        painter.setPen(QPen(c.text, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(0.25, 0.25, -0.25, -0.25));
    }
}

void BlockMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const double side = m_grid.cell - (m_grid.cell >= 8 ? 1.5 : 1.0);
    for (std::size_t i = 0; i < m_grid.cells.size(); ++i) {
        const int column = static_cast<int>(i) % m_grid.columns;
        const int row = static_cast<int>(i) / m_grid.columns;
        paintCell(painter, m_grid.cells[i], QRectF(column * m_grid.cell, row * m_grid.cell, side, side));
    }
}

void BlockMap::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    Q_EMIT resized();
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
