#include "ui/panels/time_slider.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSignalBlocker>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/paint/format.h"
#include "ui/paint/score_color.h"

namespace ui {
namespace {
constexpr double kEdge = 9;
constexpr double kTrack = 8;
constexpr double kMiddle = 13;     // of the track
constexpr double kAboveLabel = 4;  // between track and times
constexpr double kFlag = 8;
constexpr int kUsualWidth = 300;
constexpr int kLeastWidth = 120;
}  // namespace

TimeSlider::TimeSlider(const Theme& theme, QWidget* parent) : QSlider(Qt::Horizontal, parent), m_theme(theme) {
    setAccessibleName(tr("Time of the run"));
    setToolTip(
        tr("Drag to any moment of the run. Arrow keys: 1 s, page keys: 10 s. Red marks: a trace was pruned. Flags: a "
           "note."));
    setSingleStep(1000);
    setPageStep(10000);
    setFocusPolicy(Qt::StrongFocus);
    setRange(0, 0);
}

QSize TimeSlider::sizeHint() const {
    return {kUsualWidth, minimumSizeHint().height()};
}

QSize TimeSlider::minimumSizeHint() const {
    const int text = QFontMetrics(m_theme.smallNumbers()).height();
    return {kLeastWidth, static_cast<int>(kMiddle + kTrack / 2 + kAboveLabel) + text};
}

TimeAxis TimeSlider::axis() const {
    return {m_duration, kEdge, width() - 2 * kEdge};
}

void TimeSlider::showRun(double duration, double shown, const std::vector<double>& marks,
                         std::optional<double> saturatedAt) {
    if (duration == m_duration && shown == m_shown && marks.size() == m_marks.size() && saturatedAt == m_saturatedAt)
        return;
    m_duration = duration;
    m_shown = shown;
    m_marks = marks;
    m_saturatedAt = saturatedAt;
    const QSignalBlocker quiet(this);
    setRange(0, static_cast<int>(duration * 1000));
    setValue(static_cast<int>(shown * 1000));
    setAccessibleDescription(tr("%1 of %2").arg(formatClock(shown), formatClock(duration)));
    update();
}

void TimeSlider::setNotes(std::vector<double> notes) {
    m_notes = std::move(notes);
    update();
}

/// Small flags on the track, told apart from prunes and saturation by their shape.
void TimeSlider::paintNotes(QPainter& painter) const {
    const Colors& c = m_theme.colors();
    const double foot = kMiddle + kTrack / 2, head = 1;
    for (const double t : m_notes) {
        const double x = axis().x(std::min(t, m_duration));
        const double to = x + kFlag < width() ? kFlag : -kFlag;
        painter.setPen(QPen(c.text, 1.2));
        painter.drawLine(QPointF(x, foot), QPointF(x, head));
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.warn);
        painter.drawPolygon(QPolygonF({{x, head}, {x + to, head + kFlag / 2.4}, {x, head + kFlag / 1.2}}));
    }
}

void TimeSlider::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_theme.colors();
    const TimeAxis axis = this->axis();
    const double middle = kMiddle;
    const QRectF track(kEdge, middle - kTrack / 2, axis.width, kTrack);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.track);
    painter.drawRoundedRect(track, kTrack / 2, kTrack / 2);
    painter.setFont(m_theme.smallNumbers());
    if (m_duration > 0) {
        painter.setPen(c.muted);
        for (const double t : timeTicks(m_duration, std::max(2, width() / 110))) {
            const double x = axis.x(t);
            const QString text = tr("%1 s").arg(t);
            const double half = painter.fontMetrics().horizontalAdvance(text) / 2.0 + 1;
            const QRectF label(x - half, track.bottom() + kAboveLabel, 2 * half, painter.fontMetrics().height());
            if (x > kEdge + 10 && label.right() < width())
                painter.drawText(label, Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine, text);
        }
        const double head = axis.x(m_shown);
        painter.setPen(Qt::NoPen);
        painter.setBrush(isEnabled() ? mix(c.panel, c.accent, 0.75) : c.control);
        painter.drawRoundedRect(QRectF(track.left(), track.top(), std::max(kTrack, head - track.left()), kTrack),
                                kTrack / 2, kTrack / 2);
        for (const double mark : m_marks)
            painter.fillRect(QRectF(axis.x(mark) - 0.75, track.top() - 3, 1.5, kTrack + 6), c.bad);
        if (m_saturatedAt) {
            const double x = axis.x(*m_saturatedAt);
            painter.setBrush(c.bad);
            painter.drawPolygon(QPolygonF({{x - 4, track.top() - 8}, {x + 4, track.top() - 8}, {x, track.top() - 2}}));
        }
        paintNotes(painter);
        painter.setBrush(c.panel);
        painter.setPen(QPen(hasFocus() ? c.text : c.accent, 2.4));
        painter.drawEllipse(QPointF(head, middle), 7, 7);
    }
}

void TimeSlider::seekTo(double t) {
    if (m_duration <= 0) return;
    Q_EMIT sought(std::clamp(t, 0.0, m_duration));
}

void TimeSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    setSliderDown(true);
    seekTo(axis().timeAt(event->position().x()));
}

void TimeSlider::mouseMoveEvent(QMouseEvent* event) {
    if (isSliderDown()) seekTo(axis().timeAt(event->position().x()));
}

void TimeSlider::mouseReleaseEvent(QMouseEvent*) {
    setSliderDown(false);
}

void TimeSlider::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left: seekTo(m_shown - 1); break;
        case Qt::Key_Right: seekTo(m_shown + 1); break;
        case Qt::Key_PageUp: seekTo(m_shown - 10); break;
        case Qt::Key_PageDown: seekTo(m_shown + 10); break;
        case Qt::Key_Home: seekTo(0); break;
        case Qt::Key_End: seekTo(m_duration); break;
        default: QSlider::keyPressEvent(event); return;
    }
    event->accept();
}

}  // namespace ui
