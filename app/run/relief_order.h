// Who gives up memory first, who next: the order in which the run's policy would take the running traces. Pure
// functions, any thread.
#pragma once

#include <vector>

#include "app/run/run_state.h"

namespace app {

/// The running traces, the one that goes first in front, at most `most` of them. It asks the policy itself again and
/// again, so it cannot disagree with it. The last trace is never taken; it stands at the end.
std::vector<TraceId> reliefOrder(const RunState& state, std::size_t most);

}  // namespace app
