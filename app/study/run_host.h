// Where the runs of an evaluation or a study happen: a model of this machine (local_host.h) or a server
// (server_host.h). One thread.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/policy_list.h"
#include "app/run/run_jobs.h"
#include "app/study/usable_problems.h"

namespace app {

/// What is run on what, for the record.
struct HostInfo {
    std::string model = {};
    std::string modelPath = {};  ///< on a server its address
    bool isEmbedded = false;
    std::int64_t parameters = 0;  ///< 0: unknown
    std::string backend = {};     ///< "cpu", "cuda", "server"
    std::string device = {};      ///< as people know it
    std::string scorer = {};      ///< empty without one
    std::string scorerSha256 = {};
    std::string scorerPath = {};
};

class RunHost {
public:
    RunHost() = default;
    RunHost(const RunHost&) = delete;
    RunHost& operator=(const RunHost&) = delete;
    virtual ~RunHost() = default;

    virtual HostInfo info() const = 0;
    virtual RunOptions defaults() const = 0;
    /// Takes out what cannot run. Once isStopped() says true, the problems left are not looked at.
    virtual std::vector<UnusableProblem> takeUnusable(const RunOptions& options, std::vector<Problem>& problems,
                                                      const std::function<bool()>& isStopped = {}) const = 0;
    /// What the results depend on (app/study/fingerprint.h).
    virtual nlohmann::json fingerprint(const RunOptions& options, std::span<const Problem> problems) const = 0;

    /// Why no run of these options can be there, in one line; empty where it may.
    virtual std::optional<std::string> whyNot(const RunOptions& options) const = 0;
    /// Runs under that policy can be held to less memory than there is.
    virtual bool limitsMemory(PolicyKind policy) const = 0;
    /// Holds a run to such a share of the blocks that the problem's traces need at their peak.
    virtual void limitToShare(RunOptions& options, const std::string& question, double share, int peakBlocks) = 0;
    /// Holds a run to such a share of the device's memory. Throws UsageError where that cannot be.
    virtual void limitToUtilization(RunOptions& options, double utilization) = 0;

    /// As runJobs(). Throws ServerGone where the runs' server does not answer any more.
    virtual void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) = 0;
};

/// Takes out the policies that cannot run there, and says of each why in one line; where somebody asked for them,
/// throws UsageError instead.
std::vector<std::string> leaveOutImpossible(std::vector<EvalPolicy>& policies, const RunOptions& options,
                                            const RunHost& host, bool isAskedFor);

/// Traces of a run that the server or the connection to it ended: its vote is not that of n traces.
int countLost(const RunState& state);

}  // namespace app
