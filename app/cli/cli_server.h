// The server that a command's options name. Plain functions; one thread.
#pragma once

#include <optional>

#include "app/cli/cli_options.h"
#include "app/server/server_run.h"

namespace app {

/// Where the model is not on this machine. Throws UsageError for options that contradict each other, an address or a
/// key that are none, and a server's option without a server.
std::optional<ServerSettings> findServer(const CliRunOptions& options);

/// A recording's options without its server, for a run on this machine.
RunOptions withoutServer(RunOptions options);

}  // namespace app
