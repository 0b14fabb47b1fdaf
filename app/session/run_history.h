// The folder in which the window keeps its runs: their names, what is there, what has to go. The files are ordinary
// recordings; several programs may share the folder, and what they did not name so is left alone.
// Functions without state, any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace app {

using HistoryTime = std::chrono::sys_time<std::chrono::milliseconds>;

struct HistoryLimits {
    std::uintmax_t bytes = std::uintmax_t{500} << 20;  ///< of all files together
    std::size_t runs = 100;
    std::chrono::days age{30};
};

/// "2026-03-01_12-30-05.042_0123456789abcdef.stepscope", in UTC: names sort by time.
std::string historyName(HistoryTime startedAt, std::uint64_t number);
/// Nothing for a name that is not one of these.
std::optional<HistoryTime> startOfHistoryName(std::string_view name);
/// For a run that starts now. No other program makes the same one: it ends in a random number.
std::filesystem::path newHistoryFile(const std::filesystem::path& folder);

struct HistoryFile {
    std::string name;
    HistoryTime startedAt;
    std::uintmax_t bytes = 0;    ///< with the hidden rows beside it
    std::int64_t changedAt = 0;  ///< last write, in the file system's own count
    bool isInUse = false;        ///< a run is writing it
};

/// Newest first; empty where the folder cannot be read. Links and folders are not looked at.
/// @param inUse  a file that this program is writing, for file systems without locks
std::vector<HistoryFile> findHistoryFiles(const std::filesystem::path& folder, const std::filesystem::path& inUse = {});

/// Those that have to go, oldest first. The newest file stays, whatever its size, and so do those in use. One that is
/// larger than the limit on its own goes, and no other goes in its place.
std::vector<HistoryFile> surplusOf(const std::vector<HistoryFile>& newestFirst, const HistoryLimits& limits,
                                   HistoryTime now);

/// Removes what is beyond the limits, with its notes; what cannot be removed stays.
void tidyHistory(const std::filesystem::path& folder, const HistoryLimits& limits,
                 const std::filesystem::path& inUse = {});
/// Removes every run that is not in use.
void clearHistory(const std::filesystem::path& folder, const std::filesystem::path& inUse = {});

}  // namespace app
