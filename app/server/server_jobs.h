// Many runs over one server, several at once: what evaluations need. One thread drives them all; each run reads its
// streams on a thread of its own.
#pragma once

#include <span>

#include "app/run/run_jobs.h"
#include "app/server/server_run.h"

namespace app {

/// As runJobs(), over a server. Every job's prompt is asked about before it starts. Throws as describeServer() and
/// startServerRun() do where the observer takes no refusals.
void runServerJobs(const ServerSettings& settings, std::span<const RunJob> jobs, int parallel,
                   const JobObserver& observer);

}  // namespace app
