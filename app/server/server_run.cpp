#include "app/server/server_run.h"

#include <algorithm>
#include <random>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/usage_error.h"
#include "app/server/server_pass.h"

namespace app {
namespace {

constexpr std::int64_t kMostBlocks = std::int64_t{1} << 22;

/// Not drawn from the run's seed: two runs of the same options have requests of their own.
std::string newRunName() {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::random_device device;
    std::string name;
    for (int i = 0; i < 12; ++i) name += kDigits[device() % 16];
    return name;
}

/// In blocks of ours; empty where nobody says it, or nothing here depends on it.
std::optional<int> capacityOf(const ServerSettings& settings, const ServerDescription& server,
                              const RunOptions& options) {
    if (!policyRow(options.policy).prunes) return std::nullopt;
    std::optional<std::int64_t> tokens = server.kvTokens;
    if (server.plugin && server.plugin->capacityBlocks > 0 && server.plugin->blockTokens > 0)
        tokens = std::int64_t{server.plugin->capacityBlocks} * server.plugin->blockTokens;
    if (settings.kvTokens) tokens = std::min<std::int64_t>(tokens.value_or(*settings.kvTokens), *settings.kvTokens);
    if (!tokens) return std::nullopt;
    return static_cast<int>(std::clamp<std::int64_t>(*tokens / engine::kBlockTokens, 1, kMostBlocks));
}

/// More than all traces can take.
int blocksWithoutLimit(const ServerDescription& server, const RunOptions& options) {
    const std::int64_t prompt = std::max(1, server.promptTokens);
    const std::int64_t each = (prompt + options.maxTokens) / engine::kBlockTokens + 2;
    return static_cast<int>(std::min(each * std::max(256, tracesOf(options)), kMostBlocks));
}

}  // namespace

ServerSettings serverSettings(const RunOptions& options, std::string key, std::string caFile) {
    ServerSettings settings;
    settings.address = serverAddress(options.server);
    settings.model = options.serverModel;
    if (!options.serverPlugin.empty()) settings.plugin = serverAddress(options.serverPlugin);
    settings.key = std::move(key);
    settings.caFile = std::move(caFile);
    settings.kvTokens = options.serverKvTokens;
    settings.timeouts.firstTokenS = options.serverFirstTokenS;
    settings.timeouts.betweenTokensS = options.serverNextTokenS;
    settings.timeouts.wholeS = options.serverTraceS;
    return settings;
}

ServerPrompt serverPrompt(const RunRequest& request) {
    return {request.options.systemPrompt, request.problem};
}

std::unique_ptr<RunLoop> startServerRun(const ServerSettings& settings, const ServerDescription& server,
                                        RunRequest request, RunLoop::Sink sink, Clock clock) {
    if (request.problem.find_first_not_of(" \t\r\n") == std::string::npos) throw UsageError("the problem is empty");
    if (request.rows || request.keepRows) request.rows = {}, request.keepRows = false;
    if (request.options.kvCacheMib)
        throw UsageError("a server's KV cache is counted in tokens; give --server-kv-tokens instead of --kv-cache-mib");
    if (const auto why = whyNotOnServer(server, request.options)) throw UsageError(*why);
    const std::optional<int> capacity = capacityOf(settings, server, request.options);
    request.kv = KvRange{0, capacity.value_or(blocksWithoutLimit(server, request.options))};
    auto passes = std::make_unique<ServerPass>(settings, server, serverPrompt(request), request.options, newRunName(),
                                               capacity.has_value());
    return std::make_unique<RunLoop>(std::move(passes), std::move(request), std::move(sink), std::move(clock));
}

}  // namespace app
