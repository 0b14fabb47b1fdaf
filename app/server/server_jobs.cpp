#include "app/server/server_jobs.h"

#include <algorithm>
#include <list>
#include <utility>

#include "app/run/usage_error.h"

namespace app {
namespace {

constexpr double kSharedPatienceS = 0.002;  // a run that nothing came for does not keep the others waiting

struct RunningJob {
    const RunJob* job = nullptr;
    std::unique_ptr<RunLoop> run;
};

/// Nothing where the job was refused and the observer has been told.
std::unique_ptr<RunLoop> tryStart(const ServerSettings& settings, const RunJob& job, const JobObserver& observer) {
    try {
        const ServerDescription server = describeServer(settings, serverPrompt(job.request));
        auto sink = observer.sinkOf ? observer.sinkOf(job) : RunLoop::Sink([](const Event&) {});
        return startServerRun(settings, server, job.request, std::move(sink));
    } catch (const UsageError& error) {
        if (!observer.refused) throw;
        observer.refused(job, error.what());
        return nullptr;
    }
}

}  // namespace

void runServerJobs(const ServerSettings& settings, std::span<const RunJob> jobs, int parallel,
                   const JobObserver& observer) {
    ServerSettings shared = settings;
    if (parallel > 1) shared.patienceS = kSharedPatienceS;
    std::list<RunningJob> running;
    std::size_t next = 0;
    while (next < jobs.size() || !running.empty()) {
        if (observer.isStopped && observer.isStopped()) return;
        if (observer.mayStart && !observer.mayStart()) next = jobs.size();
        if (next < jobs.size() && static_cast<int>(running.size()) < std::max(1, parallel)) {
            const RunJob& job = jobs[next++];
            if (auto run = tryStart(shared, job, observer)) running.push_back({&job, std::move(run)});
        }
        for (auto at = running.begin(); at != running.end();) {
            (void)at->run->step();
            if (observer.stepped) observer.stepped(*at->job, *at->run);
            if (!at->run->isFinished()) {
                ++at;
                continue;
            }
            observer.ended(*at->job, *at->run);
            at = running.erase(at);
        }
    }
}

}  // namespace app
