// How the paged KV cache is laid out on the device: for each layer, block and KV head 16 keys and then 16 values, both
// in the order in which the lanes of a warp hold the left operand of mma.m16n8k16. A warp fetches a 16 x 16 tile
// with one 16-byte load a lane, coalesced, straight into the operand's registers.
// A key tile is [token, 16 dims], a value tile [16 dims, token]. Heads are padded with zeros to a width of
// kHeadWidths, so that few kernels serve every model. Of 8 bits, two tiles lie side by side in the 16 bytes of a lane,
// elements are numbers + 128, and the scales follow: what the lanes of one token pair need lies in 8 bytes.
#pragma once

#include "kernels/backend.h"
#include "kernels/host_device.h"

namespace kernels::cuda {

inline constexpr int kBlockTokens = KvCache::blockTokens;
inline constexpr int kTile = 256;  ///< elements of a tile
inline constexpr int kHeadWidths[] = {32, 64, 96, 128, 256};

/// The width that a head of `headDim` elements takes in the cache. Throws ShapeError above the largest.
int paddedHeadDim(int headDim);

/// Bytes from a block to the next of one layer, and where a layer's blocks begin. From a head to the next it is
/// kvHeadBytes(), and to a head's values half of it without the scales. All blocks of a layer lie together, so that a
/// kernel's reads stay within few pages of memory.
inline std::size_t blockBytes(const KvCache& cache, int padded) {
    return std::size_t(cache.kvHeads) * kvHeadBytes(cache.type, padded);
}
inline std::size_t layerBytes(const KvCache& cache, int padded) {
    return std::size_t(cache.blockCount) * blockBytes(cache, padded);
}
inline std::byte* layerAt(const KvCache& cache, int padded, int layer) {
    return static_cast<std::byte*>(cache.data) + std::size_t(layer) * layerBytes(cache, padded);
}
STEPSCOPE_HOST_DEVICE constexpr std::size_t halfBytes(KvType type, int padded) {
    return std::size_t(padded) * kBlockTokens * kvElementBytes(type);
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

/// The same of 8 bits.
STEPSCOPE_HOST_DEVICE constexpr int byteElement(int bf16Element) {
    const int tile = bf16Element / kTile, lane = bf16Element % kTile / 8;
    return tile / 2 * 2 * kTile + lane * 16 + tile % 2 * 8 + bf16Element % 8;
}
/// Scale of a token's key, or value, among those of a head.
STEPSCOPE_HOST_DEVICE constexpr int scaleElement(int token, bool isValue) {
    return token % 8 * 4 + (isValue ? 2 : 0) + token / 8;
}

}  // namespace kernels::cuda
