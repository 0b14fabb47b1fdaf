#include "ui/paint/fill_bar.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

#include "ui/paint/accessible_role.h"

using namespace Qt::StringLiterals;

namespace ui {

FillBar::FillBar(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleRole(*this, QAccessible::Chart);
    setAccessibleName(tr("Fill level of the KV cache"));
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void FillBar::show(double share, bool saturated, const QString& text, double others) {
    if (share == m_share && saturated == m_saturated && text == m_text && others == m_others) return;
    m_share = share;
    m_others = others;
    m_saturated = saturated;
    m_text = text;
    setAccessibleDescription(text);
    update();
}

QSize FillBar::sizeHint() const {
    return {200, QFontMetrics(m_theme.smallNumbers()).height() + 14};
}

void FillBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_theme.colors();
    const QRectF box(0, height() - 11, width(), 8);
    painter.setPen(c.muted);
    painter.setFont(m_theme.smallNumbers());
    QString text = m_text;  // in a narrow bar, without its last part
    if (painter.fontMetrics().horizontalAdvance(text) > width()) text = text.section(u" \u00b7 "_s, 0, -2);
    painter.drawText(QRectF(0, 0, width(), box.top()), Qt::AlignLeft | Qt::AlignVCenter, text);
    QPainterPath shape;
    shape.addRoundedRect(box, 4, 4);
    painter.fillPath(shape, c.track);
    painter.setClipPath(shape);
    painter.fillRect(QRectF(box.left(), box.top(), box.width() * m_share, box.height()),
                     m_saturated ? c.bad : c.accent);
    const double begin = box.left() + box.width() * m_share;
    painter.fillRect(QRectF(begin, box.top(), std::min(box.width() * m_others, box.right() - begin), box.height()),
                     QBrush(c.muted, Qt::BDiagPattern));
    painter.setClipping(false);
    painter.fillRect(QRectF(box.right() - 2, box.top() - 3, 2, box.height() + 6), c.bad);  // full: saturation
}

}  // namespace ui
