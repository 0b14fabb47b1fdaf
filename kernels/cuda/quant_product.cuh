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

template <HostType type, SkinnyRows Rows, int Tiles, bool Gated, class Out>
void launchSkinny(const Launch& to, const QuantTiling& tiling, Tensor<const Activation> x, const QuantMatrix& w,
                  Tensor<Out> out, int firstColumn) {
    using T = typename OutputOf<Out>::Type;
    const int blocks = Gated ? w.tiles / 2 : (w.tiles + Tiles - 1) / Tiles;
    const std::size_t sumBytes = std::size_t(tiling.warps) * Tiles * kSkinnyColumns<Rows> * 128 * sizeof(float);
    launchKernel(to, skinnyQuantKernel<type, Rows, Tiles, Gated, T>, dim3(static_cast<unsigned>(blocks)),
                 32 * tiling.warps, sumBytes, reinterpret_cast<const Bf16*>(x.data), w, reinterpret_cast<T*>(out.data),
                 x.dim(0), out.dim(1), firstColumn);
}
template <HostType type, int Tiles, bool Gated, class Out>
void launchSkinny(const Launch& to, const QuantTiling& tiling, Tensor<const Activation> x, const QuantMatrix& w,
                  Tensor<Out> out, int firstColumn) {
    const int rows = x.dim(0);
    using enum SkinnyRows;
    if (rows <= 4) return launchSkinny<type, UpTo4, Tiles, Gated>(to, tiling, x, w, out, firstColumn);
    if (rows <= 8) return launchSkinny<type, UpTo8, Tiles, Gated>(to, tiling, x, w, out, firstColumn);
    launchSkinny<type, UpTo16, Tiles, Gated>(to, tiling, x, w, out, firstColumn);
}

/// The product of one type. Each type is a translation unit of its own.
template <HostType type, class Out>
void productOf(const Launch& to, const QuantTiling& tiling, const QuantScratch& scratch, Tensor<const Activation> x,
               const QuantMatrix& w, Tensor<Out> out, int firstColumn) {
    const int rows = x.dim(0);
    if (tiling.isSkinny && tiling.tiles == 1) return launchSkinny<type, 1, false>(to, tiling, x, w, out, firstColumn);
    if (tiling.isSkinny) return launchSkinny<type, 2, false>(to, tiling, x, w, out, firstColumn);
    if (rows <= 32) return launchWide<type, 4>(to, tiling, scratch, x, w, out, firstColumn);
    launchWide<type, 8>(to, tiling, scratch, x, w, out, firstColumn);
}

/// The same for gates and what they let through.
template <HostType type>
void gatedProductOf(const Launch& to, const QuantTiling& tiling, Tensor<const Activation> x, const QuantMatrix& w,
                    Tensor<Activation> out) {
    launchSkinny<type, 2, true>(to, tiling, x, w, out, 0);
}

}  // namespace kernels::cuda
