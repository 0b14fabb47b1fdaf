// What-ifs for tests: records of runs as a file would give them, and the events of a run and of a what-if in one form.
#pragma once

#include "app/run/model_pass.h"
#include "app/whatif/recorded_pass.h"
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

/// A machine whose passes take exactly what a time model says: the real model behind a clock that the test owns.
class TimedModelPass : public ModelPass {
public:
    TimedModelPass(ModelSession& session, const PassTimeModel& times, double& now)
        : ModelPass(session), m_times(times), m_now(now) {}

    engine::PassResult pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) override {
        m_now += m_times.secondsOf(loadOf(slices));
        return ModelPass::pass(slices, sampling);
    }
    double lastScorerSeconds() const override { return 0; }

private:
    PassTimeModel m_times;
    double& m_now;
};

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
