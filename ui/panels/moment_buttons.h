// Buttons of the time bar that go from event to event, and the list of what a live run is to pause at. GUI thread.
#pragma once

#include <QWidget>

#include "ui/paint/theme.h"
#include "ui/session/moments.h"

class QMenu;
class QToolButton;

namespace ui {

class SessionController;

/// "Event", "Prune" ...: for menus and tooltips.
QString nameOf(Moment moment);

class MomentButtons : public QWidget {
    Q_OBJECT
public:
    MomentButtons(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    /// The kind of moment that the two buttons go to.
    Moment kind() const { return m_kind; }
    void setKind(Moment kind);
    /// Goes there, or says at the button that there is none.
    void step(Moment kind, bool forward);
    /// What the button for pauses opens; owned by the caller.
    void setPauseMenu(QMenu* menu);
    QToolButton* back() const { return m_back; }
    QToolButton* forward() const { return m_forward; }
    QToolButton* kinds() const { return m_kinds; }
    QToolButton* pauses() const { return m_pauses; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void refresh();
    void fitPauses();
    void updateIcons();

    SessionController& m_session;
    const Theme& m_theme;
    Moment m_kind = Moment::Event;
    QToolButton* m_back = nullptr;
    QToolButton* m_kinds = nullptr;
    QToolButton* m_forward = nullptr;
    QToolButton* m_pauses = nullptr;
};

}  // namespace ui
