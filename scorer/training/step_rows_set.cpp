#include "scorer/training/step_rows_set.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "engine/files/json_text.h"

namespace scorer {
namespace {

std::vector<std::filesystem::path> rowFiles(const std::filesystem::path& folder) {
    std::error_code error;
    std::vector<std::filesystem::path> paths;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (entry->path().extension() == ".safetensors") paths.push_back(entry->path());
    if (error) throw std::runtime_error(folder.string() + ": cannot be listed: " + error.message());
    if (paths.empty())
        throw std::runtime_error(folder.string() + ": expected .safetensors files of step rows, found none");
    std::ranges::sort(paths, {}, [](const auto& path) { return path.filename().string(); });
    return paths;
}

ProblemRows problemOf(const StepRowsFile& file) {
    ProblemRows problem{.name = file.path().filename().string(), .traces = {}};
    std::unordered_map<std::int32_t, std::size_t> place;
    for (std::size_t i = 0; i < file.traceCount(); ++i) {
        place.emplace(file.traceIds()[i], i);
        problem.traces.push_back({.id = file.traceIds()[i], .right = file.right()[i] != 0, .rows = {}});
    }
    for (std::size_t step = 0; step < file.stepCount(); ++step)
        problem.traces[place.at(file.trace()[step])].rows.push_back(file.row(step).data());
    return problem;
}

void requireSame(const StepRowsFile& file, const StepRowsFile& first) {
    const std::string start = file.path().string() + ": ";
    const std::string like = " as in " + first.path().filename().string() + ", found ";
    if (file.width() != first.width()) {
        throw std::runtime_error(start + "hidden: expected width " + std::to_string(first.width()) + like +
                                 std::to_string(file.width()));
    }
    if (file.info().modelSha256 != first.info().modelSha256) {
        throw std::runtime_error(start + "model_sha256: expected " + engine::inQuotes(first.info().modelSha256) + like +
                                 engine::inQuotes(file.info().modelSha256));
    }
    if (file.info().fingerprint != first.info().fingerprint) {
        throw std::runtime_error(start + "fingerprint: expected rows of the same sampling" + like + "those of another");
    }
}

}  // namespace

StepRowsSet StepRowsSet::open(const std::filesystem::path& folder) {
    StepRowsSet set;
    for (const std::filesystem::path& path : rowFiles(folder)) {
        set.m_files.push_back(StepRowsFile::open(path));
        requireSame(set.m_files.back(), set.m_files.front());
    }
    set.m_data.width = set.m_files.front().width();
    for (const StepRowsFile& file : set.m_files) set.m_data.problems.push_back(problemOf(file));
    return set;
}

}  // namespace scorer
