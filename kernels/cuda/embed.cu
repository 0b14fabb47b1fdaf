#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 128;

/// Grid: rows. T: what is copied at once.
template <class T>
__global__ void embedKernel(const std::int32_t* tokens, const T* table, T* out, int width) {
    allowNext();
    waitForInputs();
    const T* from = table + std::size_t(tokens[blockIdx.x]) * std::size_t(width);
    T* to = out + std::size_t(blockIdx.x) * std::size_t(width);
    for (int i = int(threadIdx.x); i < width; i += kThreads) to[i] = from[i];
}

}  // namespace

void embed(const Launch& to, Tensor<const std::int32_t> tokens, const CudaWeight& table, Tensor<Activation> out) {
    const int width = out.dim(1);
    const dim3 grid(static_cast<unsigned>(tokens.dim(0)));
    if (width % 8 == 0)
        launchKernel(to, embedKernel<uint4>, grid, kThreads, 0, tokens.data, static_cast<const uint4*>(table.data()),
                     reinterpret_cast<uint4*>(out.data), width / 8);
    else
        launchKernel(to, embedKernel<Bf16>, grid, kThreads, 0, tokens.data, static_cast<const Bf16*>(table.data()),
                     reinterpret_cast<Bf16*>(out.data), width);
}

}  // namespace kernels::cuda
