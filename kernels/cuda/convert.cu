#include <cuda_fp16.h>

#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"
#include "kernels/philox.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 256;
constexpr unsigned kBlocks = 2048;

__device__ float asFloat(float x) {
    return x;
}
__device__ float asFloat(__half x) {
    return __half2float(x);
}
__device__ float asFloat(Bf16 x) {
    return __bfloat162float(x);
}
__device__ void store(float x, float& to) {
    to = x;
}
__device__ void store(float x, Bf16& to) {
    to = __float2bfloat16_rn(x);
}

template <class From, class To>
__global__ void convertKernel(const From* from, To* to, std::size_t count) {
    for (std::size_t i = std::size_t(blockIdx.x) * kThreads + threadIdx.x; i < count;
         i += std::size_t(gridDim.x) * kThreads)
        store(asFloat(from[i]), to[i]);
}

template <class From>
void convertFrom(cudaStream_t stream, const void* from, std::size_t count, void* to, bool toFloat32) {
    if (toFloat32)
        convertKernel<<<kBlocks, kThreads, 0, stream>>>(static_cast<const From*>(from), static_cast<float*>(to), count);
    else
        convertKernel<<<kBlocks, kThreads, 0, stream>>>(static_cast<const From*>(from), static_cast<Bf16*>(to), count);
    CHECK_CUDA(cudaGetLastError());
}

template <class To>
__global__ void fillRandomKernel(To* to, std::size_t count, float scale, std::uint64_t seed) {
    for (std::size_t i = 4 * (std::size_t(blockIdx.x) * kThreads + threadIdx.x); i < count;
         i += 4 * std::size_t(gridDim.x) * kThreads) {
        const PhiloxWords words =
            philox4x32({{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i >> 32), 0, 0}}, seed);
        for (int j = 0; j < 4 && i + std::size_t(j) < count; ++j)
            store((float(words.w[j]) * (1.0F / 4294967296.0F) - 0.5F) * 3.4641016F * scale, to[i + std::size_t(j)]);
    }
}

}  // namespace

void convert(cudaStream_t stream, const void* from, HostType type, std::size_t count, void* out, bool toFloat32) {
    switch (type) {
        case HostType::F32: return convertFrom<float>(stream, from, count, out, toFloat32);
        case HostType::F16: return convertFrom<__half>(stream, from, count, out, toFloat32);
        case HostType::Bf16: return convertFrom<Bf16>(stream, from, count, out, toFloat32);
        default: throw Error("convert: quantised matrices have a way of their own");
    }
}

void fillRandom(cudaStream_t stream, void* out, std::size_t count, float scale, std::uint64_t seed, bool float32) {
    if (float32)
        fillRandomKernel<<<kBlocks, kThreads, 0, stream>>>(static_cast<float*>(out), count, scale, seed);
    else
        fillRandomKernel<<<kBlocks, kThreads, 0, stream>>>(static_cast<Bf16*>(out), count, scale, seed);
    CHECK_CUDA(cudaGetLastError());
}

}  // namespace kernels::cuda
