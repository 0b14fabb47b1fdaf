// What the tests of the scorer's trainer share: batches with labels, random weights, and the loss in double precision.
#pragma once

#include "kernels/mlp_trainer.h"
#include "kernels_support.h"

namespace test {

struct Batch {
    std::vector<float> rows;    ///< [count, width]
    std::vector<float> labels;  ///< [count]
    int width = 0;

    int count() const { return int(labels.size()); }
    kernels::Tensor<const float> rowView() const { return {rows.data(), count(), width}; }
    kernels::Tensor<const float> labelView() const { return {labels.data(), count()}; }
};

/// Multiples of 1/8 up to 1 in size: sums of their products are exact in float32.
inline std::vector<float> gridValues(RandomValues& random, std::size_t count) {
    std::vector<float> values(count);
    for (float& value : values) value = float(random.below(17) - 8) / 8;
    return values;
}

inline std::vector<float> randomLabels(RandomValues& random, int count) {
    std::vector<float> labels;
    for (int i = 0; i < count; ++i) labels.push_back(float(random.below(2)));
    return labels;
}

inline Batch randomBatch(RandomValues& random, int count, int width) {
    return {random.vector(std::size_t(count) * std::size_t(width)), randomLabels(random, count), width};
}

inline kernels::MlpParameters randomWeights(RandomValues& random, int width, int hidden) {
    const float first = 1 / std::sqrt(float(width)), second = 1 / std::sqrt(float(hidden));
    kernels::MlpParameters weights;
    weights.w0 = random.vector(std::size_t(width) * std::size_t(hidden), first);
    weights.b0 = random.vector(std::size_t(hidden), first);
    weights.w1 = random.vector(std::size_t(hidden), second);
    weights.b1 = random.next() * second;
    return weights;
}

/// All weights one after the other, in the order w0, b0, w1, b1.
inline std::vector<float> flat(const kernels::MlpParameters& weights) {
    std::vector<float> all = weights.w0;
    all.insert(all.end(), weights.b0.begin(), weights.b0.end());
    all.insert(all.end(), weights.w1.begin(), weights.w1.end());
    all.push_back(weights.b1);
    return all;
}

/// Mean loss of a batch in double precision, from the definition; `all` as flat() has them.
inline double meanLoss(const std::vector<double>& all, int hidden, const Batch& batch, double positiveWeight) {
    const auto d = std::size_t(batch.width), h = std::size_t(hidden);
    double total = 0;
    for (std::size_t r = 0; r < batch.labels.size(); ++r) {
        double logit = all.back();
        for (std::size_t u = 0; u < h; ++u) {
            double sum = all[h * d + u];
            for (std::size_t i = 0; i < d; ++i) sum += all[u * d + i] * double(batch.rows[r * d + i]);
            logit += std::max(sum, 0.0) * all[h * d + h + u];
        }
        const double probability = 1 / (1 + std::exp(-logit));
        total -= batch.labels[r] != 0 ? positiveWeight * std::log(probability) : std::log(1 - probability);
    }
    return total / double(batch.labels.size());
}

}  // namespace test
