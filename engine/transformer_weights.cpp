#include "engine/transformer_weights.h"

#include <cmath>
#include <deque>
#include <string>

namespace engine {

namespace {

class Loader {
public:
    Loader(kernels::Backend& backend, const TensorSource& tensors) : m_backend(backend), m_tensors(tensors) {}

    struct Part {
        std::string name;
        int n;
    };

    /// One weight of the named matrices [n, k] stacked along n.
    std::unique_ptr<kernels::Weight> matrix(std::initializer_list<Part> parts, int k) {
        std::deque<std::vector<float>> converted;  // of types that backends don't read
        std::vector<kernels::HostMatrix> matrices;
        for (const Part& part : parts)
            matrices.push_back(hostMatrix(m_tensors.requireTensor(part.name, {part.n, k}), part.n, k, converted));
        return m_backend.uploadWeight(matrices, parts.begin()->name);
    }

    /// The named vectors, one after another, as float32.
    kernels::Buffer vector(std::initializer_list<Part> parts) {
        std::vector<float> values;
        for (const Part& part : parts) {
            const std::vector<float> more = toFloat32(m_tensors.requireTensor(part.name, {part.n}));
            values.insert(values.end(), more.begin(), more.end());
        }
        return m_backend.uploadVector(values, parts.begin()->name);
    }

    bool has(const std::string& name) const { return m_tensors.findTensor(name).has_value(); }

private:
    static kernels::HostMatrix hostMatrix(const HostTensor& tensor, int n, int k,
                                          std::deque<std::vector<float>>& converted) {
        switch (tensor.type) {
            case StorageType::F32:
                return {tensor.bytes, kernels::HostType::F32, n, k};
            case StorageType::F16:
                return {tensor.bytes, kernels::HostType::F16, n, k};
            case StorageType::BF16:
                return {tensor.bytes, kernels::HostType::Bf16, n, k};
            default:
                converted.push_back(toFloat32(tensor));
                return {std::as_bytes(std::span(converted.back())), kernels::HostType::F32, n, k};
        }
    }

    kernels::Backend& m_backend;
    const TensorSource& m_tensors;
};

LayerWeights loadLayer(Loader& loader, const ModelConfig& c, int layer) {
    const std::string prefix = "model.layers." + std::to_string(layer) + ".";
    const std::string attention = prefix + "self_attn.";
    const int qWidth = c.heads * c.headDim;
    const int kvWidth = c.kvHeads * c.headDim;

    LayerWeights w;
    w.inputGain = loader.vector({{prefix + "input_layernorm.weight", c.hiddenSize}});
    w.qkv = loader.matrix({{attention + "q_proj.weight", qWidth},
                           {attention + "k_proj.weight", kvWidth},
                           {attention + "v_proj.weight", kvWidth}},
                          c.hiddenSize);
    if (c.attentionBias) {
        w.qkvBias = loader.vector({{attention + "q_proj.bias", qWidth},
                                   {attention + "k_proj.bias", kvWidth},
                                   {attention + "v_proj.bias", kvWidth}});
        if (loader.has(attention + "o_proj.bias"))
            w.outputBias = loader.vector({{attention + "o_proj.bias", c.hiddenSize}});
    }
    if (c.qkNorm) {
        w.qGain = loader.vector({{attention + "q_norm.weight", c.headDim}});
        w.kGain = loader.vector({{attention + "k_norm.weight", c.headDim}});
    }
    w.output = loader.matrix({{attention + "o_proj.weight", c.hiddenSize}}, qWidth);
    w.postGain = loader.vector({{prefix + "post_attention_layernorm.weight", c.hiddenSize}});
    w.gateUp = loader.matrix(
        {{prefix + "mlp.gate_proj.weight", c.intermediateSize}, {prefix + "mlp.up_proj.weight", c.intermediateSize}},
        c.hiddenSize);
    w.down = loader.matrix({{prefix + "mlp.down_proj.weight", c.hiddenSize}}, c.intermediateSize);
    return w;
}

}  // namespace

/// f_i = theta^(-2i / headDim), in float32 as the models were trained.
std::vector<float> rotaryFrequencies(const ModelConfig& config) {
    std::vector<float> f;
    for (int i = 0; i < config.headDim; i += 2)
        f.push_back(1.0F / std::pow(static_cast<float>(config.ropeTheta),
                                    static_cast<float>(i) / static_cast<float>(config.headDim)));
    return f;
}

std::size_t TransformerWeights::bytes() const {
    std::size_t sum =
        embedding->bytes() + finalGain.bytes() + inverseFrequencies.bytes() + (untiedHead ? untiedHead->bytes() : 0);
    for (const LayerWeights& w : layers)
        sum += w.inputGain.bytes() + w.qkv->bytes() + w.qkvBias.bytes() + w.qGain.bytes() + w.kGain.bytes() +
               w.output->bytes() + w.outputBias.bytes() + w.postGain.bytes() + w.gateUp->bytes() + w.down->bytes();
    return sum;
}

TransformerWeights loadWeights(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
                               const ProgressFn& progress) {
    const int steps = config.layers + 2;
    const auto report = [&](int done) {
        if (progress) progress(double(done) / double(steps));
    };
    Loader loader(backend, tensors);
    TransformerWeights weights;
    weights.inverseFrequencies = backend.uploadVector(rotaryFrequencies(config), "rotary frequencies");
    weights.embedding = loader.matrix({{"model.embed_tokens.weight", config.vocabSize}}, config.hiddenSize);
    report(1);
    for (int layer = 0; layer < config.layers; ++layer) {
        weights.layers.push_back(loadLayer(loader, config, layer));
        report(layer + 2);
    }
    weights.finalGain = loader.vector({{"model.norm.weight", config.hiddenSize}});
    if (!config.tieEmbeddings)
        weights.untiedHead = loader.matrix({{"lm_head.weight", config.vocabSize}}, config.hiddenSize);
    report(steps);
    return weights;
}

}  // namespace engine
