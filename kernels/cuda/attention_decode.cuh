// Decode attention's way through the KV blocks of a pass, and the partial results that its two kernels share: the walk
// in attention_decode.cu writes them, attention_combine.cu puts them together. Device code.
#pragma once

#include "kernels/cuda/attention_parts.h"
#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/launch.h"
#include "kernels/cuda/mma.cuh"

namespace kernels::cuda {

constexpr int kDecodeWarps = 4;  // of a thread block of the walk

struct DecodeArguments {
    const Bf16* qkv;  // [rows, qkvWidth]
    const std::int32_t* positions;
    const std::int32_t* sequences;
    const std::int32_t* tables;
    int tableWidth;
    const std::byte* cache;  // keys of the layer's first KV head in block 0
    std::size_t blockBytes;
    int rows, heads, kvHeads, group, headDim, window;
    float scale;      // of a score, times log2(e)
    Bf16* out;        // [rows, heads, headDim]
    float* partials;  // [workers, 2, partialFloats]
    int workers;      // warps, at most
};

/// Floats of one partial result: the sums of `group` heads, then their maxima and sums of weights. Heads go in pairs.
STEPSCOPE_HOST_DEVICE constexpr int partialFloats(int group, int padded) {
    return (group + 1) / 2 * 2 * (padded + 2);
}

/// A partial result: `sums` [tile of 16 dims, 8 dims, pair]: of both heads a dim and the eighth after it.
struct PartialView {
    float4* sums;
    float2* maxima;   // [pair]
    float2* weights;  // [pair]
};
inline __device__ PartialView partialOf(const DecodeArguments& a, int padded, int worker, int slot) {
    const int heads = (a.group + 1) / 2 * 2;
    float* at = a.partials + std::size_t(2 * worker + slot) * std::size_t(partialFloats(a.group, padded));
    return {reinterpret_cast<float4*>(at), reinterpret_cast<float2*>(at + heads * padded),
            reinterpret_cast<float2*>(at + heads * (padded + 1))};
}

/// Blocks before each row into prefix [rows + 1], by the whole block.
inline __device__ void sumBlocks(const DecodeArguments& a, int* prefix) {
    __shared__ int sums[kDecodeWarps];
    const int threads = 32 * kDecodeWarps;
    const int each = (a.rows + threads - 1) / threads;
    const int begin = min(int(threadIdx.x) * each, a.rows);
    const int end = min(begin + each, a.rows);
    int own = 0;
    for (int r = begin; r < end; ++r) own += rowBlocks(a.positions[r], a.window).count;
    const int lane = int(threadIdx.x) % 32;
    int upToOwn = own;  // of the warp's threads
    for (int step = 1; step < 32; step *= 2) {
        const int other = __shfl_up_sync(0xFFFFFFFFU, upToOwn, unsigned(step));
        if (lane >= step) upToOwn += other;
    }
    if (lane == 31) sums[threadIdx.x / 32] = upToOwn;
    __syncthreads();
    int before = upToOwn - own;
    for (int w = 0; w < int(threadIdx.x) / 32; ++w) before += sums[w];
    for (int r = begin; r < end; ++r) {
        prefix[r] = before;
        before += rowBlocks(a.positions[r], a.window).count;
    }
    if (int(threadIdx.x) == threads - 1) prefix[a.rows] = before;
    __syncthreads();
}

/// A unit of work: block `block` of the `count` blocks of one KV head of one row.
struct DecodeCursor {
    int row, head, block, first, count;
    const std::int32_t* table;

    __device__ void openRow(const DecodeArguments& a) {
        const RowBlocks blocks = rowBlocks(a.positions[row], a.window);
        first = blocks.first;
        count = blocks.count;
        table = a.tables + std::size_t(a.sequences[row]) * std::size_t(a.tableWidth) + first;
    }
    __device__ void seek(const DecodeArguments& a, const int* prefix, int unit) {
        int low = 0, high = a.rows;  // the last row whose first unit is not after `unit`; empty rows lie before it
        while (high - low > 1) {
            const int middle = (low + high) / 2;
            if (prefix[middle] * a.kvHeads <= unit)
                low = middle;
            else
                high = middle;
        }
        row = low;
        openRow(a);
        const int within = unit - prefix[row] * a.kvHeads;
        head = within / count;
        block = within % count;
    }
    /// To the next unit; there must be one.
    __device__ void advance(const DecodeArguments& a) {
        if (++block < count) return;
        block = 0;
        if (++head < a.kvHeads) return;
        head = 0;
        do {
            ++row;
            openRow(a);
        } while (count == 0);
    }
    /// The unit's keys; its values and scales follow.
    template <class Kv, int Padded>
    __device__ const std::byte* address(const DecodeArguments& a) const {
        return a.cache + std::size_t(table[block]) * a.blockBytes + std::size_t(head) * kvHeadBytes(Kv::kType, Padded);
    }
};

/// Puts heads together that several warps shared, after the walk. `padded` is the width of a head in the cache.
void combineDecode(const Launch& to, int padded, const DecodeArguments& a);

}  // namespace kernels::cuda
