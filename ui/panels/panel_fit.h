// Which panels fold up because the window is too small for all: a pure function of sizes, so that the same window
// always looks the same, however it came to its size. Plain values, any thread.
#pragma once

#include <QSize>
#include <Qt>
#include <vector>

namespace ui {

struct PanelNeed {
    Qt::DockWidgetArea area = Qt::NoDockWidgetArea;
    QSize least;            ///< pixels, with its title
    double stripShare = 0;  ///< of the window's width that the strips must keep, if it stands beside them
    bool isDocked = true;   ///< false: hidden or floating, and takes no room
    bool isKept = false;    ///< somebody put it there: it folds only where nothing else helps
    bool isBehind = false;  ///< a tab of another panel: takes no room of its own
};

struct PanelRoom {
    QSize middle;         ///< of the window between the bars above and below
    int laneColumns = 0;  ///< width of the lanes' columns beside the strips
    int laneHeight = 0;   ///< that the lanes need
    int edgeBar = 0;      ///< width of a bar with the tabs of folded panels
};

/// Strips narrower than this show nothing.
constexpr int kLeastStrips = 100;

/// One value a panel; the panels come in order of importance.
std::vector<bool> foldedPanels(const std::vector<PanelNeed>& panels, const PanelRoom& room);

}  // namespace ui
