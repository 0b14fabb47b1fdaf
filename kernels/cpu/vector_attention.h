// Attention of one row over a paged cache, for vector_kernels_impl.h. A token's score is one sum over the head, the
// softmax sums lanes block after block, and values are added token after token: the row's own position alone decides
// the order.
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

inline void prefetch(const float* p) {
    __builtin_prefetch(p);
}

/// Scores of `Blocks` blocks for `Group` heads: keys[b] [headDim, 16], query [Group, headDim], to[g * stride + 16 b].
/// `next` is what will be read soon, as large as the keys.
template <std::size_t Group, std::size_t Blocks>
inline void scoreBlocks(const float* query, std::size_t headDim, const float* const* keys, const float* const* next,
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
                prefetch(next[b] + (d + s) * kCacheTokens);
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
            store(to + g * stride + b * kCacheTokens, sum * broadcast(scale));
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
template <std::size_t Group, std::size_t Vectors>
inline void sumValues(const AttendArgs& a, const float* scores, std::size_t stride, std::size_t first,
                      const float* inverseSums, float* out) {
    Vec16 acc[Group][Vectors];
    for (auto& head : acc)
        for (auto& x : head) x = zero();
    const std::size_t blockCount = (a.context + kCacheTokens - 1) / kCacheTokens;
    for (std::size_t block = 0; block < blockCount; ++block) {
        const float* values =
            a.cache + static_cast<std::size_t>(a.blocks[block]) * a.blockStride + a.headDim * kCacheTokens + first;
        const float* next =
            a.cache + static_cast<std::size_t>(a.blocks[block + 1 < blockCount ? block + 1 : block]) * a.blockStride +
            a.headDim * kCacheTokens + first;
        const float* p = scores + block * kCacheTokens;
        const std::size_t left = a.context - block * kCacheTokens;
        const std::size_t tokens = left < kCacheTokens ? left : kCacheTokens;
        for (std::size_t t = 0; t < tokens; ++t) {
            Vec16 v[Vectors];
#pragma GCC unroll 4
            for (std::size_t i = 0; i < Vectors; ++i) {
                v[i] = load(values + t * a.headDim + 16 * i);
                prefetch(next + t * a.headDim + 16 * i);
            }
#pragma GCC unroll 4
            for (std::size_t g = 0; g < Group; ++g) {
                const Vec16 weight = broadcast(p[g * stride + t]);
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
inline void sumValuesTail(const AttendArgs& a, const float* scores, std::size_t first, float inverseSum, float* out) {
    for (std::size_t d = first; d < a.headDim; ++d) {
        float sum = 0;
        for (std::size_t t = 0; t < a.context; ++t) {
            const float* block = a.cache + static_cast<std::size_t>(a.blocks[t / kCacheTokens]) * a.blockStride;
            sum += scores[t] * block[a.headDim * kCacheTokens + t % kCacheTokens * a.headDim + d];
        }
        out[d] = sum * inverseSum;
    }
}

template <std::size_t Group>
void attendGroup(const AttendArgs& a, const float* query, float* out) {
    const std::size_t blockCount = (a.context + kCacheTokens - 1) / kCacheTokens;
    const std::size_t stride = (a.context + 31) / 32 * 32;
    const auto keysOf = [&](std::size_t block) {
        return a.cache +
               static_cast<std::size_t>(a.blocks[block < blockCount ? block : blockCount - 1]) * a.blockStride;
    };
    std::size_t block = 0;
    for (; block + kScoreBlocks <= blockCount; block += kScoreBlocks) {
        const float* keys[kScoreBlocks];
        const float* next[kScoreBlocks];
        for (std::size_t b = 0; b < kScoreBlocks; ++b) {
            keys[b] = keysOf(block + b);
            next[b] = keysOf(block + b + kScoreBlocks);
        }
        scoreBlocks<Group, kScoreBlocks>(query, a.headDim, keys, next, a.scale, a.scratch + block * kCacheTokens,
                                         stride);
    }
    for (; block < blockCount; ++block) {
        const float* keys[1] = {keysOf(block)};
        scoreBlocks<Group, 1>(query, a.headDim, keys, keys, a.scale, a.scratch + block * kCacheTokens, stride);
    }

    float inverseSums[Group];
    for (std::size_t g = 0; g < Group; ++g)
        inverseSums[g] = softmaxInPlace(a.scratch + g * stride, a.context, a.skipped);

    std::size_t first = 0;
    for (; first + 16 * kValueVectors <= a.headDim; first += 16 * kValueVectors)
        sumValues<Group, kValueVectors>(a, a.scratch, stride, first, inverseSums, out);
    for (; first + 16 <= a.headDim; first += 16) sumValues<Group, 1>(a, a.scratch, stride, first, inverseSums, out);
    if (first < a.headDim)
        for (std::size_t g = 0; g < Group; ++g)
            sumValuesTail(a, a.scratch + g * stride, first, inverseSums[g], out + g * a.headDim);
}

void attend(const AttendArgs& args) {
    for (std::size_t g = 0; g < args.group; g += kGroupMax) {
        const float* query = args.query + g * args.headDim;
        float* out = args.out + g * args.headDim;
        switch (args.group - g) {
            case 1: attendGroup<1>(args, query, out); break;
            case 2: attendGroup<2>(args, query, out); break;
            case 3: attendGroup<3>(args, query, out); break;
            default: attendGroup<kGroupMax>(args, query, out); break;
        }
    }
}

}  // namespace
}  // namespace kernels
