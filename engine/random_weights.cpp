#include "engine/random_weights.h"

#include <cmath>

namespace engine {

TransformerWeights makeRandomWeights(kernels::Backend& backend, const ModelConfig& c, std::uint64_t seed,
                                     WeightChoice choice) {
    const auto matrix = [&](int n, int k, float scale, MatrixPlace place) {
        const kernels::HostType type =
            keptType(choice, StorageType::BF16, place, std::size_t(k), backend.takesQuantised());
        return backend.randomWeight(n, k, scale, seed++, "random weights",
                                    kernels::isQuantised(type) ? std::optional(type) : std::nullopt);
    };
    const auto projection = [&](int n, int k, MatrixPlace place = MatrixPlace::Layer) {
        return matrix(n, k, 1.0F / std::sqrt(static_cast<float>(k)), place);
    };
    const auto ones = [&](int count) {
        return backend.uploadVector(std::vector<float>(std::size_t(count), 1.0F), "random weights");
    };
    const int qWidth = c.heads * c.headDim;
    const int kvWidth = c.kvHeads * c.headDim;

    TransformerWeights weights;
    weights.embedding = matrix(c.vocabSize, c.hiddenSize, c.tieEmbeddings ? 0.02F : 1.0F,  // the head's logits, too
                               MatrixPlace::EmbeddingOrHead);
    for (int i = 0; i < c.layers; ++i) {
        LayerWeights w;
        w.inputGain = ones(c.hiddenSize);
        w.qkv = projection(qWidth + 2 * kvWidth, c.hiddenSize);
        if (c.qkNorm) {
            w.qGain = ones(c.headDim);
            w.kGain = ones(c.headDim);
        }
        w.output = projection(c.hiddenSize, qWidth);
        w.postGain = ones(c.hiddenSize);
        w.gateUp = projection(2 * c.intermediateSize, c.hiddenSize);
        w.down = projection(c.hiddenSize, c.intermediateSize);
        weights.layers.push_back(std::move(w));
    }
    weights.finalGain = ones(c.hiddenSize);
    if (!c.tieEmbeddings) weights.untiedHead = projection(c.vocabSize, c.hiddenSize, MatrixPlace::EmbeddingOrHead);
    weights.inverseFrequencies = backend.uploadVector(
        rotaryFrequencies(c.ropeTheta, c.rotaryDim(), c.ropeScaling).inverse, "rotary frequencies");
    return weights;
}

}  // namespace engine
