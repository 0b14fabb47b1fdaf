// How long a study will take, from a short measurement with the loaded model: how long traces get, how long passes
// take, and what policies leave of a run whose cost depends on what is written. measureStudy() is the session's thread;
// the rest is pure.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/study/study_cost.h"
#include "app/study/study_plan.h"
#include "app/whatif/pass_time.h"

namespace app {

/// Everything that an estimate is computed from; holds for every study of the same problems, model and sampling.
struct StudyMeasure {
    struct MeasuredProblem {
        int promptTokens = 0;
        double meanTokens = 0;  ///< of its traces
    };
    std::vector<MeasuredProblem> problems;
    std::vector<double> spread;            ///< of single traces: tokens / mean tokens of their problem
    int traces = 0;                        ///< that were measured
    int unfinishedTraces = 0;              ///< of these, cut when the time was up, and counted as long as they may get
    PassTimeModel passes;                  ///< times of the measured passes
    std::map<std::string, double> shares;  ///< by policy: its rows as a share of the same runs without it
    double seconds = 0;                    ///< that it took
    std::int64_t tokens = 0;               ///< that were generated meanwhile
};

struct StudyEstimate {
    double seconds = 0;
    int runs = 0;
    bool isUpperBound = false;  ///< traces were cut, and may well be shorter than the most that they can be
};

struct MeasureObserver {
    std::function<void(double share)> progress = {};  ///< 0..1
    std::function<bool()> isStopped = {};
};

/// Runs some of the plan's problems with a few traces, some with as many as the study has, and those policies whose
/// cost cannot be foreseen on one or two problems; at most about a minute. Throws as RunLoop does.
/// @param plan  complete (completeStudyPlan())
StudyMeasure measureStudy(ModelSession& session, const StudyPlan& plan, const MeasureObserver& observer = {});

/// Of all the runs of the plan.
StudyEstimate estimateStudy(const StudyMeasure& measure, const StudyPlan& plan);

/// Runs that a plan has, those without a cell of their own included.
int runsOf(const StudyPlan& plan);

}  // namespace app
