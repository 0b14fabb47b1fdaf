#include "ui/paint/widgets.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QSpinBox>
#include <QStyle>
#include <QTextLayout>
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
constexpr double kButtonLines = 0.7;
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
    theme.follow(label, TextRole::Heading);
    return label;
}

QLabel* makeBadge(Acts acts, const Theme& theme, QWidget* parent) {
    const bool now = acts == Acts::Now;
    QLabel* label = makeText(now ? QObject::tr("now") : QObject::tr("next run"), parent);
    label->setObjectName(u"badge"_s);
    label->setProperty("acts", now ? u"now"_s : u"next"_s);
    label->setToolTip(now ? QObject::tr("Acts at once, also on a run in progress.")
                          : QObject::tr("Acts on the next run; a run in progress keeps its value."));
    theme.follow(label, TextRole::Badge);
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

QLabel* makeMuted(const QString& text, const Theme& theme, QWidget* parent, TextRole role) {
    auto* label = new WrapLabel(text, parent);
    label->setObjectName(u"muted"_s);
    theme.follow(label, role);
    return label;
}

void restyle(QWidget* widget) {
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

void setTextIfChanged(QLabel* label, const QString& given) {
    QString text = given;
    if (label->textFormat() == Qt::RichText) text.replace(u'\u202f', QChar::Nbsp);  // HTML takes it for a plain space
    if (label->text() != text) label->setText(text);
}

void setRole(QLabel* label, const QString& role) {
    if (label->objectName() == role) return;
    label->setObjectName(role);
    const QFont font = label->font();  // a style sheet takes the one back that it found
    restyle(label);
    label->setFont(font);
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

void ElidedLabel::setMostLines(int lines) {
    m_mostLines = lines;
    setWordWrap(lines > 1);  // so that layouts ask for the height
}

int ElidedLabel::heightForWidth(int width) const {
    if (m_mostLines == 1) return -1;
    return static_cast<int>(std::max<qsizetype>(1, linesIn(width).size())) * fontMetrics().lineSpacing();
}

/// The text as it is painted: the last line has what is left, as far as there is room for it.
QStringList ElidedLabel::linesIn(int width) const {
    const QString line = shortened(text(), kLongestLine).replace(u'\n', u' ');
    QStringList lines;
    QTextLayout layout(line, font());
    layout.beginLayout();
    for (QTextLine part = layout.createLine(); part.isValid(); part = layout.createLine()) {
        part.setLineWidth(width);
        if (lines.size() + 1 == m_mostLines) {
            lines << fontMetrics().elidedText(line.mid(part.textStart()), Qt::ElideRight, width);
            break;
        }
        lines << line.mid(part.textStart(), part.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

void ElidedLabel::paintEvent(QPaintEvent* event) {
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setFont(font());
    painter.setPen(palette().color(QPalette::WindowText));
    QRect box = contentsRect();
    QStringList lines = linesIn(box.width());
    if (lines.size() * fontMetrics().lineSpacing() > box.height())  // less room than asked for
        lines = {fontMetrics().elidedText(shortened(text(), kLongestLine).replace(u'\n', u' '), Qt::ElideRight,
                                          box.width())};
    const int vertical = lines.size() > 1 ? Qt::AlignTop : static_cast<int>(alignment() & Qt::AlignVertical_Mask);
    const int horizontal = static_cast<int>(alignment() & Qt::AlignHorizontal_Mask);
    for (const QString& line : lines) {
        painter.drawText(box, vertical | horizontal | Qt::TextSingleLine, line);
        box.setTop(box.top() + fontMetrics().lineSpacing());
    }
    QStringList toolTip;
    if (lines.join(u' ') != text()) toolTip << text();
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

DockTitle::DockTitle(const QString& name, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_name(name) {
    setObjectName(u"dockTitle"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 4);
    layout->setSpacing(6);
    m_title = makeHeading(name, theme, this);
    m_status = new ElidedLabel(this);
    m_status->setObjectName(u"muted"_s);
    theme.follow(m_status, TextRole::Small);
    m_extras = new QHBoxLayout;
    m_extras->setSpacing(4);
    layout->addWidget(m_title);
    layout->addWidget(m_status, 1);
    layout->addLayout(m_extras);
    m_place = new QToolButton(this);
    m_close = new QToolButton(this);
    for (QToolButton* button : {m_place, m_close}) {
        button->setObjectName(u"flat"_s);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    m_close->setAccessibleName(tr("Hide %1").arg(name));
    connect(m_place, &QToolButton::clicked, this, &DockTitle::placeRequested);
    connect(m_close, &QToolButton::clicked, this, &DockTitle::closeRequested);
    setInDrawer(false);
    theme.whenever(this, [this] { updateIcons(); });
}

void DockTitle::setInDrawer(bool inDrawer) {
    m_inDrawer = inDrawer;
    m_place->setToolTip(inDrawer ? tr("Keep this panel beside the lanes") : tr("Float or dock this panel"));
    m_place->setAccessibleName(inDrawer ? tr("Keep %1 beside the lanes").arg(m_name)
                                        : tr("Float or dock %1").arg(m_name));
    m_close->setToolTip(inDrawer ? tr("Fold this panel up again (Esc)")
                                 : tr("Hide this panel (View menu shows it again)"));
    updateIcons();
}

void DockTitle::setStatus(const QString& text, const QString& role) {
    if (m_status->text() == text && m_status->objectName() == role) return;
    setTextIfChanged(m_status, text);
    setRole(m_status, role);
    Q_EMIT statusChanged();
}

QString DockTitle::status() const {
    return m_status->text();
}

QString DockTitle::statusRole() const {
    return m_status->objectName();
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
    const int side = m_theme.lines(kButtonLines);
    for (QToolButton* button : {m_place, m_close}) button->setIconSize({side, side});
    m_place->setIcon(makeIcon(m_inDrawer ? u"pin"_s : u"float"_s, c.muted, c.border));
    m_close->setIcon(makeIcon(u"close"_s, c.muted, c.border));
}

}  // namespace ui
