// Decode attention: every warp streams an equal share of all KV blocks of the pass through its registers, whatever the
// number of rows and their contexts, so that few long traces fill the chip as well as many short ones. S^T = K Q^T and
// O^T = V^T P^T on tensor cores: the 16 tokens of a block are the rows, the query heads of a KV head the columns. The
// online softmax is that of FlashAttention (arXiv 2205.14135), the split over the context that of Flash-Decoding. What
// differs between caches of bf16 and of 8 bits is in kv_operand.cuh.
#include "kernels/cuda/attention_decode.cuh"
#include "kernels/cuda/kv_operand.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kWarps = kDecodeWarps;
constexpr int kMostBlocksPerSm = 4;
constexpr int kQueries = 8;  // columns of a product: query heads taken together
constexpr float kLog2E = 1.4426950408889634F;
/// By how much a score may exceed the maximum that weights refer to before that is brought up to date: weights of up to
/// 2^kSlack are as exact, and most blocks need neither the maximum over the warp nor new sums.
constexpr float kSlack = 8;

/// Thread blocks that a multiprocessor holds at once: what the registers allow. Blocks of 8 bits take half of them.
template <class Kv, int Padded, int Columns>
constexpr int blocksPerSm() {
    if (Padded > 128 || Columns > 1) return 1;
    return Kv::kHasScales ? kMostBlocksPerSm : 3;
}

template <int Padded, int Columns>
struct Accumulator {
    float sum[Columns][Padded / 16][4];  // O^T: dims lane/4 and +8 of each tile, queries 2 (lane%4) and +1
    float maximum[Columns][2];           // of those two queries, over all lanes, less kSlack at most
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

/// Q^T of one row's group as right operands: [16 dims, 8 queries] each. `factor`: of the scores of the queries
/// 2 (lane%4) and the next.
template <class Kv, int Padded, int Columns>
__device__ void loadQueries(const DecodeArguments& a, const DecodeCursor& at,
                            std::uint32_t (&q)[Columns][Padded / 16][2], float (&factor)[Columns][2]) {
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
        convertQueries<Kv>(q[c], factor[c]);
        factor[c][0] *= a.scale;
        factor[c][1] *= a.scale;
    }
}

/// Scores of a block become weights: masked, scaled, less the running maximum. Returns P^T as right operands.
template <class Kv, int Padded, int Columns>
__device__ void softmaxBlock(float (&s)[4], int c, Accumulator<Padded, Columns>& acc, const TokenScales& scales,
                             std::uint32_t (&p)[2]) {
    float m0 = fmaxf(s[0], s[2]), m1 = fmaxf(s[1], s[3]);
    const float old0 = acc.maximum[c][0], old1 = acc.maximum[c][1];
    if (__any_sync(0xFFFFFFFFU, m0 > old0 + kSlack || m1 > old1 + kSlack)) {
#pragma unroll
        for (int step = 4; step < 32; step *= 2) {
            m0 = fmaxf(m0, __shfl_xor_sync(0xFFFFFFFFU, m0, step));
            m1 = fmaxf(m1, __shfl_xor_sync(0xFFFFFFFFU, m1, step));
        }
        m0 = fmaxf(m0, old0);
        m1 = fmaxf(m1, old1);
        const float shrink0 = quickExp2(old0 - m0), shrink1 = quickExp2(old1 - m1);  // 0 at first
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
#pragma unroll
    for (int i = 0; i < 4; ++i) s[i] = quickExp2(s[i] - acc.maximum[c][i % 2]);
    if constexpr (Kv::kHasScales) {
        acc.weight[c][0] += s[0] * scales.inverseValue[0] + s[2] * scales.inverseValue[1];
        acc.weight[c][1] += s[1] * scales.inverseValue[0] + s[3] * scales.inverseValue[1];
    } else {
        acc.weight[c][0] += s[0] + s[2];
        acc.weight[c][1] += s[1] + s[3];
    }
    p[0] = transpose8x8(Kv::pack(s[0], s[1]));
    p[1] = transpose8x8(Kv::pack(s[2], s[3]));
}

/// A finished share of one head: to its place where it is whole, else to the warp's partial results.
template <int Padded, int Columns>
__device__ void finish(const DecodeArguments& a, const DecodeCursor& at, Accumulator<Padded, Columns>& acc, bool whole,
                       int worker, int slot) {
    const int lane = int(threadIdx.x) % 32;
#pragma unroll
    for (int c = 0; c < Columns; ++c)
#pragma unroll
        for (int i = 0; i < 2; ++i)
#pragma unroll
            for (int step = 4; step < 32; step *= 2)
                acc.weight[c][i] += __shfl_xor_sync(0xFFFFFFFFU, acc.weight[c][i], step);
    if (!whole) {
        const PartialView partial = partialOf(a, Padded, worker, slot);
        const int pairs = (a.group + 1) / 2;
#pragma unroll
        for (int c = 0; c < Columns; ++c) {
            const int pair = c * (kQueries / 2) + lane % 4;
            if (pair >= pairs) continue;
#pragma unroll
            for (int t = 0; t < Padded / 16; ++t)
                partial.sums[(t * 8 + lane / 4) * pairs + pair] =
                    make_float4(acc.sum[c][t][0], acc.sum[c][t][1], acc.sum[c][t][2], acc.sum[c][t][3]);
            if (lane / 4 != 0) continue;
            partial.maxima[pair] = make_float2(acc.maximum[c][0], acc.maximum[c][1]);
            partial.weights[pair] = make_float2(acc.weight[c][0], acc.weight[c][1]);
        }
        return;
    }
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
                    if (dim < a.headDim) out[dim] = __float2bfloat16_rn(acc.sum[c][t][2 * half + i] * scale);
                }
        }
}

/// What a warp holds of one unit while it is on its way.
template <class Kv, int Padded>
struct Fetched {
    static constexpr int kLoads = Padded / 16 / Kv::kTilesOfLoad;
    uint4 keys[kLoads], values[kLoads];
    uint2 scales;

    __device__ void fetchKeys(const std::byte* head) {
        const std::byte* from = head + threadIdx.x % 32 * 16;
#pragma unroll
        for (int i = 0; i < kLoads; ++i) keys[i] = loadOnce(from + i * 512);
        if constexpr (Kv::kHasScales) scales = loadOnce8(scalesAt(head, Padded));
    }
    __device__ void fetchValues(const std::byte* head) {
        const std::byte* from = head + halfBytes(Kv::kType, Padded) + threadIdx.x % 32 * 16;
#pragma unroll
        for (int i = 0; i < kLoads; ++i) values[i] = loadOnce(from + i * 512);
    }
};

template <class Kv, int Padded, int Columns>
__global__ void __launch_bounds__(32 * kWarps, blocksPerSm<Kv, Padded, Columns>())
    attendDecodeKernel(const DecodeArguments a) {
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

    DecodeCursor at{};  // the unit that is computed
    at.seek(a, prefix, unit);
    DecodeCursor ahead = at;  // the unit that is fetched
    const std::byte* next = ahead.address<Kv, Padded>(a);
    Fetched<Kv, Padded> held;
    const bool isWritten = at.block + 1 == at.count;  // by this pass: a row's last block gets its token only now
    if (isWritten) waitForInputs();
    held.fetchKeys(next);
    held.fetchValues(next);
    if (!isWritten) waitForInputs();

    std::uint32_t q[Columns][kTiles][2];
    float factor[Columns][2];
    Accumulator<Padded, Columns> acc;
    loadQueries<Kv, Padded, Columns>(a, at, q, factor);
    acc.clear();
    int firstOfShare = at.block;
    for (; unit < end; ++unit) {
        const bool more = unit + 1 < end;
        if (more) {
            ahead.advance(a);
            next = ahead.address<Kv, Padded>(a);
        }
        float s[Columns][4] = {}, odd[Columns][4] = {};  // two chains of products, half as long
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            std::uint32_t k[4];
            Kv::operand(held.keys[t / Kv::kTilesOfLoad], t % Kv::kTilesOfLoad, k);
#pragma unroll
            for (int c = 0; c < Columns; ++c)
                Kv::multiply(Kv::kHasScales && t % 2 == 1 ? odd[c] : s[c], k, q[c][t][0], q[c][t][1]);
        }
        if constexpr (Kv::kHasScales)
#pragma unroll
            for (int c = 0; c < Columns; ++c)
#pragma unroll
                for (int i = 0; i < 4; ++i) s[c][i] += odd[c][i];
        const uint2 heldScales = held.scales;
        if (more) held.fetchKeys(next);
        // Tokens lane/4 and +8 of the block; those after the row's position, or before its window, weigh nothing.
        const bool edge = at.block + 1 == at.count || (a.window > 0 && at.block == 0);
        const int position = edge ? a.positions[at.row] : 0;
        const int token = (at.first + at.block) * kBlockTokens + lane / 4;
        TokenScales scales{};
        if constexpr (Kv::kHasScales)
            scales = Kv::scales(heldScales, !edge || token <= position, !edge || token + 8 <= position);
#pragma unroll
        for (int c = 0; c < Columns; ++c)
#pragma unroll
            for (int i = 0; i < 4; ++i) {
                if constexpr (Kv::kHasScales)
                    s[c][i] = s[c][i] * (factor[c][i % 2] * scales.key[i / 2]) + scales.valueLog2[i / 2];
                else
                    s[c][i] *= a.scale;
                const int t = token + i / 2 * 8;
                if (edge && (t > position || (a.window > 0 && t <= position - a.window))) s[c][i] = -INFINITY;
            }
        if (edge && !Kv::kHasScales) {  // what lies beyond the last token is not this row's, and may be anything
            const int first = (at.first + at.block) * kBlockTokens + lane % 4 * 2;
            std::uint32_t mask[2];
#pragma unroll
            for (int half = 0; half < 2; ++half)
                mask[half] = (first + half * 8 <= position ? 0x0000FFFFU : 0U) |
                             (first + half * 8 + 1 <= position ? 0xFFFF0000U : 0U);
#pragma unroll
            for (uint4& v : held.values) {
                v.x &= mask[0];
                v.y &= mask[0];
                v.z &= mask[1];
                v.w &= mask[1];
            }
        }
        std::uint32_t p[Columns][2];
#pragma unroll
        for (int c = 0; c < Columns; ++c) softmaxBlock<Kv>(s[c], c, acc, scales, p[c]);
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            std::uint32_t v[4];
            Kv::operand(held.values[t / Kv::kTilesOfLoad], t % Kv::kTilesOfLoad, v);
#pragma unroll
            for (int c = 0; c < Columns; ++c) Kv::multiply(acc.sum[c][t], v, p[c][0], p[c][1]);
        }
        if (more) held.fetchValues(next);
        if (at.block + 1 == at.count || !more) {
            const bool whole = firstOfShare == 0 && at.block + 1 == at.count;
            finish(a, at, acc, whole, worker, firstOfShare == 0 ? 1 : 0);
            if (more) {
                loadQueries<Kv, Padded, Columns>(a, ahead, q, factor);
                acc.clear();
                firstOfShare = 0;
            }
        }
        at = ahead;
    }
}

template <class Kv, int Padded, int Columns>
void launchPadded(const Launch& to, DecodeArguments a) {
    constexpr int kPerSm = blocksPerSm<Kv, Padded, Columns>();
    a.workers = to.multiprocessors * kPerSm * kWarps;
    launchKernel(to, attendDecodeKernel<Kv, Padded, Columns>, dim3(static_cast<unsigned>(to.multiprocessors * kPerSm)),
                 32 * kWarps, std::size_t(a.rows + 1) * sizeof(int), a);
    combineDecode(to, Padded, a);
}

template <class Kv, int Padded>
void launchFor(const Launch& to, const DecodeArguments& a) {
    if constexpr (decodeGroupMax(Padded) > kQueries)
        if (a.group > kQueries) return launchPadded<Kv, Padded, 2>(to, a);
    launchPadded<Kv, Padded, 1>(to, a);
}

template <class Kv>
void launchOf(const Launch& to, int padded, const DecodeArguments& a) {
    switch (padded) {
        case 32: return launchFor<Kv, 32>(to, a);
        case 64: return launchFor<Kv, 64>(to, a);
        case 96: return launchFor<Kv, 96>(to, a);
        case 128: return launchFor<Kv, 128>(to, a);
        default: return launchFor<Kv, 256>(to, a);
    }
}

}  // namespace

std::size_t decodeScratchBytes(const AttentionShape& shape, int multiprocessors) {
    const int group = shape.heads / shape.kvHeads;
    const auto workers = std::size_t(multiprocessors) * kMostBlocksPerSm * kWarps;
    return 2 * workers * std::size_t(partialFloats(group, paddedHeadDim(shape.headDim))) * sizeof(float);
}

void attendDecode(const Launch& to, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                  const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out, void* scratch) {
    const int padded = paddedHeadDim(shape.headDim);
    const DecodeArguments a{.qkv = reinterpret_cast<const Bf16*>(qkv.data),
                            .positions = rows.positions.data,
                            .sequences = rows.sequences.data,
                            .tables = rows.blockTables.data,
                            .tableWidth = rows.blockTables.dim(1),
                            .cache = layerAt(cache, padded, layer),
                            .blockBytes = blockBytes(cache, padded),
                            .rows = qkv.dim(0),
                            .heads = shape.heads,
                            .kvHeads = shape.kvHeads,
                            .group = shape.heads / shape.kvHeads,
                            .headDim = shape.headDim,
                            .window = shape.window,
                            .scale = scale * kLog2E,
                            .out = reinterpret_cast<Bf16*>(out.data),
                            .partials = static_cast<float*>(scratch)};
    if (cache.type == KvType::Q8)
        launchOf<Q8Kv>(to, padded, a);
    else
        launchOf<Bf16Kv>(to, padded, a);
}

}  // namespace kernels::cuda
