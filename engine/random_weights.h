// Weights of a model that exists only for measurements, made on the backend without files. No state, any thread.
#pragma once

#include "engine/transformer_weights.h"

namespace engine {

/// Matrices with a standard deviation of 1 / sqrt(inputs), gains of 1, no biases; quantised as `choice` would quantise
/// bf16 ones. Throws kernels::OutOfMemory.
TransformerWeights makeRandomWeights(kernels::Backend& backend, const ModelConfig& config, std::uint64_t seed,
                                     WeightChoice choice);

}  // namespace engine
