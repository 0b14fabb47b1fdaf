// Which moment of a run an export shows, by the words of --at. Pure functions, any thread.
#pragma once

#include <string>

#include "app/run/run_state.h"

namespace app {

inline constexpr const char* kMomentHelp =
    "Moment shown: seconds, done (default), event:N (row N of events.csv), or the first event of a kind (saturated, "
    "pruned, preempted, finished, leader, branched, steered ...), with :N the Nth";

/// Seconds since the run began. `run` is the whole run's state. Throws UsageError if the word is none of them, or names
/// an event that the run does not have.
double requireMoment(const std::string& word, const RunState& run);

}  // namespace app
