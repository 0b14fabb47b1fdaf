// Half precision to float32, exact. Pure function, any thread.
#pragma once

#include <bit>
#include <cstdint>

namespace engine {

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

}  // namespace engine
