#include "app/session/server_desk.h"

#include <utility>

#include "app/session/worker.h"

namespace app {
namespace {

/// The options of a run on this machine that a server has its own settings for, and where the server is.
RunOptions onServer(RunOptions options, const ServerSettings& settings) {
    options.kvCacheMib.reset();
    options.server = settings.address;
    options.serverModel = settings.model;
    options.serverPlugin = settings.plugin;
    options.serverKvTokens = settings.kvTokens;
    return options;
}

}  // namespace

std::optional<ScorerInfo> scorerOf(const ServerDescription& server) {
    return server.plugin ? std::optional(server.plugin->scorer) : std::nullopt;
}

ModelReady ServerDesk::use(const UseServer& order) {
    m_settings = order.settings;
    const ServerDescription& server = order.description;
    m_settings->model = server.model;  // also where the server had only one
    ModelReady ready;
    ready.model.name = modelTitle(server.model);
    ready.model.format = "server";
    ready.model.contextTokens = server.contextTokens;
    if (server.plugin) ready.model.hiddenSize = server.plugin->scorer.inputWidth;
    ready.defaults.serverKvTokens = m_settings->kvTokens;
    ready.backend = "server";
    ready.device = server.engine;
    ready.memory.backend = "server";
    ready.memory.device = server.engine;
    ready.memory.contextTokens = server.contextTokens;
    ready.server = server;
    return ready;
}

std::unique_ptr<RunLoop> ServerDesk::start(RunRequest request, RunLoop::Sink sink,
                                           const std::function<bool()>& isStopped) const {
    request.options = onServer(std::move(request.options), *m_settings);
    const ServerDescription server = describeServer(*m_settings, serverPrompt(request), isStopped);
    return startServerRun(*m_settings, server, std::move(request), std::move(sink));
}

}  // namespace app
