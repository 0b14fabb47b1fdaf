// The runs that were kept: where the next one goes, and the list of those that are there. The folder is read, tidied
// and cleared on a thread of its own, so that a slow disk never blocks the window. GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <atomic>
#include <future>
#include <vector>

#include "app/session/history_list.h"

namespace ui {

class RecentRuns : public QObject {
    Q_OBJECT
public:
    /// @param folder  empty: nothing is kept
    explicit RecentRuns(QString folder, QObject* parent = nullptr);
    ~RecentRuns() override;

    /// The user's, by the rules of the system. Moves what an earlier version kept elsewhere.
    static QString usualFolder();
    const QString& folder() const { return m_folder; }
    bool isOn() const { return !m_folder.isEmpty(); }
    /// A file for the run that starts now. It counts as in use until endRun().
    QString fileOfNextRun();
    /// The run is over: it is listed from now on.
    void endRun();
    bool holds(const QString& path) const;

    void setLimits(const app::HistoryLimits& limits);
    const app::HistoryLimits& limits() const { return m_limits; }

    /// Newest first, as of the last reading.
    const std::vector<app::HistoryRun>& runs() const { return m_runs; }
    bool everRead() const { return m_everRead; }
    bool reading() const { return m_work.valid(); }
    /// Removes what is beyond the limits and reads again; changed() follows.
    void refresh();
    /// Removes every run but one in progress; changed() follows.
    void clear();

Q_SIGNALS:
    void changed();

private:
    enum class Removes { Surplus, All };
    void start(Removes what);
    void finish();

    QString m_folder;
    QString m_inUse;
    app::HistoryLimits m_limits;
    std::vector<app::HistoryRun> m_runs;
    std::vector<app::HistoryRun> m_next;  // of the thread, until it is finished
    std::future<void> m_work;
    std::atomic<bool> m_isClosing = false;
    bool m_everRead = false;
    std::optional<Removes> m_again;
};

}  // namespace ui
