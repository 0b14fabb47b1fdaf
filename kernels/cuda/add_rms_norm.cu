#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 256;
constexpr int kHeld = 4;  // pieces of 8 elements that a thread keeps in registers: rows of up to 8192 elements

/// The sum of `x` over the block, in every thread.
__device__ float blockSum(float x) {
    __shared__ float parts[kThreads / 32];
    x = warpSum(x);
    if (threadIdx.x % 32 == 0) parts[threadIdx.x / 32] = x;
    __syncthreads();
    float sum = 0;
    for (const float part : parts) sum += part;
    return sum;
}

/// residual + delta rounded to bf16, two elements.
__device__ std::uint32_t addPair(std::uint32_t a, std::uint32_t b) {
    return packBf16(lowFloat(a) + lowFloat(b), highFloat(a) + highFloat(b));
}

/// A row a block, eight elements at a time. `pieces` = width / 8, at most kThreads * kHeld.
__global__ void addRmsNormKernel(uint4* residual, const uint4* delta, const float* gain, float epsilon, uint4* out,
                                 int pieces) {
    allowNext();
    float4 gains[kHeld][2];  // there all along
#pragma unroll
    for (int i = 0; i < kHeld; ++i) {
        const int at = int(threadIdx.x) + i * kThreads;
        if (at >= pieces) break;
        gains[i][0] = reinterpret_cast<const float4*>(gain)[2 * at];
        gains[i][1] = reinterpret_cast<const float4*>(gain)[2 * at + 1];
    }
    waitForInputs();
    const std::size_t row = std::size_t(blockIdx.x) * std::size_t(pieces);
    uint4 held[kHeld];
    float squares = 0;
#pragma unroll
    for (int i = 0; i < kHeld; ++i) {
        const int at = int(threadIdx.x) + i * kThreads;
        if (at >= pieces) break;
        uint4 x = residual[row + std::size_t(at)];
        if (delta != nullptr) {
            const uint4 d = delta[row + std::size_t(at)];
            x = {addPair(x.x, d.x), addPair(x.y, d.y), addPair(x.z, d.z), addPair(x.w, d.w)};
            residual[row + std::size_t(at)] = x;
        }
        held[i] = x;
        for (const std::uint32_t pair : {x.x, x.y, x.z, x.w})
            squares += lowFloat(pair) * lowFloat(pair) + highFloat(pair) * highFloat(pair);
    }
    const float scale = rsqrtf(blockSum(squares) / float(8 * pieces) + epsilon);
#pragma unroll
    for (int i = 0; i < kHeld; ++i) {
        const int at = int(threadIdx.x) + i * kThreads;
        if (at >= pieces) break;
        const float4 g0 = gains[i][0], g1 = gains[i][1];
        const uint4 x = held[i];
        out[row + std::size_t(at)] = {packBf16(lowFloat(x.x) * scale * g0.x, highFloat(x.x) * scale * g0.y),
                                      packBf16(lowFloat(x.y) * scale * g0.z, highFloat(x.y) * scale * g0.w),
                                      packBf16(lowFloat(x.z) * scale * g1.x, highFloat(x.z) * scale * g1.y),
                                      packBf16(lowFloat(x.w) * scale * g1.z, highFloat(x.w) * scale * g1.w)};
    }
}

/// The same for rows of any width, element by element.
__global__ void addRmsNormPlainKernel(Bf16* residual, const Bf16* delta, const float* gain, float epsilon, Bf16* out,
                                      int width) {
    allowNext();
    waitForInputs();
    const std::size_t row = std::size_t(blockIdx.x) * std::size_t(width);
    float squares = 0;
    for (int i = int(threadIdx.x); i < width; i += kThreads) {
        float x = __bfloat162float(residual[row + std::size_t(i)]);
        if (delta != nullptr) {
            const Bf16 sum = __float2bfloat16_rn(x + __bfloat162float(delta[row + std::size_t(i)]));
            residual[row + std::size_t(i)] = sum;
            x = __bfloat162float(sum);
        }
        squares += x * x;
    }
    const float scale = rsqrtf(blockSum(squares) / float(width) + epsilon);
    for (int i = int(threadIdx.x); i < width; i += kThreads)
        out[row + std::size_t(i)] =
            __float2bfloat16_rn(__bfloat162float(residual[row + std::size_t(i)]) * scale * gain[i]);
}

}  // namespace

void addRmsNorm(const Launch& to, Tensor<Activation> residual, Tensor<const Activation> delta, Tensor<const float> gain,
                float epsilon, Tensor<Activation> out) {
    const int width = residual.dim(1);
    const dim3 grid(static_cast<unsigned>(residual.dim(0)));
    if (width % 8 == 0 && width / 8 <= kThreads * kHeld)
        launchKernel(to, addRmsNormKernel, grid, kThreads, 0, reinterpret_cast<uint4*>(residual.data),
                     reinterpret_cast<const uint4*>(delta.data), gain.data, epsilon, reinterpret_cast<uint4*>(out.data),
                     width / 8);
    else
        launchKernel(to, addRmsNormPlainKernel, grid, kThreads, 0, reinterpret_cast<Bf16*>(residual.data),
                     reinterpret_cast<const Bf16*>(delta.data), gain.data, epsilon, reinterpret_cast<Bf16*>(out.data),
                     width);
}

}  // namespace kernels::cuda
