// A session for the model that an order names, by its path or by the name that the list of models shows.
// Looks through the machine's model folders for a name, so not on the GUI thread. No state, any thread.
#pragma once

#include "app/run/model_session.h"

namespace app {

/// As ModelSession::load(); `wanted.path` may also be the name of a model on this machine or in `wanted.folders`.
/// Throws UsageError if there is no such path and no such name.
std::unique_ptr<ModelSession> loadSession(LoadModel wanted, const LoadObserver& observer = {});

}  // namespace app
