// Attention of one row over a paged cache, for vector_kernels_impl.h. A token's score is one sum over the head, the
// softmax sums lanes block after block, and values are added token after token: the row's own position alone decides
// the order. The cache's type is a template parameter: float, the bits of bf16, or 8-bit numbers, whose scales multiply
// scores and weights.
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels {
namespace {

#if defined(__AVX512F__)
constexpr std::size_t kScoreBlocks = 2;   // blocks whose keys are read together, sharing the query's broadcasts
constexpr std::size_t kScoreSplits = 2;   // independent sums over the head, added at the end
constexpr std::size_t kValueVectors = 4;  // 16-wide pieces of the head whose values are summed together
#else
constexpr std::size_t kScoreBlocks = 1;
constexpr std::size_t kScoreSplits = 1;
constexpr std::size_t kValueVectors = 1;
#endif
constexpr std::size_t kGroupMax = 4;  // query heads taken together; larger groups are done in turns

/// Asks for line `row` of 16 values at `p`, where it begins a cache line.
template <class T>
inline void prefetchRow(const T* p, std::size_t row) {
    constexpr std::size_t kRowsOfLine = 4 / sizeof(T);
    if (kRowsOfLine == 1 || row % kRowsOfLine == 0) __builtin_prefetch(p);
}

/// Of a cache of 8 bits: 16 scales of the keys and 16 of the values, behind the two.
inline const std::uint16_t* scalesOf(const std::int8_t* keys, std::size_t headDim) {
    return reinterpret_cast<const std::uint16_t*>(keys + 2 * headDim * kCacheTokens);
}

template <class T>
inline constexpr bool kHasScales = sizeof(T) == 1;

inline float floatOfBf16(std::uint16_t bits) {
    const std::uint32_t word = std::uint32_t{bits} << 16;
    float x;
    __builtin_memcpy(&x, &word, sizeof x);
    return x;
}

/// Keys of the block that is number `block` in the row's table.
template <class T>
inline const T* blockOf(const AttendArgs& a, std::size_t block) {
    return reinterpret_cast<const T*>(a.cache + static_cast<std::size_t>(a.blocks[block]) * a.blockBytes);
}

/// Scores of `Blocks` blocks for `Group` heads: keys[b] [headDim, 16], query [Group, headDim], to[g * stride + 16 b].
/// `next` is what will be read soon, as large as the keys.
template <class T, std::size_t Group, std::size_t Blocks>
inline void scoreBlocks(const float* query, std::size_t headDim, const T* const* keys, const T* const* next,
                        float scale, float* to, std::size_t stride) {
    Vec16 acc[kScoreSplits][Group][Blocks];
    for (auto& split : acc)
        for (auto& head : split)
            for (auto& a : head) a = zero();
    for (std::size_t d = 0; d < headDim; d += kScoreSplits) {  // headDim is even
#pragma GCC unroll 2
        for (std::size_t s = 0; s < kScoreSplits; ++s) {
            Vec16 k[Blocks];
#pragma GCC unroll 2
            for (std::size_t b = 0; b < Blocks; ++b) {
                k[b] = load(keys[b] + (d + s) * kCacheTokens);
                prefetchRow(next[b] + (d + s) * kCacheTokens, d + s);
            }
#pragma GCC unroll 4
            for (std::size_t g = 0; g < Group; ++g) {
                const Vec16 q = broadcast(query[g * headDim + d + s]);
#pragma GCC unroll 2
                for (std::size_t b = 0; b < Blocks; ++b) acc[s][g][b] = fma(q, k[b], acc[s][g][b]);
            }
        }
    }
    for (std::size_t g = 0; g < Group; ++g)
        for (std::size_t b = 0; b < Blocks; ++b) {
            Vec16 sum = acc[0][g][b];
            for (std::size_t s = 1; s < kScoreSplits; ++s) sum = sum + acc[s][g][b];
            sum = sum * broadcast(scale);
            if constexpr (kHasScales<T>) sum = sum * load(scalesOf(keys[b], headDim));
            store(to + g * stride + b * kCacheTokens, sum);
        }
}

/// scores [context] become e^(score - max), those up to the end of the last block and the first `skipped` 0; returns
/// 1 / sum.
inline float softmaxInPlace(float* scores, std::size_t context, std::size_t skipped) {
    for (std::size_t t = 0; t < skipped; ++t) scores[t] = -__builtin_inff();
    const std::size_t whole = context / 16 * 16;
    Vec16 m = broadcast(scores[0]);
    for (std::size_t t = 0; t < whole; t += 16) m = maximum(m, load(scores + t));
    if (whole < context) m = maximum(m, loadPart(scores + whole, context - whole, scores[0]));
    const Vec16 shift = broadcast(maximumOf(m));
    Vec16 sum = zero();
    for (std::size_t t = 0; t < whole; t += 16) {
        const Vec16 e = exponential(load(scores + t) - shift);
        store(scores + t, e);
        sum = sum + e;
    }
    if (whole < context) {
        const std::size_t rest = context - whole;
        store(scores + whole, exponential(loadPart(scores + whole, rest, scores[0]) - shift));
        const Vec16 e = loadPart(scores + whole, rest, 0.0F);
        store(scores + whole, e);
        sum = sum + e;
    }
    for (std::size_t t = 0; t < skipped; ++t) scores[t] = 0;  // it was e^-87
    return 1.0F / sumOf(sum);
}

/// Adds probability * value over all tokens for `Group` heads and head elements first .. first + 16 * Vectors - 1.
template <class T, std::size_t Group, std::size_t Vectors>
inline void sumValues(const AttendArgs& a, const float* scores, std::size_t stride, std::size_t first,
                      const float* inverseSums, float* out) {
    Vec16 acc[Group][Vectors];
    for (auto& head : acc)
        for (auto& x : head) x = zero();
    const std::size_t blockCount = (a.context + kCacheTokens - 1) / kCacheTokens;
    for (std::size_t block = 0; block < blockCount; ++block) {
        const T* keys = blockOf<T>(a, block);
        const T* values = keys + a.headDim * kCacheTokens + first;
        const T* next = blockOf<T>(a, block + 1 < blockCount ? block + 1 : block) + a.headDim * kCacheTokens + first;
        [[maybe_unused]] float scales[kCacheTokens];
        if constexpr (kHasScales<T>) store(scales, load(scalesOf(keys, a.headDim) + kCacheTokens));
        const float* p = scores + block * kCacheTokens;
        const std::size_t left = a.context - block * kCacheTokens;
        const std::size_t tokens = left < kCacheTokens ? left : kCacheTokens;
        for (std::size_t t = 0; t < tokens; ++t) {
            Vec16 v[Vectors];
#pragma GCC unroll 4
            for (std::size_t i = 0; i < Vectors; ++i) {
                v[i] = load(values + t * a.headDim + 16 * i);
                prefetchRow(next + t * a.headDim + 16 * i, i);
            }
#pragma GCC unroll 4
            for (std::size_t g = 0; g < Group; ++g) {
                Vec16 weight = broadcast(p[g * stride + t]);
                if constexpr (kHasScales<T>) weight = weight * broadcast(scales[t]);
#pragma GCC unroll 4
                for (std::size_t i = 0; i < Vectors; ++i) acc[g][i] = fma(weight, v[i], acc[g][i]);
            }
        }
    }
    for (std::size_t g = 0; g < Group; ++g)
        for (std::size_t i = 0; i < Vectors; ++i)
            store(out + g * a.headDim + first + 16 * i, acc[g][i] * broadcast(inverseSums[g]));
}

/// The elements of a head that fill no vector, one after another.
template <class T>
inline void sumValuesTail(const AttendArgs& a, const float* scores, std::size_t first, float inverseSum, float* out) {
    for (std::size_t d = first; d < a.headDim; ++d) {
        float sum = 0;
        for (std::size_t t = 0; t < a.context; ++t) {
            const T* keys = blockOf<T>(a, t / kCacheTokens);
            const T value = keys[a.headDim * kCacheTokens + t % kCacheTokens * a.headDim + d];
            if constexpr (kHasScales<T>)
                sum += scores[t] * floatOfBf16(scalesOf(keys, a.headDim)[kCacheTokens + t % kCacheTokens]) *
                       static_cast<float>(value);
            else if constexpr (sizeof(T) == 2)
                sum += scores[t] * floatOfBf16(value);
            else
                sum += scores[t] * value;
        }
        out[d] = sum * inverseSum;
    }
}

template <class T, std::size_t Group>
void attendGroup(const AttendArgs& a, const float* query, float* out) {
    const std::size_t blockCount = (a.context + kCacheTokens - 1) / kCacheTokens;
    const std::size_t stride = (a.context + 31) / 32 * 32;
    const auto keysOf = [&](std::size_t block) { return blockOf<T>(a, block < blockCount ? block : blockCount - 1); };
    std::size_t block = 0;
    for (; block + kScoreBlocks <= blockCount; block += kScoreBlocks) {
        const T* keys[kScoreBlocks];
        const T* next[kScoreBlocks];
        for (std::size_t b = 0; b < kScoreBlocks; ++b) {
            keys[b] = keysOf(block + b);
            next[b] = keysOf(block + b + kScoreBlocks);
        }
        scoreBlocks<T, Group, kScoreBlocks>(query, a.headDim, keys, next, a.scale, a.scratch + block * kCacheTokens,
                                            stride);
    }
    for (; block < blockCount; ++block) {
        const T* keys[1] = {keysOf(block)};
        scoreBlocks<T, Group, 1>(query, a.headDim, keys, keys, a.scale, a.scratch + block * kCacheTokens, stride);
    }

    float inverseSums[Group];
    for (std::size_t g = 0; g < Group; ++g)
        inverseSums[g] = softmaxInPlace(a.scratch + g * stride, a.context, a.skipped);

    std::size_t first = 0;
    for (; first + 16 * kValueVectors <= a.headDim; first += 16 * kValueVectors)
        sumValues<T, Group, kValueVectors>(a, a.scratch, stride, first, inverseSums, out);
    for (; first + 16 <= a.headDim; first += 16) sumValues<T, Group, 1>(a, a.scratch, stride, first, inverseSums, out);
    if (first < a.headDim)
        for (std::size_t g = 0; g < Group; ++g)
            sumValuesTail<T>(a, a.scratch + g * stride, first, inverseSums[g], out + g * a.headDim);
}

template <class T>
void attendAll(const AttendArgs& args) {
    for (std::size_t g = 0; g < args.group; g += kGroupMax) {
        const float* query = args.query + g * args.headDim;
        float* out = args.out + g * args.headDim;
        switch (args.group - g) {
            case 1: attendGroup<T, 1>(args, query, out); break;
            case 2: attendGroup<T, 2>(args, query, out); break;
            case 3: attendGroup<T, 3>(args, query, out); break;
            default: attendGroup<T, kGroupMax>(args, query, out); break;
        }
    }
}

void attend(const AttendArgs& args) {
    switch (args.type) {
        case KvType::F32: return attendAll<float>(args);
        case KvType::Bf16: return attendAll<std::uint16_t>(args);  // the bits of bf16
        case KvType::Q8: return attendAll<std::int8_t>(args);
    }
}

}  // namespace
}  // namespace kernels
