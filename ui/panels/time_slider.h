// The whole run as a line: where we are, where traces were pruned and memory filled. A slider in milliseconds, so that
// keyboard and assistive technology work as on any slider. GUI thread.
#pragma once

#include <QSlider>
#include <optional>
#include <vector>

#include "ui/paint/theme.h"
#include "ui/paint/time_axis.h"

namespace ui {

class TimeSlider : public QSlider {
    Q_OBJECT
public:
    explicit TimeSlider(const Theme& theme, QWidget* parent = nullptr);
    /// Seconds; `marks`: moments of pruning.
    void showRun(double duration, double shown, const std::vector<double>& marks, std::optional<double> saturatedAt);
    /// Moments that have a note.
    void setNotes(std::vector<double> notes);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void sought(double t);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    TimeAxis axis() const;
    void paintNotes(QPainter& painter) const;
    void seekTo(double t);

    const Theme& m_theme;
    double m_duration = 0;
    double m_shown = 0;
    std::vector<double> m_marks;
    std::vector<double> m_notes;
    std::optional<double> m_saturatedAt;
};

}  // namespace ui
