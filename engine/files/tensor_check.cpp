#include "engine/files/tensor_check.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>
#include <string_view>

#include "engine/files/family.h"

namespace engine {
namespace {

/// "model.layers.7.mlp.up_proj.weight" as its name for any layer, and the 7.
struct LayerName {
    std::string pattern;  ///< "model.layers.#.mlp.up_proj.weight"
    int layer = 0;
};

std::optional<LayerName> findLayerName(std::string_view name, TensorNaming naming) {
    const std::string_view prefix = naming == TensorNaming::Gguf ? "blk." : "model.layers.";
    if (!name.starts_with(prefix)) return std::nullopt;
    LayerName result;
    const char* begin = name.data() + prefix.size();
    const char* end = name.data() + name.size();
    const auto [behind, error] = std::from_chars(begin, end, result.layer);
    if (error != std::errc() || behind == begin || behind == end || *behind != '.' || result.layer < 0)
        return std::nullopt;
    result.pattern = std::string(prefix) + "#" + std::string(behind, end);
    return result;
}

bool isUsed(TensorRole role, const ModelConfig& config) {
    switch (role) {
        case TensorRole::Head: return !config.tieEmbeddings;
        case TensorRole::QBias:
        case TensorRole::KBias:
        case TensorRole::VBias:
        case TensorRole::OutputBias: return config.attentionBias;
        case TensorRole::QGain:
        case TensorRole::KGain: return config.qkNorm;
        default: return true;
    }
}

/// What a file may hold beside the weights: worked out from the configuration, or read by other ways.
bool carriesNothing(std::string_view name, TensorNaming naming) {
    if (naming == TensorNaming::Gguf) return name.starts_with("rope_f") || name == "output.weight";
    return name.ends_with(".rotary_emb.inv_freq") || name == "lm_head.weight";
}

}  // namespace

void requireNoMoreLayers(const ModelConfig& config, const TensorSource& tensors) {
    int most = -1;
    for (const std::string& name : tensors.tensorNames())
        if (const auto found = findLayerName(name, tensors.naming())) most = std::max(most, found->layer);
    if (most < config.layers) return;
    const bool isGguf = tensors.naming() == TensorNaming::Gguf;
    throw std::runtime_error(tensors.describe() + ": the file has " + std::to_string(most + 1) + " layers, " +
                             (isGguf ? "its block_count" : "config.json's num_hidden_layers") + " says " +
                             std::to_string(config.layers) + "; one of them belongs to another model");
}

std::int64_t countParameters(const TensorSource& tensors) {
    std::uint64_t count = 0;
    for (const std::string& name : tensors.tensorNames()) {
        const auto tensor = tensors.findTensor(name);
        count += tensor ? findElementCount(tensor->shape).value_or(0) : 0;
    }
    return static_cast<std::int64_t>(count);
}

std::vector<std::string> unusedTensors(const ModelConfig& config, const TensorSource& tensors) {
    const TensorNaming naming = tensors.naming();
    std::vector<std::string_view> used;
    for (const TensorName& name : familyOf(config.family).tensors)
        if (isUsed(name.role, config)) used.push_back(naming == TensorNaming::Gguf ? name.gguf : name.huggingFace);
    std::vector<std::string> unused;
    for (std::string& name : tensors.tensorNames()) {
        const auto layer = findLayerName(name, naming);
        const std::string_view pattern = layer ? std::string_view(layer->pattern) : std::string_view(name);
        if (std::ranges::find(used, pattern) == used.end() && !carriesNothing(name, naming))
            unused.push_back(std::move(name));
    }
    return unused;
}

}  // namespace engine
