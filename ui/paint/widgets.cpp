#include "ui/paint/widgets.h"

#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>
#include <algorithm>

#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr int kLongestWord = 24;   // letters that a label which wraps makes room for
constexpr int kLongestLine = 200;  // letters that a label of one line makes room for
constexpr int kMostDecimals = 15;
}  // namespace

QLabel* makeText(const QString& text, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    return label;
}

QLabel* makeHeading(const QString& text, const Theme& theme, QWidget* parent) {
    QLabel* label = makeText(text.toUpper(), parent);
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
    QLabel* label = makeText(now ? QObject::tr("now") : QObject::tr("next run"), parent);
    label->setObjectName(u"badge"_s);
    label->setProperty("acts", now ? u"now"_s : u"next"_s);
    label->setToolTip(now ? QObject::tr("Acts at once, also on a run in progress.")
                          : QObject::tr("Acts on the next run; a run in progress keeps its value."));
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
    auto* label = new WrapLabel(text, parent);
    label->setObjectName(u"muted"_s);
    label->setFont(theme.small());
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

WrapLabel::WrapLabel(const QString& text, QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setText(text);
}

QSize WrapLabel::minimumSizeHint() const {
    const QSize own = QLabel::minimumSizeHint();
    if (!wordWrap()) return own;
    return {std::min(own.width(), fontMetrics().averageCharWidth() * kLongestWord), own.height()};
}

ElidedLabel::ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
}

void ElidedLabel::setNote(const QString& note) {
    m_note = note;
    update();
}

QSize ElidedLabel::sizeHint() const {
    const QSize own = QLabel::sizeHint();
    return {std::min(own.width(), fontMetrics().averageCharWidth() * kLongestLine), own.height()};
}

void ElidedLabel::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    const QString line = shortened(text(), kLongestLine).replace(u'\n', u' ');
    const QString shown = fontMetrics().elidedText(line, Qt::ElideRight, contentsRect().width());
    painter.drawText(contentsRect(), static_cast<int>(alignment()) | Qt::TextSingleLine, shown);
    QStringList toolTip;
    if (shown != text()) toolTip << text();
    if (!m_note.isEmpty()) toolTip << m_note;
    if (const QString all = toolTip.join(u'\n'); all != this->toolTip()) setToolTip(all);
}

void showExactly(QSpinBox* spin, int value) {
    spin->setRange(std::min(spin->minimum(), value), std::max(spin->maximum(), value));
    spin->setValue(value);
}

void showExactly(QDoubleSpinBox* spin, double value, int decimals) {
    while (decimals < kMostDecimals && QString::number(value, 'f', decimals).toDouble() != value) ++decimals;
    spin->setDecimals(decimals);
    spin->setRange(std::min(spin->minimum(), value), std::max(spin->maximum(), value));
    spin->setValue(value);
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

void DockTitle::setMeaning(const QString& meaning) {
    m_title->setToolTip(meaning);
    m_title->setAccessibleDescription(meaning);
}

void DockTitle::updateIcons() {
    const Colors& c = m_theme.colors();
    m_float->setIcon(makeIcon(u"float"_s, c.faint, c.border));
    m_close->setIcon(makeIcon(u"close"_s, c.faint, c.border));
}

}  // namespace ui
