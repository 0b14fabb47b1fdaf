// Which traces of a run can go on after it (continuation.h), read off its events. Plain values and a pure function, any
// thread.
#pragma once

#include <vector>

#include "app/run/event_log.h"
#include "app/run/recorded_traces.h"

namespace app {

/// What goes on, and from where.
struct ContinuationPlan {
    struct Cut {
        TraceId trace{};
        RecordedTrace past;
    };
    RunStarted header;        ///< of the run
    std::vector<Cut> traces;  ///< none: nothing was cut, or all of it has gone on already
};

/// The traces of a recorded run that neither it nor an earlier continuation has brought to their end. Throws
/// UsageError for a log without a run, and as recordedTraces().
ContinuationPlan planContinuation(const EventLog& events);

}  // namespace app
