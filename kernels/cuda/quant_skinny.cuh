// Products with quantised matrices for few rows: the warps of a block share the k of one tile of 16 outputs, and read x
// as it lies.
#pragma once

#include "kernels/cuda/launch.h"
#include "kernels/cuda/quant_operands.cuh"

namespace kernels::cuda {

/// Whether a product may sum numbers as they are stored, which bf16 holds exactly, and scale the sums of a group: not
/// where half a group has a scale of its own, nor of 8 bits, which do not fit beside an exponent that is to be taken
/// off.
template <HostType type>
inline constexpr bool kScalesSums = !QuantFormat<type>::isQ8 && !QuantFormat<type>::isQ6;

/// sums[c] [16 outputs, 8 rows] += a unit's group times x's columns b[c].
template <HostType type, int Columns>
__device__ inline void addGroup(float (&sums)[Columns][4], const QuantUnit<type>& unit, const OuterScales& outer,
                                int group, int t, const uint4 (&b)[Columns]) {
    const QuantScale s[2] = {scaleOf(unit, outer, 2 * group, t), scaleOf(unit, outer, 2 * group + 1, t)};
    std::uint32_t low[4], high[4];
    if constexpr (kScalesSums<type>) {
        constexpr std::uint32_t kOnes[4] = {0x3F803F80U, 0x3F803F80U, 0x3F803F80U, 0x3F803F80U};
        numbersOf(unit, 2 * group, low);
        numbersOf(unit, 2 * group + 1, high);
        const QuantOperands a = operandsOf(low, high);
        const float offset[2] = {s[0].offset - 128.0F * s[0].scale, s[1].offset - 128.0F * s[1].scale};
#pragma unroll
        for (int c = 0; c < Columns; ++c) {
            float part[4] = {}, sumOfX[4] = {};
            mma16816(part, a.first, b[c].x, b[c].y);
            mma16816(sumOfX, kOnes, b[c].x, b[c].y);
            mma16816(part, a.second, b[c].z, b[c].w);
            mma16816(sumOfX, kOnes, b[c].z, b[c].w);
#pragma unroll
            for (int i = 0; i < 4; ++i) sums[c][i] += fmaf(s[i / 2].scale, part[i], offset[i / 2] * sumOfX[i % 2]);
        }
    } else {
        elementsOf(unit, 2 * group, s[0], low);
        elementsOf(unit, 2 * group + 1, s[1], high);
        const QuantOperands a = operandsOf(low, high);
#pragma unroll
        for (int c = 0; c < Columns; ++c) {
            mma16816(sums[c], a.first, b[c].x, b[c].y);
            mma16816(sums[c], a.second, b[c].z, b[c].w);
        }
    }
}

/// What a lane needs of x for a unit: rows c * 8 + lane/4, zeros where there is none.
template <int Columns>
__device__ inline void loadColumns(uint4 (&b)[2][Columns], const Bf16* x, int unit, int lane, int rows, int k) {
    constexpr uint4 kZero{0, 0, 0, 0};
#pragma unroll
    for (int group = 0; group < 2; ++group)
#pragma unroll
        for (int c = 0; c < Columns; ++c) {
            const int row = c * 8 + lane / 4, at = unit * 64 + group * 32 + lane % 4 * 8;
            b[group][c] = row < rows && at < k
                              ? *reinterpret_cast<const uint4*>(x + std::size_t(row) * std::size_t(k) + std::size_t(at))
                              : kZero;
        }
}

/// Grid: tiles of w.
template <HostType type, int Columns, int Warps, class Out>
__global__ void __launch_bounds__(32 * Warps)
    skinnyQuantKernel(const Bf16* x, QuantMatrix w, Out* out, int rows, int width, int firstColumn) {
    allowNext();
    constexpr int kAhead = 2;
    const int lane = int(threadIdx.x) % 32, warp = int(threadIdx.x) / 32;
    const int tile = int(blockIdx.x);
    QuantUnit<type> ring[kAhead];
    uint4 b[kAhead][2][Columns];
#pragma unroll
    for (int i = 0; i < kAhead; ++i) loadUnit(ring[i], w, tile, min(warp + i * Warps, w.units - 1), lane);
    waitForInputs();
#pragma unroll
    for (int i = 0; i < kAhead; ++i) loadColumns(b[i], x, warp + i * Warps, lane, rows, w.k);
    float sums[Columns][4] = {};
    for (int base = warp; base < w.units; base += kAhead * Warps) {
#pragma unroll
        for (int i = 0; i < kAhead; ++i) {
            // Past the last unit x is zero, and weights are those of the last.
            const int next = base + (i + kAhead) * Warps;
            const QuantUnit<type> unit = ring[i];
            uint4 columns[2][Columns];
#pragma unroll
            for (int group = 0; group < 2; ++group)
#pragma unroll
                for (int c = 0; c < Columns; ++c) columns[group][c] = b[i][group][c];
            loadUnit(ring[i], w, tile, min(next, w.units - 1), lane);
            loadColumns(b[i], x, next, lane, rows, w.k);
            const OuterScales outer = outerOf(unit);
#pragma unroll
            for (int group = 0; group < 2; ++group)
                addGroup<type, Columns>(sums, unit, outer, group, lane % 4, columns[group]);
        }
    }
    __shared__ float parts[Warps][Columns][4][32];
#pragma unroll
    for (int c = 0; c < Columns; ++c)
#pragma unroll
        for (int i = 0; i < 4; ++i) parts[warp][c][i][lane] = sums[c][i];
    __syncthreads();
    for (int e = int(threadIdx.x); e < Columns * 128; e += 32 * Warps) {
        const int c = e / 128, i = e / 32 % 4, l = e % 32;
        float total = 0;
#pragma unroll
        for (int part = 0; part < Warps; ++part) total += parts[part][c][i][l];
        const int output = tile * 16 + l / 4 + i / 2 * 8;
        const int row = c * 8 + l % 4 * 2 + i % 2;
        if (row < rows && output < w.n)
            storeOutput(total, out + std::size_t(row) * std::size_t(width) + std::size_t(firstColumn + output));
    }
}

}  // namespace kernels::cuda
