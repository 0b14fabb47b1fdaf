// The panels in presentation mode: a few, at whatever size is left, and the user's own layout afterwards.
#include <QDockWidget>
#include <QLayout>
#include <QMainWindow>
#include <QScopedValueRollback>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "ui/paint/widgets.h"
#include "ui/panels/edge_bar.h"
#include "ui/panels/panel_deck.h"

namespace ui {
namespace {

constexpr double kShare = 0.3;  // of the window's width

}  // namespace

void PanelDeck::present(const std::vector<PanelId>& shown) {
    if (m_before) return;
    for (int side = 0; side < SideCount; ++side) shutDrawer(static_cast<Side>(side));
    const QScopedValueRollback busy(m_isBusy, true);
    m_before = Before{.layout = m_window.saveState(), .panels = {}};
    for (Panel& panel : m_panels) {
        m_before->panels.push_back({panel.isWanted, panel.isKept, panel.isFolded});
        panel.isWanted = std::ranges::find(shown, panel.spec.id) != shown.end();
        panel.isFolded = false;
        panel.dock->setVisible(panel.isWanted);
        if (panel.isWanted) panel.dock->setFloating(false);
    }
    showTabs();
    sharePresented();
}

/// The panels beside the lanes get their part of the width, and the same height.
void PanelDeck::sharePresented() {
    QList<QDockWidget*> docks;
    QList<int> widths, heights;
    for (const Panel& panel : m_panels) {
        if (!panel.isWanted) continue;
        docks << panel.dock;
        widths << static_cast<int>(m_window.width() * kShare);
        heights << 1;
    }
    m_window.layout()->activate();
    m_window.resizeDocks(docks, widths, Qt::Horizontal);
    m_window.resizeDocks(docks, heights, Qt::Vertical);
}

void PanelDeck::keep(PanelId id) {
    Panel& panel = at(id);
    closeDrawer(id);
    panel.isWanted = panel.isKept = true;
    panel.isFolded = false;
    panel.dock->show();
    fit();
    if (panel.isFolded) reveal(id);
    showTabs();
}

bool PanelDeck::isKept(PanelId id) const {
    return at(id).isKept;
}

void PanelDeck::release(PanelId id) {
    at(id).isKept = false;
    fit();
}

QWidget* PanelDeck::tabOf(PanelId id) const {
    const Panel& panel = at(id);
    return panel.isFolded && !isDrawerOpen(id) ? panel.tab : nullptr;
}

void PanelDeck::endPresenting() {
    if (!m_before) return;
    followTextSize();  // now: what was laid out for larger text has no room for the layout of before
    m_window.layout()->activate();
    const Before before = *std::exchange(m_before, std::nullopt);
    {
        const QScopedValueRollback busy(m_isBusy, true);
        m_window.restoreState(before.layout);
        for (std::size_t i = 0; i < m_panels.size(); ++i) {
            Panel& panel = m_panels[i];
            panel.isWanted = before.panels[i].isWanted;
            panel.isKept = before.panels[i].isKept;
            panel.isFolded = before.panels[i].isFolded;
            panel.dock->setVisible(panel.isWanted && !panel.isFolded);
            panel.spec.body->setMinimumSize(m_theme.letters(panel.spec.leastLetters),
                                            m_theme.lines(panel.spec.leastLines));
        }
    }
    fit();
    showTabs();
    // Once more when bars and panels have the heights of the usual text again: now the layout had to be squeezed in.
    QTimer::singleShot(0, this, [this, layout = before.layout] {
        if (m_before) return;
        const QScopedValueRollback busy(m_isBusy, true);
        m_window.restoreState(layout);
    });
}

}  // namespace ui
