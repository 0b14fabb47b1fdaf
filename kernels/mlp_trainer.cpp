#include "kernels/mlp_trainer.h"

#include <cmath>

namespace kernels {

namespace {

void bindBatch(Dims&& dims, int inputWidth, Tensor<const float> rows, Tensor<const float> labels) {
    dims.bind("model", "input width", inputWidth)
        .bind("rows", rows, {"rows", "input width"})
        .bind("labels", labels, {"rows"});
    if (rows.dim(0) < 1) throw ShapeError("MlpTrainer: expected a batch of at least one row, got none");
}

}  // namespace

AdamFactors adamFactors(const MlpTrainerConfig& config, std::int64_t step) {
    const double correction1 = 1 - std::pow(kAdamBeta1, double(step));
    const double correction2 = 1 - std::pow(kAdamBeta2, double(step));
    return {.stepSize = static_cast<float>(config.learningRate / correction1),
            .secondCorrection = static_cast<float>(std::sqrt(correction2)),
            .weightDecay = static_cast<float>(config.weightDecay)};
}

float MlpTrainer::step(Tensor<const float> rows, Tensor<const float> labels) {
    bindBatch(Dims("MlpTrainer::step"), m_config.inputWidth, rows, labels);
    const AdamFactors factors = adamFactors(m_config, m_steps + 1);
    const float loss = doStep(rows, labels, &factors);
    ++m_steps;
    return loss;
}

MlpParameters MlpTrainer::gradient(Tensor<const float> rows, Tensor<const float> labels) {
    bindBatch(Dims("MlpTrainer::gradient"), m_config.inputWidth, rows, labels);
    doStep(rows, labels, nullptr);
    return doGradient();
}

void MlpTrainer::logits(Tensor<const float> rows, Tensor<float> out) {
    bindBatch(Dims("MlpTrainer::logits"), m_config.inputWidth, rows, out);
    doLogits(rows, out);
}

void MlpTrainer::scores(Tensor<const float> rows, Tensor<float> out) {
    logits(rows, out);
    for (std::size_t i = 0; i < out.size(); ++i)
        out.data[i] = static_cast<float>(1.0 / (1.0 + std::exp(-double(out.data[i]))));
}

}  // namespace kernels
