// Products with quantised matrices for few rows: the warps of a block share the k of one tile of 16 outputs or of two,
// and read x as it lies. What counts here is how many instructions a number takes: at one row they take as long as
// memory does.
#pragma once

#include "kernels/cuda/launch.h"
#include "kernels/cuda/quant_operands.cuh"
#include "kernels/cuda/quant_ops.h"

namespace kernels::cuda {

/// Whether a product may sum numbers as they are stored, which bf16 holds exactly, and scale the sums of a group: not
/// where half a group has a scale of its own, nor of 8 bits, which do not fit beside an exponent that is to be taken
/// off.
template <HostType type>
inline constexpr bool kScalesSums = !QuantFormat<type>::isQ8 && !QuantFormat<type>::isQ6;
/// Whether an element is scale * (number - bias), without an offset of its own.
template <HostType type>
inline constexpr bool kIsSymmetric = !QuantFormat<type>::hasOffset && !QuantFormat<type>::isOuter;

/// Which rows of x a product's eight columns are.
enum class SkinnyRows {
    UpTo4,   ///< the even columns
    UpTo8,   ///< one each
    UpTo16,  ///< of two products
};
template <SkinnyRows Rows>
inline constexpr int kSkinnyColumns = Rows == SkinnyRows::UpTo16 ? 2 : 1;

/// What a lane needs of x for a unit: zeros where there is none.
template <SkinnyRows Rows>
struct SkinnyColumns {
    static constexpr int kColumns = kSkinnyColumns<Rows>;
    uint4 b[2][kColumns];  // [group]

    __device__ void load(const Bf16* x, int unit, int lane, int rows, int k) {
        constexpr uint4 kZero{0, 0, 0, 0};
        const int at = unit * 64 + lane % 4 * 8;
#pragma unroll
        for (int c = 0; c < kColumns; ++c) {
            const int row = Rows == SkinnyRows::UpTo4 ? (lane % 8 < 4 ? lane / 8 : rows) : c * 8 + lane / 4;
            const Bf16* from = x + std::size_t(row) * std::size_t(k) + std::size_t(at);
#pragma unroll
            for (int group = 0; group < 2; ++group)
                b[group][c] =
                    row < rows && at + group * 32 < k ? *reinterpret_cast<const uint4*>(from + group * 32) : kZero;
        }
    }
};

/// sums[tile][c] [16 outputs, 8 columns] += a group of each tile's unit times x's columns.
template <HostType type, int Tiles, SkinnyRows Rows>
__device__ inline void addGroup(float (&sums)[Tiles][kSkinnyColumns<Rows>][4], const QuantUnit<type> (&units)[Tiles],
                                const OuterScales (&outer)[Tiles], int group, int t,
                                const uint4 (&b)[kSkinnyColumns<Rows>]) {
    constexpr int kColumns = kSkinnyColumns<Rows>;
    constexpr int kEach = Rows == SkinnyRows::UpTo4 ? 2 : 1;  // odd columns are nobody's
    if constexpr (kScalesSums<type>) {
        // Numbers come as 128 + number: what that adds, and the bias of the format, every sum begins without.
        constexpr float kAbove = kIsSymmetric<type> ? 128.0F + QuantFormat<type>::bias : 128.0F;
        constexpr std::uint32_t kLess = 0xC300U + std::uint32_t(kAbove - 128.0F);  // -kAbove as bf16
        constexpr std::uint32_t kPair = kLess << 16 | kLess;
        constexpr std::uint32_t kLessPairs[4] = {kPair, kPair, kPair, kPair};
        float less[kColumns][4] = {};
#pragma unroll
        for (int c = 0; c < kColumns; ++c) {
            mma16816(less[c], kLessPairs, b[c].x, b[c].y);
            mma16816(less[c], kLessPairs, b[c].z, b[c].w);
        }
#pragma unroll
        for (int tile = 0; tile < Tiles; ++tile) {
            const QuantScale s[2] = {scaleOf(units[tile], outer[tile], 2 * group, t),
                                     scaleOf(units[tile], outer[tile], 2 * group + 1, t)};
            std::uint32_t low[4], high[4];
            numbersOf(units[tile], 2 * group, low);
            numbersOf(units[tile], 2 * group + 1, high);
            const QuantOperands a = operandsOf(low, high);
#pragma unroll
            for (int c = 0; c < kColumns; ++c) {
                float part[4];
                mma16816From(part, less[c], a.first, b[c].x, b[c].y);
                mma16816(part, a.second, b[c].z, b[c].w);
#pragma unroll
                for (int i = 0; i < 4; i += kEach) {
                    sums[tile][c][i] = fmaf(s[i / 2].scale, part[i], sums[tile][c][i]);
                    if constexpr (!kIsSymmetric<type>)
                        sums[tile][c][i] = fmaf(s[i / 2].offset * (-1.0F / 128.0F), less[c][i], sums[tile][c][i]);
                }
            }
        }
    } else {
#pragma unroll
        for (int tile = 0; tile < Tiles; ++tile) {
            std::uint32_t low[4], high[4];
            elementsOf(units[tile], 2 * group, scaleOf(units[tile], outer[tile], 2 * group, t), low);
            elementsOf(units[tile], 2 * group + 1, scaleOf(units[tile], outer[tile], 2 * group + 1, t), high);
            const QuantOperands a = operandsOf(low, high);
#pragma unroll
            for (int c = 0; c < kColumns; ++c) {
                mma16816(sums[tile][c], a.first, b[c].x, b[c].y);
                mma16816(sums[tile][c], a.second, b[c].z, b[c].w);
            }
        }
    }
}

/// Grid: ones (or pairs) of w's tiles. Gated: the first half of w are gates, the second what they let through, a pair
/// has one tile of each; out [rows, n / 2] is silu(gate) times that.
template <HostType type, SkinnyRows Rows, int Tiles, bool Gated, class Out>
__global__ void __launch_bounds__(32 * mostSkinnyWarps(Rows == SkinnyRows::UpTo16 ? 16 : 8))
    skinnyQuantKernel(const Bf16* x, QuantMatrix w, Out* out, int rows, int width, int firstColumn) {
    static_assert(!Gated || Tiles == 2);
    allowNext();
    constexpr int kColumns = kSkinnyColumns<Rows>;
    constexpr int kAhead = 2;  // with more, registers hold fewer blocks
    const int lane = int(threadIdx.x) % 32, warp = int(threadIdx.x) / 32, warps = int(blockDim.x) / 32;
    const int first = Gated ? int(blockIdx.x) : int(blockIdx.x) * Tiles;
    const int second = min(Gated ? first + w.tiles / 2 : first + 1, w.tiles - 1);
    const auto load = [&](QuantUnit<type>(&to)[Tiles], int unit) {
#pragma unroll
        for (int i = 0; i < Tiles; ++i) loadUnit(to[i], w, i == 0 ? first : second, min(unit, w.units - 1), lane);
    };
    QuantUnit<type> ring[kAhead][Tiles];
    SkinnyColumns<Rows> columns[kAhead];
#pragma unroll
    for (int i = 0; i < kAhead; ++i) load(ring[i], warp + i * warps);
    waitForInputs();
#pragma unroll
    for (int i = 0; i < kAhead; ++i) columns[i].load(x, warp + i * warps, lane, rows, w.k);
    float sums[Tiles][kColumns][4] = {};
    for (int base = warp; base < w.units; base += kAhead * warps) {
#pragma unroll
        for (int i = 0; i < kAhead; ++i) {
            // Past the last unit x is zero, and weights are those of the last.
            OuterScales outer[Tiles];
#pragma unroll
            for (int tile = 0; tile < Tiles; ++tile) outer[tile] = outerOf(ring[i][tile]);
#pragma unroll
            for (int group = 0; group < 2; ++group)
                addGroup<type, Tiles, Rows>(sums, ring[i], outer, group, lane % 4, columns[i].b[group]);
            const int next = base + (i + kAhead) * warps;
            load(ring[i], next);
            columns[i].load(x, next, lane, rows, w.k);
        }
    }
    extern __shared__ float parts[];  // [warps, kEach, lane]
    constexpr int kEach = Tiles * kColumns * 4;
#pragma unroll
    for (int i = 0; i < kEach; ++i)
        parts[(warp * kEach + i) * 32 + lane] = sums[i / (kColumns * 4)][i / 4 % kColumns][i % 4];
    __syncthreads();
    const auto summed = [&](int i, int l) {
        float total = 0;
        for (int part = 0; part < warps; ++part) total += parts[(part * kEach + i) * 32 + l];
        return total;
    };
    constexpr int kOutputs = Gated ? kEach / 2 : kEach;
    for (int e = int(threadIdx.x); e < kOutputs * 32; e += int(blockDim.x)) {
        const int i = e / 32, l = e % 32;
        const int column = i / 4 % kColumns * 8 + l % 4 * 2 + i % 2;
        const int row = Rows == SkinnyRows::UpTo4 ? column / 2 : column;
        if (Rows == SkinnyRows::UpTo4 && i % 2 == 1) continue;
        const int output = (first + i / (kColumns * 4)) * 16 + l / 4 + i % 4 / 2 * 8;
        if (row >= rows || output >= (Gated ? w.n / 2 : w.n)) continue;
        float value = summed(i, l);
        if constexpr (Gated) value = gatedOf(value, summed(i + kOutputs, l));
        storeOutput(value, out + std::size_t(row) * std::size_t(width) + std::size_t(firstColumn + output));
    }
}

}  // namespace kernels::cuda
