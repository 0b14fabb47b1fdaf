// Header of the lanes: column names, sort arrow, and above the strips the legend of the score colours, a scale of the
// tokens shown, and the way back to whole traces. GUI thread.
#pragma once

#include <QHeaderView>
#include <vector>

#include "ui/lanes/strips_shown.h"
#include "ui/paint/theme.h"

class QToolButton;

namespace ui {

class LanesModel;

/// Round token numbers within a scale, so far apart that they can be read.
std::vector<int> tokenTicks(const StripScale& scale, double leastPixels);

class LanesHeader : public QHeaderView {
    Q_OBJECT
public:
    /// Model and strips must outlive it.
    LanesHeader(const Theme& theme, const LanesModel& lanes, const StripsShown& strips, QWidget* parent = nullptr);
    QSize sizeHint() const override;
    /// The strips show another range.
    void updateScale();
    QToolButton* wholeButton() const { return m_whole; }

Q_SIGNALS:
    /// Strips are to show whole traces again.
    void wholeWanted();

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;
    void resizeEvent(QResizeEvent* event) override;

private:
    double scaleHeight() const;
    void paintTitle(QPainter& painter, const QRectF& box, int section) const;
    void paintLegend(QPainter& painter, const QRectF& box) const;
    void paintScale(QPainter& painter, const QRectF& section) const;
    void placeButton();

    const Theme& m_theme;
    const LanesModel& m_lanes;
    const StripsShown& m_strips;
    QToolButton* m_whole = nullptr;
};

}  // namespace ui
