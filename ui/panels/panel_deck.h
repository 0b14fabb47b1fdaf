// The panels around the lanes. Where the window is too small for all of them, the less important ones fold into tabs at
// its edges, open from there over the lanes as drawers, and come back when there is room. What the user hides, moves or
// keeps beside the lanes stays so. GUI thread.
#pragma once

#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QSize>
#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "ui/paint/theme.h"

class QAction;
class QDockWidget;
class QMainWindow;
class QMenu;
class QSettings;

namespace ui {

class DockTitle;
class EdgeBar;
class EdgeTab;
class PanelDrawer;
struct PanelRoom;

enum class PanelId { Setup, Kv, Vote, Reader, Events, Notes, Lesson };

/// A panel by its name instead of its place in a list.
struct PanelSpec {
    PanelId id;
    QString name;   ///< of its dock, in saved layouts
    QString title;  ///< in the View menu and on its tab
    QString meaning;
    QWidget* body = nullptr;
    Qt::DockWidgetArea area = Qt::NoDockWidgetArea;
    QKeySequence key;
    QString longestStatus = {};  ///< beside its title, that must be whole
    double leastLetters = 0;     ///< that it needs, as Theme::letters; 0: what its controls need
    double leastLines = 0;       ///< as Theme::lines
    double stripShare = 0;       ///< of the window's width that it leaves to the strips, or it folds
    bool staysFolded = false;    ///< a tab, and only once it is offered, unless the user keeps it beside the lanes
};

class PanelDeck : public QObject {
    Q_OBJECT
public:
    /// @param lanes  what the lanes need: width of the columns beside the strips, and least height
    PanelDeck(QMainWindow& window, const Theme& theme, std::function<QSize()> lanes);

    /// In order of importance. The returned title belongs to the panel, wherever that is.
    DockTitle* add(PanelSpec spec);
    /// Beside the panel added last in the same area, instead of below it.
    void putBeside(PanelId first, PanelId second);
    QList<QAction*> actions() const;

    /// See PanelSpec::stripShare.
    void setStripShare(PanelId id, double share);
    /// Folds and unfolds for the window as it is now.
    void fit();
    /// All panels in their own places, none hidden.
    void arrange();
    /// Shows the panel, as a drawer where it is folded.
    void reveal(PanelId id);
    void hide(PanelId id);
    /// Beside the lanes or as a tab; not hidden.
    bool isWanted(PanelId id) const { return at(id).isWanted; }
    /// Beside the lanes from now on, as if the user had put it there.
    void keep(PanelId id);
    bool isKept(PanelId id) const;
    /// As if the user had never put it anywhere.
    void release(PanelId id);
    /// The tab of a folded panel; null where it stands beside the lanes.
    QWidget* tabOf(PanelId id) const;
    /// Its tab is there from now on, where it was hidden.
    void offer(PanelId id);
    /// The drawer of a folded panel.
    void closeDrawer(PanelId id);
    bool isFolded(PanelId id) const;
    bool isDrawerOpen(PanelId id) const;

    /// Only these panels, docked and however small, until endPresenting() brings the layout back.
    void present(const std::vector<PanelId>& shown);
    void endPresenting();

    void save(QSettings& settings) const;
    /// Call once, when the window is shown for the first time; without settings, or with none in them: the usual
    /// layout.
    void restore(const QSettings* settings);

private:
    struct Panel {
        PanelSpec spec;
        QDockWidget* dock = nullptr;
        DockTitle* title = nullptr;
        QAction* toggle = nullptr;
        EdgeTab* tab = nullptr;
        bool isWanted = true;
        bool isKept = false;  ///< somebody put it where it is
        bool isFolded = false;
    };
    /// What presenting has changed.
    struct Before {
        struct Flags {
            bool isWanted = false, isKept = false, isFolded = false;
        };
        QByteArray layout;
        std::vector<Flags> panels;
    };
    enum Side { Left, Right, Below, SideCount };

    bool eventFilter(QObject* watched, QEvent* event) override;
    Panel& at(PanelId id);
    const Panel& at(PanelId id) const;
    Panel* findBody(const QWidget* body);
    Side sideOf(const Panel& panel) const;
    QSize leastOf(const Panel& panel) const;
    PanelRoom room() const;
    QRect middle() const;
    void toggle(PanelId id);
    void place(PanelId id);
    void fold(Panel& panel);
    void unfold(Panel& panel);
    void openDrawer(Panel& panel);
    void shutDrawer(Side side);
    void placeDrawers();
    void sharePresented();
    bool isTight() const;
    static bool isTab(const Panel& panel);
    void followTextSize();
    std::vector<Panel*> docked();
    void resizeToUsual(const std::vector<Panel*>& panels);
    void makeTab(Panel& panel);
    void showTabs();
    void showStatus(Panel& panel);

    QMainWindow& m_window;
    const Theme& m_theme;
    std::function<QSize()> m_lanes;
    std::vector<Panel> m_panels;
    EdgeBar* m_leftBar = nullptr;
    EdgeBar* m_rightBar = nullptr;
    std::array<PanelDrawer*, SideCount> m_drawers{};
    QPointer<QWidget> m_focusBefore;
    QByteArray m_usual;
    double m_textScale = 1;
    QSize m_fitted;                  ///< size of the window for which panels were folded last
    std::optional<Before> m_before;  ///< while presenting
    bool m_isReady = false;
    bool m_isBusy = false;  ///< docks are moved by the program, not by the user
};

}  // namespace ui
