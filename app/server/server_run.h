// A run over a server: the run loop of local runs with passes that the server's streams answer. Owner: whoever runs it,
// as with RunLoop; one thread at a time. A thread of its own reads the streams.
#pragma once

#include <memory>
#include <optional>

#include "app/run/run_loop.h"
#include "app/server/server_description.h"

namespace app {

/// Checks the request, starts it and emits the header; the run is then driven as every other (step(), pause(), stop()).
/// `server` comes from describeServer() with the run's prompt. Throws UsageError where the server cannot run it.
///
/// Memory is counted in blocks of 16 tokens. For a policy that prunes, the capacity is that of the plugin, else what
/// the server says, else settings.kvTokens, else there is no limit. Under other policies the server itself makes traces
/// wait, so that the account has no limit.
std::unique_ptr<RunLoop> startServerRun(const ServerSettings& settings, const ServerDescription& server,
                                        RunRequest request, RunLoop::Sink sink, Clock clock = {});

/// The blocks of 16 tokens that a run with these options may hold there, as startServerRun() says; empty where nothing
/// here limits it.
std::optional<int> serverBlocks(const ServerDescription& server, const RunOptions& options);

/// The settings that a run's options ask for, with that key. Throws UsageError for an address that is none.
ServerSettings serverSettings(const RunOptions& options, std::string key = {}, std::string caFile = {});

/// The prompt of a run.
ServerPrompt serverPrompt(const RunRequest& request);

}  // namespace app
