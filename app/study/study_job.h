// A whole study on a loaded model, from its plan to its report: what the window has the worker do. One thread, the
// session's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/study/study_runner.h"

namespace app {

/// Means of one setting, over problems and seeds.
struct StudyRow {
    std::string policy;
    int traces = 0;
    double memory = 1;
    int runs = 0;
    double accuracy = 0;             ///< 0..1
    double tokens = 0;               ///< generated, per run
    std::optional<double> latencyS;  ///< of runs that had the device to themselves
};

struct StudyOutcome {
    bool complete = false;  ///< else it was stopped or paused; the folder has what was done
    std::filesystem::path folder;
    std::filesystem::path report;  ///< report.html; empty where there is none yet
    int runs = 0;                  ///< in the folder
    int failedRuns = 0;
    int refusedRuns = 0;
    double seconds = 0;                 ///< of this part of the work
    std::vector<std::string> troubles;  ///< the first ones, a line each
    std::vector<StudyRow> rows;         ///< in the order of the plan
};

/// Runs what is missing of the study in the plan's folder. The report is written when nothing is missing any more.
/// Throws UsageError as StudyRunner does, and if another program writes into the folder.
StudyOutcome runStudyJob(ModelSession& session, StudyPlan plan, StudyObserver observer);

/// The settings that the records have, those of unpruned runs under their policy at memory 1.
std::vector<StudyRow> studyRows(const StudySetup& setup, const std::vector<StudyRecord>& records);

}  // namespace app
