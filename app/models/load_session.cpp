#include "app/models/load_session.h"

#include "app/models/models.h"

namespace app {

std::unique_ptr<ModelSession> loadSession(LoadModel wanted, const LoadObserver& observer) {
    try {
        wanted.path = requireModelPath(wanted.path, wanted.folders);
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    return ModelSession::load(wanted, observer);
}

}  // namespace app
