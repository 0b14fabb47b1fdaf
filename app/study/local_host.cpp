#include "app/study/local_host.h"

#include <nlohmann/json.hpp>

#include "app/run/units.h"
#include "app/study/evaluation.h"
#include "app/study/fingerprint.h"

namespace app {

HostInfo LocalHost::info() const {
    const ModelInfo& model = m_session.info();
    const kernels::DeviceInfo device = m_session.device();
    HostInfo info{.model = model.name,
                  .modelPath = model.path,
                  .isEmbedded = model.embedded,
                  .parameters = model.parameters,
                  .backend = device.backend,
                  .device = device.name};
    if (m_session.scorer()) {
        info.scorer = m_session.scorer()->name;
        info.scorerSha256 = m_session.scorer()->sha256;
        info.scorerPath = m_session.scorer()->path;
    }
    return info;
}

std::vector<UnusableProblem> LocalHost::takeUnusable(const RunOptions& options, std::vector<Problem>& problems,
                                                     const std::function<bool()>& isStopped) const {
    return app::takeUnusable(m_session, options, problems, isStopped);
}

nlohmann::json LocalHost::fingerprint(const RunOptions& options, std::span<const Problem> problems) const {
    return fingerprintOf(m_session, options, problems);
}

void LocalHost::limitToShare(RunOptions& options, const std::string& question, double share, int peakBlocks) {
    options.kvCacheMib = kvCapOf(m_session, question, options, share, peakBlocks);
}

/// A cap of its own, so that runs of one pass do not share it.
void LocalHost::limitToUtilization(RunOptions& options, double utilization) {
    if (m_session.device().backend == "cpu") {
        if (!options.kvCacheMib)
            throw UsageError("--memory-utilizations on the CPU are shares of --kv-cache-mib; give that too");
        options.kvCacheMib = utilization * *options.kvCacheMib;
        return;
    }
    RunOptions asked = options;
    asked.memoryUtilization = utilization;
    const MemoryFacts memory = m_session.memory();
    options.kvCacheMib = kvBlocksFor(memory, asked) * static_cast<double>(blockBytesFor(memory, options.kvType)) / kMib;
}

void LocalHost::run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) {
    runJobs(m_session, jobs, parallel, observer);
}

}  // namespace app
