// The run's log as a list, newest first, with a filter by kind. GUI thread.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "app/run/run_state.h"

namespace ui {

enum class EventFilter { All, Memory, Finished, Vote, Messages };

/// Whether `filter` lets `kind` through.
bool passes(EventFilter filter, app::LogKind kind);
/// One line for people; numbers come from the trace where the run still has it.
QString describe(const app::LogEntry& entry, const app::RunState& state);

class EventsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { TimeRole = Qt::UserRole + 1, KindRole, TraceIdRole, TextRole };

    using QAbstractListModel::QAbstractListModel;

    void show(const app::RunState& state, bool jumped);
    void setFilter(EventFilter filter);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    const app::LogEntry* findEntry(int row) const;
    /// Index into the run's log.
    std::optional<std::size_t> indexOf(int row) const;

private:
    struct Line {
        app::LogEntry entry;
        QString text;
        std::size_t index = 0;  ///< of the entry in the log
    };
    void reload();

    const app::RunState* m_state = nullptr;
    EventFilter m_filter = EventFilter::All;
    /// Omits the oldest lines if there are many: a list lays out all of its lines again and again.
    void trim();
    Line lineOfLeftOut() const;

    std::size_t m_seen = 0;     ///< entries of the log already looked at
    std::vector<Line> m_lines;  ///< oldest first
    qint64 m_leftOut = 0;       ///< older lines that the filter lets through as well; a last row says so
};

}  // namespace ui
