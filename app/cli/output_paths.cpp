#include "app/cli/output_paths.h"

#include <filesystem>
#include <system_error>

#include "app/run/hidden_file.h"
#include "app/run/notes.h"
#include "app/run/usage_error.h"

namespace fs = std::filesystem;

namespace app {
namespace {

/// Also where neither is there yet, or one is a link to the other.
bool isSameFile(const fs::path& a, const fs::path& b) {
    std::error_code error;
    if (fs::equivalent(a, b, error)) return true;
    const fs::path first = fs::weakly_canonical(a, error);
    if (error) return false;
    const fs::path second = fs::weakly_canonical(b, error);
    return !error && first == second;
}

void requireNot(const OutputFile& output, const fs::path& file, const char* what) {
    if (!isSameFile(*output.path, file)) return;
    throw UsageError(std::string(output.option) + " would replace " + what + "; give another name");
}

}  // namespace

void requireOtherFiles(const std::vector<std::string>& recordings, const std::vector<OutputFile>& outputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (!outputs[i].path) continue;
        for (const std::string& recording : recordings) {
            requireNot(outputs[i], recording, "the recording that is read");
            requireNot(outputs[i], hiddenPathOf(recording), "the hidden rows of the recording");
            requireNot(outputs[i], notesPathOf(recording), "the notes on the recording");
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (outputs[j].path && isSameFile(*outputs[i].path, *outputs[j].path))
                throw UsageError(std::string(outputs[j].option) + " and " + outputs[i].option +
                                 " name the same file; give two names");
        }
    }
}

}  // namespace app
