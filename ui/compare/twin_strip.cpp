#include "ui/compare/twin_strip.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "ui/lanes/lanes_view.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kWide = 30;
constexpr double kGlyph = 11;

}  // namespace

TwinStrip::TwinStrip(LanesView& lanes, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_lanes(lanes), m_theme(theme) {
    setFixedWidth(kWide);
    const auto repaint = [this] { update(); };
    connect(lanes.verticalScrollBar(), &QScrollBar::valueChanged, this, repaint);
    connect(lanes.model(), &QAbstractItemModel::dataChanged, this, repaint);
    connect(lanes.model(), &QAbstractItemModel::layoutChanged, this, repaint);
    connect(lanes.model(), &QAbstractItemModel::modelReset, this, repaint);
    connect(&theme, &Theme::changed, this, repaint);
}

void TwinStrip::show(const QString& heading, Find find) {
    m_heading = heading;
    m_find = std::move(find);
    setAccessibleName(tr("What became of the same trace in run %1").arg(heading));
    update();
}

QString TwinStrip::wordsOf(Twin twin, const QString& other) {
    switch (twin) {
        case Twin::None: return {};
        case Twin::Same: return tr("It ends the same in %1.").arg(other);
        case Twin::Other: return tr("It ends otherwise in %1.").arg(other);
        case Twin::CutThere: return tr("It was cut in %1.").arg(other);
        case Twin::RightThere: return tr("Not cut in %1, it ends right there.").arg(other);
        case Twin::WrongThere: return tr("Not cut in %1, it ends wrong there.").arg(other);
    }
    return {};
}

/// From this widget to the first pixel of the lanes' rows.
int TwinStrip::offset() const {
    return m_lanes.viewport()->mapTo(m_lanes.window(), QPoint(0, 0)).y() - mapTo(window(), QPoint(0, 0)).y();
}

void TwinStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    painter.fillRect(rect(), c.panel);
    painter.setFont(m_theme.small());
    painter.setPen(c.muted);
    const int top = offset();
    painter.drawText(QRect(0, 0, width(), top), Qt::AlignCenter, m_heading);
    if (!m_find) return;
    painter.setClipRect(0, top, width(), height() - top);
    for (int row = 0; row < m_lanes.lanes().rowCount(); ++row) {
        const QRectF cell(0, top + m_lanes.rowViewportPosition(row), width(), m_lanes.rowHeight(row));
        if (cell.bottom() < top || cell.top() > height()) continue;
        const Twin twin = m_find(m_lanes.lanes().findRow(row)->id);
        QRectF box(0, 0, kGlyph, kGlyph);
        box.moveCenter(cell.center());
        switch (twin) {
            case Twin::None: break;
            case Twin::Same: painter.drawText(cell, Qt::AlignCenter, u"="_s); break;
            case Twin::Other: painter.drawText(cell, Qt::AlignCenter, u"\u2260"_s); break;
            case Twin::CutThere: paintGlyph(painter, Glyph::Cut, box, c.muted); break;
            case Twin::RightThere: paintGlyph(painter, Glyph::Check, box, c.good); break;
            case Twin::WrongThere: paintGlyph(painter, Glyph::Cross, box, c.bad); break;
        }
        painter.setPen(c.muted);
    }
}

bool TwinStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || !m_find) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = m_lanes.rowAt(help->pos().y() - offset());
    const LaneRow* lane = m_lanes.lanes().findRow(row);
    const QString text = lane ? wordsOf(m_find(lane->id), m_heading) : QString();
    QToolTip::showText(help->globalPos(), text.isEmpty() ? text : tr("%1: %2").arg(formatTrace(lane->id), text), this);
    return true;
}

}  // namespace ui
