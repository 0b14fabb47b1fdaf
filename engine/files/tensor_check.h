// Whether the tensors of a file are those of its configuration: layers beyond the configuration, and tensors that are
// never read. Pure functions over names and headers, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/files/model_config.h"
#include "engine/files/tensor_source.h"

namespace engine {

/// Throws std::runtime_error naming the source if it holds layers that the configuration does not count: then one of
/// the two belongs to another model.
void requireNoMoreLayers(const ModelConfig& config, const TensorSource& tensors);

/// Names that the forward pass does not ask for, sorted; without those that carry nothing of their own (stored
/// rotary frequencies, the head of a model whose embedding is its head).
std::vector<std::string> unusedTensors(const ModelConfig& config, const TensorSource& tensors);

/// Elements of all tensors.
std::int64_t countParameters(const TensorSource& tensors);

}  // namespace engine
