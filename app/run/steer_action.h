// One thing that a person does to a run under way, as a value: for commands, scripts and runs that are repeated.
// Plain values, any thread.
#pragma once

#include "app/run/given_start.h"

namespace app {

struct SteerAction {
    enum class Kind { Protect, Unprotect, Prune, Fork, Traces, KvBlocks, KvMib, Pace, Pause, Resume, Stop };
    Kind kind = Kind::Protect;
    TraceId trace{};        ///< Protect, Unprotect, Prune, Fork
    int atToken = 0;        ///< Fork: generated tokens that the lane has from `trace`
    GivenStart given = {};  ///< Fork: what it goes on with; empty: draws of its own
    double value = 0;       ///< Traces, KvBlocks, KvMib, Pace
};

}  // namespace app
