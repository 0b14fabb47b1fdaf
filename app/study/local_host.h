// Runs on a model of this machine. One thread, the session's.
#pragma once

#include "app/study/run_host.h"

namespace app {

class LocalHost : public RunHost {
public:
    /// The session must outlive the host.
    explicit LocalHost(ModelSession& session) : m_session(session) {}

    HostInfo info() const override;
    RunOptions defaults() const override { return m_session.defaults(); }
    std::vector<UnusableProblem> takeUnusable(const RunOptions& options, std::vector<Problem>& problems,
                                              const std::function<bool()>& isStopped = {}) const override;
    nlohmann::json fingerprint(const RunOptions& options, std::span<const Problem> problems) const override;
    std::optional<std::string> whyNot(const RunOptions&) const override { return std::nullopt; }
    bool limitsMemory(PolicyKind) const override { return true; }
    void limitToShare(RunOptions& options, const std::string& question, double share, int peakBlocks) override;
    /// On the CPU, of the options' own cap, which must be there.
    void limitToUtilization(RunOptions& options, double utilization) override;
    void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) override;

private:
    ModelSession& m_session;
};

}  // namespace app
