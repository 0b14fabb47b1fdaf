// The figures by which runs are compared, read off a run's state: the same function for what really happened and for a
// what-if. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/run/run_state.h"

namespace app {

/// How ballots are counted: as the run's policy weighs them, by trace score, or one each.
enum class VoteCount { AsRun, Weighted, Majority };

struct VoteFigures {
    std::optional<std::string> answer;  ///< as written; empty if nobody voted
    std::string key;                    ///< equal for equal answers within one run
    std::optional<bool> right;          ///< where a known answer is given
    double margin = 0;                  ///< leader minus runner-up
    double weight = 0;                  ///< of the leader
};

struct RunFigures {
    VoteFigures asRun;     ///< by the policy's own weights
    VoteFigures weighted;  ///< by trace score; traces without a score do not vote
    VoteFigures majority;  ///< one vote each
    RunEnd end = RunEnd::Done;
    int traces = 0;
    int finished = 0;  ///< that ended by themselves
    int pruned = 0;
    double waitedS = 0;  ///< for memory, summed over the traces
    double latencyS = 0;
    std::int64_t generatedTokens = 0;
    std::int64_t recomputedTokens = 0;
    int kvBlocks = 0;  ///< at the end
    int peakBlocks = 0;

    const VoteFigures& vote(VoteCount count) const {
        return count == VoteCount::AsRun ? asRun : count == VoteCount::Weighted ? weighted : majority;
    }
};

RunFigures figuresOf(const RunState& state);

}  // namespace app
