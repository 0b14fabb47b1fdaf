#include "ui/widgets.h"

#include <QDockWidget>
#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

#include "ui/glyphs.h"

using namespace Qt::StringLiterals;

namespace ui {

QLabel* makeHeading(const QString& text, const Theme& theme, QWidget* parent) {
    auto* label = new QLabel(text.toUpper(), parent);
    label->setObjectName(u"heading"_s);
    QFont font = theme.small();
    font.setPointSizeF(font.pointSizeF() * 0.95);
    font.setLetterSpacing(QFont::PercentageSpacing, 106);
    font.setWeight(QFont::DemiBold);
    label->setFont(font);
    return label;
}

QLabel* makeBadge(Acts acts, const Theme& theme, QWidget* parent) {
    const bool now = acts == Acts::Now;
    auto* label = new QLabel(now ? QObject::tr("now") : QObject::tr("next run"), parent);
    label->setObjectName(u"badge"_s);
    label->setProperty("acts", now ? u"now"_s : u"next"_s);
    label->setToolTip(now ? QObject::tr("Acts at once, also on a run that is under way.")
                          : QObject::tr("Acts on the next run; the one under way keeps its value."));
    QFont font = theme.small();
    font.setPointSizeF(font.pointSizeF() * 0.9);
    label->setFont(font);
    label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    return label;
}

QToolButton* makeFlatButton(const QString& name, int iconPixels, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setObjectName(u"flat"_s);
    button->setIconSize({iconPixels, iconPixels});
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

QLabel* makeMuted(const QString& text, const Theme& theme, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setObjectName(u"muted"_s);
    label->setFont(theme.small());
    label->setWordWrap(true);
    return label;
}

void restyle(QWidget* widget) {
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

void setTextIfChanged(QLabel* label, const QString& text) {
    if (label->text() != text) label->setText(text);
}

void setRole(QLabel* label, const QString& role) {
    if (label->objectName() == role) return;
    label->setObjectName(role);
    restyle(label);
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    const QString shown = fontMetrics().elidedText(text(), Qt::ElideRight, width());
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
    setToolTip(shown == text() ? QString() : text());
}

DockTitle::DockTitle(QDockWidget* dock, const Theme& theme) : QWidget(dock), m_theme(theme) {
    setObjectName(u"dockTitle"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 4);
    layout->setSpacing(6);
    m_title = makeHeading(dock->windowTitle(), theme, this);
    m_status = new ElidedLabel(this);
    m_status->setObjectName(u"muted"_s);
    m_status->setFont(theme.small());
    m_extras = new QHBoxLayout;
    m_extras->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_status, 1);
    layout->addLayout(m_extras);
    m_float = new QToolButton(this);
    m_close = new QToolButton(this);
    for (QToolButton* button : {m_float, m_close}) {
        button->setObjectName(u"flat"_s);
        button->setIconSize({11, 11});
        button->setFocusPolicy(Qt::NoFocus);
        layout->addWidget(button);
    }
    m_float->setToolTip(tr("Float or dock this panel"));
    m_float->setAccessibleName(tr("Float or dock %1").arg(dock->windowTitle()));
    m_close->setToolTip(tr("Hide this panel (View menu shows it again)"));
    m_close->setAccessibleName(tr("Hide %1").arg(dock->windowTitle()));
    connect(m_float, &QToolButton::clicked, dock, [dock] { dock->setFloating(!dock->isFloating()); });
    connect(m_close, &QToolButton::clicked, dock, &QDockWidget::close);
    connect(&theme, &Theme::changed, this, &DockTitle::updateIcons);
    updateIcons();
}

void DockTitle::setStatus(const QString& text, const QString& role) {
    setTextIfChanged(m_status, text);
    setRole(m_status, role);
}

void DockTitle::setTitle(const QString& title) {
    setTextIfChanged(m_title, title);
}

void DockTitle::updateIcons() {
    const Colors& c = m_theme.colors();
    m_float->setIcon(makeIcon(u"float"_s, c.faint, c.border));
    m_close->setIcon(makeIcon(u"close"_s, c.faint, c.border));
}

}  // namespace ui
