#include "app/study/comparison_folder.h"

#include <nlohmann/json.hpp>

#include "app/run/policy_table.h"
#include "app/run/usage_error.h"
#include "app/study/result_files.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFile = "compare.json";
constexpr std::size_t kMostBytes = std::size_t{64} << 20;

fs::path fileOf(const fs::path& given) {
    std::error_code error;
    return fs::is_directory(given, error) ? given / kFile : given;
}

}  // namespace

std::string comparedFileName(std::size_t place, const RunState& run) {
    return std::to_string(place) + "-" + nameOf(run.header.options.policy) + ".stepscope";
}

void writeComparison(const fs::path& folder, std::span<const ComparedRun> runs) {
    writeJson(folder / kFile, comparisonJson(runs));
}

bool isComparison(const fs::path& given) {
    std::error_code error;
    const fs::path file = fileOf(given);
    return file.filename() == kFile && fs::is_regular_file(file, error);
}

std::vector<fs::path> requireComparison(const fs::path& given) {
    const fs::path file = fileOf(given);
    try {
        const auto json = engine::parseJson(engine::readTextFile(file, kMostBytes), file.string(), {.depth = 16});
        if (!json.is_object() || !json.contains("runs") || !json["runs"].is_array())
            throw UsageError(file.string() + ": field 'runs' is missing; this is no comparison");
        std::vector<fs::path> recordings;
        for (const auto& run : json["runs"]) {
            if (!run.is_object() || !run.contains("file") || !run["file"].is_string())
                throw UsageError(file.string() +
                                 ": field 'file' is missing; a comparison without recordings cannot be "
                                 "opened");
            const fs::path name = run["file"].get<std::string>();
            if (name.empty() || name != name.filename() || name == "." || name == "..")
                throw UsageError(file.string() + ": field 'file': expected the name of a file in the same folder");
            recordings.push_back(file.parent_path() / name);
        }
        if (recordings.size() < 2 || recordings.size() > kMostCompared)
            throw UsageError(file.string() + ": " + std::to_string(recordings.size()) + " runs, expected 2 to " +
                             std::to_string(kMostCompared));
        return recordings;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app
