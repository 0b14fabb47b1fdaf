#include "ui/setup/source_label.h"

#include <QPainter>

#include "ui/paint/accessible_role.h"

namespace ui {

SourceLabel::SourceLabel(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleRole(*this, QAccessible::StaticText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SourceLabel::show(Glyph glyph, const QString& text, Tone tone, const QString& toolTip) {
    setToolTip(toolTip);
    if (glyph == m_glyph && text == m_text && tone == m_tone) return;
    m_glyph = glyph;
    m_text = text;
    m_tone = tone;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize SourceLabel::sizeHint() const {
    const QFontMetrics metrics(m_theme.base());
    return {metrics.horizontalAdvance(m_text) + 34, metrics.height() + 10};
}

void SourceLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_theme.colors();
    const QColor ink = m_tone == Tone::Live ? c.good : m_tone == Tone::Past ? c.warn : c.muted;
    const QColor ground = m_tone == Tone::Live ? c.goodSoft : m_tone == Tone::Past ? c.warnSoft : c.raised;
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    paintGlyph(painter, m_glyph, QRectF(10, box.center().y() - 5.5, 11, 11), ink);
    painter.setPen(ink);
    painter.setFont(m_theme.base());
    painter.drawText(box.adjusted(25, 0, -6, 0), Qt::AlignLeft | Qt::AlignVCenter, m_text);
}

}  // namespace ui
