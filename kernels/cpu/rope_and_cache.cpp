#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void ropeAndCache(Context& context, const AttentionShape& shape, Tensor<float> qkv, Tensor<const float> qGain,
                  Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                  const KvCache& cache, int layer) {
    const auto headDim = std::size_t(shape.headDim);
    context.forRows(qkv.dim(0), qkv.dim(1), [&](int row) {
        const std::int32_t position = rows.positions.data[row];
        if (position < 0) return;
        float* heads = rowOf(qkv, row);
        for (int h = 0; h < shape.heads; ++h)
            context.vector.normRope(heads + std::size_t(h) * headDim, qGain.data, headDim, epsilon, rowOf(rope, row));

        const std::int32_t block =
            rowOf(rows.blockTables, rows.sequences.data[row])[position / KvCache::blockTokens];
        const auto slot = std::size_t(position % KvCache::blockTokens);
        for (int h = 0; h < shape.kvHeads; ++h) {
            float* key = heads + std::size_t(shape.heads + h) * headDim;
            const float* value = key + std::size_t(shape.kvHeads) * headDim;
            context.vector.normRope(key, kGain.data, headDim, epsilon, rowOf(rope, row));
            float* keys = static_cast<float*>(cache.data) + std::size_t(block) * blockStride(cache) +
                          headOffset(cache, layer, h);
            float* values = keys + headDim * kCacheTokens + slot * headDim;
            for (std::size_t d = 0; d < headDim; ++d) {
                keys[d * kCacheTokens + slot] = key[d];
                values[d] = value[d];
            }
        }
    });
}

}  // namespace kernels::cpu
