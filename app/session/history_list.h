// What a list shows of the runs in the history. It is found by folding each recording once, and remembered beside them
// in index.json, which is made again where it is missing, wrong or out of date.
// Functions without state, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/run/recording.h"
#include "app/session/run_history.h"

namespace app {

struct HistoryRun {
    std::filesystem::path path;
    HistoryTime startedAt;
    std::uintmax_t bytes = 0;
    std::string problem;  ///< its beginning, where it is long
    std::string model;
    PolicyKind policy = PolicyKind::Step;
    int traces = 0;                     ///< n of its options
    std::optional<std::string> answer;  ///< that led at its end
    std::optional<bool> isRight;        ///< where a known answer was given
    std::optional<RunEnd> end;          ///< empty where the program ended before the run did
};

/// Newest first. Runs in use and files that are no recordings are left out. May take a while for runs that the index
/// does not know; throws std::runtime_error where `isGivenUp` says so.
std::vector<HistoryRun> listHistory(const std::filesystem::path& folder, const std::filesystem::path& inUse = {},
                                    const IsGivenUp& isGivenUp = {});

}  // namespace app
