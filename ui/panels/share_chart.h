// Share of the vote over time as stacked areas. The one place that knows Qt Charts. GUI thread.
#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

#include "ui/paint/theme.h"

class QChart;
class QChartView;
class QLineSeries;
class QValueAxis;

namespace ui {

/// Shares of all answers at a time; they sum to 1, or to 0 before the first vote.
struct SharePoint {
    double t = 0;
    std::vector<double> shares;  ///< one per answer
};

struct ShareSeries {
    std::vector<QString> answers;
    std::vector<int> colorIndices;
    std::vector<SharePoint> points;
    double end = 0;       ///< the last shares hold until here, seconds
    double duration = 0;  ///< seconds over the whole width
};

class ShareChart : public QWidget {
    Q_OBJECT
public:
    static constexpr int kLeastHeight = 60;  ///< below it, it shows nothing

    explicit ShareChart(const Theme& theme, QWidget* parent = nullptr);
    void show(const ShareSeries& series);
    QSize sizeHint() const override { return {300, 130}; }
    /// Where there is no height for a chart, it shows none.
    QSize minimumSizeHint() const override { return {140, 1}; }

protected:
    void resizeEvent(QResizeEvent* event) override;

Q_SIGNALS:
    void menuWanted(double t, QPoint global);

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void build();
    void rebuildAreas(const ShareSeries& series);
    void applyTheme();

    const Theme& m_theme;
    bool m_isShown = false;
    QChart* m_chart = nullptr;
    QChartView* m_view = nullptr;
    QValueAxis* m_time = nullptr;
    QValueAxis* m_share = nullptr;
    std::vector<QLineSeries*> m_edges;  ///< upper edge of each answer; the one below it is its lower edge
    std::vector<int> m_colorIndices;
    std::vector<QString> m_answers;
};

}  // namespace ui
