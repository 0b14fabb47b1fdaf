#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 128;

/// Grid: rows.
__global__ void ropeTableKernel(const std::int32_t* positions, const float* frequencies, float scale, float* out,
                                int half) {
    allowNext();
    waitForInputs();
    float* to = out + std::size_t(blockIdx.x) * std::size_t(2 * half);
    for (int i = int(threadIdx.x); i < half; i += kThreads) {
        // The angle is a float32 product, as the models were trained.
        const float angle = float(positions[blockIdx.x]) * frequencies[i];
        float sine, cosine;
        sincosf(angle, &sine, &cosine);
        to[i] = scale * cosine;
        to[half + i] = scale * sine;
    }
}

}  // namespace

void ropeTable(const Launch& to, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
               float scale, Tensor<float> out) {
    launchKernel(to, ropeTableKernel, dim3(static_cast<unsigned>(positions.dim(0))), kThreads, 0, positions.data,
                 inverseFrequencies.data, scale, out.data, inverseFrequencies.dim(0));
}

}  // namespace kernels::cuda
