// How a quantised matrix [n, k] lies in device memory: tiles of 16 rows, and within a tile units of 64 elements of k.
// Numbers, scales and what else a format has are planes of their own, each [tiles, units] (or one entry for four units,
// of the formats with blocks of 256). Plain values, any thread.
#pragma once

#include <array>

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
constexpr QuantPlanes planesOf(HostType type) {
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

}  // namespace kernels::cuda
