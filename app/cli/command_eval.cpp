#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "app/cli/cli_host.h"
#include "app/cli/cli_numbers.h"
#include "app/cli/commands.h"
#include "app/cli/option_rules.h"
#include "app/cli/progress.h"
#include "app/run/event_json.h"
#include "app/run/log_words.h"
#include "app/run/policy_table.h"
#include "app/run/reference_run.h"
#include "app/server/server_description.h"
#include "app/study/evaluation.h"
#include "app/study/evaluation_folder.h"
#include "app/study/problem_choice.h"
#include "app/study/result_files.h"
#include "app/study/usable_problems.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    CliRunOptions run;
    std::string problemsPath;
    std::string policies = "cot,sc,step";
    std::string levels;  // "2-5"
    int limit = 0;       // 0: all
    double kvShare = 0;  // cap of each problem as a share of its unpruned peak; 0: the cap of the run options
    std::string shard;   // "3/16": the third of sixteen equal parts of the set
    std::string output;
    int parallel = 1;  // problems in one pass
    bool resume = false;
    bool json = false;
};

/// Run options that this command replaces by its own.
constexpr RefusedOption kRefused[] = {
    {"--victim", "name the control in --policies, such as step:random"},
    {"--pace", "an evaluation runs at full speed"},
    {"--record-hidden", "an evaluation keeps no recordings; use run --record"},
};

class Evaluation {
public:
    Evaluation(const Options& options, std::vector<EvalPolicy> policies, RunHost& host)
        : m_options(options), m_host(host), m_policies(std::move(policies)), m_shard(parseShard(options.shard)) {
        ProblemSet set = readProblemsFor(options.problemsPath);
        m_badLines = static_cast<int>(set.badLines.size());
        m_problems = chooseProblems(std::move(set.problems), options.levels, options.limit);
        m_unusable = host.takeUnusable(baseOptions(), m_problems);
        std::fputs(unusableText(options.problemsPath, m_unusable).c_str(), stderr);
        if (m_problems.empty())
            throw UsageError(options.problemsPath + ": no problem of it can run; " + m_unusable.front().reason);
        for (int i = 0; i < static_cast<int>(m_problems.size()); ++i) {
            if (m_shard.has(i)) m_indices.push_back(i);
        }
        requireOneKind();
    }

    int run() {
        catchInterrupts();
        std::vector<PolicySummary> summaries;
        for (const EvalPolicy& policy : m_policies) {
            if (isInterrupted() || !m_gone.empty()) break;
            const std::vector<nlohmann::json> questions = runPolicy(policy);
            summaries.push_back(summarise(policy.name, questions));
            writeSummaries(summaries, policy, questions);
        }
        m_progress.clear();
        print(summaries);
        if (isInterrupted()) tell(m_options.output.empty() ? "interrupted" : "interrupted; --resume continues it");
        if (isInterrupted()) return interruptCode();
        if (!m_gone.empty()) tell(m_gone + (m_options.output.empty() ? "" : "; --resume continues it"));
        return m_failed || !m_gone.empty() ? 1 : 0;
    }

private:
    RunOptions baseOptions() const { return m_options.run.applyTo(m_host.defaults()); }

    /// A folder holds one policy's questions, or a folder for each of several policies.
    void requireOneKind() const {
        if (m_options.output.empty()) return;
        const fs::path folder = m_options.output;
        if (m_policies.size() > 1 && hasQuestions(folder)) {
            throw UsageError(folder.string() +
                             ": holds the evaluation of one policy; choose another folder for several");
        }
        std::error_code error;
        for (fs::directory_iterator entry(folder, error), end; m_policies.size() == 1 && !error && entry != end;
             entry.increment(error)) {
            if (entry->path().filename() != "free" && hasQuestions(entry->path())) {
                throw UsageError(
                    folder.string() +
                    ": holds the evaluation of several policies, a folder each; choose another folder for one");
            }
        }
    }

    /// One policy writes straight into the output folder, several into one folder each.
    fs::path directoryOf(const EvalPolicy& policy) const {
        if (m_options.output.empty() || m_policies.size() == 1) return m_options.output;
        std::string name = policy.name;
        std::replace(name.begin(), name.end(), ':', '-');
        return fs::path(m_options.output) / name;
    }

    RunOptions optionsOf(const EvalPolicy& policy) const {
        RunOptions options = baseOptions();
        policy.applyTo(options);
        return options;
    }

    bool isCapped(const EvalPolicy& policy) const {
        return m_options.kvShare > 0 && !policyRow(policy.policy).oneTrace;
    }

    /// What the results of runs with these options depend on. Problems that run together have no latency and, without a
    /// cap of their own, share the memory.
    nlohmann::json fingerprint(const RunOptions& options, bool capped) const {
        nlohmann::json all = m_host.fingerprint(options, m_problems);
        all["parallel"] = m_options.parallel;
        if (capped) all["kv_share"] = m_options.kvShare;
        return all;
    }

    /// The problems of one policy, those that are in the folder already included.
    std::vector<nlohmann::json> runPolicy(const EvalPolicy& policy) {
        std::map<int, RunOptions> options;
        const bool capped = isCapped(policy);
        if (capped) findPeaks();
        for (int i : m_indices) {
            if (isInterrupted()) break;  // caps take a while in large sets
            RunOptions o = optionsOf(policy);
            if (capped) {
                if (!m_peakBlocks.contains(i)) continue;  // its run without a cap failed or was interrupted
                m_host.limitToShare(o, problem(i).question, m_options.kvShare, m_peakBlocks.at(i));
            }
            options.emplace(i, std::move(o));
        }
        return runAll(options, policy.name, directoryOf(policy), fingerprint(optionsOf(policy), capped));
    }

    /// What each problem's traces need at their peak when nothing is pruned, from runs without a cap (kept in the
    /// folder `free`).
    void findPeaks() {
        if (!m_peakBlocks.empty()) return;
        RunOptions free = referenceOptions(baseOptions());
        free.kvCacheMib.reset();
        std::map<int, RunOptions> options;
        for (int i : m_indices) options.emplace(i, free);
        const fs::path folder = m_options.output.empty() ? fs::path() : fs::path(m_options.output) / "free";
        std::map<int, int> places;
        for (int i : m_indices) places[problem(i).index] = i;
        for (const nlohmann::json& question : runAll(options, "free", folder, fingerprint(free, false))) {
            m_peakBlocks[places.at(question.at("question_index").get<int>())] =
                question.at("peak_kv_blocks").get<int>();
        }
    }

    std::vector<nlohmann::json> runAll(const std::map<int, RunOptions>& options, const std::string& name,
                                       const fs::path& directory, const nlohmann::json& fingerprint) {
        std::optional<EvaluationFolder> folder;
        if (!directory.empty()) folder.emplace(directory, fingerprint, m_shard);
        std::map<int, nlohmann::json> questions;
        std::vector<RunJob> jobs;
        for (const auto& [i, o] : options) {
            auto done = m_options.resume && folder ? folder->findQuestion(problem(i)) : std::nullopt;
            if (done) {
                questions.emplace(i, std::move(*done));
            } else {
                jobs.push_back({i, RunRequest{problem(i).question, problem(i).answer, o}});
            }
        }
        std::vector<UnusableProblem> refused;
        JobObserver observer;
        observer.isStopped = isInterrupted;
        observer.stepped = [&](const RunJob&, const RunLoop& run) {
            m_progress.show(name + "  " + std::to_string(questions.size() + 1) + "/" + std::to_string(options.size()) +
                            "  " + lineOf(run.state()));
        };
        observer.refused = [&](const RunJob& job, const std::string& reason) {
            refused.push_back({problem(job.tag).index, problem(job.tag).line, name + ": " + reason});
        };
        observer.ended = [&](const RunJob& job, const RunLoop& run) {
            const int number = problem(job.tag).index;
            if (run.state().finished->end == RunEnd::Failed) {
                m_failed = true;
                std::fprintf(stderr, "stepscope-cli: problem %d failed: %s\n", number,
                             engine::printable(run.state().finished->message).c_str());
                return;
            }
            if (const int lost = countLost(run.state()); lost > 0) {
                m_failed = true;
                std::fprintf(stderr, "stepscope-cli: problem %d failed: it lost %s\n", number,
                             plural(lost, "trace").c_str());
                return;
            }
            nlohmann::json question = questionOf(run.state(), problem(job.tag), number);
            if (m_options.parallel > 1) question["parallel"] = m_options.parallel;
            if (folder) folder->write(question);
            questions.emplace(job.tag, std::move(question));
        };
        try {
            m_host.run(jobs, m_options.parallel, observer);
        } catch (const ServerGone& error) {
            m_gone = error.what();
        }
        takeRefused(refused, questions.empty());
        std::vector<nlohmann::json> ordered;
        ordered.reserve(questions.size());
        for (auto& [i, question] : questions) ordered.push_back(std::move(question));
        return ordered;
    }

    /// Reports problems that a policy could not start for lack of memory, unless it could start none.
    void takeRefused(const std::vector<UnusableProblem>& refused, bool nothingRan) {
        if (refused.empty()) return;
        if (nothingRan && !m_failed && !isInterrupted() && m_gone.empty()) throw UsageError(refused.front().reason);
        m_progress.clear();
        std::fputs(unusableText(m_options.problemsPath, refused).c_str(), stderr);
        m_unusable.insert(m_unusable.end(), refused.begin(), refused.end());
    }

    const Problem& problem(int i) const { return m_problems[static_cast<std::size_t>(i)]; }

    nlohmann::json summaryJson(const std::vector<PolicySummary>& summaries) const {
        nlohmann::json out = {{"policies", nlohmann::json::array()}, {"unusable", toJson(m_unusable)}};
        for (const PolicySummary& s : summaries) {
            out["policies"].push_back(toJson(s));
            if (m_options.parallel > 1)
                out["policies"].back()["latency_s"] = nullptr;  // no problem had the device to itself
        }
        if (m_options.parallel > 1) out["parallel"] = m_options.parallel;
        return out;
    }

    /// What summaries say of the whole evaluation.
    void addSetup(nlohmann::json& summary, const RunOptions& options) const {
        summary["problems_file"] = fs::path(m_options.problemsPath).filename().string();
        summary["problems"] = m_problems.size();
        summary["skipped_lines"] = m_badLines;
        summary["model"] = m_host.info().model;
        summary["options"] = toJson(options);
    }

    /// Each policy's summary in the layout of the STEP evaluation script, beside its questions; of several policies one
    /// more in the output folder, which compares them.
    void writeSummaries(const std::vector<PolicySummary>& summaries, const EvalPolicy& policy,
                        const std::vector<nlohmann::json>& questions) const {
        if (m_options.output.empty() || m_shard.count > 1) return;  // a part's means are not the set's
        const RunOptions options = optionsOf(policy);
        const fs::path folder = directoryOf(policy);
        nlohmann::json own = benchmarkSummaryOf({.problemsPath = m_options.problemsPath,
                                                 .modelPath = m_host.info().modelPath,
                                                 .outputFolder = folder.string(),
                                                 .traces = options.traces,
                                                 .isTimed = m_options.parallel <= 1},
                                                questions);
        own.update(summaryJson({summaries.back()}));
        addSetup(own, options);
        writeJson(folder / "benchmark_summary.json", own);
        if (m_policies.size() == 1) return;
        nlohmann::json all = summaryJson(summaries);
        addSetup(all, baseOptions());
        writeJson(fs::path(m_options.output) / "benchmark_summary.json", all);
    }

    void print(const std::vector<PolicySummary>& summaries) const {
        if (m_options.json) {
            std::printf("%s\n", summaryJson(summaries).dump().c_str());
            return;
        }
        std::printf("%-14s %9s %9s %10s %10s %8s %10s %8s %8s\n", "policy", "problems", "accuracy", "tokens",
                    "recomputed", "probe", "latency", "waiting", "pruned");
        for (const PolicySummary& s : summaries) {
            char latency[24] = "-";
            char accuracy[24] = "-";  // nothing was judged
            if (s.withoutAnswer < s.problems) std::snprintf(accuracy, sizeof accuracy, "%.1f%%", 100 * s.accuracy);
            if (m_options.parallel <= 1) std::snprintf(latency, sizeof latency, "%.2f s", s.latencyS);
            std::printf("%-14s %9d %9s %10.0f %10.0f %8.0f %10s %7.1f%% %8.1f\n", s.policy.c_str(), s.problems,
                        accuracy, s.tokens, s.recomputed, s.probeTokens, latency, 100 * s.waitShare, s.pruned);
        }
        if (!summaries.empty() && summaries.front().withoutAnswer > 0) {
            const int count = summaries.front().withoutAnswer;
            std::printf("%d of the problems %s no known answer: run, not judged\n", count, count == 1 ? "has" : "have");
        }
        if (!m_unusable.empty())
            std::printf("%zu problem%s could not be used\n", m_unusable.size(), m_unusable.size() == 1 ? "" : "s");
        if (m_options.parallel > 1)
            std::printf(
                "latency is measured without --parallel only, on problems that have the device to "
                "themselves\n");
    }

    const Options& m_options;
    RunHost& m_host;
    std::vector<EvalPolicy> m_policies;
    Shard m_shard;
    std::vector<Problem> m_problems;
    std::vector<int> m_indices;       // of this process's part
    std::map<int, int> m_peakBlocks;  // by problem, without a cap
    std::vector<UnusableProblem> m_unusable;
    int m_badLines = 0;
    bool m_failed = false;
    std::string m_gone;  // why the server does not answer any more
    Progress m_progress;
};

int eval(const CLI::App& command, const Options& options) {
    refuse(command, kRefused);
    if (options.kvShare > 0 && options.run.given.has("kv_cache_mib"))
        throw UsageError("--kv-share and --kv-cache-mib: give one of them");
    std::vector<EvalPolicy> policies = policiesOf(command, options.policies, options.run);
    refuseIdleParameters(command, policies, options.run);
    if (options.kvShare > 0 && options.run.given.has("server"))
        throw UsageError("--kv-share is about memory of this machine; a server's is its own");
    Progress loading;
    const auto host = openHost(
        options.run, [&](const std::string& stage, double fraction) { loading.show(loadingText(stage, fraction)); });
    loading.clear();
    const bool isAskedFor = isGiven(command, "--policies") || options.run.policy();
    for (const std::string& line :
         leaveOutImpossible(policies, options.run.applyTo(host->defaults()), *host, isAskedFor))
        tell(line);
    return Evaluation(options, std::move(policies), *host).run();
}

}  // namespace

void addEval(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("eval", "Run policies over a problem set and compare them");
    auto options = std::make_shared<Options>();
    command->add_option("--problems", options->problemsPath, "Problem set, JSON Lines with question and answer")
        ->required();
    command->add_option("--policies", options->policies, policyListHelp());
    command->add_option("--levels", options->levels, "Only problems of these levels, such as 2-5");
    command->add_option("--limit", options->limit, "At most this many problems, spread over the set")
        ->check(wholeRange(0, 1000000000));
    command
        ->add_option("--kv-share", options->kvShare,
                     "Cap each problem's KV cache at this share of what its unpruned traces need at their peak")
        ->check(finiteRange(0.01, 1.0));
    command->add_option("--shard", options->shard,
                        "PART/COUNT: only this part of the set, for several processes on one output folder");
    auto* output =
        command->add_option("--output", options->output, "Folder for question_NNNN.json and benchmark_summary.json");
    command
        ->add_option("--parallel", options->parallel,
                     "Problems that run together, each with its own KV cache; latency is then not measured")
        ->check(wholeRange(1, 256));
    command
        ->add_flag("--resume", options->resume,
                   "Keep the results in the output folder; they must be of the same model, problems and options")
        ->needs(output);
    addRunOptions(*command, options->run);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback(
        [options, command, &action] { action = [options, command] { return eval(*command, *options); }; });
}

}  // namespace app::cli
