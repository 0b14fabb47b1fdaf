// How a warp reads a KV cache of either type: what it fetches with 16-byte loads, how that becomes left operands of
// mma.m16n8k16, and what a token's scales do to scores and weights. Of 8 bits, numbers become fp16, which holds them
// exactly; the key's scale multiplies the score. The value's scale is part of the weight, 2^(score + log2 scale - its
// maximum), so that weights stay within fp16 however large the scales are; their sum is taken without it. Device code.
#pragma once

#include <cuda_fp16.h>

#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/mma.cuh"
#include "kernels/kv_rounding.h"

namespace kernels::cuda {

/// The scales of the two tokens whose scores a lane holds: token lane/4 of a block, and the eighth after it.
struct TokenScales {
    float key[2];
    float valueLog2[2];
    float inverseValue[2];
};

struct Bf16Kv {
    static constexpr KvType kType = KvType::Bf16;
    static constexpr bool kHasScales = false;
    static constexpr int kTilesOfLoad = 1;  ///< 16 x 16 tiles that a 16-byte load of every lane fetches

    /// The left operand that is tile number `tile` of those in `held`.
    __device__ static void operand(const uint4& held, int /*tile*/, std::uint32_t (&a)[4]) {
        a[0] = held.x;
        a[1] = held.y;
        a[2] = held.z;
        a[3] = held.w;
    }
    __device__ static void multiply(float (&c)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1) {
        mma16816(c, a, b0, b1);
    }
    __device__ static std::uint32_t pack(float low, float high) { return packBf16(low, high); }
};

struct Q8Kv {
    static constexpr KvType kType = KvType::Q8;
    static constexpr bool kHasScales = true;
    static constexpr int kTilesOfLoad = 2;

    /// Two of the bytes in `x` as fp16: they are numbers + 128, and 0x6400 + byte is 1024 + byte in fp16.
    template <unsigned Selector>
    __device__ static std::uint32_t halves(std::uint32_t x) {
        const std::uint32_t shifted = __byte_perm(x, 0x64646464U, Selector);
        const __half2 offset = __halves2half2(__ushort_as_half(0x6480U), __ushort_as_half(0x6480U));  // 1152
        const __half2 number = __hsub2(*reinterpret_cast<const __half2*>(&shifted), offset);
        return *reinterpret_cast<const std::uint32_t*>(&number);
    }
    __device__ static void operand(const uint4& held, int tile, std::uint32_t (&a)[4]) {
        const std::uint32_t first = tile == 0 ? held.x : held.z, second = tile == 0 ? held.y : held.w;
        a[0] = halves<0x4140>(first);
        a[1] = halves<0x4342>(first);
        a[2] = halves<0x4140>(second);
        a[3] = halves<0x4342>(second);
    }
    __device__ static void multiply(float (&c)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1) {
        mma16816Half(c, a, b0, b1);
    }
    __device__ static std::uint32_t pack(float low, float high) {
        const __half2 pair = __floats2half2_rn(low, high);
        return *reinterpret_cast<const std::uint32_t*>(&pair);
    }

    /// @param held  as scaleElement() has them, of token lane/4
    /// @param there whether the two tokens have been written; the scales of others may be anything
    __device__ static TokenScales scales(uint2 held, bool first, bool second) {
        TokenScales s;
        s.key[0] = lowFloat(held.x);
        s.key[1] = highFloat(held.x);
        const float value[2] = {first ? lowFloat(held.y) : 1.0F, second ? highFloat(held.y) : 1.0F};
#pragma unroll
        for (int i = 0; i < 2; ++i) {
            s.valueLog2[i] = quickLog2(value[i]);
            s.inverseValue[i] = quickInverse(value[i]);
        }
        return s;
    }
};

/// Where the scales of the tokens lane/4 and lane/4 + 8 lie behind a head's keys at `head`.
inline __device__ const uint2* scalesAt(const std::byte* head, int padded) {
    return reinterpret_cast<const uint2*>(head + std::size_t(2 * kBlockTokens) * std::size_t(padded)) +
           threadIdx.x % 32 / 4;
}

/// Queries in the operands' type. bf16 stays as it is and the factor is 1. fp16 gets them times a power of two that
/// brings a query's largest element near 2^12: all of its 8 bits are kept down to 2^-26 of that element.
/// @param q       right operands [16 dims, 8 queries]: query lane/4, as pairs of bf16
/// @param factor  what the scores of the queries 2 (lane%4) and +1 are to be multiplied by
template <class Kv, int Tiles>
__device__ void convertQueries(std::uint32_t (&q)[Tiles][2], float (&factor)[2]) {
    factor[0] = factor[1] = 1;
    if constexpr (Kv::kHasScales) {
        std::uint32_t largest = 0;
#pragma unroll
        for (int t = 0; t < Tiles; ++t)
#pragma unroll
            for (int half = 0; half < 2; ++half)
                largest = max(largest, max(q[t][half] << 16 & 0x7FFFFFFFU, q[t][half] & 0x7FFF0000U));
        largest = max(largest, __shfl_xor_sync(0xFFFFFFFFU, largest, 1));
        largest = max(largest, __shfl_xor_sync(0xFFFFFFFFU, largest, 2));
        const std::uint32_t exponent = max(largest >> 23, 13U);
        const float grow = floatOf((2 * 127 + 12 - exponent) << 23);
        const float shrink = floatOf((exponent - 12) << 23);
#pragma unroll
        for (int t = 0; t < Tiles; ++t)
#pragma unroll
            for (int half = 0; half < 2; ++half)
                q[t][half] = Kv::pack(lowFloat(q[t][half]) * grow, highFloat(q[t][half]) * grow);
#pragma unroll
        for (int i = 0; i < 2; ++i) factor[i] = __shfl_sync(0xFFFFFFFFU, shrink, (int(threadIdx.x) % 4 * 2 + i) * 4);
    }
}

}  // namespace kernels::cuda
