#include "app/session/run_files.h"

#include <filesystem>

#include "app/run/error_reason.h"
#include "app/session/worker.h"

namespace app {

bool keepsHidden(const StartRun& start) {
    return start.options.recordHidden && (start.recordPath || start.historyPath);
}

std::string openHidden(const StartRun& start, std::unique_ptr<HiddenWriter>& hidden) {
    hidden.reset();
    if (!start.options.recordHidden) return {};
    if (!keepsHidden(start)) return "the run is neither recorded nor kept in the history";
    try {
        hidden = std::make_unique<HiddenWriter>(start.recordPath ? *start.recordPath : *start.historyPath);
        return {};
    } catch (const std::exception& error) {
        return reasonOf(error);
    }
}

std::string openHistory(const std::optional<std::string>& path, std::unique_ptr<RecordingWriter>& history) {
    history.reset();
    if (!path) return {};
    try {
        std::filesystem::create_directories(std::filesystem::path(*path).parent_path());
        history = std::make_unique<RecordingWriter>(*path);
        return {};
    } catch (const std::exception& error) {
        return reasonOf(error);
    }
}

}  // namespace app
