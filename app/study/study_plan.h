// What a study is asked to do, and the record of it that its folder keeps. Plain values; any thread but for what takes
// a host, which is the host's.
#pragma once

#include <filesystem>
#include <functional>
#include <vector>

#include "app/study/evaluation.h"
#include "app/study/problem_choice.h"
#include "app/study/run_host.h"
#include "app/study/statistics/study_record.h"

namespace app {

/// Its unpruned runs are those that memory shares are measured on.
struct StudyPlan {
    std::vector<Problem> problems;
    std::string problemsPath;  ///< for the record of what was run
    std::string levels;        ///< how `problems` were chosen of it: chooseProblems()
    int limit = 0;             ///< the same
    int skippedLines = 0;
    int unusableProblems = 0;  ///< left out of `problems`
    RunOptions options;        ///< of every run; policy, n, seed and memory are the cell's
    bool fixedWarmup = false;  ///< DeepConf's warm-up is options.deepconf.warmup; else n / 4, at least 4
    std::vector<EvalPolicy> policies;
    std::vector<int> traces;  ///< n
    MemoryAxis memoryAxis = MemoryAxis::PeakShare;
    std::vector<double> memory;  ///< above 0
    std::vector<std::uint64_t> seeds;
    int parallel = 1;       ///< problems in one pass
    int aloneProblems = 0;  ///< so many, spread over the set, run once more with the device to themselves (first seed)
    Shard shard;            ///< of the problems, for several processes on one folder
    std::filesystem::path folder;
};

/// What of the plan somebody asked for; the rest is what the program proposes.
struct AskedFor {
    bool policies = true;
    bool memory = true;
};
/// Takes out of the program's proposals what the host cannot do, and says what in one line each. Throws UsageError
/// where somebody asked for it.
std::vector<std::string> fitToHost(StudyPlan& plan, const RunHost& host, const AskedFor& asked);

/// Takes out, and returns, the problems that the host cannot run. Throws UsageError if none is left. Once isStopped()
/// says true, it returns early, and the plan must not be run.
std::vector<UnusableProblem> completeStudyPlan(StudyPlan& plan, const RunHost& host,
                                               const std::function<bool()>& isStopped = {});

StudySetup studySetupOf(const RunHost& host, const StudyPlan& plan);
/// Of what the plan's runs are, as JSON: the problems, the model, and under "runs" the options of each policy and of
/// the unpruned runs, without what a cell says (n, seed, memory).
std::string studyFingerprint(const RunHost& host, const StudyPlan& plan);
/// A study that goes on in a folder: it may have more policies, n, memory and seeds than before. Throws UsageError
/// naming the field where anything else that its results depend on differs.
/// @param file  study.json, for the message
StudySetup joinedStudy(const StudySetup& before, const StudySetup& now, const std::filesystem::path& file);
/// study.json. Throws UsageError where the folder holds no study, or it cannot be read.
StudySetup readStudySetup(const std::filesystem::path& folder);

}  // namespace app
