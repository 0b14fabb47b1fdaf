// The lanes: a virtualised table over LanesModel that keeps selection and scroll position while lanes move. GUI thread.
#pragma once

#include <QTableView>
#include <optional>

#include "ui/lanes/lanes_model.h"

namespace ui {

class LanesView : public QTableView {
    Q_OBJECT
public:
    explicit LanesView(const Theme& theme, QWidget* parent = nullptr);

    /// Call after each change of `state`; `jumped` renews the order at once.
    void show(const app::RunState& state, bool jumped);
    void setSelectedTrace(std::optional<engine::TraceId> trace);
    const LanesModel& lanes() const { return *m_model; }
    /// By this column, in the other order where it was so already.
    void toggleSort(int column);
    /// Shown if there is no lane.
    void setEmptyText(const QString& title, const QString& text);

Q_SIGNALS:
    void traceSelected(engine::TraceId trace);

protected:
    bool viewportEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    QString stepToolTip(const QPoint& position, const QModelIndex& index) const;
    void fitRows();
    void fitColumns();

    const Theme& m_theme;
    LanesModel* m_model = nullptr;
    qint64 m_sortedAtMs = 0;
    bool m_selecting = false;
    QString m_emptyTitle;
    QString m_emptyText;
};

}  // namespace ui
