// The block formats of GGUF: what a block holds, and its values as the format defines them in float32. A block is a few
// scales and small whole numbers; a value is scale * number + offset, where the product is exact in float32.
// Pure functions, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "kernels/tensor.h"

namespace kernels {

/// What the blocks of a format have. A scale and an offset are for a group of elements, a half for the whole block.
struct BlockFormat {
    int group = 32;           ///< elements that share scale and offset
    int bits = 8;             ///< of a number
    bool hasOffsets = false;  ///< a second half: what offsets are, or are multiplied with
    bool isNested = false;    ///< groups have small scales (and offsets) of their own, which the halves multiply
    int zero = 0;             ///< the number that stands for 0, taken off in unpacked blocks
};
constexpr BlockFormat formatOf(HostType type) {
    switch (type) {
        case HostType::Q8_0: return {};
        case HostType::Q4_0: return {.bits = 4, .zero = 8};
        case HostType::Q4_1: return {.bits = 4, .hasOffsets = true};
        case HostType::Q5_0: return {.bits = 5, .zero = 16};
        case HostType::Q5_1: return {.bits = 5, .hasOffsets = true};
        case HostType::Q4_K: return {.bits = 4, .hasOffsets = true, .isNested = true};
        case HostType::Q5_K: return {.bits = 5, .hasOffsets = true, .isNested = true};
        case HostType::Q6_K: return {.group = 16, .bits = 6, .isNested = true, .zero = 32};
        default: return {};
    }
}

inline constexpr std::size_t kMostBlockElements = 256;
inline constexpr std::size_t kMostBlockGroups = 16;

/// One block taken apart, exactly.
struct UnpackedBlock {
    std::uint16_t scale = 0;                                ///< half
    std::uint16_t offset = 0;                               ///< half, where the format has offsets
    std::array<std::int8_t, kMostBlockGroups> scales{};     ///< of the groups, where nested
    std::array<std::int8_t, kMostBlockGroups> offsets{};    ///< the same; they are subtracted
    std::array<std::int8_t, kMostBlockElements> numbers{};  ///< the format's zero taken off
};
void unpackBlock(HostType type, const std::byte* block, UnpackedBlock& out);

/// Scale and offset of a group of an unpacked block.
struct GroupScale {
    float scale = 0;
    float offset = 0;
};
GroupScale groupScaleOf(HostType type, const UnpackedBlock& block, std::size_t group);

/// Values of whole blocks as float32: `blocks` holds exactly out.size() elements. Throws std::logic_error otherwise.
void dequantise(HostType type, std::span<const std::byte> blocks, std::span<float> out);

/// The first of the whole `blocks` that does not hold finite numbers.
std::optional<std::size_t> findNonFiniteBlock(HostType type, std::span<const std::byte> blocks);

/// Random blocks whose values have a standard deviation near `scale` and a mean near 0. Element for element a function
/// of the seed and of the block's number alone, which begins with `firstBlock`.
void fillWithRandomBlocks(HostType type, float scale, std::uint64_t seed, std::size_t firstBlock,
                          std::span<std::byte> blocks);

}  // namespace kernels
