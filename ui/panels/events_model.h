// The run's log as a list, newest first, with a filter by kind. All events are listed whatever the moment shown; what
// comes later than it is marked as such. Prunes of one pass are one line that opens. GUI thread.
#pragma once

#include <QAbstractListModel>
#include <optional>
#include <set>
#include <vector>

#include "app/run/timeline.h"

namespace ui {

enum class EventFilter { All, Memory, Finished, Vote, Messages };

/// Whether `filter` lets `kind` through.
bool passes(EventFilter filter, app::LogKind kind);
/// One line for people; numbers come from the trace where the run still has it.
QString describe(const app::LogEntry& entry, const app::RunState& state);
/// The entry without the trace that it is about, and with others by their numbers: "leaves #11 after 62 tokens".
QString plainText(const app::LogEntry& entry);

class EventsModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        TimeRole = Qt::UserRole + 1,
        KindRole,
        TraceIdRole,
        TextRole,
        LaterRole,    ///< bool: not yet, at the moment shown
        CurrentRole,  ///< bool: the moment shown is this event's
        FoldRole      ///< Fold
    };
    enum class Fold { None, Closed, Open, Part };

    using QAbstractListModel::QAbstractListModel;

    /// Call after each change. The timeline must stay alive until another is shown.
    /// @param reached  entries of its log that are there at the moment shown
    /// @param current  the entry that the moment shown is that of; its line opens if it is a part of one
    void show(const app::Timeline& run, std::size_t reached, std::optional<std::size_t> current = {});
    void setFilter(EventFilter filter);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    /// Of a folded line: the newest.
    const app::LogEntry* findEntry(int row) const;
    /// Index into the run's log; of a folded line: the oldest, with which its pass began.
    std::optional<std::size_t> indexOf(int row) const;
    /// The line that shows the entry, itself or folded; -1 if none does.
    int rowOf(std::size_t entry) const;
    void setOpen(int row, bool open);

private:
    /// A row: one entry, several that are folded, or a part of several that are open.
    struct Line {
        std::vector<std::size_t> entries;  ///< indices into the log, oldest first
        Fold fold = Fold::None;
        QString text;
    };
    const Line& lineAt(int row) const { return m_lines[m_lines.size() - 1 - static_cast<std::size_t>(row)]; }
    bool joins(std::size_t earlier, std::size_t later) const;
    Line lineOf(std::vector<std::size_t> entries) const;
    /// Oldest first: parts stand before the line that they are parts of, since rows are newest first.
    void put(std::vector<Line>& lines, std::vector<std::size_t> entries) const;
    std::vector<std::size_t> takeNewest();
    QString describeAll(const std::vector<std::size_t>& entries) const;
    QString textOfLeftOut() const;
    void takeNew();
    void reload();
    /// Omits the oldest lines if there are many: a list lays out all of its lines again and again.
    void trim();
    void changed(const QList<int>& roles);

    const app::Timeline* m_run = nullptr;
    std::uint64_t m_identity = 0;
    EventFilter m_filter = EventFilter::All;
    std::size_t m_seen = 0;     ///< entries of the log already looked at
    std::vector<Line> m_lines;  ///< oldest first
    qint64 m_leftOut = 0;       ///< older lines that the filter lets through as well; a last row says so
    std::size_t m_reached = 0;
    std::optional<std::size_t> m_current;
    std::set<std::size_t> m_open;  ///< by their oldest entry
};

}  // namespace ui
