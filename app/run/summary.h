// The summary of a run as JSON (`run --json`): a pure function of the run's state, so that a replay gives the same as
// the run itself. Any thread.
#pragma once

#include <nlohmann/json.hpp>

#include "app/run/run_state.h"

namespace app {

nlohmann::json summaryOf(const RunState& state);

}  // namespace app
