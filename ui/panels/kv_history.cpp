#include "ui/panels/kv_history.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/paint/accessible_role.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/time_axis.h"

namespace ui {
namespace {
constexpr int kLeastWidth = 120;
constexpr int kLeastPlot = 36;
constexpr int kMarks = 15;  // below the plot
}  // namespace

QPolygonF usageLine(const app::KvState& kv, double duration, double width, double height) {
    QPolygonF line;
    if (kv.history.empty() || duration <= 0 || kv.totalBlocks <= 0) return line;
    const TimeAxis axis{duration, 0, width};
    const double top = std::max(kv.totalBlocks, kv.peakBlocks);
    double column = -1;
    int low = 0, high = 0, last = 0;
    const auto y = [&](int used) { return height * (1 - used / top); };
    const auto flush = [&] {
        if (column < 0) return;
        line.append({column, y(low)});
        if (high != low) line.append({column, y(high)});
        if (last != high) line.append({column, y(last)});
    };
    for (const app::KvPoint& point : kv.history) {
        const double x = std::floor(axis.x(point.t) * 2) / 2;
        if (x != column) {
            flush();
            if (column >= 0) line.append({x, y(last)});
            column = x;
            low = high = point.usedBlocks;
        }
        low = std::min(low, point.usedBlocks);
        high = std::max(high, point.usedBlocks);
        last = point.usedBlocks;
    }
    flush();
    return line;
}

KvHistory::KvHistory(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleRole(*this, QAccessible::Chart);
    setAccessibleName(tr("Use of the KV cache over time"));
    setToolTip(
        tr("Blocks in use over time. Dashed: capacity. Scissors: a trace was pruned. Click to go to that moment."));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&theme, &Theme::changed, this, [this] {
        m_line = usageLine(m_kv, m_duration, plot().width(), plot().height());
        updateGeometry();
    });
}

int KvHistory::captionHeight() const {
    return QFontMetrics(m_theme.small()).height();
}

QSize KvHistory::minimumSizeHint() const {
    return {kLeastWidth, captionHeight() + kLeastPlot + kMarks};
}

QRectF KvHistory::plot() const {
    return QRectF(rect()).adjusted(0, captionHeight() + 2, 0, -kMarks);
}

void KvHistory::show(const app::KvState& kv, double now, double duration) {
    m_kv.totalBlocks = kv.totalBlocks;
    m_kv.peakBlocks = kv.peakBlocks;
    m_kv.usedBlocks = kv.usedBlocks;
    m_kv.prunes = kv.prunes;
    m_kv.history = kv.history;
    m_now = now;
    m_duration = std::max(duration, 0.1);
    m_line = usageLine(m_kv, m_duration, plot().width(), plot().height());
    setAccessibleDescription(tr("%1 traces pruned, at most %2 of %3 blocks used")
                                 .arg(kv.prunes.size())
                                 .arg(kv.peakBlocks)
                                 .arg(kv.totalBlocks));
    update();
}

void KvHistory::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_line = usageLine(m_kv, m_duration, plot().width(), plot().height());
}

void KvHistory::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    const QRectF box = plot();
    const TimeAxis axis{m_duration, box.left(), box.width()};
    painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), c.border);
    painter.setFont(m_theme.small());
    if (m_kv.totalBlocks > 0) {
        const double top = std::max(m_kv.totalBlocks, m_kv.peakBlocks);
        const double capacity = box.top() + box.height() * (1 - m_kv.totalBlocks / top);
        painter.setPen(c.muted);
        painter.drawText(QRectF(box.left(), 0, box.width(), captionHeight()), Qt::AlignRight | Qt::AlignTop,
                         tr("capacity %1 blocks").arg(formatCount(m_kv.totalBlocks)));
        painter.setPen(QPen(c.bad, 1, Qt::DashLine));
        painter.drawLine(QPointF(box.left(), capacity), QPointF(box.right(), capacity));
    }
    if (!m_line.isEmpty()) {
        QPolygonF line = m_line.translated(box.topLeft());
        line.append({axis.x(m_now), line.last().y()});
        QPolygonF area = line;
        area.append({line.last().x(), box.bottom()});
        area.append({line.first().x(), box.bottom()});
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.accentSoft);
        painter.drawPolygon(area);
        painter.setPen(QPen(c.accent, 1.4));
        painter.drawPolyline(line);
    }
    double lastX = -100;
    for (const app::KvPoint& prune : m_kv.prunes) {
        const double x = axis.x(prune.t);
        if (x - lastX < 9) continue;  // marks that would cover each other
        lastX = x;
        paintGlyph(painter, Glyph::Cut, QRectF(x - 4.5, box.bottom() + 4, 9, 9), c.bad);
    }
}

void KvHistory::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) Q_EMIT timeClicked(timeAt(event->position().x()));
}

void KvHistory::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT menuWanted(timeAt(event->pos().x()), event->globalPos());
}

double KvHistory::timeAt(double x) const {
    const QRectF box = plot();
    return TimeAxis{m_duration, box.left(), box.width()}.timeAt(x);
}

}  // namespace ui
