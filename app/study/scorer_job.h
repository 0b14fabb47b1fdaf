// Training a step scorer for the loaded model: samples traces of problems with known answers, keeps the hidden rows at
// their steps' ends on disk as they come, trains on them and measures the result, on further problems too if given. A
// job that was stopped continues with the rows in its folder. One thread, the session's.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "app/run/run_jobs.h"
#include "app/study/problems.h"
#include "app/study/usable_problems.h"
#include "scorer/training/training.h"

namespace app {

struct ScorerPlan {
    std::vector<Problem> problems;      ///< to train on, a part of them to validate
    std::vector<Problem> testProblems;  ///< neither; empty: no test
    int tracesPerProblem = 64;
    RunOptions options;  ///< sampling; policy, n and pace are the job's
    int parallel = 8;    ///< problems in one pass
    scorer::TrainingConfig training;
    std::filesystem::path output;      ///< .safetensors or .pt
    bool alsoTorch = false;            ///< the same as .pt beside a .safetensors
    std::filesystem::path rowsFolder;  ///< empty: beside the output, with .rows at its end
};

struct ScorerProgress {
    std::string what;  ///< "sampling", "training", "testing"
    int done = 0;      ///< problems, or batches of 1000 parts of the training
    int total = 0;
    std::optional<double> leftS;               ///< of this stage; empty before anything is done
    std::optional<scorer::EpochReport> epoch;  ///< an epoch has just ended
};

struct ScorerOutcome {
    std::filesystem::path file;
    scorer::TrainingReport report;
    int problems = 0;                                ///< with rows
    int droppedTraces = 0;                           ///< without an answer
    std::vector<UnusableProblem> unusable = {};      ///< of the problems, left out
    std::vector<UnusableProblem> unusableTest = {};  ///< of the test problems
    /// Of the session's scorer on the same validation traces, where it has one.
    std::optional<scorer::ScorerMetrics> validationBefore = {};
    std::optional<scorer::ScorerMetrics> test;        ///< of the new scorer on the test problems
    std::optional<scorer::ScorerMetrics> testBefore;  ///< of the session's scorer on the same, where it has one
};

struct ScorerObserver {
    std::function<void(const ScorerProgress&)> progress = {};
    std::function<bool()> isStopped = {};
    /// Before anything is sampled, where some problems of either set cannot be used.
    std::function<void(const std::vector<UnusableProblem>& ofTraining, const std::vector<UnusableProblem>& ofTest)>
        leftOut = {};
};

/// Empty if it was stopped. Beside the output lies NAME.training.json: configuration, split, epochs, metrics, test. The
/// session's scorer stays. Throws UsageError if the plan cannot be carried out (no problem that can run, an output that
/// cannot be written: both found before anything is sampled; rows in the folder of another model, other options or
/// other problems, or damaged; another process writes into it), std::runtime_error if the training cannot (one class
/// only).
std::optional<ScorerOutcome> trainScorer(ModelSession& session, const ScorerPlan& plan,
                                         const ScorerObserver& observer = {});

/// The object of NAME.training.json's "test", and what the command prints.
std::string toJson(const ScorerOutcome& outcome);

}  // namespace app
