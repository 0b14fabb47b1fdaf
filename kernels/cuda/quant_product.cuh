// Products with quantised matrices for up to 256 rows: numbers become bf16 operands of the tensor cores in registers,
// so that memory gives no more than what a file holds. One kernel for few rows, one for more.
#pragma once

#include "kernels/cuda/ops.h"
#include "kernels/cuda/quant_ops.h"
#include "kernels/cuda/quant_skinny.cuh"
#include "kernels/cuda/quant_wide.cuh"

namespace kernels::cuda {

template <class T>
struct OutputOf {
    using Type = T;
};
template <>
struct OutputOf<Activation> {
    using Type = Bf16;
};

template <HostType type, int Columns, class Out>
void launchWide(const Launch& to, const QuantTiling& tiling, const QuantScratch& scratch, Tensor<const Activation> x,
                const QuantMatrix& w, Tensor<Out> out, int firstColumn) {
    using T = typename OutputOf<Out>::Type;
    const auto kernel = wideQuantKernel<type, Columns, T>;
    static const bool allowed = [&] {
        CHECK_CUDA(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                        kWideStages * stageBytes<type, Columns>()));
        return true;
    }();
    (void)allowed;
    const int rowTiles = (x.dim(0) + 8 * Columns - 1) / (8 * Columns);
    const int places = rowTiles * ((w.n + 32 * kWideWarps - 1) / (32 * kWideWarps));
    launchKernel(to, kernel, dim3(static_cast<unsigned>(tiling.blocks)), kWideThreads,
                 std::size_t(kWideStages) * stageBytes<type, Columns>(), reinterpret_cast<const Bf16*>(x.data), w,
                 reinterpret_cast<T*>(out.data), x.dim(0), out.dim(1), firstColumn, rowTiles, places, scratch.sums);
    if (places % tiling.blocks == 0) return;  // every place is one block's
    launchKernel(to, wideSumsKernel<Columns, T>, dim3(static_cast<unsigned>(places), Columns), kWideThreads, 0,
                 WideShare(places, w.units, tiling.blocks), scratch.sums, reinterpret_cast<T*>(out.data), x.dim(0), w.n,
                 out.dim(1), firstColumn, rowTiles);
}

template <HostType type, int Columns, class Out>
void launchSkinny(const Launch& to, const QuantTiling& tiling, Tensor<const Activation> x, const QuantMatrix& w,
                  Tensor<Out> out, int firstColumn) {
    using T = typename OutputOf<Out>::Type;
    const auto run = [&](auto kernel, int warps) {
        launchKernel(to, kernel, dim3(static_cast<unsigned>(w.tiles)), 32 * warps, 0,
                     reinterpret_cast<const Bf16*>(x.data), w, reinterpret_cast<T*>(out.data), x.dim(0), out.dim(1),
                     firstColumn);
    };
    if (tiling.warps == 2) return run(skinnyQuantKernel<type, Columns, 2, T>, 2);
    if (tiling.warps == 4) return run(skinnyQuantKernel<type, Columns, 4, T>, 4);
    if (tiling.warps == 8) return run(skinnyQuantKernel<type, Columns, 8, T>, 8);
    run(skinnyQuantKernel<type, Columns, 16, T>, 16);
}

/// The product of one type. Each type is a translation unit of its own.
template <HostType type, class Out>
void productOf(const Launch& to, const QuantTiling& tiling, const QuantScratch& scratch, Tensor<const Activation> x,
               const QuantMatrix& w, Tensor<Out> out, int firstColumn) {
    const int rows = x.dim(0);
    if (tiling.isSkinny && rows <= 8) return launchSkinny<type, 1>(to, tiling, x, w, out, firstColumn);
    if (tiling.isSkinny) return launchSkinny<type, 2>(to, tiling, x, w, out, firstColumn);
    if (rows <= 32) return launchWide<type, 4>(to, tiling, scratch, x, w, out, firstColumn);
    launchWide<type, 8>(to, tiling, scratch, x, w, out, firstColumn);
}

}  // namespace kernels::cuda
