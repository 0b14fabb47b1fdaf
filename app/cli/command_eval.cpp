#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "app/evaluation.h"
#include "app/event_json.h"
#include "app/problem_choice.h"
#include "app/run_jobs.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    CliRunOptions run;
    std::string problemsPath;
    std::string policies = "cot,sc,step";
    std::string levels;        // "2-5"
    int limit = 0;             // 0: all
    double kvShare = 0;        // cap of each problem as a share of its unpruned peak; 0: the cap of the run options
    std::string shard;         // "3/16": the third of sixteen equal parts of the set
    std::string output;
    int parallel = 1;          // problems in one pass
    bool resume = false;
    bool json = false;
};

class Evaluation {
public:
    Evaluation(const Options& options, ModelSession& session) : m_options(options), m_session(session), m_policies(policiesOf(options)), m_shard(parseShard(options.shard)) {
        ProblemSet set = readProblemsFor(options.problemsPath);
        m_badLines = static_cast<int>(set.badLines.size());
        m_problems = chooseProblems(std::move(set.problems), options.levels, options.limit);
        for (int i = 0; i < static_cast<int>(m_problems.size()); ++i) {
            if (m_shard.has(i)) m_indices.push_back(i);
        }
    }

    int run() {
        catchInterrupts();
        std::vector<PolicySummary> summaries;
        for (const EvalPolicy& policy : m_policies) {
            if (isInterrupted()) break;
            summaries.push_back(summarise(policy.name, runPolicy(policy)));
            writeSummary(summaries);
        }
        m_progress.clear();
        print(summaries);
        if (isInterrupted()) std::fprintf(stderr, "stepscope-cli: interrupted; --resume goes on\n");
        return isInterrupted() || m_failed ? 1 : 0;
    }

private:
    static std::vector<EvalPolicy> policiesOf(const Options& options) {
        try {
            return parsePolicies(options.policies);
        } catch (const std::runtime_error& error) {
            throw UsageError(error.what());
        }
    }

    /// One policy writes straight into the output folder, several into one folder each.
    fs::path directoryOf(const EvalPolicy& policy) const {
        if (m_options.output.empty()) return {};
        std::string name = policy.name;
        std::replace(name.begin(), name.end(), ':', '-');
        const fs::path directory = m_policies.size() == 1 ? fs::path(m_options.output) : fs::path(m_options.output) / name;
        std::error_code error;
        fs::create_directories(directory, error);
        if (error) throw UsageError(directory.string() + ": " + error.message());
        return directory;
    }

    RunOptions optionsOf(const EvalPolicy& policy) const {
        RunOptions options = m_options.run.applyTo(m_session.defaults());
        policy.applyTo(options);
        return options;
    }

    /// The problems of one policy, those that are in the folder already included.
    std::vector<nlohmann::json> runPolicy(const EvalPolicy& policy) {
        std::map<int, RunOptions> options;
        const bool capped = m_options.kvShare > 0 && policy.policy != PolicyKind::Cot;
        if (capped) findPeaks();
        for (int i : m_indices) {
            RunOptions o = optionsOf(policy);
            if (capped) {
                if (!m_peakBlocks.contains(i)) continue;  // its run without a cap failed or was interrupted
                o.kvCacheMib = kvCapOf(m_session, problem(i).question, o, m_options.kvShare, m_peakBlocks.at(i));
            }
            options.emplace(i, std::move(o));
        }
        return runAll(options, policy.name, directoryOf(policy));
    }

    /// What each problem's traces need at their peak when nothing is pruned, from runs without a cap (kept in the folder
    /// `free`).
    void findPeaks() {
        if (!m_peakBlocks.empty()) return;
        std::map<int, RunOptions> options;
        for (int i : m_indices) {
            RunOptions o = m_options.run.applyTo(m_session.defaults());
            o.policy = PolicyKind::SelfConsistency;
            o.kvCacheMib.reset();
            options.emplace(i, std::move(o));
        }
        fs::path directory;
        if (!m_options.output.empty()) {
            directory = fs::path(m_options.output) / "free";
            fs::create_directories(directory);
        }
        for (const nlohmann::json& question : runAll(options, "free", directory)) {
            m_peakBlocks[question.at("question_index").get<int>()] = question.at("peak_kv_blocks").get<int>();
        }
    }

    std::vector<nlohmann::json> runAll(const std::map<int, RunOptions>& options, const std::string& name, const fs::path& directory) {
        std::map<int, nlohmann::json> questions;
        std::vector<RunJob> jobs;
        for (const auto& [i, o] : options) {
            auto done = m_options.resume && !directory.empty() ? findQuestion(directory, i, problem(i).question) : std::nullopt;
            if (done) {
                questions.emplace(i, std::move(*done));
            } else {
                jobs.push_back({i, RunRequest{problem(i).question, problem(i).answer, o}});
            }
        }
        JobObserver observer;
        observer.isStopped = isInterrupted;
        observer.stepped = [&](const RunJob&, const RunLoop& run) {
            m_progress.show(name + "  " + std::to_string(questions.size() + 1) + "/" + std::to_string(options.size()) + "  " + lineOf(run.state()));
        };
        observer.ended = [&](const RunJob& job, const RunLoop& run) {
            if (run.state().finished->end == RunEnd::Failed) {
                m_failed = true;
                std::fprintf(stderr, "stepscope-cli: problem %d failed: %s\n", job.tag, run.state().finished->message.c_str());
                return;
            }
            nlohmann::json question = questionOf(run.state(), problem(job.tag), job.tag);
            if (m_options.parallel > 1) question["parallel"] = m_options.parallel;
            if (!directory.empty()) writeJson(directory / questionFileName(job.tag), question);
            questions.emplace(job.tag, std::move(question));
        };
        runJobs(m_session, jobs, m_options.parallel, observer);
        std::vector<nlohmann::json> ordered;
        for (auto& [i, question] : questions) ordered.push_back(std::move(question));
        return ordered;
    }

    const Problem& problem(int i) const { return m_problems[static_cast<std::size_t>(i)]; }

    nlohmann::json summaryJson(const std::vector<PolicySummary>& summaries) const {
        nlohmann::json out = {{"policies", nlohmann::json::array()}};
        for (const PolicySummary& s : summaries) {
            out["policies"].push_back(toJson(s));
            if (m_options.parallel > 1) out["policies"].back()["latency_s"] = nullptr;  // no problem had the device to itself
        }
        if (m_options.parallel > 1) out["parallel"] = m_options.parallel;
        return out;
    }

    void writeSummary(const std::vector<PolicySummary>& summaries) const {
        if (m_options.output.empty() || m_shard.count > 1) return;  // a part's means are not the set's
        nlohmann::json out = summaryJson(summaries);
        out["problems_file"] = fs::path(m_options.problemsPath).filename().string();
        out["problems"] = m_problems.size();
        out["skipped_lines"] = m_badLines;
        out["model"] = m_session.info().name;
        out["options"] = toJson(m_options.run.applyTo(m_session.defaults()));
        writeJson(fs::path(m_options.output) / "benchmark_summary.json", out);
    }

    void print(const std::vector<PolicySummary>& summaries) const {
        if (m_options.json) {
            std::printf("%s\n", summaryJson(summaries).dump().c_str());
            return;
        }
        std::printf("%-14s %9s %9s %10s %10s %8s %8s\n", "policy", "problems", "accuracy", "tokens", "latency", "waiting", "pruned");
        for (const PolicySummary& s : summaries) {
            char latency[24] = "-";
            if (m_options.parallel <= 1) std::snprintf(latency, sizeof latency, "%.2f s", s.latencyS);
            std::printf("%-14s %9d %8.1f%% %10.0f %10s %7.1f%% %8.1f\n", s.policy.c_str(), s.problems, 100 * s.accuracy, s.tokens, latency,
                        100 * s.waitShare, s.pruned);
        }
        if (m_options.parallel > 1) std::printf("latency is of problems that have the device to themselves: without --parallel\n");
    }

    const Options& m_options;
    ModelSession& m_session;
    std::vector<EvalPolicy> m_policies;
    Shard m_shard;
    std::vector<Problem> m_problems;
    std::vector<int> m_indices;       // of this process's part
    std::map<int, int> m_peakBlocks;  // by problem, without a cap
    int m_badLines = 0;
    bool m_failed = false;
    Progress m_progress;
};

int eval(const Options& options) {
    const auto session = loadSession(options.run);
    return Evaluation(options, *session).run();
}

}  // namespace

void addEval(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("eval", "Run policies over a problem set and compare them");
    auto options = std::make_shared<Options>();
    command->add_option("--problems", options->problemsPath, "Problem set, JSON Lines with question and answer")->required();
    command->add_option("--policies", options->policies, kPolicyListHelp);
    command->add_option("--levels", options->levels, "Only problems of these levels, such as 2-5");
    command->add_option("--limit", options->limit, "Only so many problems, spread over the set");
    command->add_option("--kv-share", options->kvShare,
                        "Cap each problem's KV cache at this share of what its traces need at their peak unpruned")
        ->check(CLI::Range(0.01, 1.0));
    command->add_option("--shard", options->shard, "PART/COUNT: only this part of the set, for several processes on one output folder");
    command->add_option("--output", options->output, "Folder for question_NNNN.json and benchmark_summary.json");
    command->add_option("--parallel", options->parallel, "Problems that run together, each with its own KV cache; latency is then not measured")
        ->check(CLI::Range(1, 256));
    command->add_flag("--resume", options->resume, "Keep the problems that the output folder already has");
    addRunOptions(*command, options->run);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return eval(*options); }; });
}

}  // namespace app::cli
