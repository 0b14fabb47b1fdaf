#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 256;

/// Grid: pieces of 16 bytes of a block / kThreads x layers. `pitch`: pieces from a layer to the next.
__global__ void copyBlockKernel(const uint4* from, uint4* to, std::size_t pitch, int pieces) {
    allowNext();
    waitForInputs();
    const int i = int(blockIdx.x) * kThreads + int(threadIdx.x);
    const std::size_t at = std::size_t(blockIdx.y) * pitch + std::size_t(i);
    if (i < pieces) to[at] = from[at];
}

}  // namespace

void copyBlock(const Launch& to, const KvCache& cache, int from, int into) {
    const int padded = paddedHeadDim(cache.headDim);
    const std::size_t bytes = blockBytes(cache, padded);
    const auto* memory = static_cast<const std::byte*>(cache.data);
    const int pieces = static_cast<int>(bytes / sizeof(uint4));
    const dim3 grid(static_cast<unsigned>((pieces + kThreads - 1) / kThreads), static_cast<unsigned>(cache.layers));
    launchKernel(to, copyBlockKernel, grid, kThreads, 0,
                 reinterpret_cast<const uint4*>(memory + std::size_t(from) * bytes),
                 reinterpret_cast<uint4*>(static_cast<std::byte*>(cache.data) + std::size_t(into) * bytes),
                 layerBytes(cache, padded) / sizeof(uint4), pieces);
}

}  // namespace kernels::cuda
