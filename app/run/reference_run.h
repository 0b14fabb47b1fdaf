// The run that others are measured against: self-consistency that nothing ends early. Pure function, any thread.
#pragma once

#include <algorithm>
#include <cmath>

#include "app/run/policy_table.h"
#include "app/run/run_options.h"

namespace app {

/// These options without what prunes a trace or stops the run before its traces have ended. Memory stays as it is.
inline RunOptions referenceOptions(RunOptions options) {
    options.policy = kReferencePolicy;
    options.voteLock = options.betaStop = options.consensusStop = options.consensusProbe = false;
    return options;
}

/// KV blocks for a run that may take `share` of what the reference took at its peak; at least 1.
inline int blocksOfShare(double share, int peakBlocks) {
    return std::max(1, static_cast<int>(std::lround(share * peakBlocks)));
}

}  // namespace app
