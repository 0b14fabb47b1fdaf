// The same question to a set of recordings: how many of their problems are answered right at each memory. Pure
// functions over sweeps, any thread.
#pragma once

#include <span>
#include <vector>

#include "app/whatif/what_if_sweep.h"

namespace app {

/// All recordings at one share of their own unpruned peaks. What cannot start at it has no answer.
struct AccuracyCell {
    double share = 0;
    int known = 0;        ///< recordings that say what is right
    int right = 0;        ///< of those
    int unanswered = 0;   ///< of those: no trace voted, or the run could not start
    int cannotStart = 0;  ///< of all
    // Means over the recordings that can start.
    double kvMib = 0;
    double pruned = 0;
    double waitedS = 0;
    double latencyS = 0;
    double tokens = 0;

    double accuracy() const { return known > 0 ? static_cast<double>(right) / known : 0.0; }
};

/// By rising memory. The sweeps must have been asked for the same cells.
std::vector<AccuracyCell> accuracyOf(std::span<const Sweep> sweeps, VoteCount vote);

}  // namespace app
