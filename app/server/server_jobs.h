// Many runs over one server, several at once: what evaluations and studies need. One thread drives them all; each run
// reads its streams on a thread of its own, and a prompt is asked about on another.
#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>

#include "app/run/run_jobs.h"
#include "app/server/server_run.h"

namespace app {

class ServerJobs {
public:
    /// @param server  from describeServer(), of any prompt
    ServerJobs(ServerSettings settings, ServerDescription server);

    const ServerSettings& settings() const { return m_settings; }
    const ServerDescription& server() const { return m_server; }

    /// As runJobs(). How long a job's prompt is, the server is asked before the job starts, unless it is known. Runs
    /// that prune memory start together only where the server's capacity, as far as it says, holds all of their own.
    /// Throws ServerGone where it does not answer any more; what then runs comes to its end first. Where the observer
    /// takes no refusals, throws as countPromptTokens() and startServerRun() do.
    void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer);

    /// Tokens of a run's prompt; asks where it is not known yet.
    int promptTokens(const ServerPrompt& prompt, const std::function<bool()>& isStopped = {});

private:
    using PromptKey = std::pair<std::string, std::string>;

    ServerSettings m_settings;
    ServerDescription m_server;
    std::map<PromptKey, int> m_promptTokens;
};

}  // namespace app
