// What one lane takes out of a unit of a quantised matrix (kernels/cuda/quant_layout.h): its share of the planes, the
// scales of its four words, and their numbers or elements as bf16 operands of the tensor cores. A number lands in the
// fraction of a float whose exponent gives its lowest bit the value 1; what that exponent adds is taken off as it is
// scaled.
#pragma once

#include <cuda_fp16.h>

#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/quant_layout.h"

namespace kernels::cuda {

template <HostType type>
struct QuantFormat {
    static constexpr bool isQ8 = type == HostType::Q8_0;
    static constexpr int highBits = type == HostType::Q6_K                                                       ? 2
                                    : type == HostType::Q5_0 || type == HostType::Q5_1 || type == HostType::Q5_K ? 1
                                                                                                                 : 0;
    static constexpr bool hasOffset = type == HostType::Q4_1 || type == HostType::Q5_1;
    static constexpr bool isOuter = type == HostType::Q4_K || type == HostType::Q5_K;
    static constexpr bool isQ6 = type == HostType::Q6_K;
    /// What a stored number stands above the number that the scale multiplies.
    static constexpr float bias = isQ8                     ? 128.0F
                                  : isQ6                   ? 32.0F
                                  : type == HostType::Q5_0 ? 16.0F
                                  : type == HostType::Q4_0 ? 8.0F
                                                           : 0.0F;
    static constexpr int numberWords = isQ8 ? 8 : 4;      // 32-bit words of a lane
    static constexpr int scaleWords = hasOffset ? 4 : 2;  // of a pair of rows
    static constexpr int outerWords = isOuter ? 2 : isQ6 ? 1 : 0;
};

/// A lane's share of a unit.
template <HostType type>
struct QuantUnit {
    using Format = QuantFormat<type>;
    std::uint32_t numbers[Format::numberWords];
    std::uint32_t high[Format::highBits == 0 ? 1 : Format::highBits];
    std::uint32_t scales[Format::scaleWords];
    std::uint32_t outer[Format::outerWords == 0 ? 1 : Format::outerWords];
};

/// An element is fma(scale, number, offset), with numbers as they are stored: from 0 up.
struct QuantScale {
    float scale;
    float offset;
};

__device__ inline float halfOf(std::uint32_t pair, bool upper) {
    return __half2float(__ushort_as_half(static_cast<unsigned short>(upper ? pair >> 16 : pair & 0xFFFFU)));
}

/// (a & mask) | c in one instruction: the compiler makes two where mask and c are both constants.
template <std::uint32_t mask>
__device__ inline std::uint32_t maskedOr(std::uint32_t a, std::uint32_t c) {
    std::uint32_t result;
    asm("lop3.b32 %0, %1, %2, %3, 0xEA;" : "=r"(result) : "r"(a), "n"(mask), "r"(c));
    return result;
}

/// The byte 0..3 of `bytes` times `factor`, a half: exact. `less` is -2^23 factor, which the byte's exponent adds.
__device__ inline float byteTimes(std::uint32_t bytes, int which, float factor, float less) {
    return fmaf(__uint_as_float(__byte_perm(bytes, 0x4B000000U, 0x7540U + unsigned(which))), factor, less);
}

/// What a lane multiplies bytes of scales with, for both of its rows.
struct OuterScales {
    float scale[2], offset[2];
    float lessScale[2], lessOffset[2];  // see byteTimes
};
template <HostType type>
__device__ inline OuterScales outerOf(const QuantUnit<type>& unit) {
    using Format = QuantFormat<type>;
    OuterScales o{};
#pragma unroll
    for (int row = 0; row < 2; ++row) {
        if constexpr (Format::isOuter) {
            o.scale[row] = halfOf(unit.outer[row], false), o.offset[row] = -halfOf(unit.outer[row], true);
            o.lessScale[row] = -8388608.0F * o.scale[row], o.lessOffset[row] = -8388608.0F * o.offset[row];
        }
        if constexpr (Format::isQ6) o.scale[row] = halfOf(unit.outer[0], row == 1);
    }
    return o;
}

/// Scale and offset of word 0..3 for a lane's `t`.
template <HostType type>
__device__ inline QuantScale scaleOf(const QuantUnit<type>& unit, const OuterScales& outer, int word, int t) {
    using Format = QuantFormat<type>;
    const int row = word % 2;
    if constexpr (Format::hasOffset) return {halfOf(unit.scales[word], false), halfOf(unit.scales[word], true)};
    if constexpr (Format::isOuter) {
        const std::uint32_t bytes = unit.scales[word / 2];
        return {byteTimes(bytes, 2 * row, outer.scale[row], outer.lessScale[row]),
                byteTimes(bytes, 2 * row + 1, outer.offset[row], outer.lessOffset[row])};
    }
    if constexpr (Format::isQ6) {
        const std::uint32_t bytes = unit.scales[word / 2] >> (16 * row + 8 * (t / 2));
        const float scale = outer.scale[row] * float(static_cast<signed char>(bytes & 255U));
        return {scale, -Format::bias * scale};
    }
    const float scale = halfOf(unit.scales[word / 2], row == 1);
    return {scale, -Format::bias * scale};
}

/// 128 + number of the eight elements of word 0..3 as bf16, elements 2 p and 2 p + 1 in out[p]. Not of 8 bits.
template <HostType type>
__device__ inline void numbersOf(const QuantUnit<type>& unit, int word, std::uint32_t (&out)[4]) {
    using Format = QuantFormat<type>;
    constexpr std::uint32_t k128 = 0x43004300U;
#pragma unroll
    for (int p = 0; p < 4; ++p) {
        out[p] = maskedOr<0x000F000FU>(unit.numbers[word] >> (4 * p), k128);
        if constexpr (Format::highBits == 1) {
            const int right = fifthBitOf(word, 2 * p) - 4;
            const std::uint32_t bits = right >= 0 ? unit.high[0] >> right : unit.high[0] << -right;
            out[p] = maskedOr<0x00100010U>(bits, out[p]);
        }
        if constexpr (Format::highBits == 2) {
            const int right = sixthBitsOf(word, 2 * p) % 32 - 4;
            const std::uint32_t bits = right >= 0 ? unit.high[word / 2] >> right : unit.high[word / 2] << -right;
            out[p] = maskedOr<0x00300030U>(bits, out[p]);
        }
    }
}

/// The eight elements of word 0..3 as bf16, elements 2 p and 2 p + 1 in out[p].
template <HostType type>
__device__ inline void elementsOf(const QuantUnit<type>& unit, int word, QuantScale s, std::uint32_t (&out)[4]) {
    using Format = QuantFormat<type>;
    const auto value = [](std::uint32_t bits, float scale, float offset) {
        return fmaf(scale, __uint_as_float(bits), offset);
    };
    if constexpr (Format::isQ8) {
        const float offset = s.offset - 32768.0F * s.scale;
#pragma unroll
        for (int p = 0; p < 4; ++p) {
            const std::uint32_t four = unit.numbers[2 * word + p / 2];
            const std::uint32_t low = __byte_perm(four, 0x47000000U, p % 2 == 0 ? 0x7404 : 0x7424);
            const std::uint32_t high = __byte_perm(four, 0x47000000U, p % 2 == 0 ? 0x7414 : 0x7434);
            out[p] = packBf16(value(low, s.scale, offset), value(high, s.scale, offset));
        }
        return;
    }
    const float offset128 = s.offset - 128.0F * s.scale;
    if constexpr (!Format::isQ8 && Format::highBits > 0) {
        std::uint32_t pairs[4];
        numbersOf(unit, word, pairs);
#pragma unroll
        for (int p = 0; p < 4; ++p)
            out[p] =
                packBf16(value(pairs[p] << 16, s.scale, offset128), value(pairs[p] & 0xFFFF0000U, s.scale, offset128));
    } else if constexpr (!Format::isQ8) {
        // Numbers 0..7 of the word lie at bit 12 or 16 of it, of it moved by 8 bits either way or of its halves
        // swapped.
        const float offset2048 = s.offset - 2048.0F * s.scale;
        const std::uint32_t w = unit.numbers[word];
        const std::uint32_t left = w << 8, right = w >> 8, swapped = __byte_perm(w, w, 0x1032);
        const auto at16 = [&](std::uint32_t v) {
            return value(maskedOr<0x000F0000U>(v, 0x43000000U), s.scale, offset128);
        };
        const auto at12 = [&](std::uint32_t v) {
            return value(maskedOr<0x0000F000U>(v, 0x45000000U), s.scale, offset2048);
        };
        out[0] = packBf16(at16(swapped), at16(w));
        out[1] = packBf16(at12(left), at12(right));
        out[2] = packBf16(at16(left), at16(right));
        out[3] = packBf16(at12(w), at12(swapped));
    }
}

template <int Words>
__device__ inline void loadWords(std::uint32_t (&to)[Words], const std::byte* from) {
    if constexpr (Words == 4) {
        const uint4 v = loadOnce(from);
        to[0] = v.x, to[1] = v.y, to[2] = v.z, to[3] = v.w;
    } else if constexpr (Words == 2) {
        const uint2 v = loadOnce8(from);
        to[0] = v.x, to[1] = v.y;
    } else {
        to[0] = *reinterpret_cast<const std::uint32_t*>(from);
    }
}

/// A lane's share of a unit out of device memory.
template <HostType type>
__device__ inline void loadUnit(QuantUnit<type>& to, const QuantMatrix& m, int tile, int unit, int lane) {
    using Format = QuantFormat<type>;
    constexpr QuantPlanes planes = planesOf(type);
    const std::size_t at = std::size_t(tile) * std::size_t(m.units) + std::size_t(unit);
    const int pair = lane / 4;
    const std::byte* numbers = m.numbers + at * planes.numbers + std::size_t(lane) * 16;
    if constexpr (Format::isQ8) {
        const uint4 first = loadOnce(numbers), second = loadOnce(numbers + 512);
        to.numbers[0] = first.x, to.numbers[1] = first.y, to.numbers[2] = first.z, to.numbers[3] = first.w;
        to.numbers[4] = second.x, to.numbers[5] = second.y, to.numbers[6] = second.z, to.numbers[7] = second.w;
    } else {
        loadWords(to.numbers, numbers);
    }
    if constexpr (Format::highBits > 0)
        loadWords(to.high, m.highBits + at * planes.highBits + std::size_t(lane) * 4 * Format::highBits);
    loadWords(to.scales, m.scales + at * planes.scales + std::size_t(pair) * 4 * Format::scaleWords);
    if constexpr (Format::outerWords > 0) {
        const std::size_t outer = std::size_t(tile) * std::size_t(m.outerUnits) + std::size_t(unit / 4);
        loadWords(to.outer, m.outer + outer * planes.outer + std::size_t(pair) * 4 * Format::outerWords);
    }
}

}  // namespace kernels::cuda
