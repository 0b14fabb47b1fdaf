#include "ui/panels/panel_drawer.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {

PanelDrawer::PanelDrawer(QWidget* window) : QFrame(window) {
    setObjectName(u"drawer"_s);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(0);
    hide();
}

void PanelDrawer::open(DockTitle* title, QWidget* body) {
    m_title = title;
    m_body = body;
    m_layout->addWidget(title);
    m_layout->addWidget(body, 1);
    title->setInDrawer(true);
    title->show();
    body->show();
    show();
    raise();
}

void PanelDrawer::release() {
    hide();
    if (!m_body) return;
    m_layout->removeWidget(m_title);
    m_layout->removeWidget(m_body);
    m_title->setInDrawer(false);
    m_title = nullptr;
    m_body = nullptr;
}

/// Keys that no control in it wanted.
void PanelDrawer::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) {
        QFrame::keyPressEvent(event);
        return;
    }
    event->accept();
    Q_EMIT closeRequested();
}

}  // namespace ui
