// Writes a step scorer so that this program and PyTorch can read it. No state, any thread.
#pragma once

#include <filesystem>

#include "scorer/checkpoint/checkpoint.h"

namespace scorer {

/// Writes the weights with their metrics, by the name's ending: `.safetensors` (metrics as metadata) or `.pt` (a
/// dictionary with model_state_dict and the metrics beside it, as int, float or str by what their text is; torch.load
/// reads it with weights_only=True). The file appears whole or not at all. The same weights give the same bytes.
/// Throws std::runtime_error with one line naming the file: another ending, arrays of another size than the widths say,
/// values that are not finite, a file that cannot be written.
void saveScorer(const std::filesystem::path& path, const ScorerWeights& weights);

}  // namespace scorer
