#include "scorer/training/training_data.h"

#include <bit>
#include <cstring>

namespace scorer {

void readRow(const std::byte* row, std::span<float> out) {
    // Without branches, so that it becomes vector code: the bits moved into a float's place are the half's value times
    // 2^-112, subnormal ones included.
    for (std::size_t i = 0; i < out.size(); ++i) {
        std::uint16_t half;
        std::memcpy(&half, row + i * sizeof half, sizeof half);
        const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
        const float magnitude = std::bit_cast<float>(static_cast<std::uint32_t>(half & 0x7fffu) << 13) * 0x1p112F;
        out[i] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
    }
}

}  // namespace scorer
