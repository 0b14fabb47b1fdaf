// What the unpruned runs of a study leave for the others: how much memory each problem needs, and how each trace ended
// when it was left alone. Kept on disk, so that a study can continue. One thread.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/run/run_state.h"

namespace app {

class StudyReference {
public:
    struct Trace {
        std::string text;
        bool right = false;  ///< its answer is the known one
    };
    struct Problem {
        int peakBlocks = 0;
        std::vector<Trace> traces;  ///< [n]
    };

    /// Reads what the file has, if it is there, and appends to it from now on; `others`, which other processes write,
    /// are read too. Throws UsageError naming file, line and field.
    explicit StudyReference(std::filesystem::path path, const std::vector<std::filesystem::path>& others = {});

    const Problem* find(int problem) const;
    /// Throws std::runtime_error if the file cannot be written.
    void add(int problem, const RunState& state);
    /// Whether this pruned trace would have ended right, had it been left alone; empty if that is not known.
    std::optional<bool> wouldBeRight(int problem, const TraceState& trace) const;

private:
    void read(const std::filesystem::path& path, const std::vector<std::string>& lines);

    std::filesystem::path m_path;
    std::map<int, Problem> m_problems;
};

}  // namespace app
