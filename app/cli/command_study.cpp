#include <algorithm>
#include <atomic>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "app/cli/cli_host.h"
#include "app/cli/cli_numbers.h"
#include "app/cli/commands.h"
#include "app/cli/option_rules.h"
#include "app/cli/progress.h"
#include "app/models/load_session.h"
#include "app/run/policy_table.h"
#include "app/server/server_description.h"
#include "app/study/folder_lock.h"
#include "app/study/local_host.h"
#include "app/study/report/study_files.h"
#include "app/study/study_estimate.h"
#include "app/study/study_runner.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    CliRunOptions run;
    std::string problemsPath;
    std::string policies = policyNames();
    std::vector<int> traces;
    std::vector<double> memory = {0.25, 0.5, 1.0};
    std::vector<double> utilizations;  // the other memory axis
    std::vector<std::uint64_t> seeds;
    std::string levels;
    int limit = 0;
    int parallel = 8;
    int alone = 20;
    int workers = 1;
    std::string shard;
    std::string output;
    bool reportOnly = false;
    bool estimate = false;
    AskedFor asked;
};

/// Run options that this command replaces by its own.
constexpr RefusedOption kRefused[] = {
    {"--victim", "name the control in --policies, such as step:random"},
    {"--pace", "a study runs at full speed"},
    {"--record-hidden", "a study keeps no recordings; use run --record"},
    {"--server-kv-tokens", "--memory gives KV caches as shares of what each problem needs"},
};

std::string textOf(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

/// What every worker of the study takes from the command line and the problem file.
StudyPlan planOf(const CLI::App& command, const Options& options) {
    refuse(command, kRefused);
    const auto onlyOne = [&](const char* a, const char* b) {
        if (isGiven(command, a) && isGiven(command, b))
            throw UsageError(std::string(a) + " and " + b + ": give one of them");
    };
    onlyOne("--n-values", "--traces");
    onlyOne("--seeds", "--seed");
    onlyOne("--memory", "--memory-utilizations");
    onlyOne("--memory-utilization", "--memory-utilizations");
    const bool utilized = !options.utilizations.empty();
    if (!utilized && options.run.given.has("kv_cache_mib")) {
        throw UsageError(
            "--kv-cache-mib has no effect here; --memory gives KV caches as shares of what each problem needs");
    }
    if (utilized && options.workers > 1)
        throw UsageError("--memory-utilizations is of the whole device; use --workers 1");
    if (options.run.given.has("server")) {
        if (options.workers > 1) throw UsageError("--workers share this machine's device; a server takes --parallel");
        if (utilized) throw UsageError("--memory-utilizations is about this machine; a server has its own memory");
        if (options.estimate) throw UsageError("--estimate measures this machine; a server's time is shared by others");
    }
    StudyPlan plan;
    plan.policies = policiesOf(command, options.policies, options.run);
    refuseIdleParameters(command, plan.policies, options.run);
    const auto number = [](auto value) { return std::to_string(value); };
    plan.traces = eachOnce(options.traces, "--n-values", number);
    plan.seeds = eachOnce(options.seeds, "--seeds", number);
    plan.memoryAxis = utilized ? MemoryAxis::Utilization : MemoryAxis::PeakShare;
    plan.memory = utilized ? eachOnce(options.utilizations, "--memory-utilizations", textOf)
                           : eachOnce(options.memory, "--memory", textOf);
    ProblemSet set = readProblemsFor(options.problemsPath);
    plan.skippedLines = static_cast<int>(set.badLines.size());
    plan.problems =
        chooseProblems(withAnswers(std::move(set.problems), options.problemsPath), options.levels, options.limit);
    plan.problemsPath = options.problemsPath;
    plan.levels = options.levels;
    plan.limit = options.limit;
    plan.fixedWarmup = options.run.given.has("warmup");
    plan.parallel = options.parallel;
    plan.aloneProblems = options.alone;
    plan.shard = parseShard(options.shard);
    plan.folder = options.output;
    return plan;
}

/// What the host adds to the plan.
/// @param isTold  what is left out is named
void complete(StudyPlan& plan, const Options& options, const RunHost& host, bool isTold,
              const std::function<bool()>& isStopped) {
    plan.options = options.run.applyTo(host.defaults());
    for (const std::string& line : fitToHost(plan, host, options.asked)) {
        if (isTold) tell(line);
    }
    const std::vector<UnusableProblem> unusable = completeStudyPlan(plan, host, isStopped);
    if (isTold) std::fputs(unusableText(options.problemsPath, unusable).c_str(), stderr);
}

std::string timeText(double s) {
    char text[32];
    if (s < 90)
        std::snprintf(text, sizeof text, "%.0f s", s);
    else
        std::snprintf(text, sizeof text, "%.1f min", s / 60);
    return text;
}

std::string percentText(double share) {
    return std::to_string(static_cast<int>(100 * share)) + " %";
}

int writeReport(const Options& options) {
    const StudySetup setup = readStudySetup(options.output);
    const std::vector<StudyRecord> records = readStudyFolder(options.output);
    writeStudyFiles(options.output, setup, records);
    std::printf("%zu runs; %s\n", records.size(), (fs::path(options.output) / "report.html").string().c_str());
    return 0;
}

/// Runs of all workers together; drawn by the worker that has news.
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
        m_progress.show(what + "  run " + std::to_string(all.done) + " of " + std::to_string(all.total) +
                        (done ? "  " + timeText(all.leftS) + " left" : ""));
    }
    void showLoading(const std::string& stage, double fraction) {
        const std::lock_guard lock(m_mutex);
        m_progress.show(loadingText(stage, fraction));
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
    int refusedRuns = 0;
    std::string gone = {};  ///< why the server does not answer any more
    std::exception_ptr error = {};
};

/// One worker's part of the study, with a model of its own that the calling thread loads and uses, or on a server.
WorkerResult runPart(const Options& options, StudyPlan plan, int worker, bool isTold, SharedProgress& progress,
                     const std::function<bool()>& isStopped) {
    WorkerResult result;
    try {
        const auto host = openHost(
            options.run, [&](const std::string& stage, double fraction) { progress.showLoading(stage, fraction); },
            isStopped);
        complete(plan, options, *host, isTold, isStopped);
        if (isStopped()) return result;
        plan.shard = {plan.shard.part * options.workers + worker, plan.shard.count * options.workers};
        if (options.workers > 1) plan.aloneProblems = 0;  // runs that are timed come last, when no other worker is busy
        StudyObserver observer;
        observer.isStopped = isStopped;
        observer.progress = [&, worker](const std::string& what, int done, int total, double leftS) {
            progress.show(static_cast<std::size_t>(worker), what, done, total, leftS);
        };
        observer.trouble = [](const std::string& message) {
            std::fprintf(stderr, "stepscope-cli: %s\n", message.c_str());
        };
        StudyRunner runner(*host, std::move(plan), observer);
        result.complete = runner.run();
        result.failedRuns = runner.failedRuns();
        result.refusedRuns = runner.refusedRuns();
    } catch (const ServerGone& error) {
        result.gone = error.what();
    } catch (...) {
        result.error = std::current_exception();
    }
    return result;
}

/// All parts of this process at once, each on a thread with a model of its own.
std::vector<WorkerResult> runParts(const Options& options, const StudyPlan& plan, SharedProgress& progress) {
    std::vector<WorkerResult> results(static_cast<std::size_t>(options.workers));
    std::atomic<bool> failed = false;
    const std::function<bool()> isStopped = [&failed] { return failed || isInterrupted(); };
    std::vector<std::thread> threads;
    for (std::size_t w = 0; w < results.size(); ++w) {
        threads.emplace_back([&, w] {
            results[w] = runPart(options, plan, static_cast<int>(w), w == 0, progress, isStopped);
            if (results[w].error) failed = true;
        });
    }
    for (std::thread& thread : threads) thread.join();
    return results;
}

/// Measures for a while, says how long the study will take, and runs nothing of it.
int estimate(const CLI::App& command, const Options& options) {
    if (options.workers > 1 || !options.shard.empty())
        throw UsageError("--estimate is of a study that one worker runs; leave --workers and --shard out");
    StudyPlan plan = planOf(command, options);
    catchInterrupts();
    Progress progress;
    const auto session = app::loadSession(options.run.loadOrder(), {});
    complete(plan, options, LocalHost(*session), true, isInterrupted);
    if (isInterrupted()) return interruptCode();
    const StudyMeasure measure =
        measureStudy(*session, plan,
                     {.progress = [&](double share) { progress.show("measuring  " + percentText(share)); },
                      .isStopped = isInterrupted});
    progress.clear();
    if (isInterrupted()) return interruptCode();
    const StudyEstimate all = estimateStudy(measure, plan);
    double tokens = 0;
    for (const auto& problem : measure.problems) tokens += problem.meanTokens;
    std::printf("%s %s for %d runs\nmeasured in %s: %d traces of %zu problems, %.0f tokens a trace, %.0f tokens/s\n",
                all.isUpperBound ? "at most" : "about", timeText(all.seconds).c_str(), all.runs,
                timeText(measure.seconds).c_str(), measure.traces, measure.problems.size(),
                tokens / static_cast<double>(std::max<std::size_t>(1, measure.problems.size())),
                static_cast<double>(measure.tokens) / std::max(0.01, measure.seconds));
    return 0;
}

int study(const CLI::App& command, const Options& options) {
    if (options.reportOnly) return writeReport(options);
    if (options.problemsPath.empty()) throw UsageError("give --problems, or --report-only for a study that has run");
    if (options.estimate) return estimate(command, options);
    const StudyPlan plan = planOf(command, options);
    const FolderLock lock(options.output, plan.shard);
    catchInterrupts();
    SharedProgress progress(static_cast<std::size_t>(options.workers));
    std::vector<WorkerResult> results = runParts(options, plan, progress);
    const bool partsDone =
        std::all_of(results.begin(), results.end(), [](const WorkerResult& r) { return r.complete && !r.error; });
    if (options.workers > 1 && options.alone > 0 && partsDone) {
        Options alone = options;
        alone.workers = 1;
        results.push_back(runPart(alone, plan, 0, false, progress, isInterrupted));
    }
    progress.clear();
    bool complete = true;
    std::string gone;
    int failedRuns = 0;
    int refusedRuns = 0;
    for (const WorkerResult& result : results) {
        if (result.error && !isInterrupted()) std::rethrow_exception(result.error);
        complete = complete && result.complete;
        if (gone.empty()) gone = result.gone;
        failedRuns += result.failedRuns;
        refusedRuns += result.refusedRuns;
    }
    if (!complete)
        tell((gone.empty() ? "interrupted" : gone) +
             "; the same command continues it, --report-only reports the results so far");
    if (refusedRuns > 0)
        std::fprintf(stderr, "stepscope-cli: %d runs could not start and are missing from the report\n", refusedRuns);
    if (failedRuns > 0)
        std::fprintf(stderr, "stepscope-cli: %d runs failed; the same command tries them again\n", failedRuns);
    if (complete && options.shard.empty()) writeReport(options);
    if (!complete && isInterrupted()) return interruptCode();
    return complete && failedRuns == 0 ? 0 : 1;
}

}  // namespace

void addStudy(CLI::App& program, Action& action) {
    auto* command =
        program.add_subcommand("study", "Run policies x n x memory x seeds over a problem set and write a report");
    auto options = std::make_shared<Options>();
    command->add_option("--problems", options->problemsPath, "Problem set, JSON Lines with question and answer");
    command->add_option("--policies", options->policies, policyListHelp());
    command->add_option("--n-values", options->traces, "Values of n, separated by commas (default: -n)")
        ->delimiter(',')
        ->check(wholeRange(1, 4096));
    command
        ->add_option("--memory", options->memory,
                     "KV caches, separated by commas, as shares of what each problem's unpruned traces need at their "
                     "peak")
        ->delimiter(',')
        ->check(finiteRange(0.01, 1.0))
        ->capture_default_str();
    command
        ->add_option("--memory-utilizations", options->utilizations,
                     "KV caches, separated by commas, as shares of the device's memory that a run may use (instead "
                     "of --memory); on the CPU, shares of --kv-cache-mib or of the model's own cap")
        ->delimiter(',')
        ->check(finiteRange(0.05, 0.99));
    command->add_option("--seeds", options->seeds, "Seeds, separated by commas (default: --seed)")
        ->delimiter(',')
        ->check(seedRange());
    command->add_option("--levels", options->levels, "Only problems of these levels, such as 2-5");
    command->add_option("--limit", options->limit, "At most this many problems, spread over the set")
        ->check(wholeRange(0, 1000000000));
    command->add_option("--parallel", options->parallel, "Problems that run together; their times are not used")
        ->check(wholeRange(1, 256))
        ->capture_default_str();
    command
        ->add_option("--alone", options->alone,
                     "Number of problems, spread over the set, that run once more alone on the device, for their "
                     "times (first seed)")
        ->check(wholeRange(0, 1000000))
        ->capture_default_str();
    command
        ->add_option("--workers", options->workers,
                     "Threads that share the device, each with a model of its own and a part of the problems: while "
                     "one prepares a pass, another runs one")
        ->check(wholeRange(1, 16))
        ->capture_default_str();
    command->add_option(
        "--shard", options->shard,
        "PART/COUNT: only this part of the set, for several processes on one folder; --report-only joins them");
    command->add_option("--output", options->output, "Folder of the study; an unfinished study in it is continued")
        ->required();
    command->add_flag("--estimate", options->estimate,
                      "Measure for up to a minute, say how long the study will take, and run nothing of it");
    command->add_flag("--report-only", options->reportOnly, "Write the report of the results so far");
    addRunOptions(*command, options->run);
    command->callback([options, command, &action] {
        action = [options, command] {
            options->asked = {.policies = isGiven(*command, "--policies") || options->run.policy(),
                              .memory = isGiven(*command, "--memory")};
            return study(*command, *options);
        };
    });
}

}  // namespace app::cli
