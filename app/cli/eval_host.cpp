#include "app/cli/eval_host.h"

#include <algorithm>
#include <utility>

#include "app/cli/cli_server.h"
#include "app/cli/commands.h"
#include "app/run/usage_error.h"
#include "app/server/server_jobs.h"
#include "app/study/evaluation.h"
#include "app/study/fingerprint.h"

namespace app {
namespace {

class LocalHost : public EvalHost {
public:
    explicit LocalHost(std::unique_ptr<ModelSession> session) : m_session(std::move(session)) {}

    RunOptions defaults() const override { return m_session->defaults(); }
    std::string modelName() const override { return m_session->info().name; }
    std::string modelPath() const override { return m_session->info().path; }
    std::vector<UnusableProblem> takeUnusable(const RunOptions& options,
                                              std::vector<Problem>& problems) const override {
        return app::takeUnusable(*m_session, options, problems);
    }
    nlohmann::json fingerprint(const RunOptions& options, std::span<const Problem> problems) const override {
        return fingerprintOf(*m_session, options, problems);
    }
    double kvCap(const std::string& question, const RunOptions& options, double share, int peakBlocks) const override {
        return kvCapOf(*m_session, question, options, share, peakBlocks);
    }
    void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) override {
        runJobs(*m_session, jobs, parallel, observer);
    }

private:
    std::unique_ptr<ModelSession> m_session;
};

class ServerHost : public EvalHost {
public:
    explicit ServerHost(ServerSettings settings)
        : m_settings(std::move(settings)), m_server(describeServer(m_settings)) {
        m_settings.model = m_server.model;
    }

    RunOptions defaults() const override { return {}; }
    std::string modelName() const override { return m_server.model; }
    std::string modelPath() const override { return m_settings.address; }
    std::vector<UnusableProblem> takeUnusable(const RunOptions&, std::vector<Problem>& problems) const override {
        std::vector<UnusableProblem> unusable;
        std::erase_if(problems, [&](const Problem& problem) {
            const bool isBlank = problem.question.find_first_not_of(" \t\r\n") == std::string::npos;
            if (isBlank) unusable.push_back({problem.index, problem.line, "it is empty"});
            return isBlank;
        });
        return unusable;
    }
    /// A server does not show its model's files: its name, and what serves it, stand for them.
    nlohmann::json fingerprint(const RunOptions& options, std::span<const Problem> problems) const override {
        nlohmann::json asked = resultOptions(options);
        asked["server"] = m_settings.address;
        asked["server_model"] = m_server.model;
        const auto scorer = m_server.plugin
                                ? nlohmann::json(m_server.plugin->scorer.name + " " + m_server.plugin->scorer.sha256)
                                : nlohmann::json(nullptr);
        return {{"results_version", kResultsVersion},
                {"backend", "server"},
                {"model", {{"name", m_server.model}, {"identity", m_server.engine}}},
                {"scorer", scorer},
                {"options", std::move(asked)},
                {"problems", {{"count", problems.size()}, {"sha256", problemsSha256(problems)}}}};
    }
    double kvCap(const std::string&, const RunOptions&, double, int) const override {
        throw UsageError("--kv-share is about memory of this machine; a server's is its own");
    }
    void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) override {
        runServerJobs(m_settings, jobs, parallel, observer);
    }

private:
    ServerSettings m_settings;
    ServerDescription m_server;
};

}  // namespace

std::unique_ptr<EvalHost> makeEvalHost(const CliRunOptions& options) {
    if (auto settings = findServer(options)) return std::make_unique<ServerHost>(std::move(*settings));
    return std::make_unique<LocalHost>(cli::loadSession(options));
}

}  // namespace app
