// A comparison on disk: a folder with compare.json and one recording a run, which opens again. Files are untrusted: the
// recordings' names must lie in the folder. No state, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/study/comparison_words.h"

namespace app {

inline constexpr int kMostCompared = 4;

/// "2-step.stepscope" for the second run: its place and its policy.
std::string comparedFileName(std::size_t place, const RunState& run);
/// Writes compare.json; the recordings are there already. Throws std::runtime_error.
void writeComparison(const std::filesystem::path& folder, std::span<const ComparedRun> runs);

/// The recordings of a comparison, in its order: `given` is the folder or its compare.json. Throws UsageError if it is
/// no comparison, names more than kMostCompared runs, or a file outside of the folder.
std::vector<std::filesystem::path> requireComparison(const std::filesystem::path& given);
/// Whether `given` is such a folder, or its compare.json.
bool isComparison(const std::filesystem::path& given);

}  // namespace app
