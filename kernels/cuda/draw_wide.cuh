// A draw that may reach any token of the vocabulary (no top-k, or one too large to list), by one block of threads.
// Tokens are ordered by keys: the most likely first, the lowest id among equals. Where a running count or weight
// crosses a target is found digit by digit of the key, with a histogram a digit, so nothing is sorted. Weights are
// summed as integers: the order of the additions does not matter, and the same row gives the same token every time.
#pragma once

#include "kernels/backend.h"
#include "kernels/cuda/mma.cuh"

namespace kernels::cuda {

/// Larger for more likely tokens, and for lower ids among equals; 0 is not a token.
using TokenKey = unsigned long long;

__device__ inline TokenKey tokenKey(float logit, int token) {
    std::uint32_t bits = __float_as_uint(logit == 0 ? 0.0F : logit);  // -0 is 0
    bits = bits & 0x80000000U ? ~bits : bits | 0x80000000U;
    return TokenKey{bits} << 32 | (0xFFFFFFFFU - static_cast<std::uint32_t>(token));
}
__device__ inline std::int32_t tokenOf(TokenKey key) {
    return static_cast<std::int32_t>(0xFFFFFFFFU - static_cast<std::uint32_t>(key));
}
__device__ inline float logitOf(TokenKey key) {
    const auto bits = static_cast<std::uint32_t>(key >> 32);
    return __uint_as_float(bits & 0x80000000U ? bits & 0x7FFFFFFFU : ~bits);
}
__device__ inline TokenKey warpMaxKey(TokenKey key) {
    for (int step = 16; step > 0; step /= 2) {
        const TokenKey other = __shfl_xor_sync(0xFFFFFFFFU, key, step);
        key = other > key ? other : key;
    }
    return key;
}

inline constexpr int kWideThreads = 512;

namespace wide {

inline constexpr int kDigits = 8;
inline constexpr double kOne = double(1ULL << 40);  ///< the weight 1 as an integer

struct Row {
    const float* logits;
    int vocab;
    double maximum;
    double inverseTemperature;
    bool byId;  ///< the order is that of the ids alone

    __device__ TokenKey key(int token) const {
        return byId ? TokenKey{0xFFFFFFFFU - static_cast<std::uint32_t>(token)} : tokenKey(logits[token], token);
    }
    __device__ unsigned long long weight(int token) const {
        return static_cast<unsigned long long>(exp((double(logits[token]) - maximum) * inverseTemperature) * kOne);
    }
};

struct Crossing {
    TokenKey key;               ///< of the first token at which the running sum reaches the target
    unsigned long long before;  ///< the running sum ahead of it
    unsigned long long with;    ///< and with it
};

/// Walks from the largest key down, over keys of at least `least`. A token counts 1, or its weight where `weighted`.
/// The target must be at least 1 and at most the whole sum.
__device__ inline Crossing findCrossing(const Row& row, bool weighted, unsigned long long target, TokenKey least) {
    __shared__ unsigned long long bins[256];
    __shared__ TokenKey prefix;
    __shared__ unsigned long long before;
    if (threadIdx.x == 0) prefix = before = 0;
    for (int digit = kDigits - 1; digit >= 0; --digit) {
        for (int i = int(threadIdx.x); i < 256; i += kWideThreads) bins[i] = 0;
        __syncthreads();
        const int shift = 8 * digit;
        const TokenKey head = prefix;
        for (int token = int(threadIdx.x); token < row.vocab; token += kWideThreads) {
            const TokenKey key = row.key(token);
            const bool matches = digit == kDigits - 1 || key >> (shift + 8) == head >> (shift + 8);
            if (matches && key >= least) atomicAdd(&bins[key >> shift & 255], weighted ? row.weight(token) : 1ULL);
        }
        __syncthreads();
        if (threadIdx.x == 0) {
            int bin = 255;
            while (bin > 0 && before + bins[bin] < target) before += bins[bin--];
            prefix |= TokenKey(bin) << shift;
        }
        __syncthreads();
    }
    const Crossing found{prefix, before, before + bins[prefix & 255]};
    __syncthreads();
    return found;
}

/// Sum of all weights of keys of at least `least`, in every thread.
__device__ inline unsigned long long sumWeights(const Row& row, TokenKey least) {
    __shared__ unsigned long long sum;
    if (threadIdx.x == 0) sum = 0;
    __syncthreads();
    unsigned long long own = 0;
    for (int token = int(threadIdx.x); token < row.vocab; token += kWideThreads)
        if (row.key(token) >= least) own += row.weight(token);
    atomicAdd(&sum, own);
    __syncthreads();
    const unsigned long long total = sum;
    __syncthreads();
    return total;
}

}  // namespace wide

/// The token, in every thread. All threads of a block of kWideThreads call it; settings.temperature > 0.
__device__ inline std::int32_t drawWide(const float* logits, int vocab, double maximum, const DrawSettings& settings,
                                        double uniform) {
    const bool limited = settings.topK > 0 && settings.topK < vocab;
    const wide::Row row{logits, vocab, maximum, 1.0 / double(settings.temperature), !limited && !(settings.topP < 1)};
    TokenKey least = 0;
    if (limited) least = wide::findCrossing(row, false, static_cast<unsigned long long>(settings.topK), 0).key;
    unsigned long long kept = wide::sumWeights(row, least);
    if (settings.topP < 1) {
        const auto wanted = static_cast<unsigned long long>(ceil(double(settings.topP) * double(kept)));
        const wide::Crossing last = wide::findCrossing(row, true, wanted < 1 ? 1 : wanted, least);
        least = last.key;
        kept = last.with;
    }
    auto target = static_cast<unsigned long long>(uniform * double(kept)) + 1;  // the first sum above uniform * kept
    if (target > kept) target = kept;
    return tokenOf(wide::findCrossing(row, true, target, least).key);
}

}  // namespace kernels::cuda
