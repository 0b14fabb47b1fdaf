#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 128;

__device__ void store(Bf16 value, Bf16& to) {
    to = value;
}
__device__ void store(Bf16 value, float& to) {
    to = __bfloat162float(value);
}
__device__ float added(float x, float bias) {
    return x + bias;
}
__device__ Bf16 added(Bf16 x, float bias) {
    return __float2bfloat16_rn(__bfloat162float(x) + bias);
}

/// Grid: rows of the result.
template <class Out>
__global__ void gatherRowsKernel(const Bf16* x, const std::int32_t* indices, Out* out, int width) {
    allowNext();
    waitForInputs();
    const Bf16* from = x + std::size_t(indices[blockIdx.x]) * std::size_t(width);
    Out* to = out + std::size_t(blockIdx.x) * std::size_t(width);
    for (int i = int(threadIdx.x); i < width; i += kThreads) store(from[i], to[i]);
}

/// Grid: rows.
template <class T>
__global__ void addBiasKernel(T* x, const float* bias, int width) {
    allowNext();
    waitForInputs();
    T* row = x + std::size_t(blockIdx.x) * std::size_t(width);
    for (int i = int(threadIdx.x); i < width; i += kThreads) row[i] = added(row[i], bias[i]);
}

template <class Out>
void gather(const Launch& to, Tensor<const Activation> x, Tensor<const std::int32_t> indices, Out* out) {
    launchKernel(to, gatherRowsKernel<Out>, dim3(static_cast<unsigned>(indices.dim(0))), kThreads, 0,
                 reinterpret_cast<const Bf16*>(x.data), indices.data, out, x.dim(1));
}

}  // namespace

void gatherRows(const Launch& to, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                Tensor<Activation> out) {
    gather(to, x, indices, reinterpret_cast<Bf16*>(out.data));
}
void gatherRows(const Launch& to, Tensor<const Activation> x, Tensor<const std::int32_t> indices, Tensor<float> out) {
    gather(to, x, indices, out.data);
}

void addBias(const Launch& to, Tensor<Activation> x, Tensor<const float> bias) {
    launchKernel(to, addBiasKernel<Bf16>, dim3(static_cast<unsigned>(x.dim(0))), kThreads, 0,
                 reinterpret_cast<Bf16*>(x.data), bias.data, x.dim(1));
}
void addBias(const Launch& to, Tensor<float> x, Tensor<const float> bias) {
    launchKernel(to, addBiasKernel<float>, dim3(static_cast<unsigned>(x.dim(0))), kThreads, 0, x.data, bias.data,
                 x.dim(1));
}

}  // namespace kernels::cuda
