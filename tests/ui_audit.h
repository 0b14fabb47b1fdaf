// What is wrong with a window's layout: controls outside it, smaller than they may be or cut off, and texts that are
// not shown whole. For tests.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStringList>
#include <QTextEdit>
#include <QWidget>
#include <climits>

#include "ui/paint/widgets.h"

namespace ui_test {

inline bool isControl(const QWidget& widget) {
    if (widget.objectName().startsWith(QStringLiteral("qt_"))) return false;  // parts of Qt's own widgets
    if (qobject_cast<const QScrollBar*>(&widget) || qobject_cast<const QHeaderView*>(&widget)) return false;
    return qobject_cast<const QAbstractButton*>(&widget) || qobject_cast<const QComboBox*>(&widget) ||
           qobject_cast<const QAbstractSpinBox*>(&widget) || qobject_cast<const QAbstractSlider*>(&widget) ||
           qobject_cast<const QLineEdit*>(&widget) || qobject_cast<const QLabel*>(&widget) ||
           qobject_cast<const QTextEdit*>(&widget) || qobject_cast<const QAbstractItemView*>(&widget);
}

inline QString nameOfWidget(const QWidget& widget) {
    QString name = widget.accessibleName();
    if (name.isEmpty()) name = widget.property("text").toString().left(40);
    const auto box = [](const QWidget& w) { return QStringLiteral("%1x%2").arg(w.width()).arg(w.height()); };
    return QStringLiteral("%1 \"%2\" (%3, in %4 of %5)")
        .arg(QLatin1String(widget.metaObject()->className()), name, box(widget),
             QLatin1String(widget.parentWidget() ? widget.parentWidget()->metaObject()->className() : ""),
             box(*(widget.parentWidget() ? widget.parentWidget() : &widget)));
}

/// Cut off by a widget that it lies in. A scroll area may hide what lies below, but nothing at its sides.
inline bool isCut(const QWidget& widget, const QWidget& window) {
    QRect box = widget.rect();
    for (const QWidget* at = &widget; at != &window; at = at->parentWidget()) {
        box.translate(at->pos());
        const QWidget* parent = at->parentWidget();
        const auto* area = qobject_cast<const QScrollArea*>(parent->parentWidget());
        const bool scrolls = area && area->viewport() == parent;
        if (box.left() < 0 || box.right() >= parent->width()) return true;
        if (scrolls) return false;
        if (box.top() < 0 || box.bottom() >= parent->height()) return true;
    }
    return false;
}

/// Its text does not fit into it.
inline bool isShortened(const QLabel& label) {
    if (label.text().isEmpty()) return false;
    if (qobject_cast<const ui::ElidedLabel*>(&label)) {
        // The long ones have a tooltip; what is short enough for a title or a chip is shown whole.
        constexpr int kShort = 24;
        return label.text().size() <= kShort &&
               label.fontMetrics().horizontalAdvance(label.text()) > label.contentsRect().width();
    }
    if (label.wordWrap()) return label.heightForWidth(label.width()) > label.height();
    return label.sizeHint().width() > label.width() || label.sizeHint().height() > label.height();
}

/// One line for each; empty where all is well.
inline QStringList troublesOf(const QWidget& window) {
    QStringList troubles;
    for (const QWidget* widget : window.findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->isWindow() || widget->window() != &window || !isControl(*widget)) continue;
        const auto* label = qobject_cast<const QLabel*>(widget);
        QSize least = widget->minimumSizeHint();
        // A combo box does not renew that one when its font changes (Qt 6.4).
        if (qobject_cast<const QComboBox*>(widget)) least = widget->sizeHint().boundedTo({least.width(), INT_MAX});
        if (isCut(*widget, window)) {
            troubles << QStringLiteral("cut off: ") + nameOfWidget(*widget);
        } else if (!label && (widget->width() < least.width() || widget->height() < least.height())) {
            troubles << QStringLiteral("smaller than %1x%2: ").arg(least.width()).arg(least.height()) +
                            nameOfWidget(*widget);
        } else if (qobject_cast<const QPushButton*>(widget) && widget->width() < widget->sizeHint().width()) {
            troubles << QStringLiteral("narrower than its text: ") + nameOfWidget(*widget);
        } else if (label && isShortened(*label)) {
            troubles << QStringLiteral("text not whole: ") + nameOfWidget(*widget);
        }
    }
    return troubles;
}

}  // namespace ui_test
