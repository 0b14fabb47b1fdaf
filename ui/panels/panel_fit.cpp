#include "ui/panels/panel_fit.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace ui {
namespace {

constexpr int kSeparator = 5;

class Fit {
public:
    Fit(const std::vector<PanelNeed>& panels, const PanelRoom& room)
        : m_panels(panels), m_room(room), m_folded(panels.size(), false) {}

    std::vector<bool> folded() {
        while (const auto panel = findTooMuch()) m_folded[*panel] = true;
        return m_folded;
    }

private:
    bool stands(std::size_t i, Qt::DockWidgetAreas areas) const {
        return m_panels[i].isDocked && !m_folded[i] && areas.testFlag(m_panels[i].area);
    }

    template <class Length>
    int sum(Qt::DockWidgetAreas areas, Length length) const {
        int total = 0;
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            if (stands(i, areas) && !m_panels[i].isBehind) total += length(m_panels[i]) + kSeparator;
        }
        return total;
    }

    template <class Length>
    int largest(Qt::DockWidgetAreas areas, Length length) const {
        int most = 0;
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            if (stands(i, areas)) most = std::max(most, length(m_panels[i]) + kSeparator);
        }
        return most;
    }

    /// Width between the panels at both sides and the bars with tabs.
    int widthInside() const {
        const auto width = [](const PanelNeed& panel) { return panel.least.width(); };
        bool left = false, right = false;
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            if (m_folded[i]) (m_panels[i].area == Qt::RightDockWidgetArea ? right : left) = true;
        }
        return m_room.middle.width() - (left + right) * m_room.edgeBar - largest(Qt::LeftDockWidgetArea, width) -
               largest(Qt::RightDockWidgetArea, width);
    }

    /// The last one in order of importance; one that is kept only where there is no other.
    std::optional<std::size_t> leastImportant(Qt::DockWidgetAreas areas) const {
        for (const bool kept : {false, true}) {
            for (std::size_t i = m_panels.size(); i-- > 0;) {
                if (stands(i, areas) && m_panels[i].isKept == kept) return i;
            }
        }
        return std::nullopt;
    }

    std::optional<std::size_t> findTooHigh() const {
        const auto height = [](const PanelNeed& panel) { return panel.least.height(); };
        for (const auto area : {Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea}) {
            if (sum(area, height) > m_room.middle.height()) return leastImportant(area);
        }
        const int rows = largest(Qt::BottomDockWidgetArea, height) + largest(Qt::TopDockWidgetArea, height);
        if (rows > 0 && m_room.middle.height() - rows < m_room.laneHeight)
            return leastImportant(Qt::BottomDockWidgetArea | Qt::TopDockWidgetArea);
        return std::nullopt;
    }

    /// Of the panels beside the strips that leave them too little, the one that asks most for them.
    std::optional<std::size_t> findTooWide() const {
        const int strips = widthInside() - m_room.laneColumns;
        std::optional<std::size_t> found;
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            if (!stands(i, Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea)) continue;
            const PanelNeed& panel = m_panels[i];
            const double needed = panel.isKept ? kLeastStrips : panel.stripShare * m_room.middle.width();
            if (strips >= needed) continue;
            if (!found || needed >= (m_panels[*found].isKept ? kLeastStrips
                                                             : m_panels[*found].stripShare * m_room.middle.width()))
                found = i;
        }
        if (found) return found;
        const auto width = [](const PanelNeed& panel) { return panel.least.width(); };
        for (const auto area : {Qt::BottomDockWidgetArea, Qt::TopDockWidgetArea}) {
            if (sum(area, width) > widthInside() + kSeparator) return leastImportant(area);
        }
        return std::nullopt;
    }

    std::optional<std::size_t> findTooMuch() const {
        if (const auto high = findTooHigh()) return high;
        return findTooWide();
    }

    const std::vector<PanelNeed>& m_panels;
    const PanelRoom& m_room;
    std::vector<bool> m_folded;
};

}  // namespace

std::vector<bool> foldedPanels(const std::vector<PanelNeed>& panels, const PanelRoom& room) {
    return Fit(panels, room).folded();
}

}  // namespace ui
