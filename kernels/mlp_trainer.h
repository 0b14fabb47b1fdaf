// Training of a scorer, Linear(d, h), ReLU, Linear(h, 1) with a logit as output, in float32 on any backend: binary
// cross-entropy with a weight on the positive rows, and Adam. Both as PyTorch defines them (BCEWithLogitsLoss with
// pos_weight, mean over the batch; torch.optim.Adam with weight_decay, which adds the decay to the gradient).
// Made by Backend::makeMlpTrainer, which must outlive it; one thread at a time, the backend's. Rows and results are in
// host memory. The same calls give the same bits on one machine and build.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/tensor.h"

namespace kernels {

struct MlpTrainerConfig {
    int inputWidth = 0;   ///< d
    int hiddenWidth = 0;  ///< h
    double learningRate = 1e-4;
    double weightDecay = 1e-5;    ///< L2, added to the gradient of weights and biases alike
    double positiveWeight = 1.0;  ///< of a row with label 1 in the loss
};

/// Weights in host memory; gradients have the same shape.
struct MlpParameters {
    std::vector<float> w0;  ///< [h, d]
    std::vector<float> b0;  ///< [h]
    std::vector<float> w1;  ///< [h]
    float b1 = 0;
};

/// Adam's constants, PyTorch's defaults.
inline constexpr double kAdamBeta1 = 0.9;
inline constexpr double kAdamBeta2 = 0.999;
inline constexpr double kAdamEpsilon = 1e-8;

/// What one Adam step multiplies with, in double until here as in PyTorch.
struct AdamFactors {
    float stepSize;          ///< learning rate / (1 - beta1^t)
    float secondCorrection;  ///< sqrt(1 - beta2^t)
    float weightDecay;
};
/// `step` counts from 1.
AdamFactors adamFactors(const MlpTrainerConfig& config, std::int64_t step);

class MlpTrainer {
public:
    explicit MlpTrainer(const MlpTrainerConfig& config) : m_config(config) {}
    virtual ~MlpTrainer() = default;
    MlpTrainer(const MlpTrainer&) = delete;
    MlpTrainer& operator=(const MlpTrainer&) = delete;

    const MlpTrainerConfig& config() const { return m_config; }

    /// One optimiser step on a batch; returns its mean loss before the step. rows [batch, d], labels [batch], each 0 or
    /// 1. Throws ShapeError, OutOfMemory.
    float step(Tensor<const float> rows, Tensor<const float> labels);

    /// The gradient of the batch's mean loss, without weight decay; changes nothing. For tests.
    MlpParameters gradient(Tensor<const float> rows, Tensor<const float> labels);

    /// rows [rows, d], out [rows]. Throws ShapeError, OutOfMemory.
    void logits(Tensor<const float> rows, Tensor<float> out);
    /// Sigmoids of the logits.
    void scores(Tensor<const float> rows, Tensor<float> out);

    virtual MlpParameters parameters() = 0;

protected:
    /// `factors` null: the gradient is computed and kept for doGradient, no weight changes.
    virtual float doStep(Tensor<const float> rows, Tensor<const float> labels, const AdamFactors* factors) = 0;
    virtual MlpParameters doGradient() = 0;
    virtual void doLogits(Tensor<const float> rows, Tensor<float> out) = 0;

private:
    MlpTrainerConfig m_config;
    std::int64_t m_steps = 0;
};

}  // namespace kernels
