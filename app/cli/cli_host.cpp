#include "app/cli/cli_host.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "app/cli/cli_server.h"
#include "app/models/load_session.h"
#include "app/study/local_host.h"
#include "app/study/server_host.h"

namespace app::cli {
namespace {

struct LoadedModel {
    std::unique_ptr<ModelSession> session;
};

/// A host with its model.
class LoadedHost : private LoadedModel, public LocalHost {
public:
    explicit LoadedHost(std::unique_ptr<ModelSession> loaded)
        : LoadedModel{std::move(loaded)}, LocalHost(*LoadedModel::session) {}
};

}  // namespace

std::unique_ptr<RunHost> openHost(const CliRunOptions& options,
                                  const std::function<void(const std::string& stage, double fraction)>& progress,
                                  std::function<bool()> isStopped) {
    if (const auto settings = findServer(options)) return std::make_unique<ServerHost>(*settings, std::move(isStopped));
    return std::make_unique<LoadedHost>(app::loadSession(options.loadOrder(), {.progress = progress, .priced = {}}));
}

}  // namespace app::cli
