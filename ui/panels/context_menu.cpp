#include "ui/panels/context_menu.h"

#include <QWidget>

namespace ui {

std::unique_ptr<QMenu> ContextMenu::make(const MenuSubject& subject) const {
    auto menu = std::make_unique<QMenu>();
    menu->setToolTipsVisible(true);
    for (const MenuSection& section : m_sections) {
        const qsizetype before = menu->actions().size();
        QAction* line = menu->addSeparator();
        section(*menu, subject);
        if (menu->actions().size() == before + 1 || before == 0) menu->removeAction(line);
    }
    return menu;
}

void ContextMenu::popUp(const MenuSubject& subject, const QPoint& global) {
    std::unique_ptr<QMenu> menu = make(subject);
    if (menu->isEmpty()) return;
    QMenu* shown = menu.release();
    shown->setParent(qobject_cast<QWidget*>(parent()), shown->windowFlags());
    shown->setAttribute(Qt::WA_DeleteOnClose);
    shown->popup(global);
}

}  // namespace ui
