#include <algorithm>

#include "kernels/cpu/ops.h"
#include "kernels/kv_rounding.h"

namespace kernels::cpu {

namespace {

/// A token's place in the cache: a column of the keys, a row of the values, its scales.
struct Slot {
    std::byte* head;  ///< keys of one KV head in one block
    std::size_t token, headDim;

    template <class T>
    T* key() const {
        return reinterpret_cast<T*>(head) + token;
    }
    template <class T>
    T* value() const {
        return reinterpret_cast<T*>(head) + headDim * kCacheTokens + token * headDim;
    }
    /// Of the key; that of the value lies kCacheTokens further.
    std::uint16_t* scale() const { return reinterpret_cast<std::uint16_t*>(head + 2 * headDim * kCacheTokens) + token; }
};

/// A key is a column of its block, a cache line for each element or few: they are asked for before they are needed.
void prefetchKeys(const std::byte* keys, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; i += 64) __builtin_prefetch(keys + i, 1);
}

template <class T, class Convert>
void storeBoth(const Slot& slot, const float* key, const float* value, const Convert& convert) {
    T* keys = slot.key<T>();
    T* values = slot.value<T>();
    for (std::size_t d = 0; d < slot.headDim; ++d) {
        keys[d * kCacheTokens] = convert(key[d]);
        values[d] = convert(value[d]);
    }
}

/// Rounds `count` elements to 8 bits, `stride` apart, and returns their scale.
std::uint16_t storeRounded(const float* x, std::size_t count, std::uint8_t* to, std::size_t stride) {
    std::uint32_t largest = 0;
    for (std::size_t d = 0; d < count; ++d) largest = std::max(largest, magnitudeBits(x[d]));
    const std::uint16_t scale = kvScale(largest);
    const float inverse = 1.0F / kvScaleValue(scale);
    for (std::size_t d = 0; d < count; ++d) to[d * stride] = kvRound(x[d], inverse);
    return scale;
}

void store(KvType type, const Slot& slot, const float* key, const float* value) {
    switch (type) {
        case KvType::F32: return storeBoth<float>(slot, key, value, [](float x) { return x; });
        case KvType::Bf16: return storeBoth<std::uint16_t>(slot, key, value, bf16Of);
        case KvType::Q8:
            slot.scale()[0] = storeRounded(key, slot.headDim, slot.key<std::uint8_t>(), kCacheTokens);
            slot.scale()[kCacheTokens] = storeRounded(value, slot.headDim, slot.value<std::uint8_t>(), 1);
    }
}

}  // namespace

void ropeAndCache(Context& context, const AttentionShape& shape, Tensor<float> qkv, Tensor<const float> qGain,
                  Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                  const KvCache& cache, int layer) {
    const auto headDim = std::size_t(shape.headDim);
    const auto rotaryDim = std::size_t(rope.dim(1));
    context.forRows(qkv.dim(0), qkv.dim(1), [&](int row) {
        const std::int32_t position = rows.positions.data[row];
        if (position < 0) return;
        const std::int32_t block = rowOf(rows.blockTables, rows.sequences.data[row])[position / KvCache::blockTokens];
        const auto token = std::size_t(position % KvCache::blockTokens);
        const auto slotOf = [&](int kvHead) {
            return Slot{headAt(cache, layer, kvHead) + std::size_t(block) * blockBytes(cache), token, headDim};
        };
        const std::size_t keyBytes = headDim * kCacheTokens * kvElementBytes(cache.type);
        for (int h = 0; h < shape.kvHeads; ++h) prefetchKeys(slotOf(h).head, keyBytes);

        float* heads = rowOf(qkv, row);
        for (int h = 0; h < shape.heads; ++h)
            context.vector.normRope(heads + std::size_t(h) * headDim, qGain.data, headDim, epsilon, rowOf(rope, row),
                                    rotaryDim);
        for (int h = 0; h < shape.kvHeads; ++h) {
            float* key = heads + std::size_t(shape.heads + h) * headDim;
            const float* value = key + std::size_t(shape.kvHeads) * headDim;
            context.vector.normRope(key, kGain.data, headDim, epsilon, rowOf(rope, row), rotaryDim);
            store(cache.type, slotOf(h), key, value);
        }
    });
}

}  // namespace kernels::cpu
