// Scores of stored step rows by any scorer, for its metrics. The backend's thread.
#pragma once

#include <functional>
#include <vector>

#include "kernels/backend.h"
#include "scorer/checkpoint/checkpoint.h"
#include "scorer/training/scorer_metrics.h"
#include "scorer/training/training_data.h"
#include "scorer/training/training_split.h"

namespace scorer {

/// Scores every step of all problems and traces, as they are in `data`. Throws std::runtime_error if the scorer reads
/// another width (`scorerName` is for the message), kernels::OutOfMemory. `between` is called now and then and may
/// throw to cancel.
std::vector<ScoredProblem> scoreRows(kernels::Backend& backend, const ScorerWeights& weights, const TrainingData& data,
                                     const std::string& scorerName, const std::function<void()>& between = {});

/// The problems and traces of one side of a split alone, as a view of the same rows.
TrainingData onlyThese(const TrainingData& data, const std::vector<SplitProblem>& problems);

}  // namespace scorer
