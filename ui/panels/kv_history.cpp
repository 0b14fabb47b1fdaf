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

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr int kLeastWidth = 120;
constexpr int kLeastPlot = 36;
constexpr int kMarks = 15;  // below the plot
constexpr double kMark = 9;
}  // namespace

namespace {

/// Blocks at the top of the chart: the most that there ever were, or were in use.
int topOf(const app::KvState& kv) {
    int top = std::max(kv.totalBlocks, kv.peakBlocks);
    for (const app::KvPoint& capacity : kv.capacities) top = std::max(top, capacity.usedBlocks);
    return top;
}

}  // namespace

QPolygonF capacityLine(const app::KvState& kv, double now, double duration, double width, double height) {
    QPolygonF line;
    const int top = topOf(kv);
    if (top <= 0 || duration <= 0) return line;
    const TimeAxis axis{duration, 0, width};
    const auto y = [&](int blocks) { return height * (1 - blocks / static_cast<double>(top)); };
    for (const app::KvPoint& capacity : kv.capacities) {
        const double x = axis.x(capacity.t);
        if (!line.isEmpty()) line.append({x, line.last().y()});
        line.append({x, y(capacity.usedBlocks)});
    }
    if (line.isEmpty()) line.append({0, y(kv.totalBlocks)});
    // It holds on: a chart of which only a part is shown yet has its limit all over.
    line.append({axis.x(std::max(now, duration)), line.last().y()});
    return line;
}

QPolygonF usageLine(const app::KvState& kv, double duration, double width, double height) {
    QPolygonF line;
    const double top = topOf(kv);
    if (kv.history.empty() || duration <= 0 || top <= 0) return line;
    const TimeAxis axis{duration, 0, width};
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
    setToolTip(tr(
        "Blocks in use over time. Dashed: capacity. Scissors: a trace was pruned. Bars: a trace had to wait. Click to "
        "go to that moment."));
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
    m_kv.preemptions = kv.preemptions;
    m_kv.capacities = kv.capacities;
    m_kv.history = kv.history;
    m_now = now;
    m_duration = std::max(duration, 0.1);
    m_line = usageLine(m_kv, m_duration, plot().width(), plot().height());
    QStringList said;
    if (!kv.prunes.empty() || kv.preemptions.empty())
        said << formatNumberOf(static_cast<qint64>(kv.prunes.size()), tr("1 trace pruned"), tr("%1 traces pruned"));
    if (!kv.preemptions.empty())
        said << formatNumberOf(static_cast<qint64>(kv.preemptions.size()), tr("1 preemption"), tr("%1 preemptions"));
    said << tr("at most %1 of %2 blocks used").arg(kv.peakBlocks).arg(kv.blocksAtPeak);
    setAccessibleDescription(listed(said));
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
        painter.setPen(c.muted);
        painter.drawText(QRectF(box.left(), 0, box.width(), captionHeight()), Qt::AlignRight | Qt::AlignTop,
                         tr("capacity %1 blocks").arg(formatCount(m_kv.totalBlocks)));
        painter.setPen(QPen(c.bad, 1, Qt::DashLine));
        painter.drawPolyline(
            capacityLine(m_kv, m_now, m_duration, box.width(), box.height()).translated(box.topLeft()));
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
    paintMarks(painter, box);
}

/// Below the plot; of marks that would cover each other the first one.
void KvHistory::paintMarks(QPainter& painter, const QRectF& box) const {
    const Colors& c = m_theme.colors();
    const TimeAxis axis{m_duration, box.left(), box.width()};
    const auto paint = [&](const app::Grown<app::KvPoint>& points, Glyph glyph, const QColor& color) {
        double lastX = -100;
        for (const app::KvPoint& point : points) {
            const double x = axis.x(point.t);
            if (x - lastX < kMark) continue;
            lastX = x;
            paintGlyph(painter, glyph, QRectF(x - kMark / 2, box.bottom() + 4, kMark, kMark), color);
        }
    };
    paint(m_kv.preemptions, Glyph::Bars, c.warn);
    paint(m_kv.prunes, Glyph::Cut, c.bad);
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
