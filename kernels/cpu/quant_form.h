// How the CPU keeps each quantised type: with the scales of the file, exactly; numbers of 4 bits as they are, those of
// 5 and 6 bits as bytes, which take more memory but no more time. Pure functions, any thread.
#pragma once

#include "kernels/block_formats.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels::cpu {

constexpr QuantForm quantFormOf(HostType type) {
    const BlockFormat format = formatOf(type);
    const bool hasFourBits = format.bits == 4;
    return {.elements = blockOf(type).elements,
            .group = static_cast<std::size_t>(format.group),
            .halves = format.hasOffsets ? std::size_t{2} : std::size_t{1},
            .isNested = format.isNested,
            .hasFourBits = hasFourBits,
            .zero = hasFourBits ? static_cast<float>(format.zero) : 0.0F};
}

/// Bytes that the panels of a matrix [n, k] of that type take: each 32 rows, the last one filled up with zeros.
constexpr std::size_t quantisedBytes(HostType type, std::size_t n, std::size_t k) {
    const QuantForm form = quantFormOf(type);
    return (n + kPanelColumns - 1) / kPanelColumns * (k / form.elements) * form.unitBytes();
}

}  // namespace kernels::cpu
