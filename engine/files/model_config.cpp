#include "engine/files/model_config.h"

#include <algorithm>
#include <stdexcept>

#include "engine/files/config_reader.h"
#include "engine/files/family.h"

namespace engine {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxFileBytes = 16 << 20;
constexpr std::int64_t kMostSize = 1 << 20;  // of any width
constexpr std::int64_t kMostLayers = 1024;
constexpr std::int64_t kMostVocabulary = 1 << 22;
constexpr std::size_t kMostEosIds = 256;

/// `architectures` (a list with one name) and `model_type` must agree on a family.
const Family& requireFamily(const JsonObject& config) {
    const std::string modelType = config.requireString("model_type");
    std::string architecture;
    if (const json* list = config.findValue("architectures")) {
        if (!list->is_array() || list->size() != 1 || !(*list)[0].is_string())
            config.fail("architectures", "expected a list with one name, found " + describeJson(*list));
        architecture = (*list)[0].get<std::string>();
    }
    const Family* family = findFamily(modelType);
    if (family == nullptr) {
        config.fail("model_type", "expected a family that this version runs (" + knownFamilies() + "), found " +
                                      inQuotes(modelType) +
                                      (architecture.empty() ? "" : " with architecture " + inQuotes(architecture)));
    }
    if (!architecture.empty() && architecture != family->architecture) {
        config.fail("architectures", "expected " + inQuotes(family->architecture) + " for model_type " +
                                         inQuotes(modelType) + ", found " + inQuotes(architecture));
    }
    return *family;
}

int requireSize(const JsonObject& config, std::string_view field, std::int64_t most = kMostSize) {
    return static_cast<int>(config.requireInteger(field, 1, most));
}

TokenId idFrom(const json& value, const JsonObject& config, std::string_view field) {
    const bool fits =
        value.is_number_unsigned() && value.get<std::uint64_t>() < static_cast<std::uint64_t>(kMostVocabulary);
    if (!fits)
        config.fail(field,
                    "expected token ids below " + std::to_string(kMostVocabulary) + ", found " + describeJson(value));
    return TokenId{value.get<std::int32_t>()};
}

/// One id, a list of ids, or nothing.
std::vector<TokenId> findIds(const JsonObject& config, std::string_view field) {
    const json* value = config.findValue(field);
    if (value == nullptr) return {};
    if (!value->is_array()) return {idFrom(*value, config, field)};
    if (value->size() > kMostEosIds) {
        config.fail(field,
                    "expected at most " + std::to_string(kMostEosIds) + " ids, found " + std::to_string(value->size()));
    }
    std::vector<TokenId> ids;
    for (const json& entry : *value) ids.push_back(idFrom(entry, config, field));
    return ids;
}

void addMissing(std::vector<TokenId>& ids, const std::vector<TokenId>& more) {
    for (const TokenId id : more)
        if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

/// Whether the class's default counts: a null is said, and means that there is no such number.
bool isUnsaid(const JsonObject& config, std::string_view field) {
    return !config.value().contains(field);
}

void readHeads(const JsonObject& config, ModelConfig& model) {
    const ConfigDefaults& defaults = familyOf(model.family).defaults;
    const int unsaidKv = isUnsaid(config, "num_key_value_heads") ? defaults.kvHeads.value_or(model.heads) : model.heads;
    model.kvHeads = static_cast<int>(config.findInteger("num_key_value_heads", 1, kMostSize).value_or(unsaidKv));
    if (model.heads % model.kvHeads != 0) {
        config.fail("num_key_value_heads", "expected a divisor of num_attention_heads " + std::to_string(model.heads) +
                                               ", found " + std::to_string(model.kvHeads));
    }
    if (!config.has("head_dim") && !defaults.headDim && model.hiddenSize % model.heads != 0) {
        config.fail("num_attention_heads", "expected a divisor of hidden_size " + std::to_string(model.hiddenSize) +
                                               ", found " + std::to_string(model.heads));
    }
    const int unsaidDim = defaults.headDim.value_or(model.hiddenSize / model.heads);
    model.headDim = static_cast<int>(config.findInteger("head_dim", 2, 4096).value_or(unsaidDim));
    if (model.headDim % 2 != 0)
        config.fail("head_dim", "expected an even number, found " + std::to_string(model.headDim));
}

/// Leaves out what cannot be drawn.
void keepWithinVocabulary(std::vector<TokenId>& ids, int vocabSize, const std::string& fileName,
                          std::vector<std::string>& notes) {
    std::erase_if(ids, [&](TokenId id) {
        if (index(id) < vocabSize) return false;
        notes.push_back(fileName + ": eos_token_id " + std::to_string(index(id)) +
                        " is ignored: the vocabulary has ids below " + std::to_string(vocabSize));
        return true;
    });
}

}  // namespace

void readCommonConfig(const JsonObject& config, ModelConfig& model) {
    if (const auto activation = config.findString("hidden_act"); activation && *activation != "silu")
        config.fail("hidden_act", "expected \"silu\", found " + inQuotes(*activation));
    if (config.has("quantization_config"))
        config.fail("quantization_config", "expected none (this version reads plain float weights)");
    model.hiddenSize = requireSize(config, "hidden_size");
    model.layers = requireSize(config, "num_hidden_layers", kMostLayers);
    model.heads = requireSize(config, "num_attention_heads");
    readHeads(config, model);
    model.intermediateSize = requireSize(config, "intermediate_size");
    model.vocabSize = requireSize(config, "vocab_size", kMostVocabulary);
    const ConfigDefaults& defaults = familyOf(model.family).defaults;
    model.maxPositions = static_cast<int>(
        config.findInteger("max_position_embeddings", 1, kMostPositions).value_or(defaults.maxPositions));
    model.rmsEps = config.findNumber("rms_norm_eps", 0, 1).value_or(defaults.rmsEps);
    model.tieEmbeddings = config.findBool("tie_word_embeddings").value_or(false);
}

void readLayerWindows(const JsonObject& config, ModelConfig& model) {
    constexpr std::int64_t kDefaultWindow = 4096;  // of the reference's class, as the next one
    constexpr std::int64_t kDefaultFirstLayer = 28;
    if (!config.findBool("use_sliding_window").value_or(false)) return;
    auto window = config.findInteger("sliding_window", 1, kMostPositions);
    if (isUnsaid(config, "sliding_window")) window = kDefaultWindow;
    if (!window) return;  // null: as the reference reads it
    const auto layers = static_cast<std::size_t>(model.layers);
    model.layerWindows.assign(layers, 0);
    const json* types = config.findValue("layer_types");
    if (types == nullptr) {
        const auto first = config.findInteger("max_window_layers", 0, kMostLayers).value_or(kDefaultFirstLayer);
        for (auto i = static_cast<std::size_t>(first); i < layers; ++i)
            model.layerWindows[i] = static_cast<int>(*window);
        return;
    }
    if (!types->is_array() || types->size() != layers)
        config.fail("layer_types", "expected a list of " + std::to_string(layers) + " names, found " +
                                       (types->is_array() ? std::to_string(types->size()) : describeJson(*types)));
    for (std::size_t i = 0; i < layers; ++i) {
        const json& type = (*types)[i];
        if (type == "sliding_attention")
            model.layerWindows[i] = static_cast<int>(*window);
        else if (type != "full_attention")
            config.fail("layer_types", "expected full_attention or sliding_attention, found " + describeJson(type));
    }
}

std::string_view familyName(ModelFamily family) {
    return familyOf(family).modelType;
}

ModelConfig parseModelConfig(std::string_view jsonText, const std::string& fileName) {
    const json document = parseJson(jsonText, fileName);
    const JsonObject config(document, fileName);
    const Family& family = requireFamily(config);
    ModelConfig model;
    model.family = family.id;
    model.architecture = family.architecture;
    model.qkNorm = family.qkNorm;
    readCommonConfig(config, model);
    family.readConfig(config, model);
    addMissing(model.eosIds, findIds(config, "eos_token_id"));
    if (const auto bos = findIds(config, "bos_token_id"); !bos.empty()) model.bosId = bos.front();
    return model;
}

GenerationDefaults parseGenerationDefaults(std::string_view jsonText, const std::string& fileName) {
    const json document = parseJson(jsonText, fileName);
    const JsonObject config(document, fileName);
    GenerationDefaults defaults;
    defaults.temperature = config.findNumber("temperature", 0, 100);
    defaults.topP = config.findNumber("top_p", 0, 1);
    if (const auto topK = config.findInteger("top_k", 0, kMostVocabulary)) defaults.topK = static_cast<int>(*topK);
    defaults.eosIds = findIds(config, "eos_token_id");
    return defaults;
}

ModelConfig loadModelConfig(const std::filesystem::path& modelDirectory) {
    const auto path = modelDirectory / "config.json";
    ModelConfig model = parseModelConfig(readTextFile(path, kMaxFileBytes), path.string());
    std::vector<TokenId> eosIds = loadGenerationDefaults(modelDirectory).eosIds;
    const std::string generationFile = (modelDirectory / "generation_config.json").string();
    keepWithinVocabulary(eosIds, model.vocabSize, generationFile, model.notes);
    keepWithinVocabulary(model.eosIds, model.vocabSize, path.string(), model.notes);
    addMissing(eosIds, model.eosIds);
    model.eosIds = std::move(eosIds);
    return model;
}

GenerationDefaults loadGenerationDefaults(const std::filesystem::path& modelDirectory) {
    const auto path = modelDirectory / "generation_config.json";
    if (!std::filesystem::exists(path)) return {};
    return parseGenerationDefaults(readTextFile(path, kMaxFileBytes), path.string());
}

}  // namespace engine
