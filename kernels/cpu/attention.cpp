#include <algorithm>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void attention(Context& context, const AttentionShape& shape, Tensor<const float> qkv, float scale,
               const PagedRows& rows, const KvCache& cache, int layer, Tensor<float> out) {
    const int rowCount = qkv.dim(0);
    const int group = shape.heads / shape.kvHeads;
    const std::size_t groupWidth = std::size_t(group) * std::size_t(shape.headDim);
    // Rows of one KV head follow each other, so that blocks shared by sequences (the prompt) stay in the near cache.
    context.pool.run(rowCount * shape.kvHeads, [&](int task, int thread) {
        const int row = task % rowCount;
        const int kvHead = task / rowCount;
        float* to = rowOf(out, row) + std::size_t(kvHead) * groupWidth;
        const std::int32_t position = rows.positions.data[row];
        if (position < 0) {
            std::fill(to, to + groupWidth, 0.0F);
            return;
        }
        // A window begins within some block: the blocks before it are not read.
        const int firstToken = shape.window > 0 ? std::max(0, position + 1 - shape.window) : 0;
        const int firstBlock = firstToken / KvCache::blockTokens;
        const std::size_t contextTokens = std::size_t(position + 1 - firstBlock * KvCache::blockTokens);
        context.vector.attend({
            .query = rowOf(qkv, row) + std::size_t(kvHead) * groupWidth,
            .type = cache.type,
            .cache = headAt(cache, layer, kvHead),
            .blockBytes = blockBytes(cache),
            .blocks = rowOf(rows.blockTables, rows.sequences.data[row]) + firstBlock,
            .context = contextTokens,
            .skipped = std::size_t(firstToken % KvCache::blockTokens),
            .headDim = std::size_t(shape.headDim),
            .group = std::size_t(group),
            .scale = scale,
            .scratch = context.scratch(thread, 4 * ((contextTokens + 31) / 32 * 32)),
            .out = to,
        });
    });
}

}  // namespace kernels::cpu
