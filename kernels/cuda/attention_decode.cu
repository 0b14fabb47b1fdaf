// Decode attention: every warp streams an equal share of all KV blocks of the pass through its registers, whatever the
// number of rows and their contexts, so that few long traces fill the chip as well as many short ones. S^T = K Q^T and
// O^T = V^T P^T on tensor cores: the 16 tokens of a block are the rows, the query heads of a KV head the columns. The
// online softmax is that of FlashAttention (arXiv 2205.14135), the split over the context that of Flash-Decoding.
#include "kernels/cuda/attention_parts.h"
#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kWarps = 4;
constexpr int kBlocksPerSm = 3;
constexpr int kQueries = 8;  // columns of a product: query heads taken together
constexpr float kLog2E = 1.4426950408889634F;

struct Arguments {
    const Bf16* qkv;  // [rows, qkvWidth]
    const std::int32_t* positions;
    const std::int32_t* sequences;
    const std::int32_t* tables;
    int tableWidth;
    const Bf16* cache;  // keys of the layer's first KV head in block 0
    std::size_t blockStride;
    int rows, heads, kvHeads, group, headDim, window;
    float scale;      // of a score, times log2(e)
    Bf16* out;        // [rows, heads, headDim]
    float* partials;  // [workers, 2, group, padded + 2]
    int workers;      // warps, at most
};

/// Floats of one partial result: the sums of `group` heads, then their maxima and sums of weights.
STEPSCOPE_HOST_DEVICE constexpr int partialFloats(int group, int padded) {
    return group * (padded + 2);
}

/// Blocks before each row into prefix [rows + 1], by the whole block.
__device__ void sumBlocks(const Arguments& a, int* prefix) {
    __shared__ int sums[32 * kWarps];
    const int threads = 32 * kWarps;
    const int each = (a.rows + threads - 1) / threads;
    const int begin = min(int(threadIdx.x) * each, a.rows);
    const int end = min(begin + each, a.rows);
    int own = 0;
    for (int r = begin; r < end; ++r) own += rowBlocks(a.positions[r], a.window).count;
    sums[threadIdx.x] = own;
    __syncthreads();
    int before = 0;
    for (int i = 0; i < int(threadIdx.x); ++i) before += sums[i];
    for (int r = begin; r < end; ++r) {
        prefix[r] = before;
        before += rowBlocks(a.positions[r], a.window).count;
    }
    if (int(threadIdx.x) == threads - 1) prefix[a.rows] = before;
    __syncthreads();
}

/// A unit of work: block `block` of the `count` blocks of one KV head of one row.
struct Cursor {
    int row, head, block, first, count;
    const std::int32_t* table;

    __device__ void openRow(const Arguments& a) {
        const RowBlocks blocks = rowBlocks(a.positions[row], a.window);
        first = blocks.first;
        count = blocks.count;
        table = a.tables + std::size_t(a.sequences[row]) * std::size_t(a.tableWidth) + first;
    }
    __device__ void seek(const Arguments& a, const int* prefix, int unit) {
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
    __device__ void advance(const Arguments& a) {
        if (++block < count) return;
        block = 0;
        if (++head < a.kvHeads) return;
        head = 0;
        do {
            ++row;
            openRow(a);
        } while (count == 0);
    }
    /// This lane's 16 bytes of the unit's first key tile.
    __device__ const Bf16* address(const Arguments& a, int padded) const {
        return a.cache + std::size_t(table[block]) * a.blockStride + std::size_t(head) * headStride(padded) +
               threadIdx.x % 32 * 8;
    }
};

template <int Padded, int Columns>
struct Accumulator {
    float sum[Columns][Padded / 16][4];  // O^T: dims lane/4 and +8 of each tile, queries 2 (lane%4) and +1
    float maximum[Columns][2];           // of those two queries, over all lanes
    float weight[Columns][2];            // of this lane's tokens

    __device__ void clear() {
#pragma unroll
        for (int c = 0; c < Columns; ++c) {
#pragma unroll
            for (int t = 0; t < Padded / 16; ++t)
#pragma unroll
                for (int i = 0; i < 4; ++i) sum[c][t][i] = 0;
            maximum[c][0] = maximum[c][1] = -INFINITY;
            weight[c][0] = weight[c][1] = 0;
        }
    }
};

/// Q^T of one row's group as right operands: [16 dims, 8 queries] each.
template <int Padded, int Columns>
__device__ void loadQueries(const Arguments& a, const Cursor& at, std::uint32_t (&q)[Columns][Padded / 16][2]) {
    const int lane = int(threadIdx.x) % 32;
    const int qkvWidth = (a.heads + 2 * a.kvHeads) * a.headDim;
#pragma unroll
    for (int c = 0; c < Columns; ++c) {
        const int query = c * kQueries + lane / 4;
        const Bf16* head =
            a.qkv + std::size_t(at.row) * std::size_t(qkvWidth) + std::size_t((at.head * a.group + query) * a.headDim);
#pragma unroll
        for (int t = 0; t < Padded / 16; ++t)
#pragma unroll
            for (int half = 0; half < 2; ++half) {
                const int dim = t * 16 + half * 8 + lane % 4 * 2;  // headDim is even
                const bool there = query < a.group && dim < a.headDim;
                q[c][t][half] = there ? *reinterpret_cast<const std::uint32_t*>(head + dim) : 0U;
            }
    }
}

/// Scores of a block become weights: masked, scaled, less the running maximum. Returns P^T as right operands.
template <int Padded, int Columns>
__device__ void softmaxBlock(float (&s)[4], int c, Accumulator<Padded, Columns>& acc, std::uint32_t (&p)[2]) {
    float m0 = fmaxf(s[0], s[2]), m1 = fmaxf(s[1], s[3]);
#pragma unroll
    for (int step = 4; step < 32; step *= 2) {
        m0 = fmaxf(m0, __shfl_xor_sync(0xFFFFFFFFU, m0, step));
        m1 = fmaxf(m1, __shfl_xor_sync(0xFFFFFFFFU, m1, step));
    }
    const float old0 = acc.maximum[c][0], old1 = acc.maximum[c][1];
    m0 = fmaxf(m0, old0);
    m1 = fmaxf(m1, old1);
    if (__any_sync(0xFFFFFFFFU, m0 > old0 || m1 > old1)) {
        const float shrink0 = exp2f(old0 - m0), shrink1 = exp2f(old1 - m1);  // 0 at first
#pragma unroll
        for (int t = 0; t < Padded / 16; ++t) {
            acc.sum[c][t][0] *= shrink0;
            acc.sum[c][t][1] *= shrink1;
            acc.sum[c][t][2] *= shrink0;
            acc.sum[c][t][3] *= shrink1;
        }
        acc.weight[c][0] *= shrink0;
        acc.weight[c][1] *= shrink1;
        acc.maximum[c][0] = m0;
        acc.maximum[c][1] = m1;
    }
    s[0] = exp2f(s[0] - m0);
    s[1] = exp2f(s[1] - m1);
    s[2] = exp2f(s[2] - m0);
    s[3] = exp2f(s[3] - m1);
    acc.weight[c][0] += s[0] + s[2];
    acc.weight[c][1] += s[1] + s[3];
    p[0] = transpose8x8(packBf16(s[0], s[1]));
    p[1] = transpose8x8(packBf16(s[2], s[3]));
}

/// A finished share of one head: to its place where it is whole, else to the warp's partial results.
template <int Padded, int Columns>
__device__ void finish(const Arguments& a, const Cursor& at, Accumulator<Padded, Columns>& acc, bool whole, int worker,
                       int slot) {
    const int lane = int(threadIdx.x) % 32;
#pragma unroll
    for (int c = 0; c < Columns; ++c)
#pragma unroll
        for (int i = 0; i < 2; ++i)
#pragma unroll
            for (int step = 4; step < 32; step *= 2)
                acc.weight[c][i] += __shfl_xor_sync(0xFFFFFFFFU, acc.weight[c][i], step);
    float* partial = a.partials + std::size_t(2 * worker + slot) * std::size_t(partialFloats(a.group, Padded));
#pragma unroll
    for (int c = 0; c < Columns; ++c)
#pragma unroll
        for (int i = 0; i < 2; ++i) {
            const int query = c * kQueries + lane % 4 * 2 + i;
            if (query >= a.group) continue;
            Bf16* out = a.out + (std::size_t(at.row) * std::size_t(a.heads) + std::size_t(at.head * a.group + query)) *
                                    std::size_t(a.headDim);
            const float scale = 1.0F / acc.weight[c][i];
#pragma unroll
            for (int t = 0; t < Padded / 16; ++t)
#pragma unroll
                for (int half = 0; half < 2; ++half) {
                    const int dim = t * 16 + half * 8 + lane / 4;
                    const float sum = acc.sum[c][t][2 * half + i];
                    if (!whole)
                        partial[query * Padded + dim] = sum;
                    else if (dim < a.headDim)
                        out[dim] = __float2bfloat16_rn(sum * scale);
                }
            if (!whole && lane / 4 == 0) {
                partial[a.group * Padded + query] = acc.maximum[c][i];
                partial[a.group * (Padded + 1) + query] = acc.weight[c][i];
            }
        }
}

__device__ void load(uint4 v, std::uint32_t (&to)[4]) {
    to[0] = v.x;
    to[1] = v.y;
    to[2] = v.z;
    to[3] = v.w;
}

template <int Padded, int Columns>
__global__ void __launch_bounds__(32 * kWarps, Padded > 128 || Columns > 1 ? 1 : kBlocksPerSm)
    attendDecodeKernel(const Arguments a) {
    constexpr int kTiles = Padded / 16;
    extern __shared__ int prefix[];  // [rows + 1]
    allowNext();
    sumBlocks(a, prefix);  // positions and tables were there before the pass began
    const int units = prefix[a.rows] * a.kvHeads;
    const int workers = workersFor(units, a.workers);
    const int worker = int(threadIdx.x) / 32 * int(gridDim.x) + int(blockIdx.x);  // neighbours on different processors
    if (worker >= workers) {
        waitForInputs();
        return;
    }
    const int lane = int(threadIdx.x) % 32;
    const int end = firstUnit(worker + 1, units, workers);
    int unit = firstUnit(worker, units, workers);

    Cursor at{};  // the unit that is computed
    at.seek(a, prefix, unit);
    Cursor ahead = at;  // the unit that is fetched
    const Bf16* next = ahead.address(a, Padded);
    uint4 keys[kTiles], values[kTiles];
    const auto fetchBoth = [&] {
#pragma unroll
        for (int t = 0; t < kTiles; ++t) keys[t] = loadOnce(next + t * kTile);
#pragma unroll
        for (int t = 0; t < kTiles; ++t) values[t] = loadOnce(next + Padded * kBlockTokens + t * kTile);
    };
    const bool isWritten = at.block + 1 == at.count;  // by this pass: a row's last block gets its token only now
    if (!isWritten) fetchBoth();
    waitForInputs();
    if (isWritten) fetchBoth();

    std::uint32_t q[Columns][kTiles][2];
    Accumulator<Padded, Columns> acc;
    loadQueries<Padded, Columns>(a, at, q);
    acc.clear();
    int firstOfShare = at.block;
    for (; unit < end; ++unit) {
        const bool more = unit + 1 < end;
        if (more) {
            ahead.advance(a);
            next = ahead.address(a, Padded);
        }
        float s[Columns][4] = {};
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            std::uint32_t k[4];
            load(keys[t], k);
#pragma unroll
            for (int c = 0; c < Columns; ++c) mma16816(s[c], k, q[c][t][0], q[c][t][1]);
        }
        if (more) {
#pragma unroll
            for (int t = 0; t < kTiles; ++t) keys[t] = loadOnce(next + t * kTile);
        }
        // Tokens lane/4 and +8 of the block; those after the row's position, or before its window, weigh nothing.
        const bool edge = at.block + 1 == at.count || (a.window > 0 && at.block == 0);
        const int position = edge ? a.positions[at.row] : 0;
        const int token = (at.first + at.block) * kBlockTokens + lane / 4;
#pragma unroll
        for (int c = 0; c < Columns; ++c)
#pragma unroll
            for (int i = 0; i < 4; ++i) {
                s[c][i] *= a.scale;
                const int t = token + i / 2 * 8;
                if (edge && (t > position || (a.window > 0 && t <= position - a.window))) s[c][i] = -INFINITY;
            }
        if (edge) {  // what lies beyond the last token is not this row's, and may be anything
            const int first = (at.first + at.block) * kBlockTokens + lane % 4 * 2;
            std::uint32_t mask[2];
#pragma unroll
            for (int half = 0; half < 2; ++half)
                mask[half] = (first + half * 8 <= position ? 0x0000FFFFU : 0U) |
                             (first + half * 8 + 1 <= position ? 0xFFFF0000U : 0U);
#pragma unroll
            for (int t = 0; t < kTiles; ++t) {
                values[t].x &= mask[0];
                values[t].y &= mask[0];
                values[t].z &= mask[1];
                values[t].w &= mask[1];
            }
        }
        std::uint32_t p[Columns][2];
#pragma unroll
        for (int c = 0; c < Columns; ++c) softmaxBlock(s[c], c, acc, p[c]);
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            std::uint32_t v[4];
            load(values[t], v);
#pragma unroll
            for (int c = 0; c < Columns; ++c) mma16816(acc.sum[c][t], v, p[c][0], p[c][1]);
        }
        if (more) {
#pragma unroll
            for (int t = 0; t < kTiles; ++t) values[t] = loadOnce(next + Padded * kBlockTokens + t * kTile);
        }
        if (at.block + 1 == at.count || !more) {
            const bool whole = firstOfShare == 0 && at.block + 1 == at.count;
            finish(a, at, acc, whole, worker, firstOfShare == 0 ? 1 : 0);
            if (more) {
                loadQueries<Padded, Columns>(a, ahead, q);
                acc.clear();
                firstOfShare = 0;
            }
        }
        at = ahead;
    }
}

/// Grid: rows x KV heads x heads of a group / kTogether; block: Padded. Puts heads together
/// from the partial results of the warps that shared them.
template <int Padded, int kTogether>
__global__ void combineKernel(const Arguments a) {
    allowNext();
    const int lane = int(threadIdx.x) % 32;
    const int dim = int(threadIdx.x);
    const int row = int(blockIdx.x);
    const int kvHead = int(blockIdx.y);
    int before = 0, total = 0;
    for (int r = lane; r < a.rows; r += 32) {
        const int count = rowBlocks(a.positions[r], a.window).count;
        before += r < row ? count : 0;
        total += count;
    }
    before = warpSum(before) * a.kvHeads;
    const int units = warpSum(total) * a.kvHeads;
    const int count = rowBlocks(a.positions[row], a.window).count;
    const int workers = workersFor(units, a.workers);
    const int begin = before + kvHead * count;
    const int first = count == 0 ? 0 : workerOf(begin, units, workers);
    const int last = count == 0 ? 0 : workerOf(begin + count - 1, units, workers);
    Bf16* out =
        a.out + (std::size_t(row) * std::size_t(a.heads) + std::size_t(kvHead * a.group)) * std::size_t(a.headDim);
    waitForInputs();
    if (count == 0 && blockIdx.z == 0)  // padding
        for (int i = dim; i < a.group * a.headDim; i += Padded) out[i] = __float2bfloat16_rn(0.0F);
    if (first == last) return;  // one warp had it all

    const auto partialOf = [&](int worker) {
        return a.partials +
               std::size_t(2 * worker + (worker == first ? 1 : 0)) * std::size_t(partialFloats(a.group, Padded));
    };
    const int query = int(blockIdx.z) * kTogether;
    float maximum[kTogether], sum[kTogether], weight[kTogether];
#pragma unroll
    for (int j = 0; j < kTogether; ++j) {
        const int q = min(query + j, a.group - 1);
        maximum[j] = -INFINITY;
        for (int w = first + lane; w <= last; w += 32)
            maximum[j] = fmaxf(maximum[j], partialOf(w)[a.group * Padded + q]);
        sum[j] = weight[j] = 0;
    }
#pragma unroll
    for (int j = 0; j < kTogether; ++j) maximum[j] = warpMax(maximum[j]);
    for (int base = first; base <= last; base += 32) {
        float scale[kTogether] = {};  // of the partial result base + lane
        if (base + lane <= last) {
            const float* partial = partialOf(base + lane);
#pragma unroll
            for (int j = 0; j < kTogether; ++j) {
                const int q = min(query + j, a.group - 1);
                scale[j] = exp2f(partial[a.group * Padded + q] - maximum[j]);
                weight[j] += scale[j] * partial[a.group * (Padded + 1) + q];
            }
        }
        const int here = min(32, last - base + 1);
#pragma unroll 4
        for (int i = 0; i < here; ++i) {
            const float* partial = partialOf(base + i);
#pragma unroll
            for (int j = 0; j < kTogether; ++j)
                sum[j] += __shfl_sync(0xFFFFFFFFU, scale[j], i) * partial[min(query + j, a.group - 1) * Padded + dim];
        }
    }
#pragma unroll
    for (int j = 0; j < kTogether; ++j) {
        const float all = warpSum(weight[j]);
        if (query + j < a.group && dim < a.headDim)
            out[std::size_t(query + j) * std::size_t(a.headDim) + std::size_t(dim)] = __float2bfloat16_rn(sum[j] / all);
    }
}

template <int Padded, int Columns>
void launchPadded(const Launch& to, Arguments a) {
    constexpr int kPerSm = Padded > 128 || Columns > 1 ? 1 : kBlocksPerSm;
    a.workers = to.multiprocessors * kPerSm * kWarps;
    launchKernel(to, attendDecodeKernel<Padded, Columns>, dim3(static_cast<unsigned>(to.multiprocessors * kPerSm)),
                 32 * kWarps, std::size_t(a.rows + 1) * sizeof(int), a);
    // Many rows fill the chip with few blocks each; few rows need them all.
    constexpr int kTogether = 4, kFew = 256;
    const auto grid = [&](int together) {
        return dim3(static_cast<unsigned>(a.rows), static_cast<unsigned>(a.kvHeads),
                    static_cast<unsigned>((a.group + together - 1) / together));
    };
    if (a.rows * a.kvHeads < kFew)
        launchKernel(to, combineKernel<Padded, 1>, grid(1), Padded, 0, a);
    else
        launchKernel(to, combineKernel<Padded, kTogether>, grid(kTogether), Padded, 0, a);
}

template <int Padded>
void launchFor(const Launch& to, const Arguments& a) {
    if constexpr (decodeGroupMax(Padded) > kQueries)
        if (a.group > kQueries) return launchPadded<Padded, 2>(to, a);
    launchPadded<Padded, 1>(to, a);
}

}  // namespace

std::size_t decodeScratchBytes(const AttentionShape& shape, int multiprocessors) {
    const int group = shape.heads / shape.kvHeads;
    const auto workers = std::size_t(multiprocessors) * kBlocksPerSm * kWarps;
    return 2 * workers * std::size_t(partialFloats(group, paddedHeadDim(shape.headDim))) * sizeof(float);
}

void attendDecode(const Launch& to, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                  const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out, void* scratch) {
    const int padded = paddedHeadDim(shape.headDim);
    const Arguments a{.qkv = reinterpret_cast<const Bf16*>(qkv.data),
                      .positions = rows.positions.data,
                      .sequences = rows.sequences.data,
                      .tables = rows.blockTables.data,
                      .tableWidth = rows.blockTables.dim(1),
                      .cache = static_cast<const Bf16*>(cache.data) +
                               std::size_t(layer) * std::size_t(cache.kvHeads) * headStride(padded),
                      .blockStride = blockStride(cache, padded),
                      .rows = qkv.dim(0),
                      .heads = shape.heads,
                      .kvHeads = shape.kvHeads,
                      .group = shape.heads / shape.kvHeads,
                      .headDim = shape.headDim,
                      .window = shape.window,
                      .scale = scale * kLog2E,
                      .out = reinterpret_cast<Bf16*>(out.data),
                      .partials = static_cast<float*>(scratch)};
    switch (padded) {
        case 32: return launchFor<32>(to, a);
        case 64: return launchFor<64>(to, a);
        case 96: return launchFor<96>(to, a);
        case 128: return launchFor<128>(to, a);
        default: return launchFor<256>(to, a);
    }
}

}  // namespace kernels::cuda
