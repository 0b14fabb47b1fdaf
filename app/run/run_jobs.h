// Many runs on one model, one after another or several at once: what evaluations, studies and the sampling of training
// data have in common. One thread.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "app/run/run_loop.h"

namespace app {

struct RunJob {
    int tag = 0;  ///< the caller's number
    RunRequest request;
};

struct JobObserver {
    /// A run has ended; RunEnd::Failed where something went wrong in it. Called in the order of ending.
    std::function<void(const RunJob& job, const RunLoop& run)> ended;
    std::function<void(const RunJob& job, const RunLoop& run)> stepped = {};  ///< after a pass, of one of the runs
    std::function<RunLoop::Sink(const RunJob& job)> sinkOf = {};              ///< for the events of a run
    /// A run that cannot start as requested (UsageError, except for the device); the others continue. Empty: the error
    /// is thrown.
    std::function<void(const RunJob& job, const std::string& reason)> refused = {};
    std::function<bool()> isStopped = {};  ///< true: running runs are abandoned
    /// False: no further run starts, and those under way come to their end. Empty: all start.
    std::function<bool()> mayStart = {};
};

/// Runs all jobs, up to `parallel` in one pass; with 1 each has the device to itself. Jobs that run together must have
/// the same sampling options. A run whose KV cache has no cap of its own gets an equal share of what there is, and
/// fewer run together where memory does not hold so many caps. Throws as RunLoop's constructor does.
void runJobs(ModelSession& session, std::span<const RunJob> jobs, int parallel, const JobObserver& observer);

/// The most KV blocks that a run can use: its cap, or what all its traces take at their longest.
int mostBlocksOf(const ModelSession& session, const RunRequest& request);

}  // namespace app
