// The trainer of kernels/mlp_trainer.h on a CUDA device: products by cuBLASLt in float32, own kernels for the rest.
// Every sum has a fixed order, so the same calls give the same bits on the same device and build.
#pragma once

#include <memory>

#include "kernels/backend.h"
#include "kernels/cuda/launch.h"
#include "kernels/mlp_trainer.h"

namespace kernels::cuda {

/// `initial` has the shapes of `config`; `to` goes to `stream`. `backend` must outlive the trainer.
/// Throws Error, OutOfMemory.
std::unique_ptr<MlpTrainer> makeMlpTrainer(Backend& backend, std::unique_ptr<Stream> stream, const Launch& to,
                                           const MlpTrainerConfig& config, const MlpParameters& initial);

// ---- the kernels' launchers
// -------------------------------------------------------------------------------------------

/// Bias, ReLU and second layer: hidden [rows, h] += b0 [h]; logits [rows]. secondBias [1]
void mlpLogits(const Launch& to, Tensor<float> hidden, Tensor<const float> b0, Tensor<const float> w1,
               Tensor<const float> secondBias, Tensor<float> logits);

/// In place: logits become the slopes of the mean loss by them. losses [rows], those of the rows; labels [rows]
void mlpLoss(const Launch& to, Tensor<float> logits, Tensor<const float> labels, float positiveWeight,
             Tensor<float> losses);

/// Means and sums over the batch: meanLoss [1], b1Gradient [1]
void mlpBatchSums(const Launch& to, Tensor<const float> losses, Tensor<const float> slopes, Tensor<float> meanLoss,
                  Tensor<float> b1Gradient);

/// Slopes of the values before the ReLU, in place of these, and their sums: hidden [rows, h], slopes [rows], w1 [h],
/// b0Gradient [h], w1Gradient [h]
void mlpHiddenSlopes(const Launch& to, Tensor<float> hidden, Tensor<const float> slopes, Tensor<const float> w1,
                     Tensor<float> b0Gradient, Tensor<float> w1Gradient);

/// torch.optim.Adam over all weights. All tensors [count]
void mlpAdam(const Launch& to, const AdamFactors& factors, Tensor<const float> gradient, Tensor<float> weights,
             Tensor<float> firstMoment, Tensor<float> secondMoment);

}  // namespace kernels::cuda
