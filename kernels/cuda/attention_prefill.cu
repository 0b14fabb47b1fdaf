// Prefill attention: a block of threads takes a tile of queries (rows and the query heads of one KV head), walks over
// the KV blocks of their sequence in stages of 64 tokens copied to shared memory, and keeps softmax and output in
// registers. Same operands and online softmax as attention_decode.cu, and the same two types of cache. Rows of several
// sequences may share a tile: it then walks over each sequence in turn.
#include "kernels/cuda/kv_operand.cuh"
#include "kernels/cuda/launch.h"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kWarps = 4;
constexpr int kThreads = 32 * kWarps;
constexpr int kColumns = 2;  // groups of 8 queries of one warp
constexpr int kWarpQueries = 8 * kColumns;
constexpr int kTileQueries = kWarps * kWarpQueries;
constexpr int kStages = 2;
constexpr int kStepTokens = 32;  // whose scores a warp holds at once
constexpr float kLog2E = 1.4426950408889634F;

/// KV blocks of one stage: fewer where a block is large.
STEPSCOPE_HOST_DEVICE constexpr int stageBlocks(int padded) {
    return padded > 128 ? 2 : 4;
}

struct Arguments {
    const Bf16* qkv;  // [rows, qkvWidth]
    const std::int32_t* positions;
    const std::int32_t* sequences;
    const std::int32_t* tables;
    int tableWidth;
    const std::byte* cache;  // keys of the layer's first KV head in block 0
    std::size_t blockBytes;
    int rows, heads, kvHeads, group, headDim, window;
    int tileRows;  // rows of a tile
    float scale;   // of a score, times log2(e)
    Bf16* out;     // [rows, heads, headDim]
};

/// Rows of one sequence that follow each other within a tile, and the blocks that some of them attends to.
struct Run {
    int begin, end;  // rows of the tile
    int firstBlock, endBlock;
    const std::int32_t* table;
};

__device__ Run findRun(const Arguments& a, int tileRow, int begin, int count) {
    const int row = tileRow + begin;
    const int sequence = a.sequences[row];
    int end = begin, last = -1, first = 1 << 30;
    for (; end < count && a.sequences[tileRow + end] == sequence; ++end) {
        const int position = a.positions[tileRow + end];
        last = max(last, position);
        if (position >= 0) first = min(first, a.window > 0 ? max(0, position - a.window + 1) : 0);
    }
    return {begin, end, last < 0 ? 0 : first / kBlockTokens, last < 0 ? 0 : last / kBlockTokens + 1,
            a.tables + std::size_t(sequence) * std::size_t(a.tableWidth)};
}

/// The blocks from `first` on of the run into `stage`, one KV head of each.
template <class Kv, int Padded>
__device__ void fetchStage(const Arguments& a, const Run& run, int kvHead, int first, std::byte* stage) {
    constexpr std::size_t kBlock = kvHeadBytes(Kv::kType, Padded);
    constexpr int kPieces = int(kBlock / 16);  // of 16 bytes in a block
    for (int i = int(threadIdx.x); i < stageBlocks(Padded) * kPieces; i += kThreads) {
        const int block = first + i / kPieces;
        if (block >= run.endBlock) break;
        const std::byte* from = a.cache + std::size_t(run.table[block]) * a.blockBytes + std::size_t(kvHead) * kBlock +
                                std::size_t(i % kPieces * 16);
        copyAsync(stage + std::size_t(i) * 16, from);
    }
}

/// Left operand number `tile` of the keys, or values, at `tiles`.
template <class Kv>
__device__ void loadTile(const std::byte* tiles, int tile, std::uint32_t (&to)[4]) {
    constexpr int kEach = Kv::kTilesOfLoad;
    const std::byte* from = tiles + tile / kEach * 512 + threadIdx.x % 32 * 16;
    Kv::operand(*reinterpret_cast<const uint4*>(from), tile % kEach, to);
}

/// What a warp keeps of its 16 queries.
template <int Padded>
struct Queries {
    std::uint32_t q[kColumns][Padded / 16][2];
    float sum[kColumns][Padded / 16][4];  // O^T: dims lane/4 and +8 of each tile, queries 2 (lane%4) and +1
    float maximum[kColumns][2];
    float weight[kColumns][2];
    float factor[kColumns][2];  // of their scores
    int position[kColumns][2];  // of those two queries; -1: none
    int tileRow[kColumns][2];
};

template <class Kv, int Padded>
__device__ void openQueries(const Arguments& a, int tileRow, int count, int kvHead, Queries<Padded>& own) {
    const int lane = int(threadIdx.x) % 32;
    const int firstQuery = int(threadIdx.x) / 32 * kWarpQueries;
    const int qkvWidth = (a.heads + 2 * a.kvHeads) * a.headDim;
#pragma unroll
    for (int c = 0; c < kColumns; ++c) {
        const int query = firstQuery + c * 8 + lane / 4;
        const int row = query / a.group;
        const Bf16* head = a.qkv + std::size_t(tileRow + row) * std::size_t(qkvWidth) +
                           std::size_t((kvHead * a.group + query % a.group) * a.headDim);
#pragma unroll
        for (int t = 0; t < Padded / 16; ++t)
#pragma unroll
            for (int half = 0; half < 2; ++half) {
                const int dim = t * 16 + half * 8 + lane % 4 * 2;
                const bool there = row < count && dim < a.headDim;
                own.q[c][t][half] = there ? *reinterpret_cast<const std::uint32_t*>(head + dim) : 0U;
            }
        convertQueries<Kv>(own.q[c], own.factor[c]);
#pragma unroll
        for (int i = 0; i < 2; ++i) {
            const int column = (firstQuery + c * 8 + lane % 4 * 2 + i) / a.group;
            own.tileRow[c][i] = column;
            own.position[c][i] = column < count ? a.positions[tileRow + column] : -1;
            own.maximum[c][i] = -INFINITY;
            own.weight[c][i] = 0;
        }
#pragma unroll
        for (int t = 0; t < Padded / 16; ++t)
#pragma unroll
            for (int i = 0; i < 4; ++i) own.sum[c][t][i] = 0;
    }
}

/// Attention of the warp's queries to the 32 tokens of two blocks in shared memory, from `firstToken` on.
template <class Kv, int Padded>
__device__ void attendStep(const Arguments& a, const Run& run, const std::byte* blocks, int firstToken, int endToken,
                           Queries<Padded>& own) {
    constexpr int kTiles = Padded / 16;
    constexpr int kParts = kStepTokens / kBlockTokens;
    constexpr std::size_t kBlock = kvHeadBytes(Kv::kType, Padded);
    const int lane = int(threadIdx.x) % 32;
    float s[kParts][kColumns][4] = {};
#pragma unroll
    for (int part = 0; part < kParts; ++part)
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            std::uint32_t k[4];
            loadTile<Kv>(blocks + part * kBlock, t, k);
#pragma unroll
            for (int c = 0; c < kColumns; ++c) Kv::multiply(s[part][c], k, own.q[c][t][0], own.q[c][t][1]);
        }
    TokenScales scales[kParts];
    if constexpr (Kv::kHasScales)
#pragma unroll
        for (int part = 0; part < kParts; ++part) {
            const int token = firstToken + part * kBlockTokens + lane / 4;
            scales[part] =
                Kv::scales(*scalesAt(blocks + part * kBlock, Padded), token < endToken, token + 8 < endToken);
        }
    std::uint32_t p[kParts][kColumns][2];
#pragma unroll
    for (int c = 0; c < kColumns; ++c) {
        float m[2] = {own.maximum[c][0], own.maximum[c][1]};
        float seen[2];  // the greatest score that this query may see
#pragma unroll
        for (int i = 0; i < 2; ++i) {
            const int position = own.position[c][i];
            const bool mine = own.tileRow[c][i] >= run.begin && own.tileRow[c][i] < run.end;
            const int lastToken = mine ? position : -1;
            seen[i] = -INFINITY;
#pragma unroll
            for (int part = 0; part < kParts; ++part)
#pragma unroll
                for (int half = 0; half < 2; ++half) {
                    const int token = firstToken + part * kBlockTokens + half * 8 + lane / 4;
                    float& score = s[part][c][2 * half + i];
                    const bool visible = token <= lastToken && (a.window == 0 || token > position - a.window);
                    score *= a.scale;
                    if constexpr (Kv::kHasScales)
                        score = score * (own.factor[c][i] * scales[part].key[half]) + scales[part].valueLog2[half];
                    score = visible ? score : -INFINITY;
                    seen[i] = fmaxf(seen[i], score);
                }
        }
#pragma unroll
        for (int step = 4; step < 32; step *= 2) {
            seen[0] = fmaxf(seen[0], __shfl_xor_sync(0xFFFFFFFFU, seen[0], step));
            seen[1] = fmaxf(seen[1], __shfl_xor_sync(0xFFFFFFFFU, seen[1], step));
        }
#pragma unroll
        for (int i = 0; i < 2; ++i) m[i] = fmaxf(m[i], seen[i]);
        if (__any_sync(0xFFFFFFFFU, m[0] > own.maximum[c][0] || m[1] > own.maximum[c][1])) {
#pragma unroll
            for (int i = 0; i < 2; ++i) {
                const float shrink = m[i] > own.maximum[c][i] ? exp2f(own.maximum[c][i] - m[i]) : 1.0F;
#pragma unroll
                for (int t = 0; t < kTiles; ++t) {
                    own.sum[c][t][i] *= shrink;
                    own.sum[c][t][2 + i] *= shrink;
                }
                own.weight[c][i] *= shrink;
                own.maximum[c][i] = m[i];
            }
        }
#pragma unroll
        for (int part = 0; part < kParts; ++part) {
            float w[4];
#pragma unroll
            for (int i = 0; i < 4; ++i) {
                const float shift = m[i % 2];
                w[i] = shift == -INFINITY ? 0.0F : exp2f(s[part][c][i] - shift);
                own.weight[c][i % 2] += Kv::kHasScales ? w[i] * scales[part].inverseValue[i / 2] : w[i];
            }
            p[part][c][0] = transpose8x8(Kv::pack(w[0], w[1]));
            p[part][c][1] = transpose8x8(Kv::pack(w[2], w[3]));
        }
    }
    // What lies beyond the run's last token may be anything; of 8 bits it is a number, and its weight is 0.
    const bool edge = !Kv::kHasScales && firstToken + kStepTokens > endToken;
#pragma unroll
    for (int part = 0; part < kParts; ++part) {
        std::uint32_t mask[2] = {0xFFFFFFFFU, 0xFFFFFFFFU};
        if (edge)
#pragma unroll
            for (int half = 0; half < 2; ++half) {
                const int token = firstToken + part * kBlockTokens + half * 8 + lane % 4 * 2;
                mask[half] = (token < endToken ? 0x0000FFFFU : 0U) | (token + 1 < endToken ? 0xFFFF0000U : 0U);
            }
#pragma unroll
        for (int t = 0; t < kTiles; ++t) {
            std::uint32_t v[4];
            loadTile<Kv>(blocks + part * kBlock + halfBytes(Kv::kType, Padded), t, v);
            if (edge) {
                v[0] &= mask[0];
                v[1] &= mask[0];
                v[2] &= mask[1];
                v[3] &= mask[1];
            }
#pragma unroll
            for (int c = 0; c < kColumns; ++c) Kv::multiply(own.sum[c][t], v, p[part][c][0], p[part][c][1]);
        }
    }
}

template <int Padded>
__device__ void storeQueries(const Arguments& a, int tileRow, int count, int kvHead, Queries<Padded>& own) {
    const int lane = int(threadIdx.x) % 32;
    const int firstQuery = int(threadIdx.x) / 32 * kWarpQueries;
#pragma unroll
    for (int c = 0; c < kColumns; ++c)
#pragma unroll
        for (int i = 0; i < 2; ++i) {
#pragma unroll
            for (int step = 4; step < 32; step *= 2)
                own.weight[c][i] += __shfl_xor_sync(0xFFFFFFFFU, own.weight[c][i], step);
            const int query = firstQuery + c * 8 + lane % 4 * 2 + i;
            const int row = query / a.group;
            if (row >= count) continue;
            Bf16* out = a.out + (std::size_t(tileRow + row) * std::size_t(a.heads) +
                                 std::size_t(kvHead * a.group + query % a.group)) *
                                    std::size_t(a.headDim);
            const float scale = own.weight[c][i] > 0 ? 1.0F / own.weight[c][i] : 0.0F;  // padding: zeros
#pragma unroll
            for (int t = 0; t < Padded / 16; ++t)
#pragma unroll
                for (int half = 0; half < 2; ++half) {
                    const int dim = t * 16 + half * 8 + lane / 4;
                    if (dim < a.headDim) out[dim] = __float2bfloat16_rn(own.sum[c][t][2 * half + i] * scale);
                }
        }
}

/// Grid: tiles of rows, the last (longest) first, x KV heads.
template <class Kv, int Padded>
__global__ void __launch_bounds__(kThreads, Padded > 128 ? 1 : 3) attendPrefillKernel(const Arguments a) {
    constexpr int kStageBlocks = stageBlocks(Padded);
    constexpr int kStageTokens = kStageBlocks * kBlockTokens;
    constexpr std::size_t kBlock = kvHeadBytes(Kv::kType, Padded);
    constexpr std::size_t kStage = kStageBlocks * kBlock;
    extern __shared__ uint4 memory[];
    auto* stages = reinterpret_cast<std::byte*>(memory);  // [kStages, kStage]
    allowNext();
    waitForInputs();
    const int tileRow = int(gridDim.x - 1 - blockIdx.x) * a.tileRows;
    const int count = min(a.tileRows, a.rows - tileRow);
    const int kvHead = int(blockIdx.y);
    Queries<Padded> own;
    openQueries<Kv>(a, tileRow, count, kvHead, own);
    const int warpFirst = int(threadIdx.x) / 32 * kWarpQueries / a.group;
    const int warpLast = (int(threadIdx.x) / 32 * kWarpQueries + kWarpQueries - 1) / a.group;

    for (int begin = 0; begin < count;) {
        const Run run = findRun(a, tileRow, begin, count);
        begin = run.end;
        const bool takesPart = warpFirst < run.end && warpLast >= run.begin;
        const int stageCount = (run.endBlock - run.firstBlock + kStageBlocks - 1) / kStageBlocks;
        int lastPosition = -1;  // of the run
        for (int r = run.begin; r < run.end; ++r) lastPosition = max(lastPosition, a.positions[tileRow + r]);
        if (stageCount > 0) fetchStage<Kv, Padded>(a, run, kvHead, run.firstBlock, stages);
        commitCopies();
        for (int i = 0; i < stageCount; ++i) {
            const int firstBlock = run.firstBlock + i * kStageBlocks;
            if (i + 1 < stageCount)
                fetchStage<Kv, Padded>(a, run, kvHead, firstBlock + kStageBlocks, stages + (i + 1) % kStages * kStage);
            commitCopies();
            waitForCopies<1>();
            __syncthreads();
            if (takesPart)
#pragma unroll 1
                for (int token = 0; token < kStageTokens; token += kStepTokens) {
                    if (firstBlock * kBlockTokens + token > lastPosition) break;
                    attendStep<Kv, Padded>(a, run,
                                           stages + i % kStages * kStage + std::size_t(token / kBlockTokens) * kBlock,
                                           firstBlock * kBlockTokens + token, lastPosition + 1, own);
                }
            __syncthreads();
        }
        waitForCopies<0>();
    }
    storeQueries(a, tileRow, count, kvHead, own);
}

template <class Kv, int Padded>
void launchPadded(const Launch& to, const Arguments& a) {
    constexpr int kBytes = kStages * stageBlocks(Padded) * int(kvHeadBytes(Kv::kType, Padded));
    CHECK_CUDA(
        cudaFuncSetAttribute(attendPrefillKernel<Kv, Padded>, cudaFuncAttributeMaxDynamicSharedMemorySize, kBytes));
    const int tiles = (a.rows + a.tileRows - 1) / a.tileRows;
    launchKernel(to, attendPrefillKernel<Kv, Padded>,
                 dim3(static_cast<unsigned>(tiles), static_cast<unsigned>(a.kvHeads)), kThreads, kBytes, a);
}

template <class Kv>
void launchOf(const Launch& to, int padded, const Arguments& a) {
    switch (padded) {
        case 32: return launchPadded<Kv, 32>(to, a);
        case 64: return launchPadded<Kv, 64>(to, a);
        case 96: return launchPadded<Kv, 96>(to, a);
        case 128: return launchPadded<Kv, 128>(to, a);
        default: return launchPadded<Kv, 256>(to, a);
    }
}

}  // namespace

void attendPrefill(const Launch& to, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                   const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out) {
    const int padded = paddedHeadDim(shape.headDim);
    const int group = shape.heads / shape.kvHeads;
    if (group > kTileQueries)
        throw ShapeError("attention: expected at most " + std::to_string(kTileQueries) +
                         " query heads for each KV head on a CUDA device, got " + std::to_string(group));
    const Arguments a{.qkv = reinterpret_cast<const Bf16*>(qkv.data),
                      .positions = rows.positions.data,
                      .sequences = rows.sequences.data,
                      .tables = rows.blockTables.data,
                      .tableWidth = rows.blockTables.dim(1),
                      .cache = layerAt(cache, padded, layer),
                      .blockBytes = blockBytes(cache, padded),
                      .rows = qkv.dim(0),
                      .heads = shape.heads,
                      .kvHeads = shape.kvHeads,
                      .group = group,
                      .headDim = shape.headDim,
                      .window = shape.window,
                      .tileRows = kTileQueries / group,
                      .scale = scale * kLog2E,
                      .out = reinterpret_cast<Bf16*>(out.data)};
    if (cache.type == KvType::Q8)
        launchOf<Q8Kv>(to, padded, a);
    else
        launchOf<Bf16Kv>(to, padded, a);
}

}  // namespace kernels::cuda
