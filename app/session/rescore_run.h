// What the worker does for a RescoreRun: chooses between kept rows and the model, and leaves the session's scorer as it
// was. One thread, the session's.
#pragma once

#include <optional>
#include <vector>

#include "app/run/rescoring.h"

namespace app {

struct RescoreRun;

/// `session` may be null. Nothing where `progress` gave up. Throws UsageError with what to do.
std::optional<std::vector<Event>> rescore(const RescoreRun& order, ModelSession* session,
                                          const RescoreProgress& progress);

}  // namespace app
