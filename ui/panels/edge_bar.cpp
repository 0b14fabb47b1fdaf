#include "ui/panels/edge_bar.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kAcross = 12;  // around the text
constexpr int kAlong = 24;
constexpr int kGap = 8;  // between name and state
constexpr double kCorner = 4;

}  // namespace

EdgeTab::EdgeTab(bool atLeft, const Theme& theme, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_atLeft(atLeft) {
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    theme.follow(this, TextRole::Small);
}

void EdgeTab::setStatus(const QString& status, const QString& role) {
    if (status == m_status && role == m_role) return;
    m_status = status;
    m_role = role;
    setAccessibleDescription(status);
    updateGeometry();
    update();
}

QSize EdgeTab::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    int length = metrics.horizontalAdvance(text()) + kAlong;
    if (!m_status.isEmpty()) length += kGap + metrics.horizontalAdvance(m_status);
    return {metrics.height() + kAcross, length};
}

bool EdgeTab::event(QEvent* event) {
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave) update();
    return QAbstractButton::event(event);
}

void EdgeTab::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_theme.colors();
    const QRectF box = QRectF(rect()).adjusted(2.5, 1.5, -2.5, -1.5);
    painter.setPen(hasFocus() ? QPen(c.accent) : QPen(Qt::NoPen));
    painter.setBrush(isChecked() ? c.accentSoft : underMouse() ? c.raised : c.window);
    painter.drawRoundedRect(box, kCorner, kCorner);
    painter.translate(rect().center() + QPointF(0.5, 0.5));
    painter.rotate(m_atLeft ? -90 : 90);
    painter.translate(-height() / 2.0, -width() / 2.0);
    const QRectF line(kAlong / 2.0, 0, height() - kAlong, width());
    painter.setFont(font());
    painter.setPen(isChecked() ? c.accent : c.text);
    const QFontMetricsF metrics(font());
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     metrics.elidedText(text(), Qt::ElideRight, line.width()));
    const double left = line.width() - metrics.horizontalAdvance(text()) - kGap;
    if (m_status.isEmpty() || metrics.horizontalAdvance(m_status) > left + 1) return;  // a low window has no room
    painter.setPen(m_role == "bad"_L1 ? c.bad : m_role == "good"_L1 ? c.good : c.muted);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, m_status);
}

EdgeBar::EdgeBar(bool atLeft, const Theme& theme, QWidget* parent)
    : QToolBar(atLeft ? tr("Folded panels at the left") : tr("Folded panels at the right"), parent),
      m_theme(theme),
      m_atLeft(atLeft) {
    setObjectName(atLeft ? u"leftEdge"_s : u"rightEdge"_s);
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    m_body = new QWidget(this);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 6, 0, 6);
    column->setSpacing(4);
    m_upper = new QVBoxLayout;
    m_lower = new QVBoxLayout;
    for (QBoxLayout* part : {m_upper, m_lower}) part->setSpacing(4);
    column->addLayout(m_upper);
    column->addStretch(1);
    column->addLayout(m_lower);
    m_body->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    addWidget(m_body);
    hide();
}

EdgeTab* EdgeBar::addTab(const QString& text, bool atBottom) {
    auto* tab = new EdgeTab(m_atLeft, m_theme, m_body);
    tab->setText(text);
    tab->hide();
    (atBottom ? m_lower : m_upper)->addWidget(tab);
    m_tabs.push_back(tab);
    return tab;
}

int EdgeBar::thickness() const {
    return QFontMetrics(m_theme.small()).height() + kAcross + 1;
}

void EdgeBar::follow() {
    setVisible(std::ranges::any_of(m_tabs, [](const EdgeTab* tab) { return !tab->isHidden(); }));
}

}  // namespace ui
