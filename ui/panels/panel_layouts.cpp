// The usual layout of the panels, and the user's own between two starts of the program.
#include <QDockWidget>
#include <QLayout>
#include <QMainWindow>
#include <QScopedValueRollback>
#include <QSettings>
#include <algorithm>

#include "ui/panels/panel_deck.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kLayoutVersion = 1;
constexpr double kUsualSide = 34;       // letters
constexpr double kWideSide = 37;        // letters, in a window with room for them
constexpr double kUsualStrips = 0.405;  // of the window, as far as the usual layout has a choice
constexpr double kBelow = 0.27;         // of the window's height
const QString kState = u"window/state"_s;
const QString kFolded = u"window/foldedPanels"_s;
const QString kKept = u"window/keptPanels"_s;

}  // namespace

/// Widths that leave the strips enough, and heights below the lanes that leave enough lanes.
void PanelDeck::resizeToUsual(const std::vector<Panel*>& panels) {
    m_window.layout()->activate();
    const int strips = static_cast<int>(m_window.width() * kUsualStrips) + m_lanes().width();
    const auto isDocked = [](const Panel& panel) {
        return panel.isWanted && !panel.isFolded && !panel.dock->isFloating();
    };
    int sides = 0, least = 0;
    for (const Side side : {Left, Right}) {
        int most = 0;
        for (const Panel& panel : m_panels) {
            if (isDocked(panel) && sideOf(panel) == side) most = std::max(most, leastOf(panel).width());
        }
        sides += most > 0;
        least += most;
    }
    const int spare = middle().width() - strips - least;
    QList<QDockWidget*> beside, below, above;
    QList<int> widths, heights, shares;
    for (const Panel* panel : panels) {
        const Side side = sideOf(*panel);
        if (side == Below) {
            below << panel->dock;
            const int room = middle().height() - m_lanes().height();
            heights << std::max(leastOf(*panel).height(), std::min(room, static_cast<int>(m_window.height() * kBelow)));
            continue;
        }
        const int own = leastOf(*panel).width();
        const double letters =
            sides < 2 || spare > m_theme.letters(4 * (kWideSide - kUsualSide)) ? kWideSide : kUsualSide;
        beside << panel->dock;
        widths << std::max(own, std::min(m_theme.letters(letters), own + std::max(0, spare) / std::max(1, sides)));
        if (side == Right) {
            above << panel->dock;
            shares << leastOf(*panel).height();
        }
    }
    m_window.resizeDocks(beside, widths, Qt::Horizontal);
    if (above.size() > 1) m_window.resizeDocks(above, shares, Qt::Vertical);
    m_window.resizeDocks(below, heights, Qt::Vertical);
    if (below.size() == 2) m_window.resizeDocks(below, {63, 37}, Qt::Horizontal);
}

void PanelDeck::arrange() {
    {
        const QScopedValueRollback busy(m_isBusy, true);
        for (Panel& panel : m_panels) {
            panel.isWanted = panel.isWanted || !panel.spec.staysFolded;
            panel.isKept = false;
            unfold(panel);
            panel.dock->setFloating(false);
        }
        if (!m_usual.isEmpty()) m_window.restoreState(m_usual, kLayoutVersion);
        for (Panel& panel : m_panels) {
            if (!panel.spec.staysFolded) continue;
            panel.isFolded = panel.isWanted;
            panel.dock->hide();
        }
    }
    fit();
    const QScopedValueRollback busy(m_isBusy, true);
    resizeToUsual(docked());
    showTabs();
}

void PanelDeck::save(QSettings& settings) const {
    QStringList folded, kept;
    for (const Panel& panel : m_panels) {
        if (panel.isFolded) folded << panel.spec.name;
        if (panel.isKept) kept << panel.spec.name;
    }
    settings.setValue(kState, m_window.saveState(kLayoutVersion));
    settings.setValue(kFolded, folded);
    settings.setValue(kKept, kept);
}

void PanelDeck::restore(const QSettings* settings) {
    m_usual = m_window.saveState(kLayoutVersion);
    m_isReady = true;
    {
        const QScopedValueRollback busy(m_isBusy, true);
        const bool isThere = settings && settings->contains(kState) &&
                             m_window.restoreState(settings->value(kState).toByteArray(), kLayoutVersion);
        if (isThere) {
            const QStringList folded = settings->value(kFolded).toStringList();
            const QStringList kept = settings->value(kKept).toStringList();
            for (Panel& panel : m_panels) {
                panel.isWanted = !panel.dock->isHidden() || folded.contains(panel.spec.name);
                panel.isKept = kept.contains(panel.spec.name);
                if (panel.spec.staysFolded && !panel.isKept) {  // layouts of older versions do not know it
                    panel.isWanted = folded.contains(panel.spec.name);
                    panel.dock->hide();
                }
                panel.isFolded = panel.isWanted && panel.dock->isHidden();
            }
        } else {
            settings = nullptr;
        }
    }
    if (settings) {
        fit();
    } else {
        arrange();
    }
}

}  // namespace ui
