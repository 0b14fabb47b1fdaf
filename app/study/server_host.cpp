#include "app/study/server_host.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/run/preflight.h"
#include "app/run/usage_error.h"
#include "app/study/fingerprint.h"
#include "engine/block_pool.h"

namespace app {

ServerHost::ServerHost(const ServerSettings& settings, std::function<bool()> isStopped)
    : m_jobs(settings, describeServer(settings, {}, isStopped)), m_isStopped(std::move(isStopped)) {}

HostInfo ServerHost::info() const {
    const ServerDescription& server = m_jobs.server();
    HostInfo info{.model = modelTitle(server.model),
                  .modelPath = server.address,
                  .backend = "server",
                  .device = server.engine + " at " + server.address};
    if (server.plugin) {
        info.scorer = server.plugin->scorer.name;
        info.scorerSha256 = server.plugin->scorer.sha256;
    }
    return info;
}

std::vector<UnusableProblem> ServerHost::takeUnusable(const RunOptions&, std::vector<Problem>& problems,
                                                      const std::function<bool()>&) const {
    std::vector<UnusableProblem> unusable;
    std::erase_if(problems, [&](const Problem& problem) {
        const bool isBlank = problem.question.find_first_not_of(" \t\r\n") == std::string::npos;
        if (isBlank) unusable.push_back({problem.index, problem.line, "it is empty"});
        return isBlank;
    });
    return unusable;
}

nlohmann::json ServerHost::fingerprint(const RunOptions& options, std::span<const Problem> problems) const {
    const ServerDescription& server = m_jobs.server();
    nlohmann::json asked = resultOptions(options);
    asked["server_model"] = server.model;
    const auto scorer = server.plugin ? nlohmann::json(server.plugin->scorer.name + " " + server.plugin->scorer.sha256)
                                      : nlohmann::json(nullptr);
    return {{"results_version", kResultsVersion},
            {"backend", "server"},
            {"model", {{"name", server.model}, {"identity", server.engine}}},
            {"scorer", scorer},
            {"options", std::move(asked)},
            {"problems", {{"count", problems.size()}, {"sha256", problemsSha256(problems)}}}};
}

std::optional<std::string> ServerHost::whyNot(const RunOptions& options) const {
    return whyNotOnServer(m_jobs.server(), options);
}

bool ServerHost::limitsMemory(PolicyKind policy) const {
    return policyRow(policy).prunes.has_value();
}

void ServerHost::limitToShare(RunOptions& options, const std::string& question, double share, int peakBlocks) {
    const int prompt = m_jobs.promptTokens({options.systemPrompt, question}, m_isStopped);
    const int least = blocksToStart(std::max(1, prompt), options.traces);
    const double tokens = engine::kBlockTokens * std::max<double>(least, std::round(share * peakBlocks));
    const OptionRow& row = optionRow("server_kv_tokens");
    options.serverKvTokens = static_cast<int>(std::clamp(tokens, row.low, row.high));
}

void ServerHost::limitToUtilization(RunOptions&, double) {
    throw UsageError("--memory-utilizations is about this machine; a server has its own memory");
}

void ServerHost::run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) {
    m_jobs.run(jobs, parallel, observer);
}

}  // namespace app
