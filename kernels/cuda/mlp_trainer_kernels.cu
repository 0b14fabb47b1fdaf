#include "kernels/cuda/mlp_trainer.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 256;
constexpr int kWarps = kThreads / 32;

__device__ float sumOfWarp(float x) {
    for (int distance = 16; distance > 0; distance /= 2) x += __shfl_xor_sync(0xFFFFFFFFU, x, distance);
    return x;
}

/// The block's sum, in thread 0. Always in the same order.
__device__ float sumOfBlock(float x) {
    __shared__ float parts[kWarps];
    x = sumOfWarp(x);
    __syncthreads();  // the last use of the parts is over
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = x;
    __syncthreads();
    float total = 0;
    for (const float part : parts) total += part;
    return total;
}

/// Grid: rows.
__global__ void logitsKernel(float* hidden, const float* b0, const float* w1, const float* secondBias, float* logits,
                             int width) {
    allowNext();
    waitForInputs();
    float* row = hidden + std::size_t(blockIdx.x) * std::size_t(width);
    float part = 0;
    for (int u = int(threadIdx.x); u < width; u += kThreads) {
        const float value = row[u] + b0[u];
        row[u] = value;
        part += fmaxf(value, 0.0F) * w1[u];
    }
    const float sum = sumOfBlock(part);
    if (threadIdx.x == 0) logits[blockIdx.x] = sum + *secondBias;
}

/// Grid: pieces of the rows.
__global__ void lossKernel(float* logits, const float* labels, float positiveWeight, float* losses, int rows) {
    allowNext();
    waitForInputs();
    const int r = int(blockIdx.x) * kThreads + int(threadIdx.x);
    if (r >= rows) return;
    const float x = logits[r], y = labels[r];
    const float weight = 1 + (positiveWeight - 1) * y;
    const float small = expf(-fabsf(x));  // at most 1
    losses[r] = (1 - y) * x + weight * (log1pf(small) + fmaxf(-x, 0.0F));
    const float sigmoid = x >= 0 ? 1 / (1 + small) : small / (1 + small);
    logits[r] = (weight * sigmoid - positiveWeight * y) / float(rows);
}

/// One block.
__global__ void batchSumsKernel(const float* losses, const float* slopes, float* meanLoss, float* b1Gradient,
                                int rows) {
    allowNext();
    waitForInputs();
    float loss = 0, slope = 0;
    for (int r = int(threadIdx.x); r < rows; r += kThreads) {
        loss += losses[r];
        slope += slopes[r];
    }
    loss = sumOfBlock(loss);
    slope = sumOfBlock(slope);
    if (threadIdx.x != 0) return;
    *meanLoss = loss / float(rows);
    *b1Gradient = slope;
}

/// Grid: tiles of 32 units; a warp takes every kWarps-th row of its tile.
__global__ void hiddenSlopesKernel(float* hidden, const float* slopes, const float* w1, float* b0Gradient,
                                   float* w1Gradient, int rows, int width) {
    allowNext();
    waitForInputs();
    __shared__ float b0Parts[kWarps][32], w1Parts[kWarps][32];
    const int lane = int(threadIdx.x) % 32, warp = int(threadIdx.x) / 32;
    const int u = int(blockIdx.x) * 32 + lane;
    float b0Sum = 0, w1Sum = 0;
    if (u < width) {
        const float weight = w1[u];
        for (int r = warp; r < rows; r += kWarps) {
            float& place = hidden[std::size_t(r) * std::size_t(width) + std::size_t(u)];
            const float value = place, slope = slopes[r];
            w1Sum += fmaxf(value, 0.0F) * slope;
            const float before = value > 0 ? slope * weight : 0.0F;
            place = before;
            b0Sum += before;
        }
    }
    b0Parts[warp][lane] = b0Sum;
    w1Parts[warp][lane] = w1Sum;
    __syncthreads();
    if (warp != 0 || u >= width) return;
    b0Sum = w1Sum = 0;
    for (int i = 0; i < kWarps; ++i) {
        b0Sum += b0Parts[i][lane];
        w1Sum += w1Parts[i][lane];
    }
    b0Gradient[u] = b0Sum;
    w1Gradient[u] = w1Sum;
}

/// Grid: pieces of the weights.
__global__ void adamKernel(AdamFactors f, const float* gradient, float* weights, float* firstMoment,
                           float* secondMoment, std::size_t count) {
    allowNext();
    waitForInputs();
    constexpr auto kKeep1 = float(1 - kAdamBeta1), kBeta2 = float(kAdamBeta2), kKeep2 = float(1 - kAdamBeta2),
                   kEpsilon = float(kAdamEpsilon);
    const std::size_t i = std::size_t(blockIdx.x) * kThreads + threadIdx.x;
    if (i >= count) return;
    const float weight = weights[i];
    const float g = gradient[i] + f.weightDecay * weight;
    const float first = firstMoment[i] + kKeep1 * (g - firstMoment[i]);
    const float second = kBeta2 * secondMoment[i] + kKeep2 * g * g;
    firstMoment[i] = first;
    secondMoment[i] = second;
    weights[i] = weight - f.stepSize * first / (sqrtf(second) / f.secondCorrection + kEpsilon);
}

dim3 blocksFor(std::size_t count) {
    return dim3(static_cast<unsigned>((count + kThreads - 1) / kThreads));
}

}  // namespace

void mlpLogits(const Launch& to, Tensor<float> hidden, Tensor<const float> b0, Tensor<const float> w1,
               Tensor<const float> secondBias, Tensor<float> logits) {
    launchKernel(to, logitsKernel, dim3(static_cast<unsigned>(hidden.dim(0))), kThreads, 0, hidden.data, b0.data,
                 w1.data, secondBias.data, logits.data, hidden.dim(1));
}

void mlpLoss(const Launch& to, Tensor<float> logits, Tensor<const float> labels, float positiveWeight,
             Tensor<float> losses) {
    launchKernel(to, lossKernel, blocksFor(logits.size()), kThreads, 0, logits.data, labels.data, positiveWeight,
                 losses.data, logits.dim(0));
}

void mlpBatchSums(const Launch& to, Tensor<const float> losses, Tensor<const float> slopes, Tensor<float> meanLoss,
                  Tensor<float> b1Gradient) {
    launchKernel(to, batchSumsKernel, dim3(1), kThreads, 0, losses.data, slopes.data, meanLoss.data, b1Gradient.data,
                 losses.dim(0));
}

void mlpHiddenSlopes(const Launch& to, Tensor<float> hidden, Tensor<const float> slopes, Tensor<const float> w1,
                     Tensor<float> b0Gradient, Tensor<float> w1Gradient) {
    const auto tiles = static_cast<unsigned>((hidden.dim(1) + 31) / 32);
    launchKernel(to, hiddenSlopesKernel, dim3(tiles), kThreads, 0, hidden.data, slopes.data, w1.data, b0Gradient.data,
                 w1Gradient.data, hidden.dim(0), hidden.dim(1));
}

void mlpAdam(const Launch& to, const AdamFactors& factors, Tensor<const float> gradient, Tensor<float> weights,
             Tensor<float> firstMoment, Tensor<float> secondMoment) {
    launchKernel(to, adamKernel, blocksFor(weights.size()), kThreads, 0, factors, gradient.data, weights.data,
                 firstMoment.data, secondMoment.data, weights.size());
}

}  // namespace kernels::cuda
