#include "app/timeline.h"

#include <algorithm>

namespace app {
namespace {

constexpr std::size_t kEventsPerSnapshot = 2000;
constexpr std::size_t kMaxSnapshots = 32;  // bounds the memory of copies of all traces' text

}  // namespace

void Timeline::clear() { *this = Timeline(); }

void Timeline::append(Event event) {
    m_latest.apply(event);
    m_events.push_back(std::move(event));
    const std::size_t last = m_snapshots.empty() ? 0 : m_snapshots.back().eventCount;
    const std::size_t stride = kEventsPerSnapshot << (m_snapshots.size() / 8);
    if (m_events.size() - last >= stride && m_snapshots.size() < kMaxSnapshots) {
        m_snapshots.push_back({m_events.size(), m_latest});
    }
}

const RunState& Timeline::at(double t) {
    const auto end = std::upper_bound(m_events.begin(), m_events.end(), t,
                                      [](double value, const Event& e) { return value < e.t; });
    const auto wanted = static_cast<std::size_t>(end - m_events.begin());
    if (wanted == m_events.size()) return m_latest;
    const auto snapshot = std::find_if(m_snapshots.rbegin(), m_snapshots.rend(),
                                       [&](const Snapshot& s) { return s.eventCount <= wanted; });
    const std::size_t from = snapshot == m_snapshots.rend() ? 0 : snapshot->eventCount;
    if (m_cursorEvents > wanted || m_cursorEvents < from) {
        m_cursor = snapshot == m_snapshots.rend() ? RunState{} : snapshot->state;
        m_cursorEvents = from;
    }
    for (; m_cursorEvents < wanted; ++m_cursorEvents) m_cursor.apply(m_events[m_cursorEvents]);
    return m_cursor;
}

}  // namespace app
