// Runs on an inference server. One thread.
#pragma once

#include "app/server/server_jobs.h"
#include "app/study/run_host.h"

namespace app {

class ServerHost : public RunHost {
public:
    /// Asks the server. Throws UsageError as describeServer() does.
    /// @param isStopped  questions are given up; may be called from any thread
    explicit ServerHost(const ServerSettings& settings, std::function<bool()> isStopped = {});

    HostInfo info() const override;
    RunOptions defaults() const override { return {}; }
    /// A server does not say which problems are too long before they run: those that are blank.
    std::vector<UnusableProblem> takeUnusable(const RunOptions& options, std::vector<Problem>& problems,
                                              const std::function<bool()>& isStopped = {}) const override;
    /// A server does not show its model's files: its name, and what serves it, stand for them. The address does not
    /// count, so that a server may come back at another one.
    nlohmann::json fingerprint(const RunOptions& options, std::span<const Problem> problems) const override;
    std::optional<std::string> whyNot(const RunOptions& options) const override;
    /// Where a policy prunes, it keeps to an account of its own; under the others the server makes traces wait.
    bool limitsMemory(PolicyKind policy) const override;
    void limitToShare(RunOptions& options, const std::string& question, double share, int peakBlocks) override;
    void limitToUtilization(RunOptions& options, double utilization) override;
    void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) override;

private:
    ServerJobs m_jobs;
    std::function<bool()> m_isStopped;
};

}  // namespace app
