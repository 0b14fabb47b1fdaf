#include "app/server/server_run.h"

#include <algorithm>
#include <random>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/usage_error.h"
#include "app/server/server_pass.h"

namespace app {
namespace {

/// Of a server's blocks, this share at most stays free: it decodes ahead of what has come here, and the blocks of a
/// pruned trace come back to it a moment later. Without them the server itself would make traces wait.
constexpr std::int64_t kReserveShare = 6;
/// And this share where its blocks are larger than ours: the last one of a trace is half empty on average.
constexpr std::int64_t kRoundingShare = 4;
constexpr std::int64_t kMostBlocks = std::int64_t{1} << 22;

/// Not drawn from the run's seed: two runs of the same options have requests of their own.
std::string newRunName() {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::random_device device;
    std::string name;
    for (int i = 0; i < 12; ++i) name += kDigits[device() % 16];
    return name;
}

/// More than all traces can take.
int blocksWithoutLimit(const ServerDescription& server, const RunOptions& options) {
    const std::int64_t prompt = std::max(1, server.promptTokens);
    const std::int64_t each = (prompt + options.maxTokens) / engine::kBlockTokens + 2;
    return static_cast<int>(std::min(each * std::max(256, tracesOf(options)), kMostBlocks));
}

}  // namespace

/// Less a reserve of one for each trace, and of what larger blocks leave empty.
std::optional<int> serverBlocks(const ServerDescription& server, const RunOptions& options) {
    if (!policyRow(options.policy).prunes) return std::nullopt;
    std::optional<std::int64_t> tokens = server.kvTokens;
    std::int64_t blockTokens = server.blockTokens;
    if (server.plugin && server.plugin->capacityBlocks > 0 && server.plugin->blockTokens > 0) {
        blockTokens = server.plugin->blockTokens;
        tokens = server.plugin->capacityBlocks * blockTokens;
    }
    std::int64_t blocks = kMostBlocks;
    if (tokens) {
        const std::int64_t whole = *tokens / engine::kBlockTokens;
        const std::int64_t traces = tracesOf(options);
        const std::int64_t halfEmpty = std::max<std::int64_t>(0, blockTokens / engine::kBlockTokens - 1) * traces / 2;
        blocks = whole - std::min(traces, whole / kReserveShare) - std::min(halfEmpty, whole / kRoundingShare);
    }
    if (options.serverKvTokens) blocks = std::min<std::int64_t>(blocks, *options.serverKvTokens / engine::kBlockTokens);
    if (!tokens && !options.serverKvTokens) return std::nullopt;
    return static_cast<int>(std::clamp<std::int64_t>(blocks, 1, kMostBlocks));
}

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
    RunOptions limited = request.options;
    if (settings.kvTokens) limited.serverKvTokens = settings.kvTokens;
    const std::optional<int> capacity = serverBlocks(server, limited);
    request.kv = KvRange{0, capacity.value_or(blocksWithoutLimit(server, request.options))};
    auto passes = std::make_unique<ServerPass>(settings, server, serverPrompt(request), request.options, newRunName(),
                                               capacity.has_value());
    return std::make_unique<RunLoop>(std::move(passes), std::move(request), std::move(sink), std::move(clock));
}

}  // namespace app
