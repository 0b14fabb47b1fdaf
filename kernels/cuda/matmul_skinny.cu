// Matrix products for few rows: every weight is read once, 16 bytes a lane, straight into the operands of the tensor
// cores. The order in which a product sums over k does not matter, so a lane's eight consecutive elements of a weight
// row serve as the operand's columns as they come, with x read in the same order. The warps of a block share k.
// The first weights are fetched before the kernel ahead has ended: they do not depend on it.
#include "kernels/cuda/mma.cuh"
#include "kernels/cuda/ops.h"

namespace kernels::cuda {

namespace {

constexpr int kWarps = 8;
constexpr int kTileN = 16;  // outputs of a block
constexpr int kStep = 32;   // elements of k that a warp takes at once

__device__ void store(float value, Bf16* to) {
    *to = __float2bfloat16_rn(value);
}
__device__ void store(float value, float* to) {
    *to = value;
}

struct Operand {
    uint4 low, high;  // of weight rows lane/4 and lane/4 + 8
};

/// out^T [16 n, 8 Columns rows] a block, kAhead steps under way. Grid: n / 16 rounded up.
template <int Columns, int kAhead, class Out>
__global__ void __launch_bounds__(32 * kWarps)
    skinnyKernel(const Bf16* x, const Bf16* w, Out* out, int rows, int n, int k) {
    allowNext();
    const int lane = int(threadIdx.x) % 32;
    const int warp = int(threadIdx.x) / 32;
    const int firstN = int(blockIdx.x) * kTileN;
    const int at = lane % 4 * 8;
    const Bf16* lowRow = w + std::size_t(min(firstN + lane / 4, n - 1)) * std::size_t(k);
    const Bf16* highRow = w + std::size_t(min(firstN + lane / 4 + 8, n - 1)) * std::size_t(k);
    constexpr uint4 kZero{0, 0, 0, 0};
    const auto fetch = [&](int step) -> Operand {
        const int i = step * kStep + at;
        return i < k ? Operand{loadOnce(lowRow + i), loadOnce(highRow + i)} : Operand{kZero, kZero};
    };

    Operand a[kAhead];
    // Pairs of steps lie side by side, so that a warp reads whole lines of 128 bytes.
    const auto stepOf = [&](int i) { return 2 * (warp + i / 2 * kWarps) + i % 2; };
#pragma unroll
    for (int i = 0; i < kAhead; ++i) a[i] = fetch(stepOf(i));
    waitForInputs();
    float sum[Columns][4] = {};
    const int steps = (k + kStep - 1) / kStep;
    for (int base = 0; base < steps; base += kAhead * kWarps) {
#pragma unroll
        for (int i = 0; i < kAhead; ++i) {
            const int now = base + stepOf(i);
            const Operand current = a[i];
            a[i] = fetch(now + kAhead * kWarps);
            const std::uint32_t first[4] = {current.low.x, current.high.x, current.low.y, current.high.y};
            const std::uint32_t second[4] = {current.low.z, current.high.z, current.low.w, current.high.w};
#pragma unroll
            for (int c = 0; c < Columns; ++c) {
                const int row = c * 8 + lane / 4;
                const int i8 = now * kStep + at;
                const uint4 b =
                    row < rows && i8 < k
                        ? *reinterpret_cast<const uint4*>(x + std::size_t(row) * std::size_t(k) + std::size_t(i8))
                        : kZero;
                mma16816(sum[c], first, b.x, b.y);
                mma16816(sum[c], second, b.z, b.w);
            }
        }
    }
    __shared__ float parts[kWarps][Columns][4][32];
#pragma unroll
    for (int c = 0; c < Columns; ++c)
#pragma unroll
        for (int i = 0; i < 4; ++i) parts[warp][c][i][lane] = sum[c][i];
    __syncthreads();
    for (int e = int(threadIdx.x); e < Columns * 128; e += 32 * kWarps) {
        const int c = e / 128, i = e / 32 % 4, l = e % 32;
        float total = 0;
#pragma unroll
        for (int part = 0; part < kWarps; ++part) total += parts[part][c][i][l];
        const int output = firstN + l / 4 + i / 2 * 8;
        const int row = c * 8 + l % 4 * 2 + i % 2;
        if (row < rows && output < n) store(total, out + std::size_t(row) * std::size_t(n) + std::size_t(output));
    }
}

/// An output a thread. Grid: outputs of a row / 128 x rows.
template <class Out>
__global__ void plainKernel(const Bf16* x, const Bf16* w, Out* out, int n, int k) {
    allowNext();
    waitForInputs();
    const int output = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (output >= n) return;
    const Bf16* row = x + std::size_t(blockIdx.y) * std::size_t(k);
    const Bf16* weights = w + std::size_t(output) * std::size_t(k);
    float sum = 0;
    for (int i = 0; i < k; ++i) sum += __bfloat162float(row[i]) * __bfloat162float(weights[i]);
    store(sum, out + std::size_t(blockIdx.y) * std::size_t(n) + std::size_t(output));
}

template <class T>
struct Stored {
    using Type = T;
};
template <>
struct Stored<Activation> {
    using Type = Bf16;
};

}  // namespace

template <class Out>
void matmulSkinny(const Launch& to, bool deep, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out) {
    using T = typename Stored<Out>::Type;
    const auto kernel = x.dim(0) <= 8 ? (deep ? skinnyKernel<1, 8, T> : skinnyKernel<1, 4, T>)
                                      : (deep ? skinnyKernel<2, 8, T> : skinnyKernel<2, 4, T>);
    launchKernel(to, kernel, dim3(static_cast<unsigned>((w.n() + kTileN - 1) / kTileN)), 32 * kWarps, 0,
                 reinterpret_cast<const Bf16*>(x.data), static_cast<const Bf16*>(w.data()),
                 reinterpret_cast<T*>(out.data), x.dim(0), w.n(), w.k());
}

template <class Out>
void matmulPlain(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out) {
    using T = typename Stored<Out>::Type;
    constexpr int kThreads = 128;
    launchKernel(to, plainKernel<T>,
                 dim3(static_cast<unsigned>((w.n() + kThreads - 1) / kThreads), static_cast<unsigned>(x.dim(0))),
                 kThreads, 0, reinterpret_cast<const Bf16*>(x.data), static_cast<const Bf16*>(w.data()),
                 reinterpret_cast<T*>(out.data), w.n(), w.k());
}

template void matmulSkinny(const Launch&, bool, Tensor<const Activation>, const CudaWeight&, Tensor<Activation>);
template void matmulSkinny(const Launch&, bool, Tensor<const Activation>, const CudaWeight&, Tensor<float>);
template void matmulPlain(const Launch&, Tensor<const Activation>, const CudaWeight&, Tensor<Activation>);
template void matmulPlain(const Launch&, Tensor<const Activation>, const CudaWeight&, Tensor<float>);

}  // namespace kernels::cuda
