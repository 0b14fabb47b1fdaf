#include <cstdio>
#include <set>

#include "app/cli/cli_numbers.h"
#include "app/cli/commands.h"
#include "app/cli/option_rules.h"
#include "app/cli/progress.h"
#include "app/study/problem_choice.h"
#include "app/study/scorer_job.h"

namespace app::cli {
namespace {

struct Options {
    CliRunOptions run;
    std::string problemsPath;
    std::string testPath;
    std::string levels;
    std::string testLevels;
    int limit = 0;
    int testLimit = 0;
    int traces = 64;
    int parallel = 8;
    std::string output;
    std::string rows;
    bool alsoTorch = false;
    bool json = false;
    scorer::TrainingConfig training;
};

std::vector<Problem> problemsOf(const std::string& path, const std::string& levels, int limit) {
    if (path.empty()) return {};
    return chooseProblems(withAnswers(readProblemsFor(path).problems, path), levels, limit);
}

std::string numberText(const std::optional<double>& value) {
    char text[16] = "-";
    if (value) std::snprintf(text, sizeof text, "%.3f", *value);
    return text;
}

void printMetrics(const char* name, const scorer::ScorerMetrics& m) {
    std::string ranking;
    for (const scorer::Ranking& r : m.ranking) ranking += (ranking.empty() ? "" : " ") + numberText(r.auc);
    std::printf("%-22s %9zu %8zu %9s %10s %6.3f  %s  %.3f\n", name, m.problems, m.traces, numberText(m.stepAuc).c_str(),
                numberText(m.traceAuc).c_str(), m.f1, ranking.c_str(), m.calibrationError);
}

void print(const ScorerOutcome& outcome) {
    std::printf("%-22s %9s %8s %9s %10s %6s  %s  %s\n", "", "problems", "traces", "step AUC", "trace AUC", "F1",
                "ranking at 10 25 50 75 100 %", "calibration error");
    printMetrics("validation", outcome.report.validation);
    if (outcome.test) printMetrics("test", *outcome.test);
    if (outcome.validationBefore) printMetrics("validation, scorer before", *outcome.validationBefore);
    if (outcome.testBefore) printMetrics("test, scorer before", *outcome.testBefore);
    std::printf("epoch %d of %zu chosen, trained in %.1f s on %s; saved as %s\n", outcome.report.chosenEpoch,
                outcome.report.epochs.size(), outcome.report.seconds, outcome.report.device.c_str(),
                outcome.file.string().c_str());
}

/// Of the run options, those that sampling, labels and the test depend on. The rest is the job's own.
const std::set<std::string> kTaken{"--model",
                                   "--models-dir",
                                   "--scorer",
                                   "--answers",
                                   "--score-after-think",
                                   "--system-prompt",
                                   "--plain-prompt",
                                   "--memory-utilization",
                                   "--temperature",
                                   "--top-p",
                                   "--top-k",
                                   "--max-tokens",
                                   "--seed",
                                   "--backend",
                                   "--weights",
                                   "--device"};

int train(const CLI::App& command, const Options& options) {
    refuseAllBut(command, kTaken, "training samples whole traces of sc; their number is --traces-per-problem");
    if (options.testPath.empty()) {
        constexpr RefusedOption kOfTheTest[] = {{"--test-levels", "give --test-problems too"},
                                                {"--test-limit", "give --test-problems too"},
                                                {"--score-after-think",
                                                 "it belongs to the test; give "
                                                 "--test-problems too"}};
        refuse(command, kOfTheTest);
    }
    ScorerPlan plan;
    plan.problems = problemsOf(options.problemsPath, options.levels, options.limit);
    plan.testProblems = problemsOf(options.testPath, options.testLevels, options.testLimit);
    const auto session = loadSession(options.run);
    catchInterrupts();
    plan.options = options.run.applyTo(session->defaults());
    plan.tracesPerProblem = options.traces;
    plan.parallel = options.parallel;
    plan.training = options.training;
    plan.training.seed = plan.options.sampling.seed;
    plan.output = options.output;
    plan.alsoTorch = options.alsoTorch;
    plan.rowsFolder = options.rows;
    Progress progress;
    ScorerObserver observer;
    observer.isStopped = isInterrupted;
    observer.leftOut = [&](const std::vector<UnusableProblem>& ofTraining, const std::vector<UnusableProblem>& ofTest) {
        std::fputs(unusableText(options.problemsPath, ofTraining).c_str(), stderr);
        std::fputs(unusableText(options.testPath, ofTest).c_str(), stderr);
    };
    observer.progress = [&](const ScorerProgress& p) {
        char text[128];
        std::snprintf(text, sizeof text, "%s  %d/%d", p.what.c_str(), p.done, p.total);
        std::string line = text;
        if (p.leftS) {
            std::snprintf(text, sizeof text, *p.leftS < 90 ? "  %.0f s left" : "  %.0f min left",
                          *p.leftS < 90 ? *p.leftS : *p.leftS / 60);
            line += text;
        }
        progress.show(line);
    };
    const auto outcome = trainScorer(*session, plan, observer);
    progress.clear();
    if (!outcome) {
        std::fprintf(stderr, "stepscope-cli: interrupted; the same command continues with the rows sampled so far\n");
        return interruptCode();
    }
    if (options.json) {
        std::printf("%s\n", toJson(*outcome).c_str());
    } else {
        print(*outcome);
    }
    return 0;
}

}  // namespace

void addTrainScorer(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "train-scorer", "Sample traces of problems with known answers and train a step scorer on them");
    auto options = std::make_shared<Options>();
    command->add_option("--problems", options->problemsPath, "Problem set, JSON Lines with question and answer")
        ->required();
    command->add_option("--levels", options->levels, "Only problems of these levels, such as 2-5");
    command->add_option("--limit", options->limit, "At most this many problems, spread over the set")
        ->check(wholeRange(0, 1000000000));
    // Not -n: that is the n of a run.
    command->add_option("--traces-per-problem", options->traces, "Traces of each problem")
        ->check(wholeRange(1, 4096))
        ->capture_default_str();
    command->add_option("--test-problems", options->testPath,
                        "Problems to measure the scorer on afterwards, and the loaded scorer beside it");
    command->add_option("--test-levels", options->testLevels, "Of these, only these levels");
    command->add_option("--test-limit", options->testLimit, "Of these, at most this many, spread over the set")
        ->check(wholeRange(0, 1000000000));
    command
        ->add_option("--output", options->output,
                     "The scorer, .safetensors or .pt; NAME.training.json is written "
                     "beside it")
        ->required();
    command->add_flag("--pt", options->alsoTorch, "Save it as .pt as well");
    command->add_option("--rows", options->rows,
                        "Folder of the hidden rows (default: OUTPUT.rows); rows in it are not sampled again");
    command->add_option("--parallel", options->parallel, "Problems that run together")
        ->check(wholeRange(1, 256))
        ->capture_default_str();
    command->add_option("--epochs", options->training.maxEpochs, "At most this many epochs")
        ->check(wholeRange(1, 10000))
        ->capture_default_str();
    command
        ->add_option("--most-traces", options->training.tracesPerClass,
                     "At most this many right and this many wrong traces")
        ->check(wholeRange(1, 100000000))
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print one JSON object");
    addRunOptions(*command, options->run);
    command->callback(
        [options, command, &action] { action = [options, command] { return train(*command, *options); }; });
}

}  // namespace app::cli
