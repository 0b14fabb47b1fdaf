#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "app/evaluation.h"
#include "app/event_json.h"
#include "app/run_loop.h"

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
    bool resume = false;
    bool json = false;
};

/// Keeps problems of the levels asked for, then the first `limit`, spread evenly over the set.
std::vector<Problem> choose(std::vector<Problem> problems, const std::string& levels, int limit) {
    if (!levels.empty()) {
        int low = 0;
        int high = 0;
        if (std::sscanf(levels.c_str(), "%d-%d", &low, &high) < 2) high = low;
        if (low < 1 || high < low) throw UsageError("--levels takes one level or a range such as 2-5, not '" + levels + "'");
        std::erase_if(problems, [&](const Problem& p) { return p.level < low || p.level > high; });
        if (problems.empty()) throw UsageError("no problem of level " + levels + " in the set");
    }
    if (limit <= 0 || limit >= static_cast<int>(problems.size())) return problems;
    std::vector<Problem> kept;
    for (int i = 0; i < limit; ++i) kept.push_back(problems[static_cast<std::size_t>(i) * problems.size() / static_cast<std::size_t>(limit)]);
    return kept;
}

/// Which problems this process takes: those with index % count == part.
struct Shard {
    int part = 0;
    int count = 1;
};

Shard parseShard(const std::string& text) {
    Shard shard;
    if (text.empty()) return shard;
    if (std::sscanf(text.c_str(), "%d/%d", &shard.part, &shard.count) != 2 || shard.part < 1 || shard.count < shard.part) {
        throw UsageError("--shard takes PART/COUNT such as 3/16, not '" + text + "'");
    }
    --shard.part;
    return shard;
}

class Evaluation {
public:
    Evaluation(const Options& options, ModelSession& session) : m_options(options), m_session(session), m_policies(policiesOf(options)), m_shard(parseShard(options.shard)) {
        ProblemSet set = readSet(options.problemsPath);
        for (const std::string& bad : set.badLines) {
            std::fprintf(stderr, "stepscope-cli: %s: %s; skipped\n", options.problemsPath.c_str(), bad.c_str());
        }
        m_badLines = static_cast<int>(set.badLines.size());
        m_problems = choose(std::move(set.problems), options.levels, options.limit);
    }

    int run() {
        catchInterrupts();
        std::vector<PolicySummary> summaries;
        for (const EvalPolicy& policy : m_policies) {
            const fs::path directory = directoryOf(policy);
            std::vector<nlohmann::json> questions;
            for (std::size_t i = 0; i < m_problems.size() && !isInterrupted(); ++i) {
                if (static_cast<int>(i) % m_shard.count != m_shard.part) continue;
                if (auto question = runProblem(policy, directory, static_cast<int>(i))) questions.push_back(std::move(*question));
            }
            summaries.push_back(summarise(policy.name, questions));
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

    static ProblemSet readSet(const std::string& path) {
        try {
            return readProblems(path);
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

    std::optional<nlohmann::json> runProblem(const EvalPolicy& policy, const fs::path& directory, int i) {
        RunOptions options = m_options.run.applyTo(m_session.defaults());
        options.policy = policy.policy;
        options.victim = policy.victim;
        if (m_options.kvShare > 0 && policy.policy != PolicyKind::Cot) {
            const auto cap = capOf(i);
            if (!cap) return std::nullopt;
            options.kvCacheMib = *cap;
        }
        return runWith(options, policy.name, directory, i);
    }

    /// The problem's KV cap in MiB: `kvShare` of what all its traces need at their peak when nothing is pruned, which a
    /// run without a cap measures (kept in the folder `free`), and at least what the traces need to start.
    std::optional<double> capOf(int i) {
        auto& peak = m_peakBlocks[i];
        if (peak == 0) {
            RunOptions options = m_options.run.applyTo(m_session.defaults());
            options.policy = PolicyKind::SelfConsistency;
            options.kvCacheMib.reset();
            fs::path directory;
            if (!m_options.output.empty()) {
                directory = fs::path(m_options.output) / "free";
                fs::create_directories(directory);
            }
            const auto question = runWith(options, "free", directory, i);
            if (!question) return std::nullopt;
            peak = question->at("peak_kv_blocks").get<int>();
        }
        const RunOptions options = m_options.run.applyTo(m_session.defaults());
        const int tokens = static_cast<int>(m_session.promptTokens(m_problems[static_cast<std::size_t>(i)].question, options.systemPrompt).size());
        const int least = blocksToStart(tokens, options.traces);
        const int blocks = std::max(least, static_cast<int>(m_options.kvShare * peak + 0.5));
        return blocks * static_cast<double>(m_session.info().blockBytes) / (1024.0 * 1024.0);
    }

    std::optional<nlohmann::json> runWith(const RunOptions& options, const std::string& name, const fs::path& directory, int i) {
        const Problem& problem = m_problems[static_cast<std::size_t>(i)];
        if (m_options.resume && !directory.empty()) {
            if (auto done = findQuestion(directory, i, problem.question)) return done;
        }
        RunLoop loop(m_session, RunRequest{problem.question, problem.answer, options}, [](const Event&) {});
        while (!loop.isFinished()) {
            loop.step();
            m_progress.show(name + "  " + std::to_string(i + 1) + "/" + std::to_string(m_problems.size()) + "  " + lineOf(loop.state()));
            if (isInterrupted()) return std::nullopt;
        }
        if (loop.state().finished->end == RunEnd::Failed) {
            m_failed = true;
            std::fprintf(stderr, "stepscope-cli: problem %d failed: %s\n", i, loop.state().finished->message.c_str());
            return std::nullopt;
        }
        nlohmann::json question = questionOf(loop.state(), problem, i);
        if (!directory.empty()) writeJson(directory / questionFileName(i), question);
        return question;
    }

    nlohmann::json summaryJson(const std::vector<PolicySummary>& summaries) const {
        nlohmann::json out = {{"policies", nlohmann::json::array()}};
        for (const PolicySummary& s : summaries) out["policies"].push_back(toJson(s));
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
            std::printf("%-14s %9d %8.1f%% %10.0f %8.2f s %7.1f%% %8.1f\n", s.policy.c_str(), s.problems, 100 * s.accuracy, s.tokens,
                        s.latencyS, 100 * s.waitShare, s.pruned);
        }
    }

    const Options& m_options;
    ModelSession& m_session;
    std::vector<EvalPolicy> m_policies;
    Shard m_shard;
    std::vector<Problem> m_problems;
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
    command->add_option("--policies", options->policies, "Those of --policy, by commas; controls: step:random, step:longest, step:logprob");
    command->add_option("--levels", options->levels, "Only problems of these levels, such as 2-5");
    command->add_option("--limit", options->limit, "Only so many problems, spread over the set");
    command->add_option("--kv-share", options->kvShare,
                        "Cap each problem's KV cache at this share of what its traces need at their peak unpruned")
        ->check(CLI::Range(0.01, 1.0));
    command->add_option("--shard", options->shard, "PART/COUNT: only this part of the set, for several processes on one output folder");
    command->add_option("--output", options->output, "Folder for question_NNNN.json and benchmark_summary.json");
    command->add_flag("--resume", options->resume, "Keep the problems that the output folder already has");
    addRunOptions(*command, options->run);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return eval(*options); }; });
}

}  // namespace app::cli
