// A run in the trace-event format, for Perfetto (ui.perfetto.dev) and chrome://tracing: a track a trace with what it
// did as slices and its steps within them, counters for KV blocks and votes, instants for what memory did and what
// people noted. What traces
// wrote after the run is left out. Pure, any thread.
#pragma once

#include <string>

#include "app/run/event_log.h"
#include "app/run/notes.h"

namespace app {

/// One JSON object with "traceEvents"; times are microseconds since the run began.
std::string traceEventsOf(const EventLog& events, const RunNotes& notes = {});

}  // namespace app
