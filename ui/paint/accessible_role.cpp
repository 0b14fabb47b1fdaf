#include "ui/paint/accessible_role.h"

#include <QAccessibleWidget>
#include <QWidget>

namespace ui {
namespace {

constexpr const char* kRole = "stepscopeAccessibleRole";

QAccessibleInterface* makeInterface(const QString&, QObject* object) {
    if (!object || !object->isWidgetType()) return nullptr;
    const QVariant role = object->property(kRole);
    if (!role.isValid()) return nullptr;
    return new QAccessibleWidget(static_cast<QWidget*>(object), static_cast<QAccessible::Role>(role.toInt()));
}

}  // namespace

void setAccessibleRole(QWidget& widget, QAccessible::Role role) {
    static const bool isInstalled = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    widget.setProperty(kRole, isInstalled ? static_cast<int>(role) : 0);
}

}  // namespace ui
