// The types that a KV cache can hold, and what they take. Sizes only: how numbers become 8 bits is in kv_rounding.h.
// Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/host_device.h"

namespace kernels {

enum class KvType {
    F32,   ///< the CPU's own
    Bf16,  ///< a GPU's own; half the memory on the CPU
    Q8,    ///< 8 bits a value, and a scale for each token, KV head and half (keys, values)
};

/// Bytes of one K or V value, scales not counted.
STEPSCOPE_HOST_DEVICE constexpr std::size_t kvElementBytes(KvType type) {
    if (type == KvType::F32) return 4;
    return type == KvType::Bf16 ? 2 : 1;
}

/// "f32", "bf16", "q8", as the options call them.
constexpr const char* nameOf(KvType type) {
    if (type == KvType::F32) return "f32";
    return type == KvType::Bf16 ? "bf16" : "q8";
}

inline constexpr int kKvBlockTokens = 16;
/// Of the scales of one KV head in a block: bf16 for each of its keys and values.
inline constexpr std::size_t kKvScaleBytes = std::size_t{2} * kKvBlockTokens * sizeof(std::uint16_t);

/// Bytes that the keys and values of one KV head of one layer take in a block; `width` values a head.
STEPSCOPE_HOST_DEVICE constexpr std::size_t kvHeadBytes(KvType type, int width) {
    return std::size_t{2} * kKvBlockTokens * static_cast<std::size_t>(width) * kvElementBytes(type) +
           (type == KvType::Q8 ? kKvScaleBytes : 0);
}

}  // namespace kernels
