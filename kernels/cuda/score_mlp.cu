#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kTile = 32;     // rows and hidden units of a block
constexpr int kDepth = 64;    // inputs at once
constexpr int kThreads = 256;
constexpr int kUnits = kTile * kTile / kThreads;  // hidden units of a thread, for one row

/// Part of each row's second layer that comes from the block's hidden units. Grid: hidden tiles x row tiles.
__global__ void hiddenKernel(const float* x, const float* first, const float* bias, const float* second,
                             float* partials, int rows, int hidden, int in) {
    waitForInputs();
    allowNext();
    __shared__ float xs[kTile][kDepth + 1], ws[kTile][kDepth + 1];
    const int firstUnit = int(blockIdx.x) * kTile;
    const int firstRow = int(blockIdx.y) * kTile;
    const int row = int(threadIdx.x) / (kTile / kUnits);   // of the tile
    const int group = int(threadIdx.x) % (kTile / kUnits);  // units group, group + 8, ...
    float sum[kUnits] = {};
    for (int depth = 0; depth < in; depth += kDepth) {
        for (int i = int(threadIdx.x); i < kTile * kDepth; i += kThreads) {
            const int r = i / kDepth, c = i % kDepth;
            const bool inside = depth + c < in;
            xs[r][c] = inside && firstRow + r < rows ? x[std::size_t(firstRow + r) * std::size_t(in) + std::size_t(depth + c)] : 0;
            ws[r][c] =
                inside && firstUnit + r < hidden ? first[std::size_t(firstUnit + r) * std::size_t(in) + std::size_t(depth + c)] : 0;
        }
        __syncthreads();
#pragma unroll 8
        for (int c = 0; c < kDepth; ++c)
#pragma unroll
            for (int u = 0; u < kUnits; ++u) sum[u] += xs[row][c] * ws[group + u * (kTile / kUnits)][c];
        __syncthreads();
    }
    float part = 0;
#pragma unroll
    for (int u = 0; u < kUnits; ++u) {
        const int unit = firstUnit + group + u * (kTile / kUnits);
        if (unit < hidden) part += fmaxf(sum[u] + bias[unit], 0.0F) * second[unit];
    }
#pragma unroll
    for (int step = kTile / kUnits / 2; step > 0; step /= 2) part += __shfl_xor_sync(0xFFFFFFFFU, part, step);
    if (group == 0 && firstRow + row < rows)
        partials[std::size_t(blockIdx.x) * std::size_t(rows) + std::size_t(firstRow + row)] = part;
}

__global__ void sigmoidKernel(const float* partials, float bias, float* scores, int rows, int tiles) {
    waitForInputs();
    allowNext();
    const int row = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (row >= rows) return;
    float sum = bias;
    for (int t = 0; t < tiles; ++t) sum += partials[std::size_t(t) * std::size_t(rows) + std::size_t(row)];
    scores[row] = 1.0F / (1.0F + expf(-sum));
}

int tilesOf(int count) {
    return (count + kTile - 1) / kTile;
}

}  // namespace

std::size_t scoreScratchBytes(int rows, int hiddenWidth) {
    return std::size_t(tilesOf(hiddenWidth)) * std::size_t(rows) * sizeof(float);
}

void scoreMlp(const Launch& to, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores, void* partials) {
    const int rows = x.dim(0);
    const int hidden = mlp.first->n();
    const auto& first = static_cast<const CudaWeight&>(*mlp.first);
    auto* parts = static_cast<float*>(partials);
    launchKernel(to, hiddenKernel,
                 dim3(static_cast<unsigned>(tilesOf(hidden)), static_cast<unsigned>(tilesOf(rows))), kThreads, 0,
                 x.data, static_cast<const float*>(first.data()), mlp.firstBias.data, mlp.second.data, parts, rows,
                 hidden, x.dim(1));
    launchKernel(to, sigmoidKernel, dim3(static_cast<unsigned>((rows + 127) / 128)), 128, 0, parts, mlp.secondBias,
                 scores.data, rows, tilesOf(hidden));
}

}  // namespace kernels::cuda
