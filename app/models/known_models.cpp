#include "app/models/known_models.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "engine/files/tensor_source.h"

namespace app {
namespace {

using engine::HostTensor;
using engine::ModelConfig;
using engine::ModelFamily;

constexpr int kPricedTraces = 64;
constexpr int kPricedPrompt = 256;  // tokens: a problem and its template

/// The tensors that a model of this shape has, without their contents.
class ShapeOnly : public engine::TensorSource {
public:
    explicit ShapeOnly(const ModelConfig& c) {
        const std::int64_t width = c.hiddenSize, heads = std::int64_t{c.heads} * c.headDim,
                           kvHeads = std::int64_t{c.kvHeads} * c.headDim, inner = c.intermediateSize;
        add("model.embed_tokens.weight", {c.vocabSize, width});
        for (int layer = 0; layer < c.layers; ++layer) {
            const std::string at = "model.layers." + std::to_string(layer) + ".";
            add(at + "self_attn.qkv.weight", {heads + 2 * kvHeads, width});
            add(at + "self_attn.o_proj.weight", {width, heads});
            add(at + "mlp.gate_up.weight", {2 * inner, width});
            add(at + "mlp.down_proj.weight", {width, inner});
            add(at + "input_layernorm.weight", {width});
            add(at + "post_attention_layernorm.weight", {width});
            if (!c.qkNorm) continue;
            add(at + "self_attn.q_norm.weight", {c.headDim});
            add(at + "self_attn.k_norm.weight", {c.headDim});
        }
        add("model.norm.weight", {width});
        if (!c.tieEmbeddings) add("lm_head.weight", {c.vocabSize, width});
    }

    std::optional<HostTensor> findTensor(std::string_view name) const override {
        const auto at = std::ranges::find(m_tensors, name, &HostTensor::name);
        return at == m_tensors.end() ? std::nullopt : std::optional(*at);
    }
    std::vector<std::string> tensorNames() const override {
        std::vector<std::string> names;
        for (const HostTensor& tensor : m_tensors) names.push_back(tensor.name);
        return names;
    }
    std::string describe() const override { return "a model's shape"; }
    std::int64_t elements() const {
        std::int64_t sum = 0;
        for (const HostTensor& tensor : m_tensors)
            sum += static_cast<std::int64_t>(engine::findElementCount(tensor.shape).value_or(0));
        return sum;
    }

private:
    void add(std::string name, std::vector<std::int64_t> shape) {
        m_tensors.push_back({std::move(name), engine::StorageType::BF16, std::move(shape), {}});
    }
    std::vector<HostTensor> m_tensors;
};

/// What the three sizes of Qwen3 have in common.
ModelConfig qwen3(int width, int inner, int layers, int heads, int contextTokens) {
    ModelConfig c;
    c.family = ModelFamily::Qwen3;
    c.hiddenSize = width;
    c.intermediateSize = inner;
    c.layers = layers;
    c.heads = heads;
    c.kvHeads = 8;
    c.headDim = 128;
    c.vocabSize = 151936;
    c.maxPositions = contextTokens;
    c.qkNorm = true;
    return c;
}

std::vector<KnownModel> makeKnownModels() {
    ModelConfig phi;
    phi.family = ModelFamily::Phi3;
    phi.hiddenSize = 5120;
    phi.intermediateSize = 17920;
    phi.layers = 40;
    phi.heads = 40;
    phi.kvHeads = 10;
    phi.headDim = 128;
    phi.vocabSize = 100352;
    phi.maxPositions = 32768;

    ModelConfig qwen4b = qwen3(2560, 9728, 36, 32, 262144);
    qwen4b.tieEmbeddings = true;
    ModelConfig qwenSmall = qwen3(1024, 3072, 28, 16, 40960);
    qwenSmall.tieEmbeddings = true;

    ModelConfig smol;
    smol.family = ModelFamily::Llama;
    smol.hiddenSize = 576;
    smol.intermediateSize = 1536;
    smol.layers = 30;
    smol.heads = 9;
    smol.kvHeads = 3;
    smol.headDim = 64;
    smol.vocabSize = 49152;
    smol.maxPositions = 8192;
    smol.tieEmbeddings = true;

    return {{"microsoft/Phi-4-reasoning-plus", true, phi, "Phi-4-reasoning-plus_step_scorer.pt"},
            {"deepseek-ai/DeepSeek-R1-0528-Qwen3-8B", true, qwen3(4096, 12288, 36, 32, 131072),
             "DeepSeek-R1-0528-Qwen3-8B_step_scorer.pt"},
            {"Qwen/Qwen3-4B-Thinking-2507", true, qwen4b, "Qwen3-4B-Thinking-2507_step_scorer.pt"},
            {"Qwen/Qwen3-0.6B", false, qwenSmall, {}},
            {"HuggingFaceTB/SmolLM2-135M-Instruct", false, smol, {}}};
}

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

/// Whether `text` has `name` in it and not as a part of a longer name: "Qwen3-4B" is not in "Qwen3-4B-Thinking".
bool namesModel(const std::string& text, const std::string& name) {
    const std::string all = lowered(text), part = lowered(name);
    for (std::size_t at = all.find(part); at != std::string::npos; at = all.find(part, at + 1)) {
        const std::size_t end = at + part.size();
        const bool begins = at == 0 || !std::isalnum(static_cast<unsigned char>(all[at - 1]));
        const std::string rest = all.substr(end);
        // A GGUF file's name goes on with its format.
        const bool ends = rest.empty() || rest.front() == '/' || rest.starts_with(".gguf") || rest.starts_with("-q") ||
                          rest.starts_with(".q") || rest.starts_with("-f16") || rest.starts_with("-bf16") ||
                          rest.starts_with("-gguf") || rest.starts_with("-iq") || rest.starts_with("-ud-");
        if (begins && ends) return true;
    }
    return false;
}

}  // namespace

std::string KnownModel::name() const {
    return repository.substr(repository.find('/') + 1);
}

std::string KnownModel::command() const {
    return "hf download " + repository;
}

std::string KnownModel::page() const {
    return "https://huggingface.co/" + repository;
}

const std::vector<KnownModel>& knownModels() {
    static const std::vector<KnownModel> models = makeKnownModels();
    return models;
}

std::string publishedScorersPage() {
    return "https://github.com/Supercomputing-System-AI-Lab/STEP/tree/main/STEP/step_scorer_checkpoint";
}

std::int64_t parametersOf(const KnownModel& model) {
    return ShapeOnly(model.shape).elements();
}

MemoryFacts priceKnownModel(const KnownModel& model, const MemoryFacts& device) {
    return estimateMemory(device, model.shape, ShapeOnly(model.shape));
}

RunOptions optionsOfKnownModels() {
    RunOptions options;
    options.traces = kPricedTraces;
    return options;
}

MemoryPlan planKnownModel(const KnownModel& model, const MemoryFacts& device) {
    return planMemory(priceKnownModel(model, device), optionsOfKnownModels(), kPricedPrompt);
}

std::vector<MemoryOffer> offersOfKnownModel(const KnownModel& model, const MemoryFacts& device) {
    return findOffers(priceKnownModel(model, device), optionsOfKnownModels(), kPricedPrompt);
}

const FoundModel* findKnown(const KnownModel& model, const Found& found) {
    const auto at = std::ranges::find_if(found.models, [&](const FoundModel& other) {
        return other.loadable && (namesModel(other.name, model.name()) || namesModel(other.path, model.name()));
    });
    return at == found.models.end() ? nullptr : &*at;
}

const FoundScorer* findKnownScorer(const KnownModel& model, const Found& found) {
    if (model.scorerFile.empty()) return nullptr;
    const auto at = std::ranges::find_if(found.scorers, [&](const FoundScorer& scorer) {
        return scorer.loadable && lowered(scorer.name) == lowered(model.scorerFile);
    });
    return at == found.scorers.end() ? nullptr : &*at;
}

}  // namespace app
