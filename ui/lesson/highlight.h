// Frames around parts of the window that a lesson speaks of. They lie over everything, take no clicks, and follow what
// they frame. GUI thread.
#pragma once

#include <QPointer>
#include <QTimer>
#include <QWidget>
#include <functional>
#include <vector>

#include "ui/paint/theme.h"

namespace ui {

class Highlight : public QObject {
    Q_OBJECT
public:
    /// @param isWanted  asked again and again: no frames while it says no
    Highlight(QWidget& window, const Theme& theme, std::function<bool()> isWanted);
    /// Those that are visible get a frame; none: no frames.
    void show(const std::vector<QWidget*>& parts);
    int frames() const;

private:
    class Frame;
    void follow();

    QWidget& m_window;
    const Theme& m_theme;
    std::function<bool()> m_isWanted;
    std::vector<std::pair<QPointer<QWidget>, Frame*>> m_frames;
    QTimer m_timer;
};

}  // namespace ui
