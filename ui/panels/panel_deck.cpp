#include "ui/panels/panel_deck.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QLayout>
#include <QMainWindow>
#include <QScopedValueRollback>
#include <QTimer>
#include <QToolBar>
#include <algorithm>
#include <utility>

#include "ui/paint/widgets.h"
#include "ui/panels/edge_bar.h"
#include "ui/panels/panel_drawer.h"
#include "ui/panels/panel_fit.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kStatusLetters = 24;  // that a tab shows
constexpr double kDrawerBelow = 0.48;     // of the height between the bars
constexpr double kDrawerSide = 38;        // letters
constexpr double kMostOfMiddle = 0.9;
constexpr double kPresentedLines = 9;  // of a panel

}  // namespace

PanelDeck::PanelDeck(QMainWindow& window, const Theme& theme, std::function<QSize()> lanes)
    : QObject(&window), m_window(window), m_theme(theme), m_lanes(std::move(lanes)) {
    m_window.setDockNestingEnabled(true);
    m_window.setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_window.setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_leftBar = new EdgeBar(true, theme, &window);
    m_rightBar = new EdgeBar(false, theme, &window);
    m_window.addToolBar(Qt::LeftToolBarArea, m_leftBar);
    m_window.addToolBar(Qt::RightToolBarArea, m_rightBar);
    for (std::size_t side = 0; side < m_drawers.size(); ++side) {
        m_drawers[side] = new PanelDrawer(&window);
        connect(m_drawers[side], &PanelDrawer::closeRequested, this,
                [this, side] { shutDrawer(static_cast<Side>(side)); });
    }
    m_panels.reserve(8);
    connect(&theme, &Theme::changed, this, [this] { QTimer::singleShot(0, this, &PanelDeck::followTextSize); });
}

/// Titles keep the height that they were made with, and docks their size; both have to follow larger text.
void PanelDeck::followTextSize() {
    for (const Panel& panel : m_panels) {
        // Layouts of hidden widgets remember what they needed before.
        for (QWidget* part : panel.spec.body->findChildren<QWidget*>()) part->updateGeometry();
        int height = 0;
        for (QWidget* part : panel.title->findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
            part->updateGeometry();
            height = std::max(height, part->sizeHint().height());
        }
        const QMargins margins = panel.title->layout()->contentsMargins();
        panel.title->setMinimumHeight(height + margins.top() + margins.bottom());
    }
    const bool isOther = std::exchange(m_textScale, m_theme.textScale()) != m_theme.textScale();
    if (m_before) {
        sharePresented();
        return;
    }
    fit();
    if (isOther) resizeToUsual(docked());
}

std::vector<PanelDeck::Panel*> PanelDeck::docked() {
    std::vector<Panel*> found;
    for (Panel& panel : m_panels) {
        if (panel.isWanted && !panel.isFolded && !panel.dock->isFloating()) found.push_back(&panel);
    }
    return found;
}

DockTitle* PanelDeck::add(PanelSpec spec) {
    const QScopedValueRollback busy(m_isBusy, true);
    const PanelId id = spec.id;
    auto* dock = new QDockWidget(spec.title, &m_window);
    dock->setObjectName(spec.name);
    auto* title = new DockTitle(spec.title, m_theme, dock);
    title->setMeaning(spec.meaning);
    dock->setTitleBarWidget(title);
    spec.body->setParent(dock);
    spec.body->setAttribute(Qt::WA_StyledBackground);
    m_theme.whenever(spec.body, [this, body = spec.body, letters = spec.leastLetters, lines = spec.leastLines] {
        body->setMinimumSize(m_before ? 0 : m_theme.letters(letters),
                             m_theme.lines(m_before ? kPresentedLines : lines));
    });
    dock->setWidget(spec.body);
    dock->installEventFilter(this);
    if (spec.leastLetters == 0) spec.body->installEventFilter(this);
    m_window.addDockWidget(spec.area, dock);
    auto* toggle = new QAction(spec.title, this);
    toggle->setShortcut(spec.key);
    toggle->setCheckable(true);
    m_panels.push_back({.spec = std::move(spec), .dock = dock, .title = title, .toggle = toggle});
    makeTab(m_panels.back());
    if (m_panels.back().spec.staysFolded) {
        m_panels.back().isWanted = false;
        dock->hide();
    }
    connect(toggle, &QAction::triggered, this, [this, id] { this->toggle(id); });
    connect(title, &DockTitle::closeRequested, this, [this, id] {
        if (isDrawerOpen(id))
            closeDrawer(id);
        else
            hide(id);
    });
    connect(title, &DockTitle::placeRequested, this, [this, id] { place(id); });
    connect(title, &DockTitle::statusChanged, this, [this, id] { showStatus(at(id)); });
    connect(dock, &QDockWidget::dockLocationChanged, this, [this, id] {
        if (!m_isBusy && m_isReady) at(id).isKept = true;
    });
    connect(dock, &QDockWidget::topLevelChanged, this, [this] { QTimer::singleShot(0, this, &PanelDeck::fit); });
    return title;
}

void PanelDeck::makeTab(Panel& panel) {
    const Side side = sideOf(panel);
    panel.tab = (side == Right ? m_rightBar : m_leftBar)->addTab(panel.spec.title, side == Below);
    panel.tab->setToolTip(
        tr("Open this panel over the lanes (%1)").arg(panel.spec.key.toString(QKeySequence::NativeText)));
    connect(panel.tab, &EdgeTab::clicked, this, [this, id = panel.spec.id] { toggle(id); });
    showStatus(panel);
}

void PanelDeck::putBeside(PanelId first, PanelId second) {
    const QScopedValueRollback busy(m_isBusy, true);
    m_window.splitDockWidget(at(first).dock, at(second).dock, Qt::Horizontal);
}

QList<QAction*> PanelDeck::actions() const {
    QList<QAction*> all;
    for (const Panel& panel : m_panels) all << panel.toggle;
    return all;
}

PanelDeck::Panel& PanelDeck::at(PanelId id) {
    return *std::ranges::find_if(m_panels, [id](const Panel& panel) { return panel.spec.id == id; });
}

const PanelDeck::Panel& PanelDeck::at(PanelId id) const {
    return *std::ranges::find_if(m_panels, [id](const Panel& panel) { return panel.spec.id == id; });
}

PanelDeck::Panel* PanelDeck::findBody(const QWidget* body) {
    const auto found = std::ranges::find_if(m_panels, [body](const Panel& panel) { return panel.spec.body == body; });
    return found == m_panels.end() ? nullptr : &*found;
}

/// Where its drawer comes from: the user may have moved its dock.
PanelDeck::Side PanelDeck::sideOf(const Panel& panel) const {
    switch (m_window.dockWidgetArea(panel.dock)) {
        case Qt::RightDockWidgetArea: return Right;
        case Qt::BottomDockWidgetArea:
        case Qt::TopDockWidgetArea: return Below;
        default: return Left;
    }
}

bool PanelDeck::isFolded(PanelId id) const {
    return at(id).isFolded;
}

bool PanelDeck::isDrawerOpen(PanelId id) const {
    return std::ranges::any_of(m_drawers,
                               [&](const PanelDrawer* drawer) { return drawer->body() == at(id).spec.body; });
}

// ---- folding
// --------------------------------------------------------------------------------------------------------

QSize PanelDeck::leastOf(const Panel& panel) const {
    const QSize body = panel.spec.body->minimumSizeHint().expandedTo(panel.spec.body->minimumSize());
    QSize title = panel.title->minimumSizeHint();
    title.rwidth() += QFontMetrics(m_theme.small()).horizontalAdvance(panel.spec.longestStatus);
    // A minimum that was set counts as the whole truth about its direction.
    const int height = panel.spec.leastLines > 0 ? panel.spec.body->minimumHeight() : body.height();
    return {std::max(body.width(), title.width()), height + title.height()};
}

QRect PanelDeck::middle() const {
    int top = 0, bottom = m_window.height();
    for (const QToolBar* bar : m_window.findChildren<QToolBar*>(Qt::FindDirectChildrenOnly)) {
        if (bar->isHidden()) continue;
        if (m_window.toolBarArea(bar) == Qt::TopToolBarArea) top = std::max(top, bar->y() + bar->height());
        if (m_window.toolBarArea(bar) == Qt::BottomToolBarArea) bottom = std::min(bottom, bar->y());
    }
    const int left = m_leftBar->isHidden() ? 0 : m_leftBar->width();
    const int right = m_window.width() - (m_rightBar->isHidden() ? 0 : m_rightBar->width());
    return QRect(QPoint(left, top), QPoint(right - 1, bottom - 1));
}

PanelRoom PanelDeck::room() const {
    const QSize lanes = m_lanes();
    return {.middle = QSize(m_window.width(), middle().height()),
            .laneColumns = lanes.width(),
            .laneHeight = lanes.height(),
            .edgeBar = m_leftBar->thickness()};
}

void PanelDeck::fit() {
    if (!m_isReady || m_isBusy || m_before) return;
    const QScopedValueRollback busy(m_isBusy, true);
    std::vector<PanelNeed> needs;
    for (const Panel& panel : m_panels) {
        const bool isBehind = std::ranges::any_of(m_window.tabifiedDockWidgets(panel.dock),
                                                  [&](const QDockWidget* other) { return other < panel.dock; });
        needs.push_back({.area = m_window.dockWidgetArea(panel.dock),
                         .least = leastOf(panel),
                         .stripShare = panel.spec.stripShare,
                         .isDocked = panel.isWanted && !panel.dock->isFloating() && !isTab(panel),
                         .isKept = panel.isKept,
                         .isBehind = isBehind});
    }
    std::vector<bool> folded = foldedPanels(needs, room());
    for (std::size_t i = 0; i < m_panels.size(); ++i) folded[i] = folded[i] || isTab(m_panels[i]);
    std::vector<Panel*> back;
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        Panel& panel = m_panels[i];
        if (folded[i] == panel.isFolded) continue;
        if (folded[i]) {
            fold(panel);
        } else {
            unfold(panel);
            if (panel.isWanted) back.push_back(&panel);
        }
    }
    showTabs();
    const bool isSmaller = m_window.width() < m_fitted.width() || m_window.height() < m_fitted.height();
    m_fitted = m_window.size();
    if (isSmaller && isTight()) back = docked();
    if (!back.empty()) resizeToUsual(back);
    placeDrawers();
}

/// The lanes have less than the panels would leave them at their least sizes.
bool PanelDeck::isTight() const {
    m_window.layout()->activate();
    constexpr double kLeastShare = 0.34;  // of the window, for the strips
    const QSize lanes = m_window.centralWidget()->size();
    const QSize needed = m_lanes();
    return lanes.height() < needed.height() || lanes.width() - needed.width() < kLeastShare * m_window.width();
}

void PanelDeck::setStripShare(PanelId id, double share) {
    if (share == std::exchange(at(id).spec.stripShare, share)) return;
    fit();
}

void PanelDeck::fold(Panel& panel) {
    panel.isFolded = true;
    // Else the key that was meant for the run would press the next button in the order of the Tab key.
    if (panel.dock->isAncestorOf(QApplication::focusWidget())) m_window.centralWidget()->setFocus();
    panel.dock->hide();
}

void PanelDeck::unfold(Panel& panel) {
    for (std::size_t side = 0; side < m_drawers.size(); ++side) {
        if (m_drawers[side]->body() == panel.spec.body) shutDrawer(static_cast<Side>(side));
    }
    panel.isFolded = false;
    panel.dock->setVisible(panel.isWanted);
}

void PanelDeck::showTabs() {
    for (Panel& panel : m_panels) {
        const bool isOpen = isDrawerOpen(panel.spec.id);
        panel.tab->setVisible(panel.isFolded);
        panel.tab->setChecked(isOpen);
        panel.tab->update();
        panel.toggle->setChecked(isOpen || (panel.isWanted && !panel.isFolded));
    }
    m_leftBar->follow();
    m_rightBar->follow();
}

void PanelDeck::showStatus(Panel& panel) {
    if (!panel.tab) return;
    const bool isShort = panel.title->status().size() <= kStatusLetters;
    panel.tab->setStatus(isShort ? panel.title->status() : QString(), panel.title->statusRole());
}

// ---- what the user does
// ---------------------------------------------------------------------------------------------

void PanelDeck::toggle(PanelId id) {
    Panel& panel = at(id);
    if (isDrawerOpen(id)) {
        closeDrawer(id);
    } else if (panel.isWanted && !panel.isFolded) {
        hide(id);
    } else {
        reveal(id);
    }
    showTabs();
}

void PanelDeck::reveal(PanelId id) {
    Panel& panel = at(id);
    panel.isWanted = true;
    panel.isFolded = panel.isFolded || isTab(panel);
    if (!panel.isFolded) {
        panel.dock->show();
        panel.dock->raise();
        fit();
    }
    if (panel.isFolded && !isDrawerOpen(id)) openDrawer(panel);
    showTabs();
}

void PanelDeck::hide(PanelId id) {
    Panel& panel = at(id);
    closeDrawer(id);
    panel.isWanted = false;
    panel.isKept = false;
    panel.dock->hide();
    fit();
    showTabs();
}

void PanelDeck::offer(PanelId id) {
    Panel& panel = at(id);
    if (panel.isWanted) return;
    panel.isWanted = true;
    panel.isFolded = panel.isFolded || isTab(panel);
    fit();
    showTabs();
}

/// Nobody has kept it beside the lanes.
bool PanelDeck::isTab(const Panel& panel) {
    return panel.spec.staysFolded && panel.isWanted && !panel.isKept && !panel.dock->isFloating();
}

void PanelDeck::closeDrawer(PanelId id) {
    for (std::size_t side = 0; side < m_drawers.size(); ++side) {
        if (m_drawers[side]->body() == at(id).spec.body) shutDrawer(static_cast<Side>(side));
    }
}

/// The button in its title: floats or docks it; in a drawer, keeps it beside the lanes.
void PanelDeck::place(PanelId id) {
    Panel& panel = at(id);
    if (panel.isFolded) {
        panel.isKept = true;
        fit();
        if (panel.isFolded) QApplication::beep();  // there is no room for it at all
    } else {
        panel.dock->setFloating(!panel.dock->isFloating());
    }
}

/// A dock that is closed in another way, such as by the window manager.
bool PanelDeck::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Close && qobject_cast<QDockWidget*>(watched)) {
        for (Panel& panel : m_panels) {
            if (panel.dock != watched) continue;
            panel.isWanted = false;
            QTimer::singleShot(0, this, [this] {
                fit();
                showTabs();
            });
        }
    }
    // A panel whose controls say what it needs may need more or less now.
    const bool isBody = !qobject_cast<QDockWidget*>(watched);
    if (event->type() == QEvent::LayoutRequest && isBody && m_isReady) QTimer::singleShot(0, this, &PanelDeck::fit);
    return QObject::eventFilter(watched, event);
}

// ---- drawers
// --------------------------------------------------------------------------------------------------------

void PanelDeck::openDrawer(Panel& panel) {
    const Side side = sideOf(panel);
    shutDrawer(side);
    m_focusBefore = QApplication::focusWidget();
    panel.dock->setTitleBarWidget(nullptr);
    panel.dock->setWidget(nullptr);
    m_drawers[side]->open(panel.title, panel.spec.body);
    showTabs();
    placeDrawers();
    for (QWidget* next = panel.spec.body; (next = next->nextInFocusChain()) != panel.spec.body;) {
        if (!panel.spec.body->isAncestorOf(next)) continue;
        if (!next->isVisible() || !next->isEnabled() || !(next->focusPolicy() & Qt::TabFocus)) continue;
        next->setFocus(Qt::TabFocusReason);
        break;
    }
}

void PanelDeck::shutDrawer(Side side) {
    PanelDrawer& drawer = *m_drawers[side];
    Panel* panel = findBody(drawer.body());
    if (!panel) return;
    const bool hadFocus = drawer.isAncestorOf(QApplication::focusWidget());
    drawer.release();
    panel->dock->setTitleBarWidget(panel->title);
    panel->dock->setWidget(panel->spec.body);
    if (hadFocus && m_focusBefore) m_focusBefore->setFocus();
    showTabs();
}

void PanelDeck::placeDrawers() {
    m_window.layout()->activate();
    const QRect all = middle();
    const QRect lanes = m_window.centralWidget()->geometry();
    for (std::size_t side = 0; side < m_drawers.size(); ++side) {
        PanelDrawer& drawer = *m_drawers[side];
        const Panel* panel = findBody(drawer.body());
        if (!panel) continue;
        const QSize least = leastOf(*panel);
        const int width = std::min(std::max(least.width() + 2, m_theme.letters(kDrawerSide)),
                                   static_cast<int>(all.width() * kMostOfMiddle));
        const int height =
            std::min(std::max(least.height() + 2, static_cast<int>(all.height() * kDrawerBelow)), all.height());
        switch (static_cast<Side>(side)) {
            case Left: drawer.setGeometry(all.left(), all.top(), width, all.height()); break;
            case Right: drawer.setGeometry(all.right() + 1 - width, all.top(), width, all.height()); break;
            default:
                drawer.setGeometry(lanes.left(), all.bottom() + 1 - height, std::max(lanes.width(), width), height);
        }
        drawer.raise();
    }
}

}  // namespace ui
