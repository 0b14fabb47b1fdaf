// The steps of a recorded run's traces, scored or not: where each ends, and whose hidden row it has. What another
// scorer has to score. A pure function, any thread.
#pragma once

#include <vector>

#include "app/run/event_log.h"

namespace app {

struct RecordedSteps {
    struct Step {
        int end = 0;      ///< generated tokens up to and including the boundary token
        TraceId owner{};  ///< the trace that wrote it: the trace itself, or the one that it branched from
        bool isScored = false;
    };
    struct Trace {
        std::vector<TokenId> tokens;  ///< with those of its parent, those it was given, and those after the run
        std::vector<Step> steps;      ///< by their ends
        std::size_t ofTheRun = 0;     ///< the first so many steps; the others would have been
    };
    RunStarted header;
    std::vector<Trace> traces;  ///< [trace - 1]
    double endedAt = 0;         ///< the last time of the run
    double continuedTo = 0;     ///< and of what would have been

    std::size_t count() const;
};

/// Throws UsageError for a log without a run, and where branches repeat more tokens than any run has.
RecordedSteps recordedSteps(const EventLog& events);

}  // namespace app
