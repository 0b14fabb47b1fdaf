// How keys and values are rounded for a KV cache, the same on every backend. Of 8 bits, a token's key (or value) of one
// KV head is whole numbers times one scale: the largest element over 127, as bf16 and rounded up, so that it has
// float32's range and no number exceeds 127. Pure functions, any thread; not for the files of one instruction set.
#pragma once

#include <cstdint>
#include <cstring>

#include "kernels/host_device.h"

namespace kernels {

STEPSCOPE_HOST_DEVICE inline std::uint32_t bitsOf(float x) {
    std::uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}
STEPSCOPE_HOST_DEVICE inline float floatOf(std::uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/// |x| as bits: these compare as the numbers do, and what is no number counts as the largest of all.
STEPSCOPE_HOST_DEVICE inline std::uint32_t magnitudeBits(float x) {
    return bitsOf(x) & 0x7FFFFFFFU;
}

/// The scale, as bf16, of elements whose largest magnitudeBits() are given. At least 2^-40, so that its logarithm and
/// inverse are numbers; not a number where an element is none.
STEPSCOPE_HOST_DEVICE inline std::uint16_t kvScale(std::uint32_t largest) {
    constexpr std::uint32_t kInfinity = 0x7F800000U, kLeast = (127U - 40U) << 23;
    if (largest > kInfinity) return 0x7FC0U;
    const std::uint32_t bits = bitsOf(floatOf(largest) / 127.0F);
    return static_cast<std::uint16_t>(((bits < kLeast ? kLeast : bits) + 0xFFFFU) >> 16);
}
STEPSCOPE_HOST_DEVICE inline float kvScaleValue(std::uint16_t scale) {
    return floatOf(std::uint32_t{scale} << 16);
}

/// x over the scale, to the nearest whole number (even ones of two), as an 8-bit two's complement. Whatever where the
/// scale is no number.
STEPSCOPE_HOST_DEVICE inline std::uint8_t kvRound(float x, float inverseScale) {
    constexpr float kMagic = 12582912.0F;  // 1.5 * 2^23: adding it rounds, and leaves the number in the low bits
#ifdef __CUDA_ARCH__
    return static_cast<std::uint8_t>(bitsOf(__fadd_rn(__fmul_rn(x, inverseScale), kMagic)));  // two roundings
#else
    return static_cast<std::uint8_t>(bitsOf(x * inverseScale + kMagic));
#endif
}

/// x as bf16, to nearest, ties to even.
STEPSCOPE_HOST_DEVICE inline std::uint16_t bf16Of(float x) {
    const std::uint32_t bits = bitsOf(x);
    if (magnitudeBits(x) > 0x7F800000U) return 0x7FC0U;
    return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

}  // namespace kernels
