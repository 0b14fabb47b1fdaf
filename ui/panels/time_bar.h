// The bar at the bottom: playback, the time slider, Live, and the pace of the run. GUI thread.
#pragma once

#include <QToolBar>
#include <vector>

#include "ui/paint/theme.h"

class QComboBox;
class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

class MomentButtons;
class SessionController;
class TimeSlider;

/// Pace at which a person can read along, tokens per second per trace.
inline constexpr double kWatchablePace = 12;

class TimeBar : public QToolBar {
    Q_OBJECT
public:
    TimeBar(SessionController& session, const Theme& theme, QWidget* parent = nullptr);

    double pace() const;
    /// Without telling the run.
    void setPace(double tokensPerSecond);
    void refresh();
    void stepBy(double seconds);
    /// Moments of the run shown that have a note.
    void setNotes(std::vector<double> notes);
    MomentButtons& moments() const { return *m_moments; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitParts();
    void showPaces(bool inFull);
    static QString nameOf(double pace, bool inFull);
    void buildPlayback(QWidget* body);
    void buildPace(QWidget* body);
    void refreshState();
    void updateIcons();

    SessionController& m_session;
    const Theme& m_theme;
    QWidget* m_body = nullptr;
    QLabel* m_clock = nullptr;
    QLabel* m_length = nullptr;
    QToolButton* m_back = nullptr;
    QToolButton* m_play = nullptr;
    QToolButton* m_forward = nullptr;
    QComboBox* m_speed = nullptr;
    MomentButtons* m_moments = nullptr;
    TimeSlider* m_slider = nullptr;
    QPushButton* m_live = nullptr;
    QLabel* m_slowed = nullptr;
    QComboBox* m_pace = nullptr;
    QPushButton* m_full = nullptr;
    bool m_fullIsWanted = false;
};

}  // namespace ui
