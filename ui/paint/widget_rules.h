// Rules for every widget of the program: the wheel scrolls and sets a control only where that has the focus, labels and
// tooltips show text as text. Installed once, on the application. GUI thread.
#pragma once

#include <QObject>
#include <QString>

class QHelpEvent;
class QWidget;

namespace ui {

class WidgetRules : public QObject {
public:
    /// For all widgets from now on; may be called more than once.
    static void install();

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    using QObject::QObject;
    static void polish(QWidget& widget);
    static bool showToolTip(QWidget& widget, const QHelpEvent& event);
};

/// In lines of a readable length; what is longer than anybody reads ends in an ellipsis.
QString wrapToolTip(const QString& text);

}  // namespace ui
