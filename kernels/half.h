// Half precision to float32, exact, and back, rounded. Pure functions, any thread.
#pragma once

#include <bit>
#include <cstdint>

namespace kernels {

inline float halfToFloat(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1fu;
    const std::uint32_t mantissa = half & 0x3ffu;
    if (exponent == 0) {  // zero or subnormal: mantissa * 2^-24, exact in float32
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t exponent32 = exponent == 31 ? 255u : exponent + 112u;
    return std::bit_cast<float>(sign | (exponent32 << 23) | (mantissa << 13));
}

constexpr std::uint16_t kHalfInfinity = 0x7c00;  ///< exponent bits: all set in infinities and what is not a number
constexpr float kLargestHalf = 65504.0F;

/// To the nearest half, ties to even. What is larger than the largest finite half, infinities included, becomes that
/// (saturation: a value of a hidden row that is too large stays large and usable). What is not a number stays so.
inline std::uint16_t floatToHalf(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000u);
    const std::uint32_t magnitude = bits & 0x7fffffffu;
    if (magnitude > 0x7f800000u) return static_cast<std::uint16_t>(sign | 0x7e00u);
    const auto signedHalf = [&](std::uint32_t half) { return static_cast<std::uint16_t>(sign | half); };
    if (magnitude >= 0x477fe000u) return signedHalf(0x7bffu);  // 65504 and all above
    if (magnitude < 0x38800000u) {                             // below 2^-14: a multiple of 2^-24
        // Adding 0.5 puts the last bit of the sum at 2^-24, so the addition rounds as wanted.
        const float sum = std::bit_cast<float>(magnitude) + 0.5F;
        return signedHalf(std::bit_cast<std::uint32_t>(sum) - std::bit_cast<std::uint32_t>(0.5F));
    }
    const std::uint32_t rounded = magnitude + 0xfffu + (magnitude >> 13 & 1u);
    return signedHalf((rounded - (112u << 23)) >> 13);
}

}  // namespace kernels
