// What a widget that paints itself is to a screen reader: a chart, a gauge. Without this Qt calls it a filler, which
// screen readers pass over. GUI thread.
#pragma once

#include <QAccessible>

class QWidget;

namespace ui {

/// Once, in the widget's constructor.
void setAccessibleRole(QWidget& widget, QAccessible::Role role);

}  // namespace ui
