#include "app/run/run_jobs.h"

#include <algorithm>
#include <optional>

#include "app/run/policy_table.h"
#include "app/run/run_batch.h"

namespace app {
namespace {

bool isStopped(const JobObserver& observer) {
    return observer.isStopped && observer.isStopped();
}

bool mayStart(const JobObserver& observer) {
    return !observer.mayStart || observer.mayStart();
}

RunLoop::Sink sinkOf(const JobObserver& observer, const RunJob& job) {
    return observer.sinkOf ? observer.sinkOf(job) : RunLoop::Sink([](const Event&) {});
}

/// Calls `start`; false if the run was refused and the observer has been told.
template <typename Start>
bool tryStart(const JobObserver& observer, const RunJob& job, Start start) {
    try {
        start();
        return true;
    } catch (const DeviceError&) {
        throw;
    } catch (const UsageError& error) {
        if (!observer.refused) throw;
        observer.refused(job, error.what());
        return false;
    }
}

void runOneByOne(ModelSession& session, std::span<const RunJob> jobs, const JobObserver& observer) {
    for (const RunJob& job : jobs) {
        if (isStopped(observer) || !mayStart(observer)) return;
        std::optional<RunLoop> run;
        if (!tryStart(observer, job, [&] { run.emplace(session, job.request, sinkOf(observer, job)); })) continue;
        while (!run->isFinished()) {
            if (isStopped(observer)) return;
            run->step();
            if (observer.stepped) observer.stepped(job, *run);
        }
        observer.ended(job, *run);
    }
}

/// Blocks for all runs together, whatever their own caps say.
int availableBlocks(const ModelSession& session, const RunOptions& options) {
    RunOptions uncapped = options;
    uncapped.kvCacheMib.reset();
    return kvBlocksFor(session.memory(), uncapped);
}

}  // namespace

int mostBlocksOf(const ModelSession& session, const RunRequest& request) {
    const RunOptions& o = request.options;
    const int prompt = static_cast<int>(session.promptTokens(request.problem, o.systemPrompt, o.plainPrompt).size());
    const int tokens = std::clamp(session.info().contextTokens - prompt, 1, o.maxTokens);
    const int each = engine::blocksFor(prompt + tokens) - (prompt - 1) / engine::kBlockTokens;
    const int traces = tracesOf(o);
    const auto all = std::min<std::int64_t>(std::int64_t{traces} * each + engine::blocksFor(prompt), 100'000'000);
    return std::min(kvBlocksFor(session.memory(), o), static_cast<int>(all));
}

void runJobs(ModelSession& session, std::span<const RunJob> jobs, int parallel, const JobObserver& observer) {
    parallel = std::min(parallel, static_cast<int>(jobs.size()));
    if (parallel <= 1) return runOneByOne(session, jobs, observer);
    int most = 1;
    bool capped = true;
    for (const RunJob& job : jobs) {
        if (isStopped(observer)) return;
        most = std::max(most, mostBlocksOf(session, job.request));
        capped = capped && job.request.options.kvCacheMib;
    }
    const int available = std::max(1, availableBlocks(session, jobs.front().request.options));
    if (capped) parallel = std::clamp(available / most, 1, parallel);
    RunBatch batch(session, parallel, std::min(most, std::max(1, available / parallel)),
                   jobs.front().request.options.kvType);
    std::size_t next = 0;
    while (next < jobs.size() || !batch.isEmpty()) {
        if (isStopped(observer)) return;
        if (!mayStart(observer)) next = jobs.size();
        while (next < jobs.size() && batch.hasRoom()) {
            const RunJob& job = jobs[next];
            tryStart(observer, job, [&] { batch.start(static_cast<int>(next), job.request, sinkOf(observer, job)); });
            ++next;
        }
        for (const RunBatch::Ended& end : batch.step()) {
            observer.ended(jobs[static_cast<std::size_t>(end.tag)], *end.run);
        }
        const std::vector<const RunLoop*> runs = batch.runs();
        if (observer.stepped && !runs.empty()) observer.stepped(jobs[next - 1], *runs.front());
    }
}

}  // namespace app
