// A state as JSON in the form in which the web page gives its own (window.stepscopeStateAt): for comparing the two
// folds. Included by .cpp files only. Pure function, any thread.
#pragma once

#include <nlohmann/json.hpp>

#include "app/run/run_state.h"

namespace app {

nlohmann::json shownStateOf(const RunState& state);

}  // namespace app
