// How a quantised matrix [n, k] lies in device memory: tiles of 16 rows, and within a tile units of 64 elements of k,
// two groups of 32. Numbers, scales and what else a format has are planes of their own, each [tiles, units] (or one
// entry for four units, of the formats with blocks of 256). Lane 4 g + t of a warp that multiplies has rows g and g + 8
// of the tile and elements 8 t .. 8 t + 7 of each group: four sets ("words") of eight elements a unit, word 2 group +
// row / 8.
//   numbers   a lane's words one after another: 16 bytes of four-bit numbers; of eight bits 16 bytes for each group
//   highBits  of a lane 32 (or 64) bits, see below
//   scales    of row pair g, by word: half d | half d, half m | bytes scale, offset | bytes scale of 16 and of 16
//   outer     of row pair g: halves d and dmin of each of both rows | half d of each
// Plain values, any thread.
#pragma once

#include <array>

#include "kernels/host_device.h"
#include "kernels/tensor.h"

namespace kernels::cuda {

inline constexpr std::size_t kQuantRows = 16;   ///< rows of a tile
inline constexpr std::size_t kQuantWidth = 64;  ///< elements of k of a unit

/// Bytes of a unit's (or of four units') share of each plane.
struct QuantPlanes {
    std::size_t numbers = 512;  ///< the low four bits, or all eight
    std::size_t highBits = 0;   ///< the fifth bits, or the fifth and sixth
    std::size_t scales = 64;    ///< of every group of 32 (16) elements, and their offsets
    std::size_t outer = 0;      ///< of 256 elements: what scales and offsets are multiplied with
};
STEPSCOPE_HOST_DEVICE constexpr QuantPlanes planesOf(HostType type) {
    switch (type) {
        case HostType::Q8_0: return {.numbers = 1024};
        case HostType::Q4_1: return {.scales = 128};
        case HostType::Q5_0: return {.highBits = 128};
        case HostType::Q5_1: return {.highBits = 128, .scales = 128};
        case HostType::Q4_K: return {.outer = 64};
        case HostType::Q5_K: return {.highBits = 128, .outer = 64};
        case HostType::Q6_K: return {.highBits = 256, .outer = 32};
        default: return {};
    }
}

/// Element e of the eight that a lane holds of a row and a group: which four bits of their word it has. Elements 2 p
/// and 2 p + 1 are 16 bits apart, so that one mask takes out both as the halves of a bf16 pair.
STEPSCOPE_HOST_DEVICE constexpr int nibbleOf(int e) {
    return e % 2 * 4 + e / 2;
}
/// Where the fifth bit of element e of word 0..3 lies in the lane's 32 bits; the fifth and sixth in its 64.
STEPSCOPE_HOST_DEVICE constexpr int fifthBitOf(int word, int e) {
    return e % 2 * 16 + 4 * word + e / 2;
}
STEPSCOPE_HOST_DEVICE constexpr int sixthBitsOf(int word, int e) {
    return word / 2 * 32 + e % 2 * 16 + word % 2 * 8 + e / 2 * 2;
}

/// A matrix in device memory.
struct QuantMatrix {
    std::byte* numbers = nullptr;
    std::byte* highBits = nullptr;
    std::byte* scales = nullptr;
    std::byte* outer = nullptr;
    int n = 0, k = 0;
    int tiles = 0, units = 0, outerUnits = 0;
};

/// Where the planes of a matrix begin, in bytes from its beginning, and where it ends; multiples of 256.
struct QuantLayout {
    std::size_t tiles = 0;
    std::size_t units = 0;       ///< of a tile
    std::size_t outerUnits = 0;  ///< of a tile, fours of units
    std::size_t highBits = 0, scales = 0, outer = 0, bytes = 0;
};
constexpr QuantLayout layoutOf(HostType type, std::size_t n, std::size_t k) {
    const QuantPlanes planes = planesOf(type);
    QuantLayout l;
    l.tiles = (n + kQuantRows - 1) / kQuantRows;
    l.units = (k + kQuantWidth - 1) / kQuantWidth;
    l.outerUnits = (l.units + 3) / 4;
    const auto after = [](std::size_t begin, std::size_t bytes) { return (begin + bytes + 255) / 256 * 256; };
    l.highBits = after(0, l.tiles * l.units * planes.numbers);
    l.scales = after(l.highBits, l.tiles * l.units * planes.highBits);
    l.outer = after(l.scales, l.tiles * l.units * planes.scales);
    l.bytes = after(l.outer, l.tiles * l.outerUnits * planes.outer);
    return l;
}

inline QuantMatrix quantMatrixAt(std::byte* memory, HostType type, int n, int k) {
    const QuantLayout l = layoutOf(type, std::size_t(n), std::size_t(k));
    return {.numbers = memory,
            .highBits = memory + l.highBits,
            .scales = memory + l.scales,
            .outer = memory + l.outer,
            .n = n,
            .k = k,
            .tiles = int(l.tiles),
            .units = int(l.units),
            .outerUnits = int(l.outerUnits)};
}

}  // namespace kernels::cuda
