// Which traces a training uses and which problems it keeps for validation. Pure function of data, limits and seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scorer/training/training_data.h"

namespace scorer {

struct SplitProblem {
    std::size_t index = 0;  ///< in TrainingData::problems
    std::string name;
    std::vector<std::size_t> traces;     ///< in ProblemRows::traces, rising
    std::vector<std::int32_t> traceIds;  ///< of the same
};

struct TrainingSplit {
    std::vector<SplitProblem> train;       ///< in the order of the data
    std::vector<SplitProblem> validation;  ///< the same; no problem is in both
};

/// Draws up to `tracesPerClass` right and as many wrong traces among those with a step, then gives `validationShare` of
/// the problems that have any of them (at least one, rounded down) to validation. By problem, not by step as the
/// paper's public code does: steps of one problem on both sides would let the scorer know answers. Throws
/// std::runtime_error if there are traces of one class only, fewer than two problems, or one class only on a side.
TrainingSplit splitTraces(const TrainingData& data, std::size_t tracesPerClass, double validationShare,
                          std::uint64_t seed);

}  // namespace scorer
