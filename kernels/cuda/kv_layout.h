// How a block of the paged KV cache is laid out on the device: for each layer and KV head 16 keys and then 16 values,
// both in the order in which the lanes of a warp hold the left operand of mma.m16n8k16. A warp fetches a 16 x 16 tile
// with one 16-byte load a lane, coalesced, straight into the operand's registers.
// A key tile is [token, 16 dims], a value tile [16 dims, token]. Heads are padded with zeros to a width of
// kHeadWidths, so that few kernels serve every model.
#pragma once

#include "kernels/backend.h"
#include "kernels/host_device.h"

namespace kernels::cuda {

inline constexpr int kBlockTokens = KvCache::blockTokens;
inline constexpr int kTile = 256;  ///< elements of a tile
inline constexpr int kHeadWidths[] = {32, 64, 96, 128, 256};

/// The width that a head of `headDim` elements takes in the cache. Throws ShapeError above the largest.
int paddedHeadDim(int headDim);

/// Elements from a layer's KV head to the next, and from a block to the next.
STEPSCOPE_HOST_DEVICE constexpr std::size_t headStride(int padded) {
    return std::size_t(2) * std::size_t(padded) * kBlockTokens;
}
inline std::size_t blockStride(const KvCache& cache, int padded) {
    return std::size_t(cache.layers) * std::size_t(cache.kvHeads) * headStride(padded);
}

/// Element of `token` (0..15) and `dim` within the keys of a head.
STEPSCOPE_HOST_DEVICE constexpr int keyElement(int token, int dim) {
    const int lane = token % 8 * 4 + dim % 8 / 2;
    const int word = token / 8 + dim % 16 / 8 * 2;
    return dim / 16 * kTile + lane * 8 + word * 2 + dim % 2;
}
/// The same within its values, which follow the keys.
STEPSCOPE_HOST_DEVICE constexpr int valueElement(int token, int dim) {
    const int lane = dim % 8 * 4 + token % 8 / 2;
    const int word = dim % 16 / 8 + token / 8 * 2;
    return dim / 16 * kTile + lane * 8 + word * 2 + token % 2;
}

}  // namespace kernels::cuda
