// Step scorer weights from a checkpoint: Linear(d, h), ReLU, Linear(h, 1), as float32.
// Reads `.safetensors` and PyTorch `.pt`, both untrusted: nothing in a file runs. No state, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace scorer {

struct ScorerWeights {
    int inputWidth = 0;     ///< d, must equal the model's hidden size
    int hiddenWidth = 0;    ///< h, 512 in the published scorers
    std::vector<float> w0;  ///< [hiddenWidth, inputWidth] net.0.weight
    std::vector<float> b0;  ///< [hiddenWidth]             net.0.bias
    std::vector<float> w1;  ///< [hiddenWidth]             net.2.weight
    float b1 = 0;           ///<                           net.2.bias

    /// What the file says beside the weights (validation scores, training notes), as name and text.
    std::vector<std::pair<std::string, std::string>> metrics;
};

/// Throws std::runtime_error with one line naming the file, the field, what was expected and what was found.
ScorerWeights loadScorer(const std::filesystem::path& path);

/// Throws when the scorer was made for a model of another hidden size. `scorerName` is for the message.
void requireWidth(const ScorerWeights& weights, int hiddenSize, const std::string& scorerName);

}  // namespace scorer
