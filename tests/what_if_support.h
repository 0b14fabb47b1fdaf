// What-ifs for tests: records of runs as a file would give them, and the events of a run and of a what-if in one form.
#pragma once

#include "app/whatif/what_if.h"
#include "run_support.h"

namespace what_if_support {

using namespace run_support;

/// The record that a recording of these events gives.
inline RecordedRun recordOf(const std::vector<Event>& events) {
    EventLog log;
    RunState state;
    for (const Event& event : events) {
        const Event read = fromJsonLine(toJsonLine(event)).value();
        log.append(read);
        state.apply(read);
    }
    return recordedRunOf(log, state);
}

inline RecordedRun recordOf(const Outcome& outcome) {
    return recordOf(outcome.events);
}

/// As timeless(), and without the mark of a what-if.
inline std::string comparable(std::vector<Event> events) {
    for (Event& event : events) {
        if (auto* header = std::get_if<RunStarted>(&event.body)) header->whatIf = false;
    }
    return timeless(events);
}

inline std::vector<Event> listOf(const EventLog& log) {
    return {log.begin(), log.end()};
}

/// The first line in which two texts differ, for messages.
inline std::string firstDifference(const std::string& a, const std::string& b) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()) && a[i] == b[i]; ++i) {
        if (a[i] == '\n') begin = i + 1;
    }
    const auto line = [begin](const std::string& text) { return text.substr(begin, text.find('\n', begin) - begin); };
    return "real:    " + line(a).substr(0, 400) + "\nwhat-if: " + line(b).substr(0, 400);
}

}  // namespace what_if_support
