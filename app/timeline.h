// A run's events with the state at any time: folds from the nearest snapshot. Feeds the time slider.
// One thread at a time.
#pragma once

#include <vector>

#include "app/run_state.h"

namespace app {

class Timeline {
public:
    void clear();
    void append(Event event);
    /// State after all events with time <= t.
    const RunState& at(double t);
    /// State after all events.
    const RunState& latest() const { return m_latest; }
    double duration() const { return m_latest.now; }
    const std::vector<Event>& events() const { return m_events; }

private:
    struct Snapshot {
        std::size_t eventCount;
        RunState state;
    };
    std::vector<Event> m_events;
    std::vector<Snapshot> m_snapshots;
    RunState m_latest;
    RunState m_cursor;
    std::size_t m_cursorEvents = 0;
};

}  // namespace app
