#include <algorithm>
#include <cmath>
#include <numeric>

#include "kernels/cpu/ops.h"
#include "kernels/philox.h"

namespace kernels::cpu {

namespace {

constexpr int kConfidenceTokens = 20;

struct Candidate {
    float logit;
    std::int32_t token;
    bool operator<(const Candidate& other) const {  // the most likely first, the lowest id among equals
        return logit != other.logit ? logit > other.logit : token < other.token;
    }
};

/// The `count` most likely tokens, in order.
std::vector<Candidate> mostLikely(std::span<const float> logits, std::size_t count) {
    count = std::min(count, logits.size());
    std::vector<Candidate> best;
    constexpr std::size_t kInsertionLimit = 64;
    if (count <= kInsertionLimit) {  // few are ever inserted once the list is full
        best.reserve(count + 1);
        for (std::size_t i = 0; i < logits.size(); ++i) {
            if (best.size() == count && !(logits[i] > best.back().logit)) continue;
            const Candidate candidate{logits[i], static_cast<std::int32_t>(i)};
            best.insert(std::upper_bound(best.begin(), best.end(), candidate), candidate);
            if (best.size() > count) best.pop_back();
        }
        return best;
    }
    best.resize(logits.size());
    for (std::size_t i = 0; i < logits.size(); ++i) best[i] = {logits[i], static_cast<std::int32_t>(i)};
    std::partial_sort(best.begin(), best.begin() + std::ptrdiff_t(count), best.end());
    best.resize(count);
    return best;
}

/// The candidates that top-k and top-p leave, and where among their weights the draw falls.
/// @param candidates  the most likely tokens, in order, as many as were looked at; perhaps none
std::int32_t draw(std::span<const float> logits, float maximum, const DrawSettings& settings, double uniform,
                  std::vector<Candidate>& candidates) {
    const double inverseTemperature = 1.0 / double(settings.temperature);
    const auto weightOf = [&](float logit) { return std::exp((double(logit) - double(maximum)) * inverseTemperature); };
    const bool limited = settings.topK > 0 && std::size_t(settings.topK) < logits.size();
    const std::size_t limit = limited ? std::size_t(settings.topK) : logits.size();

    double total = 0;  // over what top-k leaves
    if (!limited) {
        for (const float logit : logits) total += weightOf(logit);
        if (!(settings.topP < 1)) {  // all tokens, in the order of their ids
            double left = uniform * total;
            for (std::size_t i = 0; i < logits.size(); ++i)
                if ((left -= weightOf(logits[i])) < 0) return static_cast<std::int32_t>(i);
            return mostLikely(logits, 1).front().token;  // rounding ran past the end
        }
    }

    std::vector<double> weights;
    std::size_t kept = 0;
    double keptWeight = 0;
    // Without top-k, top-p seldom keeps many: look at few first.
    for (std::size_t count = limited ? limit : std::min<std::size_t>(limit, 64);; count = std::min(limit, 16 * count)) {
        candidates = mostLikely(logits, count);
        weights.clear();
        for (const Candidate& candidate : candidates) weights.push_back(weightOf(candidate.logit));
        if (limited) total = std::accumulate(weights.begin(), weights.end(), 0.0);
        const double wanted = settings.topP < 1 ? double(settings.topP) * total : total;
        kept = 0;
        keptWeight = 0;
        while (kept < weights.size() && (kept == 0 || keptWeight < wanted)) keptWeight += weights[kept++];
        if (keptWeight >= wanted || count == limit) break;
    }
    double left = uniform * keptWeight;
    for (std::size_t i = 0; i < kept; ++i)
        if ((left -= weights[i]) < 0) return candidates[i].token;
    return candidates[kept - 1].token;
}

/// @param known  the most likely tokens, in order, as far as they are known
float confidenceOf(std::span<const float> logits, double logSum, std::span<const Candidate> known) {
    const std::size_t count = std::min<std::size_t>(kConfidenceTokens, logits.size());
    std::vector<Candidate> found;
    if (known.size() < count) known = found = mostLikely(logits, count);
    double sum = 0;
    for (const Candidate& candidate : known.first(count)) sum += logSum - double(candidate.logit);
    return static_cast<float>(sum / double(count));
}

}  // namespace

void sample(Context& context, Tensor<const float> logits, Tensor<const DrawKey> keys, const DrawSettings& settings,
            Tensor<std::int32_t> tokens, Tensor<float> logProbabilities, Tensor<float> confidences) {
    context.pool.run(logits.dim(0), [&](int row, int) {
        const std::span<const float> values(rowOf(logits, row), std::size_t(logits.dim(1)));
        const float maximum = context.vector.maximum(values.data(), values.size());
        const double logSum =
            double(maximum) + std::log(context.vector.sumOfExp(values.data(), values.size(), maximum));
        if (!std::isfinite(logSum)) throw std::runtime_error("sample: the logits are not finite");
        const DrawKey key = keys.data[row];
        std::vector<Candidate> candidates;
        const std::int32_t token =
            settings.temperature > 0
                ? draw(values, maximum, settings, philoxUniform(settings.seed, key.trace, key.position), candidates)
                : static_cast<std::int32_t>(std::max_element(values.begin(), values.end()) - values.begin());
        tokens.data[row] = token;
        logProbabilities.data[row] = static_cast<float>(double(values[std::size_t(token)]) - logSum);
        confidences.data[row] = settings.wantConfidence != 0 ? confidenceOf(values, logSum, candidates) : 0.0F;
    });
}

}  // namespace kernels::cpu
