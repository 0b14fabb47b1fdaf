// Where a command's runs happen, as its options say. One thread, the command's.
#pragma once

#include <functional>
#include <memory>

#include "app/cli/cli_options.h"
#include "app/study/run_host.h"

namespace app::cli {

/// Loads the model that the options name, or asks their server. Throws as ModelSession::load() and describeServer() do.
/// @param progress   of loading
/// @param isStopped  a server's questions are given up; may be called from any thread
std::unique_ptr<RunHost> openHost(const CliRunOptions& options,
                                  const std::function<void(const std::string& stage, double fraction)>& progress,
                                  std::function<bool()> isStopped = {});

}  // namespace app::cli
