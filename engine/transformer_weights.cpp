#include "engine/transformer_weights.h"

#include <cstring>
#include <deque>
#include <string>

#include "engine/files/family.h"
#include "engine/files/weight_reader.h"

namespace engine {

namespace {

/// A tensor of the family and its rows.
struct Part {
    TensorRole role;
    int n;
};

/// Memory of tensors that are not used as they lie in the file, until the backend has its own copy.
struct Converted {
    std::deque<std::vector<float>> floats;
    std::deque<std::vector<std::byte>> bytes;
};

class Loader {
public:
    Loader(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
           const TransformerOptions& options)
        : m_backend(backend),
          m_config(config),
          m_family(familyOf(config.family)),
          m_tensors(tensors),
          m_reader(tensors),
          m_choice(options.weights),
          m_exactQuantised(options.exactQuantised) {}

    /// One weight of the named matrices [n, k] stacked along n.
    std::unique_ptr<kernels::Weight> matrix(std::initializer_list<Part> parts, int k, int layer = 0) {
        Converted converted;
        std::vector<kernels::HostMatrix> matrices;
        for (const Part& part : parts)
            matrices.push_back(hostMatrix(part, require(part.role, layer, {part.n, k}, converted), k, converted));
        auto weight = m_backend.uploadWeight(matrices, nameOf(parts.begin()->role, layer));
        m_reader.giveBack();
        return weight;
    }

    /// The named vectors, one after another, as float32.
    kernels::Buffer vector(std::initializer_list<Part> parts, int layer = 0) {
        Converted converted;
        std::vector<float> values;
        for (const Part& part : parts) {
            const std::vector<float> more = m_reader.floats(require(part.role, layer, {part.n}, converted));
            values.insert(values.end(), more.begin(), more.end());
        }
        m_reader.giveBack();
        return m_backend.uploadVector(values, nameOf(parts.begin()->role, layer));
    }

    bool familyHas(TensorRole role) const { return m_family.has(role); }
    bool fileHas(TensorRole role, int layer) const { return m_tensors.findTensor(nameOf(role, layer)).has_value(); }

private:
    std::string nameOf(TensorRole role, int layer) const {
        return m_family.tensorName(role, m_tensors.naming(), layer);
    }

    HostTensor require(TensorRole role, int layer, std::initializer_list<std::int64_t> shape, Converted& converted) {
        HostTensor tensor = m_reader.require(nameOf(role, layer), shape);
        const bool turned =
            role == TensorRole::Q || role == TensorRole::K || role == TensorRole::QBias || role == TensorRole::KBias;
        if (turned && m_family.ggufAlternates && m_tensors.naming() == TensorNaming::Gguf)
            tensor.bytes = converted.bytes.emplace_back(halvesInOrder(tensor));
        return tensor;
    }

    /// The rows of each head as this program turns them: the first half, then the second, instead of alternating.
    std::vector<std::byte> halvesInOrder(const HostTensor& tensor) const {
        std::vector<std::byte> result(tensor.bytes.size());
        const auto rows = static_cast<std::size_t>(tensor.shape[0]);
        const auto headDim = static_cast<std::size_t>(m_config.headDim);
        const std::size_t rowBytes = result.size() / rows;
        for (std::size_t row = 0; row < rows; ++row) {
            const std::size_t inHead = row % headDim;
            const std::size_t from = row - inHead + inHead % (headDim / 2) * 2 + inHead / (headDim / 2);
            std::memcpy(result.data() + row * rowBytes, tensor.bytes.data() + from * rowBytes, rowBytes);
        }
        return result;
    }

    kernels::HostMatrix hostMatrix(const Part& part, const HostTensor& tensor, int k, Converted& converted) {
        const bool isTable = part.role == TensorRole::Embedding || part.role == TensorRole::Head;
        const MatrixPlace place = isTable ? MatrixPlace::EmbeddingOrHead : MatrixPlace::Layer;
        const kernels::HostType kept =
            m_exactQuantised && isQuantised(tensor.type)
                ? kernels::HostType::F32
                : keptType(m_choice, tensor.type, place, std::size_t(k), m_backend.takesQuantised());
        return {bytesAs(kept, tensor, converted), kept, part.n, k};
    }

    std::span<const std::byte> bytesAs(kernels::HostType kept, const HostTensor& tensor, Converted& converted) {
        if (kept == findHostType(tensor.type)) return tensor.bytes;
        if (kernels::isQuantised(kept)) return m_reader.quantised(tensor, kept);
        if (kept == kernels::HostType::Bf16) return std::as_bytes(m_reader.halves(tensor));
        return std::as_bytes(std::span(converted.floats.emplace_back(m_reader.floats(tensor))));
    }

    kernels::Backend& m_backend;
    const ModelConfig& m_config;
    const Family& m_family;
    const TensorSource& m_tensors;
    WeightReader m_reader;
    WeightChoice m_choice;
    bool m_exactQuantised;
};

LayerWeights loadLayer(Loader& loader, const ModelConfig& c, int layer) {
    using enum TensorRole;
    const int qWidth = c.heads * c.headDim;
    const int kvWidth = c.kvHeads * c.headDim;

    LayerWeights w;
    w.inputGain = loader.vector({{InputGain, c.hiddenSize}}, layer);
    w.qkv = loader.familyHas(Qkv) ? loader.matrix({{Qkv, qWidth + 2 * kvWidth}}, c.hiddenSize, layer)
                                  : loader.matrix({{Q, qWidth}, {K, kvWidth}, {V, kvWidth}}, c.hiddenSize, layer);
    if (c.attentionBias) {
        w.qkvBias = loader.vector({{QBias, qWidth}, {KBias, kvWidth}, {VBias, kvWidth}}, layer);
        if (loader.familyHas(OutputBias) && loader.fileHas(OutputBias, layer))
            w.outputBias = loader.vector({{OutputBias, c.hiddenSize}}, layer);
    }
    if (c.qkNorm) {
        w.qGain = loader.vector({{QGain, c.headDim}}, layer);
        w.kGain = loader.vector({{KGain, c.headDim}}, layer);
    }
    w.output = loader.matrix({{Output, c.hiddenSize}}, qWidth, layer);
    w.postGain = loader.vector({{PostGain, c.hiddenSize}}, layer);
    w.gateUp = loader.familyHas(GateUp)
                   ? loader.matrix({{GateUp, 2 * c.intermediateSize}}, c.hiddenSize, layer)
                   : loader.matrix({{Gate, c.intermediateSize}, {Up, c.intermediateSize}}, c.hiddenSize, layer);
    w.down = loader.matrix({{Down, c.hiddenSize}}, c.intermediateSize, layer);
    return w;
}

}  // namespace

std::size_t TransformerWeights::bytes() const {
    std::size_t sum =
        embedding->bytes() + finalGain.bytes() + inverseFrequencies.bytes() + (untiedHead ? untiedHead->bytes() : 0);
    for (const LayerWeights& w : layers)
        sum += w.inputGain.bytes() + w.qkv->bytes() + w.qkvBias.bytes() + w.qGain.bytes() + w.kGain.bytes() +
               w.output->bytes() + w.outputBias.bytes() + w.postGain.bytes() + w.gateUp->bytes() + w.down->bytes();
    return sum;
}

TransformerWeights loadWeights(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
                               const ProgressFn& progress, const TransformerOptions& options) {
    const int steps = config.layers + 2;
    const auto report = [&](int done) {
        if (progress) progress(double(done) / double(steps));
    };
    Loader loader(backend, config, tensors, options);
    TransformerWeights weights;
    const RopeFrequencies rope = rotaryFrequencies(config.ropeTheta, config.rotaryDim(), config.ropeScaling);
    weights.inverseFrequencies = backend.uploadVector(rope.inverse, "rotary frequencies");
    weights.ropeScale = rope.scale;
    weights.embedding = loader.matrix({{TensorRole::Embedding, config.vocabSize}}, config.hiddenSize);
    report(1);
    for (int layer = 0; layer < config.layers; ++layer) {
        weights.layers.push_back(loadLayer(loader, config, layer));
        report(layer + 2);
    }
    weights.finalGain = loader.vector({{TensorRole::FinalGain, config.hiddenSize}});
    if (!config.tieEmbeddings)
        weights.untiedHead = loader.matrix({{TensorRole::Head, config.vocabSize}}, config.hiddenSize);
    report(steps);
    return weights;
}

}  // namespace engine
