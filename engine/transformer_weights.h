// The weights of a model on a backend, read from tensors that its family names. Matrices that share their input are one
// weight. Immutable once loaded; owned by the transformer.
#pragma once

#include <memory>
#include <vector>

#include "engine/transformer.h"

namespace engine {

struct LayerWeights {
    kernels::Buffer inputGain;                ///< [hidden] of the norm before attention
    std::unique_ptr<kernels::Weight> qkv;     ///< [(heads + 2 kvHeads) headDim, hidden]
    kernels::Buffer qkvBias;                  ///< [(heads + 2 kvHeads) headDim] or none
    kernels::Buffer qGain;                    ///< [headDim] or none
    kernels::Buffer kGain;                    ///< [headDim] or none
    std::unique_ptr<kernels::Weight> output;  ///< [hidden, heads headDim]
    kernels::Buffer outputBias;               ///< [hidden] or none
    kernels::Buffer postGain;                 ///< [hidden] of the norm before the MLP
    std::unique_ptr<kernels::Weight> gateUp;  ///< [2 intermediate, hidden]
    std::unique_ptr<kernels::Weight> down;    ///< [hidden, intermediate]
};

struct TransformerWeights {
    std::unique_ptr<kernels::Weight> embedding;  ///< [vocab, hidden]
    std::vector<LayerWeights> layers;
    kernels::Buffer finalGain;                    ///< [hidden]
    std::unique_ptr<kernels::Weight> untiedHead;  ///< [vocab, hidden]; none if the embedding is the head
    kernels::Buffer inverseFrequencies;           ///< [rotaryDim / 2] of the rotary embedding
    float ropeScale = 1;                          ///< of its cosines and sines

    const kernels::Weight& head() const { return untiedHead ? *untiedHead : *embedding; }
    std::size_t bytes() const;
};

/// Throws std::runtime_error naming the tensor that is missing, of another shape or type or not finite,
/// kernels::OutOfMemory.
TransformerWeights loadWeights(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
                               const ProgressFn& progress, const TransformerOptions& options);

}  // namespace engine
