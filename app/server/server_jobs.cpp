#include "app/server/server_jobs.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <list>
#include <memory>
#include <optional>

#include "app/run/usage_error.h"

namespace app {
namespace {

constexpr double kSharedPatienceS = 0.002;  // a run that nothing came for does not keep the others waiting
constexpr double kAskedS = 0.02;            // at a time, for an answer while nothing runs

using PromptKey = std::pair<std::string, std::string>;

PromptKey keyOf(const ServerPrompt& prompt) {
    return {prompt.system, prompt.problem};
}

/// A prompt that the server is asked about while runs go on. Its end gives the question up.
class PromptQuestion {
public:
    PromptQuestion(const ServerSettings& settings, const ServerDescription& server, ServerPrompt prompt)
        : m_key(keyOf(prompt)), m_answer(std::async(std::launch::async, [this, &settings, &server, prompt] {
              return countPromptTokens(settings, server, prompt, [this] { return m_stops.load(); });
          })) {}
    ~PromptQuestion() { m_stops = true; }
    PromptQuestion(const PromptQuestion&) = delete;
    PromptQuestion& operator=(const PromptQuestion&) = delete;

    const PromptKey& key() const { return m_key; }
    bool isAnswered(double waitS) const {
        return m_answer.wait_for(std::chrono::duration<double>(waitS)) == std::future_status::ready;
    }
    /// Throws as countPromptTokens().
    int take() { return m_answer.get(); }

private:
    PromptKey m_key;
    std::atomic<bool> m_stops = false;
    std::future<int> m_answer;  // last: its end waits for the thread
};

struct RunningJob {
    const RunJob* job = nullptr;
    std::unique_ptr<RunLoop> run;
    int blocks = 0;  // that it may hold of the server's capacity; 0: it has no limit of its own
};

bool hasLost(const RunState& state) {
    return std::ranges::any_of(state.traces, [](const TraceState& t) { return t.finish == FinishReason::Lost; });
}

/// Starts jobs in their order and steps those that run.
class JobRounds {
public:
    JobRounds(const ServerSettings& settings, const ServerDescription& server, std::map<PromptKey, int>& promptTokens,
              std::span<const RunJob> jobs, int parallel, const JobObserver& observer)
        : m_settings(settings),
          m_server(server),
          m_promptTokens(promptTokens),
          m_jobs(jobs),
          m_parallel(static_cast<std::size_t>(std::max(1, parallel))),
          m_observer(observer) {
        if (m_parallel > 1) m_settings.patienceS = kSharedPatienceS;
    }

    void run() {
        while (m_next < m_jobs.size() || !m_running.empty()) {
            if (m_observer.isStopped && m_observer.isStopped()) return;
            if (m_observer.mayStart && !m_observer.mayStart()) m_next = m_jobs.size();
            while (m_next < m_jobs.size() && startNext()) {
            }
            stepAll();
        }
        if (!m_gone.empty()) throw ServerGone(m_gone);
    }

private:
    /// False where the next job has to wait.
    bool startNext() {
        const RunJob& job = m_jobs[m_next];
        try {
            const std::optional<int> tokens = findPromptTokens(serverPrompt(job.request));
            if (!tokens || !start(job, *tokens)) return false;
        } catch (const ServerGone& error) {
            m_gone = error.what();
            m_next = m_jobs.size();
            return false;
        } catch (const UsageError& error) {
            if (!m_observer.refused) throw;
            m_observer.refused(job, error.what());
        }
        ++m_next;
        return true;
    }

    /// Nothing as long as the server has not answered. It is asked before there is room for the run.
    std::optional<int> findPromptTokens(const ServerPrompt& prompt) {
        if (const auto known = m_promptTokens.find(keyOf(prompt)); known != m_promptTokens.end()) return known->second;
        if (!m_question) m_question = std::make_unique<PromptQuestion>(m_settings, m_server, prompt);
        if (!m_question->isAnswered(m_running.empty() ? kAskedS : 0)) return std::nullopt;
        const auto question = std::move(m_question);
        return m_promptTokens[question->key()] = question->take();
    }

    bool start(const RunJob& job, int promptTokens) {
        const RunOptions& options = job.request.options;
        const int blocks = serverBlocks(m_server, options).value_or(0);
        if (m_running.size() >= m_parallel || !hasRoomFor(blocks, options)) return false;
        ServerDescription server = m_server;
        server.promptTokens = promptTokens;
        auto sink = m_observer.sinkOf ? m_observer.sinkOf(job) : RunLoop::Sink([](const Event&) {});
        m_running.push_back({&job, startServerRun(m_settings, server, job.request, std::move(sink)), blocks});
        return true;
    }

    /// The server's capacity holds that many blocks beside those of the runs under way, as far as it is known.
    bool hasRoomFor(int blocks, RunOptions options) const {
        int held = 0;
        for (const RunningJob& each : m_running) held += each.blocks;
        options.serverKvTokens.reset();
        const std::optional<int> capacity = serverBlocks(m_server, options);
        return blocks == 0 || held == 0 || !capacity || held + blocks <= *capacity;
    }

    void stepAll() {
        for (auto at = m_running.begin(); at != m_running.end();) {
            (void)at->run->step();
            if (m_observer.stepped) m_observer.stepped(*at->job, *at->run);
            if (!at->run->isFinished()) {
                ++at;
                continue;
            }
            if (hasLost(at->run->state())) m_promptTokens.clear();  // the next question shows whether it still answers
            m_observer.ended(*at->job, *at->run);
            at = m_running.erase(at);
        }
    }

    ServerSettings m_settings;
    const ServerDescription& m_server;
    std::map<PromptKey, int>& m_promptTokens;
    std::span<const RunJob> m_jobs;
    std::size_t m_parallel;
    const JobObserver& m_observer;
    std::list<RunningJob> m_running;
    std::size_t m_next = 0;
    std::string m_gone;  // why the server does not answer any more
    std::unique_ptr<PromptQuestion> m_question;
};

}  // namespace

ServerJobs::ServerJobs(ServerSettings settings, ServerDescription server)
    : m_settings(std::move(settings)), m_server(std::move(server)) {
    m_settings.model = m_server.model;
}

void ServerJobs::run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) {
    JobRounds(m_settings, m_server, m_promptTokens, jobs, parallel, observer).run();
}

int ServerJobs::promptTokens(const ServerPrompt& prompt, const std::function<bool()>& isStopped) {
    const auto known = m_promptTokens.find(keyOf(prompt));
    if (known != m_promptTokens.end()) return known->second;
    const int tokens = countPromptTokens(m_settings, m_server, prompt, isStopped);
    if (!(isStopped && isStopped())) m_promptTokens[keyOf(prompt)] = tokens;
    return tokens;
}

}  // namespace app
