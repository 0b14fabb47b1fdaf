#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "app/study/study_files.h"
#include "app/study/study_runner.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    CliRunOptions run;
    std::string problemsPath;
    std::string policies = "cot,sc,sc-static,slim-sc,deepconf-low,deepconf-high,step,step-refill";
    std::vector<int> traces;
    std::vector<double> memory = {0.25, 0.5, 1.0};
    std::vector<std::uint64_t> seeds;
    std::string levels;
    int limit = 0;
    int parallel = 8;
    int alone = 20;
    int workers = 1;
    std::string shard;
    std::string output;
    bool reportOnly = false;
};

StudyPlan planOf(const Options& options, const ModelSession& session) {
    StudyPlan plan;
    ProblemSet set = readProblemsFor(options.problemsPath);
    plan.skippedLines = static_cast<int>(set.badLines.size());
    plan.problems = chooseProblems(std::move(set.problems), options.levels, options.limit);
    plan.problemsPath = options.problemsPath;
    plan.options = options.run.applyTo(session.defaults());
    plan.options.pace = 0;
    plan.fixedWarmup = options.run.overrides.warmup.has_value();
    try {
        plan.policies = parsePolicies(options.policies);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    plan.traces = options.traces.empty() ? std::vector{plan.options.traces} : options.traces;
    plan.memory = options.memory;
    plan.seeds = options.seeds.empty() ? std::vector{plan.options.sampling.seed} : options.seeds;
    plan.parallel = options.parallel;
    plan.aloneProblems = options.alone;
    plan.shard = parseShard(options.shard);
    plan.folder = options.output;
    return plan;
}

std::string timeText(double s) {
    char text[32];
    if (s < 90) std::snprintf(text, sizeof text, "%.0f s", s);
    else std::snprintf(text, sizeof text, "%.0f min", s / 60);
    return text;
}

int writeReport(const Options& options) {
    const StudySetup setup = readStudySetup(options.output);
    const std::vector<StudyRecord> records = readStudyFolder(options.output);
    writeStudyFiles(options.output, setup, records);
    std::printf("%zu runs; %s\n", records.size(), (fs::path(options.output) / "report.html").string().c_str());
    return 0;
}

/// Runs of all workers together; drawn by whichever has news.
class SharedProgress {
public:
    explicit SharedProgress(std::size_t workers) : m_parts(workers) {}

    void show(std::size_t worker, const std::string& what, int done, int total, double leftS) {
        const std::lock_guard lock(m_mutex);
        m_parts[worker] = {done, total, leftS};
        Part all;
        for (const Part& part : m_parts) {
            all.done += part.done;
            all.total += part.total;
            all.leftS = std::max(all.leftS, part.leftS);
        }
        m_progress.show(what + "  run " + std::to_string(all.done) + " of " + std::to_string(all.total) + (done ? "  " + timeText(all.leftS) + " left" : ""));
    }
    void showLoading(const std::string& stage, double fraction) {
        const std::lock_guard lock(m_mutex);
        char text[128];
        std::snprintf(text, sizeof text, "%3.0f %%  %s", 100 * fraction, stage.c_str());
        m_progress.show(text);
    }
    void clear() { m_progress.clear(); }

private:
    struct Part {
        int done = 0;
        int total = 0;
        double leftS = 0;
    };
    std::mutex m_mutex;
    std::vector<Part> m_parts;
    Progress m_progress;
};

struct WorkerResult {
    bool complete = false;
    int failedRuns = 0;
    std::exception_ptr error = {};
};

/// One worker's part of the study, with a model of its own that the calling thread loads and uses.
WorkerResult runPart(const Options& options, int worker, SharedProgress& progress, const std::function<bool()>& isStopped) {
    WorkerResult result;
    try {
        const auto session = ModelSession::load(
            options.run.loadOrder(), {.progress = [&](const std::string& stage, double fraction) { progress.showLoading(stage, fraction); }, .priced = {}});
        StudyPlan plan = planOf(options, *session);
        plan.shard = {plan.shard.part * options.workers + worker, plan.shard.count * options.workers};
        if (options.workers > 1) plan.aloneProblems = 0;  // their times come last, when nobody else works
        StudyObserver observer;
        observer.isStopped = isStopped;
        observer.progress = [&, worker](const std::string& what, int done, int total, double leftS) {
            progress.show(static_cast<std::size_t>(worker), what, done, total, leftS);
        };
        StudyRunner runner(*session, std::move(plan), observer);
        result.complete = runner.run();
        result.failedRuns = runner.failedRuns();
    } catch (...) {
        result.error = std::current_exception();
    }
    return result;
}

/// All parts of this process at once, each on a thread with the model of its own.
std::vector<WorkerResult> runParts(const Options& options, SharedProgress& progress) {
    std::vector<WorkerResult> results(static_cast<std::size_t>(options.workers));
    std::atomic<bool> failed = false;
    const std::function<bool()> isStopped = [&failed] { return failed || isInterrupted(); };
    std::vector<std::thread> threads;
    for (std::size_t w = 0; w < results.size(); ++w) {
        threads.emplace_back([&, w] {
            results[w] = runPart(options, static_cast<int>(w), progress, isStopped);
            if (results[w].error) failed = true;
        });
    }
    for (std::thread& thread : threads) thread.join();
    return results;
}

int study(const Options& options) {
    if (options.reportOnly) return writeReport(options);
    if (options.problemsPath.empty()) throw UsageError("give --problems, or --report-only for a study that has run");
    catchInterrupts();
    SharedProgress progress(static_cast<std::size_t>(options.workers));
    std::vector<WorkerResult> results = runParts(options, progress);
    const bool partsDone = std::all_of(results.begin(), results.end(), [](const WorkerResult& r) { return r.complete && !r.error; });
    if (options.workers > 1 && options.alone > 0 && partsDone) {
        Options alone = options;
        alone.workers = 1;
        results.push_back(runPart(alone, 0, progress, isInterrupted));
    }
    progress.clear();
    bool complete = true;
    int failedRuns = 0;
    for (const WorkerResult& result : results) {
        if (result.error) std::rethrow_exception(result.error);
        complete = complete && result.complete;
        failedRuns += result.failedRuns;
    }
    if (!complete) std::fprintf(stderr, "stepscope-cli: interrupted; the same command goes on, --report-only reports what is there\n");
    if (failedRuns > 0) std::fprintf(stderr, "stepscope-cli: %d runs failed; the same command tries them again\n", failedRuns);
    if (complete && options.shard.empty()) writeReport(options);
    return complete && failedRuns == 0 ? 0 : 1;
}

}  // namespace

void addStudy(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("study", "Run policies x n x memory x seeds over a problem set and write a report");
    auto options = std::make_shared<Options>();
    command->add_option("--problems", options->problemsPath, "Problem set, JSON Lines with question and answer");
    command->add_option("--policies", options->policies, kPolicyListHelp);
    command->add_option("--n-values", options->traces, "Values of n, by commas (default: -n)")->delimiter(',')->check(CLI::Range(1, 4096));
    command->add_option("--memory", options->memory, "KV caches, by commas, as shares of what each problem's traces need at their peak unpruned")
        ->delimiter(',')->check(CLI::Range(0.01, 1.0))->capture_default_str();
    command->add_option("--seeds", options->seeds, "Seeds, by commas (default: --seed)")->delimiter(',');
    command->add_option("--levels", options->levels, "Only problems of these levels, such as 2-5");
    command->add_option("--limit", options->limit, "Only so many problems, spread over the set");
    command->add_option("--parallel", options->parallel, "Problems that run together; their times are not used")
        ->check(CLI::Range(1, 256))->capture_default_str();
    command->add_option("--alone", options->alone, "So many problems, spread over the set, run once more with the device to themselves, for their times (first seed)")
        ->check(CLI::Range(0, 1000000))->capture_default_str();
    command->add_option("--workers", options->workers,
                        "Threads that share the device, each with the model of its own and a part of the problems: while one prepares a pass, "
                        "another's runs")
        ->check(CLI::Range(1, 16))->capture_default_str();
    command->add_option("--shard", options->shard, "PART/COUNT: only this part of the set, for several processes on one folder; --report-only joins them");
    command->add_option("--output", options->output, "Folder of the study; an unfinished one there is gone on with")->required();
    command->add_flag("--report-only", options->reportOnly, "Write the report of what the folder holds");
    addRunOptions(*command, options->run);
    command->callback([options, &action] { action = [options] { return study(*options); }; });
}

}  // namespace app::cli
