// Buttons that do something to the trace in the reader: protect, prune, fork, rewrite. What cannot be done is disabled,
// and its tooltip says why. Menus and keys have all of it, too: what there is no room for is hidden. GUI thread.
#pragma once

#include <QWidget>
#include <array>

#include "ui/paint/theme.h"
#include "ui/session/trace_deeds.h"

class QToolButton;

namespace ui {

class SteeringButtons : public QWidget {
    Q_OBJECT
public:
    SteeringButtons(const SessionController& session, const Theme& theme, QWidget* parent);
    /// Call after each change of the session.
    void refresh();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }
    QToolButton* button(TraceDeed deed) const { return m_buttons[static_cast<std::size_t>(deed)]; }

Q_SIGNALS:
    void wanted(ui::TraceDeed deed);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateIcons();
    void showFitting();

    const SessionController& m_session;
    const Theme& m_theme;
    std::array<QToolButton*, 4> m_buttons{};  // [TraceDeed]
};

}  // namespace ui
