// Starts the window's program where a command needs its painting. No state; one thread.
#pragma once

#include <string>
#include <vector>

namespace app::cli {

/// Runs the program stepscope that lies beside this one, without a display, and gives its exit code. Throws UsageError
/// where there is none, and std::runtime_error where it cannot be started.
int runWindowProgram(const std::vector<std::string>& arguments);

}  // namespace app::cli
