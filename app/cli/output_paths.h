// Outputs of commands that read recordings must not replace what they are made from, nor one another. Any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace app {

/// A file that a command writes, if it was asked for.
struct OutputFile {
    const char* option;  ///< "--csv"
    std::optional<std::string> path;
};

/// Throws UsageError where an output is one of the recordings, the hidden rows or the notes beside one, or another
/// output.
void requireOtherFiles(const std::vector<std::string>& recordings, const std::vector<OutputFile>& outputs);

}  // namespace app
