// Steering as data: what a person did to a run, read off its events, and done again to another. A steered run can be
// run once more and gives the same events but for times. Pure functions but for those that take a loop.
#pragma once

#include <cstddef>
#include <vector>

#include "app/run/event_log.h"
#include "app/run/run_loop.h"
#include "app/run/steer_action.h"

namespace app {

/// An action and its place in the log: the number of events that came before it.
struct SteeredAt {
    std::size_t event = 0;
    SteerAction action;
};

/// Does it to a run. Throws UsageError, with the reason, where it cannot be done.
void steer(RunLoop& run, const SteerAction& action);

/// What was done by hand in a recorded run, in order. Throws UsageError for what events alone cannot repeat: another
/// scorer during the run.
std::vector<SteeredAt> steeringOf(const EventLog& events);

/// The request of a recorded run: problem, options, and what its lanes began with. Throws UsageError for an empty log.
RunRequest requestOf(const EventLog& events);

/// Runs a recorded run once more, taking every action where it was taken, at full speed.
/// @param between  called before every pass; returning false stops the run; may be empty
void rerun(ModelSession& session, const EventLog& recorded, const RunLoop::Sink& sink,
           const std::function<bool(const RunLoop&)>& between = {});

}  // namespace app
