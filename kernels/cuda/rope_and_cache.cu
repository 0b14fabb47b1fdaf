#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/kv_rounding.h"

namespace kernels::cuda {

namespace {

constexpr int kWarps = 8;
constexpr int kHeldMax = 8;  // elements of a head that a lane holds: heads of up to 256

struct Arguments {
    Bf16* qkv;  // [rows, width]
    const float* qGain;
    const float* kGain;
    float epsilon;
    const float* rope;  // [rows, rotaryDim]
    const std::int32_t* positions;
    const std::int32_t* sequences;
    const std::int32_t* tables;
    int tableWidth;
    std::byte* cache;  // keys of the layer's first KV head in block 0
    std::size_t blockBytes;
    int rows, heads, kvHeads, headDim, padded, rotaryDim;
};

/// Normed and rotated element i of the head; `other` is the one that turns with it.
__device__ float rotated(int i, float x, float other, const float* rope, int half) {
    if (i >= 2 * half) return x;
    return i < half ? x * rope[i] - other * rope[half + i] : x * rope[i - half] + other * rope[i];
}

/// A warp's key or value, element lane + 32 j in x[j], into the block at `head`.
template <int Held>
__device__ void storeBf16(const float (&x)[Held], std::byte* head, int padded, int token, bool isValue) {
    auto* to = reinterpret_cast<Bf16*>(head + (isValue ? halfBytes(KvType::Bf16, padded) : 0));
#pragma unroll
    for (int j = 0; j < Held; ++j) {
        const int i = int(threadIdx.x) % 32 + 32 * j;
        if (i < padded) to[isValue ? valueElement(token, i) : keyElement(token, i)] = __float2bfloat16_rn(x[j]);
    }
}

template <int Held>
__device__ void storeRounded(const float (&x)[Held], std::byte* head, int padded, int token, bool isValue) {
    const int lane = int(threadIdx.x) % 32;
    std::uint32_t largest = 0;
#pragma unroll
    for (int j = 0; j < Held; ++j) largest = max(largest, magnitudeBits(x[j]));
    for (int step = 16; step > 0; step /= 2) largest = max(largest, __shfl_xor_sync(0xFFFFFFFFU, largest, step));
    const std::uint16_t scale = kvScale(largest);
    const float inverse = __fdiv_rn(1.0F, kvScaleValue(scale));
    auto* to = reinterpret_cast<std::uint8_t*>(head + (isValue ? halfBytes(KvType::Q8, padded) : 0));
#pragma unroll
    for (int j = 0; j < Held; ++j) {
        const int i = lane + 32 * j;
        if (i >= padded) continue;
        to[byteElement(isValue ? valueElement(token, i) : keyElement(token, i))] = kvRound(x[j], inverse) ^ 0x80U;
    }
    auto* scales = reinterpret_cast<std::uint16_t*>(head + 2 * halfBytes(KvType::Q8, padded));
    if (lane == 0) scales[scaleElement(token, isValue)] = scale;
}

/// A warp does one head of one row: q heads, then k heads, then v heads.
template <int Held, KvType Type>
__global__ void ropeAndCacheKernel(const Arguments a) {
    allowNext();
    const int lane = int(threadIdx.x) % 32;
    const int warp = int(threadIdx.x) / 32;
    const int headsInRow = a.heads + 2 * a.kvHeads;
    const int task = int(blockIdx.x) * kWarps + warp;
    const int row = task / headsInRow;
    const int head = task % headsInRow;
    const int position = row < a.rows ? a.positions[row] : -1;  // there before the pass began, as are the tables
    const std::int32_t block = position < 0 ? 0 : a.tables[a.sequences[row] * a.tableWidth + position / kBlockTokens];
    const bool isValue = head >= a.heads + a.kvHeads;
    const float* gain = isValue ? nullptr : head < a.heads ? a.qGain : a.kGain;
    float gains[Held];
#pragma unroll
    for (int j = 0; j < Held; ++j) gains[j] = gain != nullptr && lane + 32 * j < a.headDim ? gain[lane + 32 * j] : 1.0F;
    waitForInputs();
    if (position < 0) return;

    __shared__ float line[kWarps][32 * Held];
    Bf16* values = a.qkv + std::size_t(row) * std::size_t(headsInRow * a.headDim) + std::size_t(head * a.headDim);
    float x[Held];
    float squares = 0;
#pragma unroll
    for (int j = 0; j < Held; ++j) {
        const int i = lane + 32 * j;
        x[j] = i < a.headDim ? __bfloat162float(values[i]) : 0.0F;
        squares += x[j] * x[j];
    }
    if (!isValue) {
        if (gain != nullptr) {
            const float scale = rsqrtf(warpSum(squares) / float(a.headDim) + a.epsilon);
#pragma unroll
            for (int j = 0; j < Held; ++j) x[j] *= scale * gains[j];
        }
        const int half = a.rotaryDim / 2;
        const float* rope = a.rope + std::size_t(row) * std::size_t(a.rotaryDim);
#pragma unroll
        for (int j = 0; j < Held; ++j) line[warp][lane + 32 * j] = x[j];
        __syncwarp();
#pragma unroll
        for (int j = 0; j < Held; ++j) {
            const int i = lane + 32 * j;
            if (i < 2 * half) x[j] = rotated(i, x[j], line[warp][i < half ? i + half : i - half], rope, half);
        }
    }
    if (head < a.heads) {
#pragma unroll
        for (int j = 0; j < Held; ++j)
            if (lane + 32 * j < a.headDim) values[lane + 32 * j] = __float2bfloat16_rn(x[j]);
        return;
    }
    const int kvHead = (head - a.heads) % a.kvHeads;
    const int token = position % kBlockTokens;
    std::byte* keys = a.cache + std::size_t(block) * a.blockBytes + std::size_t(kvHead) * kvHeadBytes(Type, a.padded);
    if constexpr (Type == KvType::Q8)  // x is zero beyond the head
        storeRounded(x, keys, a.padded, token, isValue);
    else
        storeBf16(x, keys, a.padded, token, isValue);
}

template <KvType Type>
void launchOf(const Launch& to, const Arguments& a) {
    const int tasks = a.rows * (a.heads + 2 * a.kvHeads);
    const dim3 grid(static_cast<unsigned>((tasks + kWarps - 1) / kWarps));
    const auto kernel = a.padded <= 64    ? ropeAndCacheKernel<2, Type>
                        : a.padded <= 128 ? ropeAndCacheKernel<4, Type>
                                          : ropeAndCacheKernel<kHeldMax, Type>;
    launchKernel(to, kernel, grid, 32 * kWarps, 0, a);
}

}  // namespace

int paddedHeadDim(int headDim) {
    for (const int width : kHeadWidths)
        if (headDim <= width) return width;
    throw ShapeError("attention: expected heads of at most 256 elements on a CUDA device, got " +
                     std::to_string(headDim));
}

void ropeAndCache(const Launch& to, const AttentionShape& shape, Tensor<Activation> qkv, Tensor<const float> qGain,
                  Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                  const KvCache& cache, int layer) {
    const int padded = paddedHeadDim(shape.headDim);
    const Arguments a{.qkv = reinterpret_cast<Bf16*>(qkv.data),
                      .qGain = qGain.data,
                      .kGain = kGain.data,
                      .epsilon = epsilon,
                      .rope = rope.data,
                      .positions = rows.positions.data,
                      .sequences = rows.sequences.data,
                      .tables = rows.blockTables.data,
                      .tableWidth = rows.blockTables.dim(1),
                      .cache = layerAt(cache, padded, layer),
                      .blockBytes = blockBytes(cache, padded),
                      .rows = qkv.dim(0),
                      .heads = shape.heads,
                      .kvHeads = shape.kvHeads,
                      .headDim = shape.headDim,
                      .padded = padded,
                      .rotaryDim = rope.dim(1)};
    if (cache.type == KvType::Q8)
        launchOf<KvType::Q8>(to, a);
    else
        launchOf<KvType::Bf16>(to, a);
}

}  // namespace kernels::cuda
