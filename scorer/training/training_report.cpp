#include "scorer/training/training_report.h"

#include <charconv>
#include <cmath>

#include "scorer/training/scorer_metrics_json.h"

namespace scorer {
namespace {

nlohmann::json asJson(const std::vector<SplitProblem>& problems) {
    nlohmann::json list = nlohmann::json::array();
    for (const SplitProblem& problem : problems) list.push_back({{"name", problem.name}, {"traces", problem.traceIds}});
    return list;
}

nlohmann::json asJson(const TrainingConfig& config) {
    return {{"hidden_width", config.hiddenWidth},
            {"learning_rate", config.learningRate},
            {"weight_decay", config.weightDecay},
            {"batch_size", config.batchSize},
            {"max_epochs", config.maxEpochs},
            {"patience", config.patience},
            {"auc_share", config.aucShare},
            {"minimum_gain", config.minimumGain},
            {"traces_per_class", config.tracesPerClass},
            {"validation_share", config.validationShare},
            {"seed", config.seed}};
}

/// Four decimals are more than the metrics mean.
std::string rounded(double value) {
    char text[32];
    const double cut = std::round(value * 1e4) / 1e4;
    return {text, std::to_chars(text, text + sizeof text, cut).ptr};
}

}  // namespace

std::string toJson(const TrainingReport& report) {
    nlohmann::json epochs = nlohmann::json::array();
    for (const EpochReport& e : report.epochs) {
        epochs.push_back({{"epoch", e.epoch},
                          {"train_loss", e.trainLoss},
                          {"validation_loss", e.validationLoss},
                          {"auc", e.auc},
                          {"f1", e.f1},
                          {"quality", e.quality}});
    }
    const nlohmann::json all{
        {"config", asJson(report.config)},
        {"input_width", report.inputWidth},
        {"positive_weight", report.positiveWeight},
        {"train_steps", report.trainSteps},
        {"right_train_steps", report.rightTrainSteps},
        {"traces", report.traces},
        {"right_traces", report.rightTraces},
        {"split", {{"train", asJson(report.split.train)}, {"validation", asJson(report.split.validation)}}},
        {"epochs", epochs},
        {"chosen_epoch", report.chosenEpoch},
        {"validation", asJson(report.validation)},
        {"seconds", report.seconds},
        {"device", report.device}};
    return all.dump(1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::pair<std::string, std::string>> checkpointMetrics(const TrainingReport& report) {
    const ScorerMetrics& v = report.validation;
    std::vector<std::pair<std::string, std::string>> metrics;
    const auto number = [&](const char* name, double value) { metrics.emplace_back(name, rounded(value)); };
    const auto count = [&](const char* name, auto value) { metrics.emplace_back(name, std::to_string(value)); };
    if (v.stepAuc) number("auc", *v.stepAuc);
    number("f1", v.f1);
    if (v.traceAuc) number("trace_auc", *v.traceAuc);
    for (const Ranking& ranking : v.ranking)
        if (ranking.auc) number(("ranking_" + std::to_string(std::lround(100 * ranking.share))).c_str(), *ranking.auc);
    number("calibration_error", v.calibrationError);
    count("epoch", report.chosenEpoch);
    count("last_epoch", report.epochs.size());
    if (v.stepAuc) number("quality", report.config.aucShare * *v.stepAuc + (1 - report.config.aucShare) * v.f1);
    number("pos_weight", report.positiveWeight);
    count("train_steps", report.trainSteps);
    count("validation_steps", v.steps);
    count("train_problems", report.split.train.size());
    count("validation_problems", report.split.validation.size());
    count("right_traces", report.rightTraces);
    count("wrong_traces", report.traces - report.rightTraces);
    count("seed", report.config.seed);
    return metrics;
}

}  // namespace scorer
