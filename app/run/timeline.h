// A run's events with the state at any time: folds from the nearest moment that was kept. Feeds the time slider.
// Moments share texts, steps and the log with each other, and are kept further apart as they take more memory.
// One thread at a time.
#pragma once

#include <cstdint>
#include <vector>

#include "app/run/event_log.h"
#include "app/run/run_state.h"

namespace app {

class Timeline {
public:
    Timeline();
    void clear();
    void append(const Event& event);
    /// State after all events with time <= t. An event out of order counts as one at the latest time before it.
    const RunState& at(double t);
    /// State after the first `count` events: tells events of one time apart.
    const RunState& after(std::size_t count);
    /// State after all events.
    const RunState& latest() const { return m_latest; }
    double duration() const { return m_latest.now; }
    const EventLog& events() const { return m_events; }
    /// Differs for every timeline and every clear(), so that a viewer notices another run.
    std::uint64_t identity() const { return m_identity; }

    /// Where an entry of the log stands among the events.
    struct LogMark {
        std::size_t events = 0;  ///< after so many it is there
        int passes = 0;          ///< of the model, before it
    };
    /// @param entry  index into latest().log
    const LogMark& markOf(std::size_t entry) const { return m_marks[entry]; }

private:
    struct Snapshot {
        std::size_t eventCount = 0;
        std::size_t bytes = 0;  ///< of its own
        RunState state;
    };
    void keepMoment();
    static std::uint64_t nextIdentity();

    EventLog m_events;
    std::vector<Snapshot> m_snapshots;
    std::vector<Snapshot> m_dropped;  ///< to be destroyed, one with each event
    std::size_t m_snapshotBytes = 0;
    std::vector<LogMark> m_marks;  ///< [entries of the log]
    std::int64_t m_stride;         ///< work between two snapshots
    std::int64_t m_workSinceSnapshot = 0;
    RunState m_latest;
    RunState m_cursor;
    std::size_t m_cursorEvents = 0;
    std::uint64_t m_identity = nextIdentity();
};

}  // namespace app
