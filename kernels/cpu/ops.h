// The ops of the CPU backend, one file each. Shapes are as kernels/backend.h says and were checked there; activations
// are float32. A row's results are computed in an order that other rows do not change.
#pragma once

#include "kernels/cpu/context.h"
#include "kernels/cpu/cpu_weight.h"

namespace kernels::cpu {

void embed(Context& context, Tensor<const std::int32_t> tokens, const CpuWeight& table, Tensor<float> out);
void addRmsNorm(Context& context, Tensor<float> residual, Tensor<const float> delta, Tensor<const float> gain,
                float epsilon, Tensor<float> out);
void matmul(Context& context, Tensor<const float> x, const CpuWeight& w, Tensor<const float> bias, Tensor<float> out);
void ropeTable(Context& context, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
               float scale, Tensor<float> out);
void ropeAndCache(Context& context, const AttentionShape& shape, Tensor<float> qkv, Tensor<const float> qGain,
                  Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                  const KvCache& cache, int layer);
void attention(Context& context, const AttentionShape& shape, Tensor<const float> qkv, float scale,
               const PagedRows& rows, const KvCache& cache, int layer, Tensor<float> out);
void swiGlu(Context& context, Tensor<const float> gateUp, Tensor<float> out);
void gatherRows(Tensor<const float> x, Tensor<const std::int32_t> indices, Tensor<float> out);
void scoreMlp(Context& context, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores);
void sample(Context& context, Tensor<const float> logits, Tensor<const DrawKey> keys, const DrawSettings& settings,
            Tensor<std::int32_t> tokens, Tensor<float> logProbabilities, Tensor<float> confidences);
void copyBlock(const KvCache& cache, int from, int to);

/// Floats from a block of the cache to the next, and where a layer's KV head begins within a block: [headDim, 16] keys,
/// then [16, headDim] values.
inline std::size_t blockStride(const KvCache& cache) {
    return std::size_t(cache.layers) * std::size_t(cache.kvHeads) * 2 * std::size_t(cache.headDim) * kCacheTokens;
}
inline std::size_t headOffset(const KvCache& cache, int layer, int kvHead) {
    return (std::size_t(layer) * std::size_t(cache.kvHeads) + std::size_t(kvHead)) * 2 * std::size_t(cache.headDim) *
           kCacheTokens;
}

}  // namespace kernels::cpu
