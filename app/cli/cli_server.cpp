#include "app/cli/cli_server.h"

#include "app/run/usage_error.h"
#include "app/server/keyring.h"

namespace app {

std::optional<ServerSettings> findServer(const CliRunOptions& options) {
    const auto isGiven = [&options](const char* key) { return options.given.has(key); };
    if (!isGiven("server")) {
        for (const char* key : {"server_model", "server_plugin", "server_kv_tokens", "server_first_token_s",
                                "server_next_token_s", "server_trace_s"}) {
            if (isGiven(key)) throw UsageError(std::string(optionRow(key).longFlag()) + " needs --server URL");
        }
        if (!options.serverKeyFile.empty()) throw UsageError("--server-key-file needs --server URL");
        if (options.serverKeyring) throw UsageError("--server-keyring needs --server URL");
        if (!options.serverCaFile.empty()) throw UsageError("--server-ca-file needs --server URL");
        return std::nullopt;
    }
    if (!options.modelPath.empty()) throw UsageError("--server and --model: give one of them");
    if (options.scorerPath) throw UsageError("--server and --scorer: a server's plugin has a scorer of its own");
    if (isGiven("kv_cache_mib"))
        throw UsageError("a server's KV cache is counted in tokens; give --server-kv-tokens instead of --kv-cache-mib");
    for (const char* key : {"backend", "device_index", "kv_type", "weights", "memory_utilization"}) {
        if (isGiven(key)) {
            throw UsageError(std::string(optionRow(key).longFlag()) +
                             " is about this machine; a server has its own settings");
        }
    }
    if (options.serverKeyring && !options.serverKeyFile.empty())
        throw UsageError("--server-keyring and --server-key-file: give one of them");
    ServerSettings settings =
        serverSettings(options.applyTo({}), options.serverKeyring ? std::string() : serverKey(options.serverKeyFile),
                       options.serverCaFile);
    if (options.serverKeyring) settings.key = keyringKey(settings.address);
    return settings;
}

RunOptions withoutServer(RunOptions options) {
    const RunOptions none;
    options.server = none.server;
    options.serverModel = none.serverModel;
    options.serverPlugin = none.serverPlugin;
    options.serverKvTokens = none.serverKvTokens;
    options.serverFirstTokenS = none.serverFirstTokenS;
    options.serverNextTokenS = none.serverNextTokenS;
    options.serverTraceS = none.serverTraceS;
    return options;
}

}  // namespace app
