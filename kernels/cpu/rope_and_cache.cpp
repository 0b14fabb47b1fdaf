#include "kernels/cpu/ops.h"

namespace kernels::cpu {

namespace {

/// Keys [headDim, 16] of one block for one KV head; its values [16, headDim] follow.
float* keysOf(const KvCache& cache, std::int32_t block, int layer, int kvHead) {
    return static_cast<float*>(cache.data) + std::size_t(block) * blockStride(cache) + headOffset(cache, layer, kvHead);
}

/// A key is a column of its block, one cache line for each element: they are asked for before they are needed.
void prefetchColumn(const float* keys, std::size_t headDim) {
    for (std::size_t d = 0; d < headDim; ++d) __builtin_prefetch(keys + d * kCacheTokens, 1);
}

}  // namespace

void ropeAndCache(Context& context, const AttentionShape& shape, Tensor<float> qkv, Tensor<const float> qGain,
                  Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                  const KvCache& cache, int layer) {
    const auto headDim = std::size_t(shape.headDim);
    const auto rotaryDim = std::size_t(rope.dim(1));
    context.forRows(qkv.dim(0), qkv.dim(1), [&](int row) {
        const std::int32_t position = rows.positions.data[row];
        if (position < 0) return;
        const std::int32_t block = rowOf(rows.blockTables, rows.sequences.data[row])[position / KvCache::blockTokens];
        const auto slot = std::size_t(position % KvCache::blockTokens);
        for (int h = 0; h < shape.kvHeads; ++h) prefetchColumn(keysOf(cache, block, layer, h), headDim);

        float* heads = rowOf(qkv, row);
        for (int h = 0; h < shape.heads; ++h)
            context.vector.normRope(heads + std::size_t(h) * headDim, qGain.data, headDim, epsilon, rowOf(rope, row),
                                    rotaryDim);
        for (int h = 0; h < shape.kvHeads; ++h) {
            float* key = heads + std::size_t(shape.heads + h) * headDim;
            const float* value = key + std::size_t(shape.kvHeads) * headDim;
            context.vector.normRope(key, kGain.data, headDim, epsilon, rowOf(rope, row), rotaryDim);
            float* keys = keysOf(cache, block, layer, h);
            float* values = keys + headDim * kCacheTokens + slot * headDim;
            for (std::size_t d = 0; d < headDim; ++d) {
                keys[d * kCacheTokens + slot] = key[d];
                values[d] = value[d];
            }
        }
    });
}

}  // namespace kernels::cpu
