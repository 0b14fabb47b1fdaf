// Drawing tokens without sorting the vocabulary. First, blocks of threads look at a chunk of a row each: its maximum,
// the sum of its exponentials, and its most likely tokens in order. Then one warp a row merges these lists and draws;
// settings that need more than kListed tokens are served by draw_wide.cuh from all logits.
#include "kernels/cuda/draw_wide.cuh"
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/philox.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 256;
constexpr int kHeld = 32;  // logits of a thread
constexpr int kChunk = kThreads * kHeld;
constexpr int kChunksMax = 32;  // one a lane
constexpr int kListed = 64;
constexpr int kConfidenceTokens = 20;

struct ChunkResult {
    float maximum;
    float sum;  // of e^(x - maximum); not a number where a logit is not finite
    TokenKey best[kListed];
};

__device__ bool isWide(const DrawSettings& s, int vocab) {
    return s.temperature > 0 && (s.topK <= 0 || s.topK > kListed || s.topK >= vocab);
}
__device__ int listedTokens(const DrawSettings& s, int vocab) {
    const int drawn = s.temperature > 0 && !isWide(s, vocab) ? s.topK : 1;
    return min(vocab, max(drawn, s.wantConfidence != 0 ? kConfidenceTokens : 1));
}

__device__ int countGreater(const TokenKey* keys, int count, TokenKey key) {
    int greater = 0;
    for (int i = 0; i < count; ++i) greater += keys[i] > key;
    return greater;
}

/// Grid: chunks x rows. A chunk is `chunk` logits, at most kHeld a thread.
__global__ void chunkKernel(const float* logits, const DrawSettings* settings, ChunkResult* results, int vocab,
                            int chunk) {
    allowNext();
    waitForInputs();
    const int begin = int(blockIdx.x) * chunk;
    const int count = min(chunk, vocab - begin);
    const float* row = logits + std::size_t(blockIdx.y) * std::size_t(vocab) + std::size_t(begin);
    ChunkResult& result = results[blockIdx.y * gridDim.x + blockIdx.x];
    float x[kHeld];
    bool finite = true;
    float maximum = -INFINITY;
#pragma unroll
    for (int i = 0; i < kHeld; ++i) {
        const int at = int(threadIdx.x) + i * kThreads;
        x[i] = at < count ? row[at] : -INFINITY;
        finite = finite && (at >= count || isfinite(x[i]));
        maximum = fmaxf(maximum, x[i]);
    }
    __shared__ float parts[kThreads / 32];
    maximum = warpMax(maximum);
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = maximum;
    finite = __syncthreads_and(finite);
    for (const float part : parts) maximum = fmaxf(maximum, part);
    float sum = 0;
#pragma unroll
    for (int i = 0; i < kHeld; ++i) sum += int(threadIdx.x) + i * kThreads < count ? expf(x[i] - maximum) : 0.0F;
    sum = warpSum(sum);
    __syncthreads();
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = sum;
    __syncthreads();
    if (threadIdx.x == 0) {
        sum = 0;
        for (const float part : parts) sum += part;
        result.maximum = maximum;
        result.sum = finite ? sum : NAN;
    }

    // The most likely. As many threads as tokens are wanted have a best one of at least `least`, so only they can hold
    // tokens that are among the wanted.
    const int wanted = listedTokens(*settings, vocab);
    __shared__ TokenKey bests[kThreads], found[kListed * kHeld];
    __shared__ TokenKey least;
    __shared__ int foundCount;
    TokenKey mine = 0;
#pragma unroll
    for (int i = 0; i < kHeld; ++i) {
        const int at = int(threadIdx.x) + i * kThreads;
        if (at < count) mine = max(mine, tokenKey(x[i], begin + at));
    }
    bests[threadIdx.x] = mine;
    if (threadIdx.x == 0) {
        least = 0;
        foundCount = 0;
    }
    __syncthreads();
    if (mine != 0 && countGreater(bests, kThreads, mine) == wanted - 1) least = mine;
    __syncthreads();
    if (mine >= least)
#pragma unroll
        for (int i = 0; i < kHeld; ++i) {
            const int at = int(threadIdx.x) + i * kThreads;
            const TokenKey key = at < count ? tokenKey(x[i], begin + at) : 0;
            if (key != 0 && key >= least) found[atomicAdd(&foundCount, 1)] = key;
        }
    __syncthreads();
    for (int i = int(threadIdx.x); i < foundCount; i += kThreads) {
        const int rank = countGreater(found, foundCount, found[i]);
        if (rank < wanted) result.best[rank] = found[i];
    }
    for (int i = foundCount + int(threadIdx.x); i < wanted; i += kThreads) result.best[i] = 0;  // a small chunk
}

/// The listed tokens of all chunks in order, by one warp: a lane holds the head of its chunk's list.
__device__ void mergeLists(const ChunkResult* chunks, int chunkCount, int wanted, TokenKey* merged) {
    const int lane = int(threadIdx.x);
    int taken = 0;
    TokenKey head = lane < chunkCount ? chunks[lane].best[0] : 0;
    for (int n = 0; n < wanted; ++n) {
        const TokenKey best = warpMaxKey(head);
        if (lane == 0) merged[n] = best;
        if (head == best && best != 0) head = ++taken < wanted ? chunks[lane].best[taken] : 0;
    }
    __syncwarp();
}

/// Draws among the first `topK` of the merged tokens as kernels/cpu/sample.cpp does: top-p on what top-k leaves.
__device__ std::int32_t drawListed(const TokenKey* merged, double* weights, int topK, const DrawSettings& s,
                                   double uniform) {
    const double inverse = 1.0 / double(s.temperature);
    const double maximum = double(logitOf(merged[0]));
    for (int i = int(threadIdx.x); i < topK; i += 32)
        weights[i] = exp((double(logitOf(merged[i])) - maximum) * inverse);
    __syncwarp();
    double total = 0;
    for (int i = 0; i < topK; ++i) total += weights[i];
    const double wanted = s.topP < 1 ? double(s.topP) * total : total;
    int kept = 0;
    double keptWeight = 0;
    while (kept < topK && (kept == 0 || keptWeight < wanted)) keptWeight += weights[kept++];
    double left = uniform * keptWeight;
    for (int i = 0; i < kept; ++i)
        if ((left -= weights[i]) < 0) return tokenOf(merged[i]);
    return tokenOf(merged[kept - 1]);
}

/// Grid: rows; block: kWideThreads, of which the first warp alone does the usual work.
__global__ void drawKernel(const float* logits, const DrawKey* keys, const DrawSettings* settings,
                           const ChunkResult* results, std::int32_t* tokens, float* logProbabilities,
                           float* confidences, int vocab, int chunkCount) {
    allowNext();
    waitForInputs();
    const DrawSettings s = *settings;
    const int row = int(blockIdx.x);
    const float* x = logits + std::size_t(row) * std::size_t(vocab);
    const ChunkResult* chunks = results + std::size_t(row) * std::size_t(chunkCount);
    const double uniform = philoxUniform(s.seed, keys[row].trace, keys[row].position);
    __shared__ TokenKey merged[kListed];
    __shared__ double weights[kListed];
    __shared__ std::int32_t drawn;
    __shared__ bool bad;
    double logSum = 0;
    const int wanted = listedTokens(s, vocab);
    if (threadIdx.x < 32) {
        const int lane = int(threadIdx.x);
        const float maximum = warpMax(lane < chunkCount ? chunks[lane].maximum : -INFINITY);
        double sum =
            lane < chunkCount ? double(chunks[lane].sum) * exp(double(chunks[lane].maximum) - double(maximum)) : 0.0;
        for (int step = 16; step > 0; step /= 2) sum += __shfl_xor_sync(0xFFFFFFFFU, sum, step);
        logSum = double(maximum) + log(sum);
        mergeLists(chunks, chunkCount, wanted, merged);
        const std::int32_t token = s.temperature > 0 && !isWide(s, vocab)
                                       ? drawListed(merged, weights, s.topK, s, uniform)
                                       : tokenOf(merged[0]);
        if (lane == 0) {
            drawn = token;
            bad = !isfinite(logSum);
        }
    }
    __syncthreads();
    if (isWide(s, vocab) && !bad) {
        const std::int32_t token = drawWide(x, vocab, double(logitOf(merged[0])), s, uniform);
        __syncthreads();
        if (threadIdx.x == 0) drawn = token;
    }
    if (threadIdx.x != 0) return;
    tokens[row] = bad ? -1 : drawn;
    logProbabilities[row] = bad ? 0.0F : float(double(x[drawn]) - logSum);
    double below = 0;
    const int counted = min(vocab, kConfidenceTokens);
    if (s.wantConfidence != 0)
        for (int i = 0; i < counted; ++i) below += logSum - double(logitOf(merged[i]));
    confidences[row] = float(below / double(counted));
}

/// Chunks of a row: as many as there are full ones, and never more than a warp merges.
int chunksOf(int vocab) {
    return (vocab + kChunk - 1) / kChunk;
}

}  // namespace

std::size_t sampleScratchBytes(int rows) {
    return std::size_t(rows) * kChunksMax * sizeof(ChunkResult);
}

void sample(const Launch& to, Tensor<const float> logits, Tensor<const DrawKey> keys,
            Tensor<const DrawSettings> settings, Tensor<std::int32_t> tokens, Tensor<float> logProbabilities,
            Tensor<float> confidences, void* scratch) {
    const int vocab = logits.dim(1);
    const int chunks = chunksOf(vocab);
    if (chunks > kChunksMax)
        throw ShapeError("sample: expected a vocabulary of at most " + std::to_string(kChunksMax * kChunk) +
                         " on a CUDA device, got " + std::to_string(vocab));
    const int chunk = (vocab + chunks - 1) / chunks;
    auto* results = static_cast<ChunkResult*>(scratch);
    launchKernel(to, chunkKernel, dim3(static_cast<unsigned>(chunks), static_cast<unsigned>(logits.dim(0))), kThreads,
                 0, logits.data, settings.data, results, vocab, chunk);
    launchKernel(to, drawKernel, dim3(static_cast<unsigned>(logits.dim(0))), kWideThreads, 0, logits.data, keys.data,
                 settings.data, results, tokens.data, logProbabilities.data, confidences.data, vocab, chunks);
}

}  // namespace kernels::cuda
