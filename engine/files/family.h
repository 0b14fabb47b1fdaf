// What sets a family of models apart: its names, its tensors by role and what its config.json says beyond the common
// sizes. A family is one file family_*.cpp, its name in model_config.h and here, and its entry in family.cpp. Constant
// tables, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/files/model_config.h"
#include "engine/files/tensor_source.h"

namespace engine {

class JsonObject;

/// What a tensor is to the forward pass. Of the alternatives (Q, K, V or Qkv; Gate, Up or GateUp) a family has one.
enum class TensorRole {
    Embedding,   ///< [vocab, hidden]
    FinalGain,   ///< [hidden]
    Head,        ///< [vocab, hidden]
    InputGain,   ///< [hidden] of the norm before attention
    Q,           ///< [heads headDim, hidden]
    K,           ///< [kvHeads headDim, hidden]
    V,           ///< [kvHeads headDim, hidden]
    Qkv,         ///< the three above, stacked
    QBias,       ///< [heads headDim]
    KBias,       ///< [kvHeads headDim]
    VBias,       ///< [kvHeads headDim]
    QGain,       ///< [headDim] of the norm of each query head
    KGain,       ///< [headDim]
    Output,      ///< [hidden, heads headDim]
    OutputBias,  ///< [hidden]
    PostGain,    ///< [hidden] of the norm before the MLP
    Gate,        ///< [intermediate, hidden]
    Up,          ///< [intermediate, hidden]
    GateUp,      ///< the two above, stacked
    Down,        ///< [hidden, intermediate]
};

/// Names of one role; '#' stands for the layer's number.
struct TensorName {
    TensorRole role;
    std::string_view huggingFace;
    std::string_view gguf;
};

/// What the family's configuration class in Hugging Face transformers takes where config.json says nothing. Sizes that
/// the weights decide have to be said.
struct ConfigDefaults {
    std::optional<int> headDim{};  ///< none: hidden size over heads
    std::optional<int> kvHeads{};  ///< none: as many as query heads
    double rmsEps = 1e-6;
    int maxPositions = 2048;
    std::optional<int> originalPositions{};  ///< of stretched positions; none: as maxPositions
    std::optional<int> eosId{};              ///< counts where no file of the model names an end token
};

struct Family {
    ModelFamily id;
    std::string_view modelType;     ///< `model_type` of config.json and `general.architecture` of GGUF
    std::string_view architecture;  ///< in config.json's `architectures`
    std::span<const TensorName> tensors;
    /// Fills in what readCommonConfig() leaves to the family, or refuses what this version does not run.
    void (*readConfig)(const JsonObject& config, ModelConfig& model);
    ConfigDefaults defaults{};
    bool qkNorm = false;          ///< each query and key head is normed
    bool ggufAlternates = false;  ///< GGUF stores the rows of a query or key head as 0, half, 1, half + 1, ...

    bool has(TensorRole role) const;
    /// Throws std::logic_error for a role that the family has not.
    std::string tensorName(TensorRole role, TensorNaming naming, int layer = 0) const;
};

extern const Family kQwen3, kQwen2, kLlama, kPhi3;

/// All families, in the order in which they are listed to people.
std::span<const Family* const> families();
const Family& familyOf(ModelFamily id);
const Family* findFamily(std::string_view modelType);
/// "qwen3, qwen2, ...".
std::string knownFamilies();

}  // namespace engine
