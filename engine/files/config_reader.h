// Parts of config.json that families share, each checked and put into a ModelConfig. For families and model_config.cpp.
// Pure functions, any thread; all throw std::runtime_error naming the file, the field, expected and found.
#pragma once

#include "engine/files/json_text.h"
#include "engine/files/model_config.h"

namespace engine {

constexpr std::int64_t kMostPositions = 1 << 28;

/// Sizes, epsilon, tied embeddings; refuses other activations and quantised checkpoints.
void readCommonConfig(const JsonObject& config, ModelConfig& model);

/// The rotation: `rope_theta`, `partial_rotary_factor` and the way of stretching positions, at the top level,
/// in `rope_scaling` or in `rope_parameters`. Expects the sizes to be read.
void readRope(const JsonObject& config, ModelConfig& model);

/// Qwen's windows: `use_sliding_window`, `sliding_window`, and which layers have one (`layer_types` or
/// `max_window_layers`).
void readLayerWindows(const JsonObject& config, ModelConfig& model);

}  // namespace engine
