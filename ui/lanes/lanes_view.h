// The lanes: a virtualised table over LanesModel that keeps selection and scroll position while lanes move, and whose
// strips can be zoomed and moved. GUI thread.
#pragma once

#include <QTableView>
#include <QTimer>
#include <cstdint>
#include <optional>

#include "ui/lanes/lanes_model.h"
#include "ui/lanes/strips_shown.h"

namespace ui {

class LanesHeader;

class LanesView : public QTableView {
    Q_OBJECT
public:
    explicit LanesView(const Theme& theme, QWidget* parent = nullptr);

    /// Call after each change of `state`; `jumped` renews the order at once. `run` is another number for every run.
    void show(const app::RunState& state, bool jumped, std::uint64_t run = 0);
    /// Lanes come in their order now, as where nothing moves any more.
    void sortNow();
    enum class Reveal { No, Yes };
    void setSelectedTrace(std::optional<engine::TraceId> trace, Reveal reveal = Reveal::Yes);
    /// Frames it on its strip, and moves a zoomed strip so that it can be seen.
    void setChosenStep(std::optional<ChosenStep> step);
    const LanesModel& lanes() const { return *m_model; }
    LanesModel& lanes() { return *m_model; }
    const StripsShown& strips() const { return m_strips; }
    LanesHeader& header() const { return *m_header; }
    /// By this column, in the other order where it was so already.
    void toggleSort(int column);
    /// Shown if there is no lane.
    void setEmptyText(const QString& title, const QString& text);

    /// Around the chosen step or the middle; a factor below 1 shows fewer tokens.
    void zoomStrips(double factor);
    void showWholeTraces();
    /// So that about so many steps as long as the chosen one fit.
    void zoomToChosen(int steps);

Q_SIGNALS:
    void traceSelected(engine::TraceId trace);
    /// By a click or by the arrow keys.
    void stepChosen(engine::TraceId trace, int step);
    void copyWanted(engine::TraceId trace);
    void menuWanted(engine::TraceId trace, std::optional<int> step, QPoint global);

protected:
    bool viewportEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    /// A place on a strip.
    struct StripHit {
        engine::TraceId trace{};
        int token = 0;            ///< may lie behind its last one
        std::optional<int> step;  ///< as in ChosenStep; empty behind its last token
    };
    struct Press {
        StripHit hit;
        QPoint at;
        int firstToken = 0;  ///< shown at the left
        bool pans = false;
    };
    std::optional<StripHit> stripAt(const QPoint& position) const;
    double stripWidth() const;
    bool stripKey(const QKeyEvent& event);
    void moveStep(int by);
    void setZoom(const StripZoom& zoom);
    QString stepToolTip(const StripHit& hit) const;
    bool selectionIsVisible() const;
    void fitRows();
    void fitColumns();

    const Theme& m_theme;
    StripsShown m_strips;
    LanesModel* m_model = nullptr;
    LanesHeader* m_header = nullptr;
    QTimer m_resort;  ///< for an order that is out of date while nothing changes
    qint64 m_sortedAtMs = 0;
    std::uint64_t m_run = 0;
    bool m_selecting = false;
    std::optional<Press> m_press;
    QString m_emptyTitle;
    QString m_emptyText;
};

}  // namespace ui
