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

/// Bytes from a block of the cache to the next, and where a layer's KV head begins within block 0: [headDim, 16] keys,
/// then [16, headDim] values, then, of 8 bits, the scales of both.
inline std::size_t blockBytes(const KvCache& cache) {
    return std::size_t(cache.layers) * std::size_t(cache.kvHeads) * kvHeadBytes(cache.type, cache.headDim);
}
inline std::byte* headAt(const KvCache& cache, int layer, int kvHead) {
    const std::size_t head = std::size_t(layer) * std::size_t(cache.kvHeads) + std::size_t(kvHead);
    return static_cast<std::byte*>(cache.data) + head * kvHeadBytes(cache.type, cache.headDim);
}

}  // namespace kernels::cpu
