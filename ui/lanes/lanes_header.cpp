#include "ui/lanes/lanes_header.h"

#include <QLinearGradient>
#include <QPainter>
#include <algorithm>

#include "ui/lanes/lanes_model.h"
#include "ui/paint/score_color.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr double kPadding = 10;
constexpr double kLegendWidth = 108;
}  // namespace

LanesHeader::LanesHeader(const Theme& theme, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), m_theme(theme) {
    setSectionsClickable(true);
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setMinimumSectionSize(40);
}

QSize LanesHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), QFontMetrics(m_theme.small()).height() + 14};
}

void LanesHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const Colors& c = m_theme.colors();
    painter->save();
    painter->fillRect(rect, c.panel);
    painter->fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), c.border);
    const bool sorted = sortIndicatorSection() == logicalIndex;
    painter->setFont(m_theme.small());
    painter->setPen(sorted ? c.text : c.muted);
    const bool right = logicalIndex == LanesModel::Tokens;
    QRectF box = QRectF(rect).adjusted(kPadding + (logicalIndex == LanesModel::Trace ? 2 : 0), 0, -kPadding, 0);
    QString text = model()->headerData(logicalIndex, Qt::Horizontal).toString();
    double room = box.width();
    if (logicalIndex == LanesModel::Steps) room -= kLegendWidth + 10;
    if (painter->fontMetrics().horizontalAdvance(text) > room) text = text.section(u',', 0, 0);
    painter->drawText(box, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine, text);
    if (sorted) {
        const double width = painter->fontMetrics().horizontalAdvance(text);
        const double x = right ? box.right() - width - 10 : box.left() + width + 5;
        const double y = box.center().y();
        const double tip = sortIndicatorOrder() == Qt::AscendingOrder ? -2.5 : 2.5;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(c.accent);
        painter->drawPolygon(QPolygonF({{x, y - tip}, {x + 7, y - tip}, {x + 3.5, y + tip}}));
    }
    if (logicalIndex == LanesModel::Steps) paintLegend(*painter, box);
    painter->restore();
}

void LanesHeader::paintLegend(QPainter& painter, const QRectF& box) const {
    if (box.width() < kLegendWidth + 50) return;
    const Colors& c = m_theme.colors();
    painter.setFont(m_theme.smallNumbers());
    const double digit = painter.fontMetrics().horizontalAdvance(u'0') + 5;
    const QRectF legend(box.right() - kLegendWidth, box.center().y() - 4, kLegendWidth, 8);
    const QRectF bar = legend.adjusted(digit, 0, -digit, 0);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    gradient.setStops(scoreStops());
    painter.fillRect(bar, gradient);
    painter.fillRect(QRectF(bar.center().x() - 0.5, bar.bottom(), 1, 3), c.muted);
    painter.setPen(c.muted);
    const QRectF line(legend.left(), box.top(), legend.width(), box.height());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, u"0"_s);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, u"1"_s);
}

}  // namespace ui
