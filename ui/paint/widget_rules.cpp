#include "ui/paint/widget_rules.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QHelpEvent>
#include <QLabel>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kToolTipColumns = 90;
constexpr qsizetype kToolTipLetters = 1500;

/// A control whose value the wheel would change.
bool takesTheWheel(const QWidget& widget) {
    if (qobject_cast<const QAbstractSlider*>(&widget)) return !qobject_cast<const QScrollBar*>(&widget);
    return qobject_cast<const QAbstractSpinBox*>(&widget) || qobject_cast<const QComboBox*>(&widget);
}

/// One paragraph in lines; a word that is longer than a line is cut.
QString wrapParagraph(QString rest) {
    QString lines;
    while (rest.size() > kToolTipColumns) {
        qsizetype at = rest.lastIndexOf(u' ', kToolTipColumns);
        const bool atSpace = at > 0;
        if (!atSpace) at = rest.at(kToolTipColumns - 1).isHighSurrogate() ? kToolTipColumns - 1 : kToolTipColumns;
        lines += rest.left(at) + u'\n';
        rest.remove(0, atSpace ? at + 1 : at);
    }
    return lines + rest;
}

}  // namespace

void WidgetRules::install() {
    const QString name = u"widgetRules"_s;
    if (qApp->findChild<QObject*>(name, Qt::FindDirectChildrenOnly)) return;
    auto* rules = new WidgetRules(qApp);
    rules->setObjectName(name);
    qApp->installEventFilter(rules);
}

bool WidgetRules::eventFilter(QObject* watched, QEvent* event) {
    const QEvent::Type type = event->type();
    const bool concerns = type == QEvent::Polish || type == QEvent::Wheel || type == QEvent::ToolTip;
    if (!concerns || !watched->isWidgetType()) return false;
    auto& widget = *static_cast<QWidget*>(watched);
    if (type == QEvent::Polish) {
        polish(widget);
    } else if (type == QEvent::ToolTip) {
        return showToolTip(widget, *static_cast<QHelpEvent*>(event));
    } else if (takesTheWheel(widget) && !widget.hasFocus()) {
        event->ignore();  // the parent gets it, and scrolls
        return true;
    }
    return false;
}

void WidgetRules::polish(QWidget& widget) {
    // Names come from files: only a label that asked for rich text gets it. Tooltips are such labels, too.
    if (auto* label = qobject_cast<QLabel*>(&widget); label && label->textFormat() == Qt::AutoText) {
        label->setTextFormat(Qt::PlainText);
    }
    if (takesTheWheel(widget) && widget.focusPolicy() == Qt::WheelFocus) widget.setFocusPolicy(Qt::StrongFocus);
}

bool WidgetRules::showToolTip(QWidget& widget, const QHelpEvent& event) {
    if (widget.toolTip().isEmpty()) return false;
    QToolTip::showText(event.globalPos(), wrapToolTip(widget.toolTip()), &widget, {}, widget.toolTipDuration());
    return true;
}

QString wrapToolTip(const QString& text) {
    QStringList paragraphs = shortened(text, kToolTipLetters).split(u'\n');
    std::ranges::transform(paragraphs, paragraphs.begin(), wrapParagraph);
    return paragraphs.join(u'\n');
}

}  // namespace ui
