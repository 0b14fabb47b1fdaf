#include "ui/lanes/lanes_header.h"

#include <QLinearGradient>
#include <QPainter>
#include <QRegularExpression>
#include <QToolButton>
#include <algorithm>
#include <cmath>

#include "ui/lanes/lanes_delegate.h"
#include "ui/lanes/lanes_model.h"
#include "ui/paint/format.h"
#include "ui/paint/score_color.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr double kPadding = 10;
constexpr double kLegendWidth = 108;
constexpr double kTick = 4;
constexpr double kTickRoom = 64;  // pixels from one number to the next
}  // namespace

std::vector<int> tokenTicks(const StripScale& scale, double leastPixels) {
    std::vector<int> ticks;
    if (scale.width <= 0 || scale.tokens <= 0) return ticks;
    const double least = leastPixels * scale.tokens / scale.width;
    double step = 1;
    for (int i = 0; step < least; ++i) step *= i % 3 == 1 ? 2.5 : 2;  // 1, 2, 5, 10, 20 ...
    const int first = static_cast<int>(std::ceil(scale.first / step));
    const int last = static_cast<int>(std::floor((static_cast<double>(scale.first) + scale.tokens) / step));
    for (int i = first; i <= last; ++i) ticks.push_back(static_cast<int>(i * step));
    if (ticks.empty()) ticks.push_back(scale.first);  // a narrow strip
    return ticks;
}

LanesHeader::LanesHeader(const Theme& theme, const LanesModel& lanes, const StripsShown& strips, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), m_theme(theme), m_lanes(lanes), m_strips(strips) {
    setSectionsClickable(true);
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setMinimumSectionSize(40);
    m_whole = new QToolButton(viewport());
    m_whole->setObjectName(u"wholeTrace"_s);
    m_whole->setText(tr("Whole trace"));
    m_whole->setToolTip(tr("Show whole traces again (Alt+0). Ctrl+wheel zooms the strips, Shift+wheel moves them."));
    m_whole->setFocusPolicy(Qt::NoFocus);
    m_whole->hide();
    connect(m_whole, &QToolButton::clicked, this, &LanesHeader::wholeWanted);
    connect(this, &QHeaderView::sectionResized, this, [this] { placeButton(); });
}

QSize LanesHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(),
            QFontMetrics(m_theme.small()).height() + 12 + static_cast<int>(scaleHeight())};
}

double LanesHeader::scaleHeight() const {
    return QFontMetricsF(m_theme.smallNumbers()).height();
}

void LanesHeader::updateScale() {
    m_whole->setVisible(!m_strips.zoom.isWhole());
    placeButton();
    viewport()->update();
}

void LanesHeader::resizeEvent(QResizeEvent* event) {
    QHeaderView::resizeEvent(event);
    placeButton();
}

void LanesHeader::placeButton() {
    if (!m_whole->isVisibleTo(this)) return;
    m_whole->setFont(m_theme.small());
    const QSize size = m_whole->sizeHint();
    const int right = sectionViewportPosition(LanesModel::Steps) + sectionSize(LanesModel::Steps) -
                      static_cast<int>(kPadding + kLegendWidth) - 10;
    const int height = std::min(size.height(), this->height() - static_cast<int>(scaleHeight()) - 2);
    m_whole->setGeometry(right - size.width(), 2, size.width(), height);
}

void LanesHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const Colors& c = m_theme.colors();
    painter->save();
    painter->fillRect(rect, c.panel);
    painter->fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), c.border);
    const QRectF box =
        QRectF(rect).adjusted(kPadding + (logicalIndex == LanesModel::Trace ? 2 : 0), 0, -kPadding, -scaleHeight() + 2);
    paintTitle(*painter, box, logicalIndex);
    if (logicalIndex == LanesModel::Steps) {
        paintLegend(*painter, box);
        paintScale(*painter, rect);
    }
    painter->restore();
}

void LanesHeader::paintTitle(QPainter& painter, const QRectF& box, int section) const {
    const Colors& c = m_theme.colors();
    const bool sorted = sortIndicatorSection() == section;
    painter.setFont(m_theme.small());
    painter.setPen(sorted ? c.text : c.muted);
    const bool right = section == LanesModel::Tokens;
    QString text = model()->headerData(section, Qt::Horizontal).toString();
    double room = box.width();
    if (section == LanesModel::Steps) {
        room -= kLegendWidth + 10 + (m_strips.zoom.isWhole() ? 0 : m_whole->width() + 10);
        if (!m_strips.zoom.isWhole()) {
            const int all = m_lanes.tokenScale();
            const int first = m_strips.zoom.first(all);
            text = tr("Steps: tokens %1 to %2 of %3")
                       .arg(formatCount(first), formatCount(first + m_strips.zoom.tokens(all)), formatCount(all));
        }
    }
    const auto widthOf = [&](const QString& words) { return painter.fontMetrics().horizontalAdvance(words); };
    if (widthOf(text) > room) text = text.section(QRegularExpression(u"[,:\uff0c\uff1a]"_s), 0, 0);
    painter.drawText(box, (right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine, text);
    if (sorted) {
        const double x = right ? box.right() - widthOf(text) - 10 : box.left() + widthOf(text) + 5;
        const double y = box.center().y();
        const double tip = sortIndicatorOrder() == Qt::AscendingOrder ? -2.5 : 2.5;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(c.accent);
        painter.drawPolygon(QPolygonF({{x, y - tip}, {x + 7, y - tip}, {x + 3.5, y + tip}}));
    }
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

/// Tokens along the lower edge, above the strips that they measure.
void LanesHeader::paintScale(QPainter& painter, const QRectF& section) const {
    const QRectF strip = LanesDelegate::stripRect(section);
    if (strip.width() < kTickRoom || m_lanes.rowCount() == 0) return;
    const Colors& c = m_theme.colors();
    const StripScale scale = m_strips.scale(m_lanes.tokenScale(), strip.width());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(m_theme.smallNumbers());
    const double bottom = section.bottom() + 1;
    for (const int token : tokenTicks(scale, kTickRoom)) {
        const double x = strip.left() + scale.x(token);
        painter.fillRect(QRectF(std::round(x), bottom - kTick, 1, kTick), c.control);
        const QString text = formatCount(token);
        const double width = painter.fontMetrics().horizontalAdvance(text);
        const double left = std::clamp(x - width / 2, strip.left(), std::max(strip.left(), strip.right() - width));
        painter.setPen(c.muted);
        painter.drawText(QRectF(left, bottom - kTick - scaleHeight() + 1, width + 1, scaleHeight()),
                         Qt::AlignLeft | Qt::AlignVCenter, text);
    }
}

}  // namespace ui
