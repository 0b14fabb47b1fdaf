// A frame that lies over the lanes and holds a folded panel while somebody looks at it. GUI thread.
#pragma once

#include <QFrame>

class QVBoxLayout;

namespace ui {

class DockTitle;

class PanelDrawer : public QFrame {
    Q_OBJECT
public:
    explicit PanelDrawer(QWidget* window);
    /// Takes both from where they are.
    void open(DockTitle* title, QWidget* body);
    /// Lets go of them, and hides.
    void release();
    bool isOpen() const { return m_body; }
    QWidget* body() const { return m_body; }

Q_SIGNALS:
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QVBoxLayout* m_layout = nullptr;
    DockTitle* m_title = nullptr;
    QWidget* m_body = nullptr;
};

}  // namespace ui
