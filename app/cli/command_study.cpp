#include <algorithm>
#include <cstdio>
#include <filesystem>

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

int study(const Options& options) {
    if (options.reportOnly) return writeReport(options);
    if (options.problemsPath.empty()) throw UsageError("give --problems, or --report-only for a study that has run");
    const auto session = loadSession(options.run);
    catchInterrupts();
    Progress progress;
    StudyObserver observer;
    observer.isStopped = isInterrupted;
    observer.progress = [&](const std::string& what, int done, int total, double leftS) {
        progress.show(what + "  run " + std::to_string(done) + " of " + std::to_string(total) + (done ? "  " + timeText(leftS) + " left" : ""));
    };
    StudyRunner runner(*session, planOf(options, *session), observer);
    const bool complete = runner.run();
    progress.clear();
    if (!complete) std::fprintf(stderr, "stepscope-cli: interrupted; the same command goes on, --report-only reports what is there\n");
    if (runner.failedRuns() > 0) std::fprintf(stderr, "stepscope-cli: %d runs failed; the same command tries them again\n", runner.failedRuns());
    if (complete && options.shard.empty()) writeReport(options);
    return complete && runner.failedRuns() == 0 ? 0 : 1;
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
    command->add_option("--shard", options->shard, "PART/COUNT: only this part of the set, for several processes on one folder; --report-only joins them");
    command->add_option("--output", options->output, "Folder of the study; an unfinished one there is gone on with")->required();
    command->add_flag("--report-only", options->reportOnly, "Write the report of what the folder holds");
    addRunOptions(*command, options->run);
    command->callback([options, &action] { action = [options] { return study(*options); }; });
}

}  // namespace app::cli
