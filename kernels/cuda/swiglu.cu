#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 256;

__device__ float swiGluOf(float gate, float up) {
    return gate / (1.0F + __expf(-gate)) * up;
}
__device__ std::uint32_t swiGluPair(std::uint32_t gate, std::uint32_t up) {
    return packBf16(swiGluOf(lowFloat(gate), lowFloat(up)), swiGluOf(highFloat(gate), highFloat(up)));
}

/// Eight elements a thread; `pieces` = width / 8 of a row.
__global__ void swiGluKernel(const uint4* gateUp, uint4* out, int rows, int pieces) {
    allowNext();
    waitForInputs();
    const std::size_t task = std::size_t(blockIdx.x) * kThreads + threadIdx.x;
    const std::size_t row = task / std::size_t(pieces);
    const std::size_t i = task % std::size_t(pieces);
    if (row >= std::size_t(rows)) return;
    const uint4 g = gateUp[2 * row * std::size_t(pieces) + i];
    const uint4 u = gateUp[(2 * row + 1) * std::size_t(pieces) + i];
    out[task] = {swiGluPair(g.x, u.x), swiGluPair(g.y, u.y), swiGluPair(g.z, u.z), swiGluPair(g.w, u.w)};
}

__global__ void swiGluPlainKernel(const Bf16* gateUp, Bf16* out, int rows, int width) {
    allowNext();
    waitForInputs();
    const std::size_t task = std::size_t(blockIdx.x) * kThreads + threadIdx.x;
    const std::size_t row = task / std::size_t(width);
    const std::size_t i = task % std::size_t(width);
    if (row >= std::size_t(rows)) return;
    const float gate = __bfloat162float(gateUp[2 * row * std::size_t(width) + i]);
    const float up = __bfloat162float(gateUp[(2 * row + 1) * std::size_t(width) + i]);
    out[task] = __float2bfloat16_rn(swiGluOf(gate, up));
}

dim3 gridFor(std::size_t tasks) {
    return dim3(static_cast<unsigned>((tasks + kThreads - 1) / kThreads));
}

}  // namespace

void swiGlu(const Launch& to, Tensor<const Activation> gateUp, Tensor<Activation> out) {
    const int width = out.dim(1);
    if (width % 8 == 0)
        launchKernel(to, swiGluKernel, gridFor(out.size() / 8), kThreads, 0,
                     reinterpret_cast<const uint4*>(gateUp.data), reinterpret_cast<uint4*>(out.data), out.dim(0),
                     width / 8);
    else
        launchKernel(to, swiGluPlainKernel, gridFor(out.size()), kThreads, 0,
                     reinterpret_cast<const Bf16*>(gateUp.data), reinterpret_cast<Bf16*>(out.data), out.dim(0), width);
}

}  // namespace kernels::cuda
