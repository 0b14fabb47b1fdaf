// What a training was told and what came of it, as a value, as JSON and as the short facts that a checkpoint carries.
// Plain data, any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scorer/training/scorer_metrics.h"
#include "scorer/training/training_split.h"

namespace scorer {

/// The recipe of arXiv 2601.09093.
struct TrainingConfig {
    int hiddenWidth = 512;
    double learningRate = 1e-4;
    double weightDecay = 1e-5;
    int batchSize = 128;  ///< steps
    int maxEpochs = 20;
    int patience = 5;              ///< epochs without a gain before the end
    double aucShare = 0.75;        ///< quality = aucShare * AUC + (1 - aucShare) * F1, both of validation steps
    double minimumGain = 1e-4;     ///< of the quality, for an epoch to count as better
    int tracesPerClass = 5000;     ///< at most so many right and so many wrong traces
    double validationShare = 0.2;  ///< of the problems
    std::uint64_t seed = 0;
};

struct EpochReport {
    int epoch = 0;  ///< from 1
    double trainLoss = 0;
    double validationLoss = 0;
    double auc = 0;  ///< of validation steps
    double f1 = 0;   ///< of validation steps at 0.5
    double quality = 0;
};

struct TrainingReport {
    TrainingConfig config;
    int inputWidth = 0;
    TrainingSplit split;
    double positiveWeight = 1;  ///< wrong / right training steps
    std::size_t trainSteps = 0, rightTrainSteps = 0;
    std::size_t traces = 0, rightTraces = 0;  ///< drawn, both sides
    std::vector<EpochReport> epochs;
    int chosenEpoch = 0;
    ScorerMetrics validation;  ///< of the chosen epoch
    double seconds = 0;        ///< of the training itself
    std::string device;        ///< on which it ran
};

/// One object: config, counts, split {train, validation: [{name, traces}]}, epochs, chosen_epoch, validation. The split
/// is what tests/tools/train_scorer_reference.py takes.
std::string toJson(const TrainingReport& report);

/// For ScorerWeights::metrics: names as those of the demo model's scorer.
std::vector<std::pair<std::string, std::string>> checkpointMetrics(const TrainingReport& report);

}  // namespace scorer
