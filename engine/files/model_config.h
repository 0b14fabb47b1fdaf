// The shape of a model: config.json and generation_config.json, checked, as plain values.
// Parsed once when a model is opened; no state, any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/rope.h"
#include "engine/ids.h"

namespace engine {

enum class ModelFamily { Qwen3, Qwen2, Llama, Phi3 };

/// "qwen3": the family's `model_type`. What a family is: engine/files/family.h.
std::string_view familyName(ModelFamily family);

struct ModelConfig {
    ModelFamily family = ModelFamily::Qwen3;
    std::string architecture;  ///< as config.json names it, e.g. "Qwen3ForCausalLM"

    int hiddenSize = 0;
    int layers = 0;
    int heads = 0;             ///< query heads
    int kvHeads = 0;           ///< heads % kvHeads == 0
    int headDim = 0;           ///< even; heads * headDim need not equal hiddenSize
    int intermediateSize = 0;  ///< of the MLP
    int vocabSize = 0;         ///< rows of the embedding; may exceed the tokenizer's ids
    int maxPositions = 0;      ///< longest context the model was made for, tokens

    double rmsEps = 1e-6;
    double ropeTheta = 10000;
    bool tieEmbeddings = false;  ///< the LM head is the embedding
    bool qkNorm = false;         ///< RMS norm of each query and key head before the rotation
    bool attentionBias = false;  ///< q, k, v (and o, where the family has one) projections have biases

    std::optional<int> rotatedPart{};  ///< elements of a head that are rotated, the first ones; none: all
    RopeScaling ropeScaling{};
    std::vector<int> layerWindows{};  ///< [layers] latest tokens that a layer's rows attend to, 0: all; empty: all 0

    std::vector<TokenId> eosIds;  ///< every id that ends a trace; of generation_config.json and config.json together
    std::optional<TokenId> bosId;

    std::vector<std::string> notes{};  ///< what the files say that was left aside, one line each

    int groupSize() const { return heads / kvHeads; }  ///< query heads per KV head
    int rotaryDim() const { return rotatedPart.value_or(headDim); }
    int windowOf(int layer) const { return layerWindows.empty() ? 0 : layerWindows[static_cast<std::size_t>(layer)]; }
};

/// Sampling values the model's makers recommend; nothing if the file doesn't say.
struct GenerationDefaults {
    std::optional<double> temperature;
    std::optional<double> topP;
    std::optional<int> topK;
    std::vector<TokenId> eosIds;
};

/// `fileName` is for messages. Throws std::runtime_error naming the file, the field, expected and found.
ModelConfig parseModelConfig(std::string_view jsonText, const std::string& fileName);
GenerationDefaults parseGenerationDefaults(std::string_view jsonText, const std::string& fileName);

/// config.json of the directory, with the end tokens of its generation_config.json if there is one. An end token
/// outside of the vocabulary is left out, with a note. The tokenizer may name more: engine/text/end_tokens.h.
ModelConfig loadModelConfig(const std::filesystem::path& modelDirectory);

/// generation_config.json of the directory; all empty if there is none.
GenerationDefaults loadGenerationDefaults(const std::filesystem::path& modelDirectory);

}  // namespace engine
