#include "engine/files/gguf_config.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/files/family.h"
#include "engine/files/json_text.h"

namespace engine {
namespace {

constexpr std::int64_t kMostSize = 1 << 20;  // of any width
constexpr std::int64_t kMostLayers = 1024;
constexpr std::int64_t kMostPositions = 1 << 28;
constexpr std::int64_t kMostVocabulary = 1 << 22;
constexpr double kMostTheta = 1e12;
constexpr double kMostFactor = 1e6;

/// Metadata keys of one architecture: "llama.block_count".
class ArchitectureKeys {
public:
    ArchitectureKeys(const GgufFile& file, std::string_view architecture) : m_file(file), m_prefix(architecture) {}

    std::string key(std::string_view name) const { return m_prefix + "." + std::string(name); }
    int size(std::string_view name, std::int64_t most = kMostSize) const {
        return static_cast<int>(m_file.requireInteger(key(name), 1, most));
    }
    std::optional<std::int64_t> findSize(std::string_view name, std::int64_t least, std::int64_t most) const {
        return m_file.findInteger(key(name), least, most);
    }
    std::optional<double> findNumber(std::string_view name, double least, double most) const {
        return m_file.findNumber(key(name), least, most);
    }
    [[noreturn]] void fail(std::string_view name, const std::string& problem) const { m_file.fail(key(name), problem); }
    const GgufFile& file() const { return m_file; }

private:
    const GgufFile& m_file;
    std::string m_prefix;
};

void readHeads(const ArchitectureKeys& keys, ModelConfig& model) {
    model.heads = keys.size("attention.head_count");
    model.kvHeads = static_cast<int>(keys.findSize("attention.head_count_kv", 1, kMostSize).value_or(model.heads));
    if (model.heads % model.kvHeads != 0)
        keys.fail("attention.head_count_kv", "expected a divisor of the head count " + std::to_string(model.heads) +
                                                 ", found " + std::to_string(model.kvHeads));
    const auto keyLength = keys.findSize("attention.key_length", 2, 4096);
    if (!keyLength && model.hiddenSize % model.heads != 0)
        keys.fail("attention.head_count", "expected a divisor of the embedding length " +
                                              std::to_string(model.hiddenSize) + ", found " +
                                              std::to_string(model.heads));
    model.headDim = static_cast<int>(keyLength.value_or(model.hiddenSize / model.heads));
    if (model.headDim % 2 != 0)
        keys.fail("attention.key_length", "expected an even number, found " + std::to_string(model.headDim));
    const auto valueLength = keys.findSize("attention.value_length", 1, 4096).value_or(model.headDim);
    if (valueLength != model.headDim)
        keys.fail("attention.value_length", "expected " + std::to_string(model.headDim) + " as of the keys, found " +
                                                std::to_string(valueLength));
}

/// Numbers by which frequencies are divided, stored as a tensor.
std::vector<float> requireDivisors(const GgufSource& source, std::string_view name, int half) {
    std::vector<float> divisors = toFloat32(source.requireTensor(name, {half}));
    for (const float d : divisors)
        if (!(d > 0) || !std::isfinite(d))
            source.header().fail("tensor " + std::string(name), "expected finite numbers above 0");
    return divisors;
}

void readScaling(const GgufSource& source, const ArchitectureKeys& keys, ModelConfig& model) {
    RopeScaling& s = model.ropeScaling;
    const int half = model.rotaryDim() / 2;
    if (source.findTensor("rope_freqs.weight")) {  // Llama 3.1's way, worked out when the file was made
        s.kind = RopeScaling::Kind::Divided;
        s.divisors = requireDivisors(source, "rope_freqs.weight", half);
        return;
    }
    if (source.findTensor("rope_factors_short.weight")) {
        // As from config.json: exact up to the original context, which becomes the model's.
        s.kind = RopeScaling::Kind::Divided;
        s.divisors = requireDivisors(source, "rope_factors_short.weight", half);
        s.attentionFactor = keys.findNumber("rope.scaling.attn_factor", 0, 100).value_or(1);
        model.maxPositions = std::min(
            model.maxPositions,
            static_cast<int>(keys.findSize("rope.scaling.original_context_length", 2, kMostPositions).value_or(4096)));
        return;
    }
    const auto type = keys.file().findText(keys.key("rope.scaling.type"));
    const auto oldFactor = keys.findNumber("rope.scale_linear", 1e-3, kMostFactor);
    const auto factor = keys.findNumber("rope.scaling.factor", 0, kMostFactor);
    if (type == "linear" || (!type && oldFactor)) {
        const double f = factor.value_or(oldFactor.value_or(1));
        if (f != 0) s = {.kind = RopeScaling::Kind::Linear, .factor = f};  // 0 stands for none
    } else if (type == "yarn") {
        s.kind = RopeScaling::Kind::Yarn;
        s.originalPositions = static_cast<double>(
            keys.findSize("rope.scaling.original_context_length", 2, kMostPositions).value_or(model.maxPositions));
        s.factor = factor.value_or(0) > 0 ? *factor : model.maxPositions / s.originalPositions;
        s.betaFast = keys.findNumber("rope.scaling.yarn_beta_fast", 1e-3, kMostFactor).value_or(s.betaFast);
        s.betaSlow = keys.findNumber("rope.scaling.yarn_beta_slow", 1e-3, kMostFactor).value_or(s.betaSlow);
        const auto attention = keys.findNumber("rope.scaling.yarn_attn_factor", 0, 100);
        s.attentionFactor = yarnAttentionFactor(s.factor) *
                            attention.value_or(keys.findNumber("rope.scaling.attn_factor", 0, 100).value_or(1));
    } else if (type && *type != "none") {
        keys.fail("rope.scaling.type",
                  "expected none, linear or yarn (or longrope with its factors), found " + inQuotes(*type));
    }
}

/// A number that is not a token's is left aside, with a note: some converters write -1 for "none".
std::optional<std::int64_t> findTokenId(const GgufFile& file, std::string_view key, int vocabSize,
                                        std::vector<std::string>& notes) {
    using Limits = std::numeric_limits<std::int64_t>;
    const auto id = file.findInteger(key, Limits::min(), Limits::max());
    if (!id || (*id >= 0 && *id < vocabSize)) return id;
    notes.push_back(file.path().string() + ": " + std::string(key) + " " + std::to_string(*id) +
                    " is ignored: the vocabulary has ids below " + std::to_string(vocabSize));
    return std::nullopt;
}

/// The tokens that end a text: those the file names, and control tokens that do so in every model that has them.
std::vector<TokenId> endTokens(const GgufFile& file, int vocabSize, std::vector<std::string>& notes) {
    constexpr std::array<std::string_view, 8> kEndTokens{"<|im_end|>", "<|endoftext|>",        "<|eot_id|>",
                                                         "<|eom_id|>", "<|end_of_text|>",      "<|end|>",
                                                         "<|return|>", "<｜end▁of▁sentence｜>"};
    constexpr std::int64_t kControl = 3;  // token_type
    std::vector<TokenId> ids;
    const auto add = [&](std::int64_t id) {
        const TokenId token{static_cast<std::int32_t>(id)};
        if (std::ranges::find(ids, token) == ids.end()) ids.push_back(token);
    };
    for (const auto key : {"tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id"})
        if (const auto id = findTokenId(file, key, vocabSize, notes)) add(*id);
    const auto* tokens = file.findTexts("tokenizer.ggml.tokens");
    const auto* types = file.findIntegers("tokenizer.ggml.token_type");
    if (tokens == nullptr || types == nullptr) return ids;
    const std::size_t count = std::min({tokens->size(), types->size(), static_cast<std::size_t>(vocabSize)});
    for (std::size_t i = 0; i < count; ++i)
        if ((*types)[i] == kControl && std::ranges::find(kEndTokens, (*tokens)[i]) != kEndTokens.end())
            add(static_cast<std::int64_t>(i));
    return ids;
}

}  // namespace

ModelConfig ggufModelConfig(const GgufSource& source) {
    const GgufFile& file = source.header();
    const std::string architecture = file.requireText("general.architecture");
    const Family* family = findFamily(architecture);
    if (family == nullptr)
        file.fail("general.architecture", "expected a family that this version runs (" + knownFamilies() + "), found " +
                                              inQuotes(architecture));
    const ArchitectureKeys keys(file, architecture);
    if (keys.findSize("expert_count", 0, kMostSize).value_or(0) != 0)
        keys.fail("expert_count", "expected 0 (this version runs no mixtures of experts)");

    ModelConfig model;
    model.family = family->id;
    model.architecture = architecture;
    model.qkNorm = family->qkNorm;
    model.hiddenSize = keys.size("embedding_length");
    model.layers = keys.size("block_count", kMostLayers);
    readHeads(keys, model);
    model.intermediateSize = keys.size("feed_forward_length");
    model.maxPositions = keys.size("context_length", kMostPositions);
    const auto epsilon = keys.findNumber("attention.layer_norm_rms_epsilon", 0, 1);
    if (!epsilon) keys.fail("attention.layer_norm_rms_epsilon", "expected a number, found no such key");
    model.rmsEps = *epsilon;
    model.ropeTheta = keys.findNumber("rope.freq_base", 1.5, kMostTheta).value_or(10000);
    if (const auto rotated = keys.findSize("rope.dimension_count", 2, model.headDim)) {
        if (*rotated % 2 != 0)
            keys.fail("rope.dimension_count", "expected an even number, found " + std::to_string(*rotated));
        if (*rotated != model.headDim) model.rotatedPart = static_cast<int>(*rotated);
    }
    readScaling(source, keys, model);
    if (const auto window = keys.findSize("attention.sliding_window", 0, kMostPositions).value_or(0); window > 0)
        model.layerWindows.assign(static_cast<std::size_t>(model.layers), static_cast<int>(window));

    const auto nameOf = [&](TensorRole role) { return family->tensorName(role, TensorNaming::Gguf); };
    const auto embedding = source.findTensor(nameOf(TensorRole::Embedding));
    if (!embedding || embedding->shape.size() != 2 || embedding->shape[0] < 1 || embedding->shape[0] > kMostVocabulary)
        file.fail("tensor " + nameOf(TensorRole::Embedding),
                  "expected shape [vocabulary, " + std::to_string(model.hiddenSize) + "], found " +
                      (embedding ? shapeText(embedding->shape) : "no such tensor"));
    model.vocabSize = static_cast<int>(embedding->shape[0]);
    model.tieEmbeddings = !source.findTensor(nameOf(TensorRole::Head));
    model.attentionBias = family->has(TensorRole::QBias) && source.findTensor(nameOf(TensorRole::QBias));
    model.eosIds = endTokens(file, model.vocabSize, model.notes);
    if (const auto bos = findTokenId(file, "tokenizer.ggml.bos_token_id", model.vocabSize, model.notes))
        model.bosId = TokenId{static_cast<std::int32_t>(*bos)};
    return model;
}

GenerationDefaults ggufGenerationDefaults(const GgufFile& file) {
    GenerationDefaults defaults;
    defaults.temperature = file.findNumber("general.sampling.temp", 0, 100);
    defaults.topP = file.findNumber("general.sampling.top_p", 0, 1);
    if (const auto topK = file.findInteger("general.sampling.top_k", 0, kMostVocabulary))
        defaults.topK = static_cast<int>(*topK);
    return defaults;
}

}  // namespace engine
