// Training of a step scorer by the recipe of arXiv 2601.09093: every step has its trace's label; Linear, ReLU, Linear;
// binary cross-entropy with pos_weight; Adam; early stop on AUC and F1 of held-out problems. Runs on the caller's
// thread with the backend, which must not be used otherwise meanwhile. Same data, seed, machine and build: same
// weights, bit for bit.
#pragma once

#include <functional>
#include <optional>

#include "kernels/backend.h"
#include "scorer/checkpoint/checkpoint.h"
#include "scorer/training/training_data.h"
#include "scorer/training/training_report.h"

namespace scorer {

struct TrainingProgress {
    int epoch = 0;  ///< from 1
    int maxEpochs = 0;
    double epochShare = 0;                ///< of the epoch's batches that are done
    double trainLoss = 0;                 ///< mean of this epoch so far
    std::optional<EpochReport> finished;  ///< once the epoch has been validated
    double elapsedSeconds = 0;
};
/// Called every few batches and after each epoch's validation. May throw to cancel: the exception leaves trainScorer.
using TrainingCallback = std::function<void(const TrainingProgress&)>;

struct TrainedScorer {
    ScorerWeights weights;  ///< of the best epoch, its metrics filled
    TrainingReport report;
};

/// Throws std::runtime_error with one line if the data cannot be split (scorer/training/training_split.h) or the loss
/// is no longer finite, std::invalid_argument for a setting out of range, kernels::OutOfMemory.
TrainedScorer trainScorer(kernels::Backend& backend, const TrainingData& data, const TrainingConfig& config,
                          const TrainingCallback& progress = {});

}  // namespace scorer
