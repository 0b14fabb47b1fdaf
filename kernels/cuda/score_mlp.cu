#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kTile = 32;    // rows and hidden units of a block
constexpr int kDepth = 64;   // inputs at once
constexpr int kSplit = 320;  // inputs of a block: few rows still fill the chip
constexpr int kThreads = 256;
constexpr int kUnits = kTile * kTile / kThreads;  // hidden units of a thread, for one row
constexpr int kLanes = kTile / kUnits;            // threads of a row

/// A part of the first layer's sums. Grid: hidden tiles x row tiles x splits of the inputs; sums [splits, rows,
/// hidden].
__global__ void hiddenKernel(const float* x, const float* first, float* sums, int rows, int hidden, int in) {
    allowNext();
    waitForInputs();
    __shared__ float xs[kTile][kDepth + 1], ws[kTile][kDepth + 1];
    const int firstUnit = int(blockIdx.x) * kTile;
    const int firstRow = int(blockIdx.y) * kTile;
    const int end = min(in, (int(blockIdx.z) + 1) * kSplit);
    const int row = int(threadIdx.x) / kLanes;   // of the tile
    const int lane = int(threadIdx.x) % kLanes;  // units lane, lane + kLanes, ...
    float sum[kUnits] = {};
    for (int depth = int(blockIdx.z) * kSplit; depth < end; depth += kDepth) {
#pragma unroll
        for (int i = int(threadIdx.x); i < kTile * kDepth; i += kThreads) {
            const int r = i / kDepth, c = i % kDepth;
            const bool inside = depth + c < end;
            const std::size_t column = std::size_t(depth + c);
            xs[r][c] = inside && firstRow + r < rows ? x[std::size_t(firstRow + r) * std::size_t(in) + column] : 0.0F;
            ws[r][c] =
                inside && firstUnit + r < hidden ? first[std::size_t(firstUnit + r) * std::size_t(in) + column] : 0.0F;
        }
        __syncthreads();
#pragma unroll 8
        for (int c = 0; c < kDepth; ++c)
#pragma unroll
            for (int u = 0; u < kUnits; ++u) sum[u] += xs[row][c] * ws[lane + u * kLanes][c];
        __syncthreads();
    }
    if (firstRow + row >= rows) return;
    float* to =
        sums + (std::size_t(blockIdx.z) * std::size_t(rows) + std::size_t(firstRow + row)) * std::size_t(hidden);
#pragma unroll
    for (int u = 0; u < kUnits; ++u)
        if (firstUnit + lane + u * kLanes < hidden) to[firstUnit + lane + u * kLanes] = sum[u];
}

/// Bias, ReLU, the second layer and the sigmoid. Grid: rows.
__global__ void outputKernel(const float* sums, const float* bias, const float* second, float secondBias, float* scores,
                             int rows, int hidden, int splits) {
    allowNext();
    waitForInputs();
    float part = 0;
    for (int unit = int(threadIdx.x); unit < hidden; unit += kThreads) {
        float sum = bias[unit];
        for (int s = 0; s < splits; ++s)
            sum += sums[(std::size_t(s) * std::size_t(rows) + std::size_t(blockIdx.x)) * std::size_t(hidden) +
                        std::size_t(unit)];
        part += fmaxf(sum, 0.0F) * second[unit];
    }
    __shared__ float parts[kThreads / 32];
    part = warpSum(part);
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = part;
    __syncthreads();
    if (threadIdx.x != 0) return;
    float total = secondBias;
    for (const float p : parts) total += p;
    scores[blockIdx.x] = 1.0F / (1.0F + expf(-total));
}

unsigned piecesOf(int count, int piece) {
    return static_cast<unsigned>((count + piece - 1) / piece);
}

}  // namespace

std::size_t scoreScratchBytes(int rows, int hiddenWidth, int inputWidth) {
    return std::size_t(piecesOf(inputWidth, kSplit)) * std::size_t(rows) * std::size_t(hiddenWidth) * sizeof(float);
}

void scoreMlp(const Launch& to, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores, void* scratch) {
    const int rows = x.dim(0);
    const int hidden = mlp.first->n();
    const unsigned splits = piecesOf(x.dim(1), kSplit);
    const auto& first = static_cast<const CudaWeight&>(*mlp.first);
    auto* sums = static_cast<float*>(scratch);
    launchKernel(to, hiddenKernel, dim3(piecesOf(hidden, kTile), piecesOf(rows, kTile), splits), kThreads, 0, x.data,
                 static_cast<const float*>(first.data()), sums, rows, hidden, x.dim(1));
    launchKernel(to, outputKernel, dim3(static_cast<unsigned>(rows)), kThreads, 0, sums, mlp.firstBias.data,
                 mlp.second.data, mlp.secondBias, scores.data, rows, hidden, int(splits));
}

}  // namespace kernels::cuda
