#include <type_traits>

#include "kernels/cuda/quant_ops.h"

namespace kernels::cuda {

/// One type's product: kernels/cuda/quant_product.cu
template <HostType type, class Out>
void productOf(const Launch& to, const QuantTiling& tiling, const QuantScratch& scratch, Tensor<const Activation> x,
               const QuantMatrix& w, Tensor<Out> out, int firstColumn);
template <HostType type>
void gatedProductOf(const Launch& to, const QuantTiling& tiling, Tensor<const Activation> x, const QuantMatrix& w,
                    Tensor<Activation> out);

bool fitsTiling(const QuantTiling& tiling, int rows, int n, int k, const QuantScratch& scratch) {
    if (tiling.isSkinny) return rows <= kSkinnyQuantRows && tiling.warps <= mostSkinnyWarps(rows);
    const int tileRows = rows <= 32 ? 32 : 64;
    const std::size_t places = std::size_t((rows + tileRows - 1) / tileRows) * (std::size_t(n + 127) / 128);
    const std::size_t sumBytes = std::size_t(tiling.blocks) * 2 * std::size_t(tileRows) * 128 * sizeof(float);
    const std::size_t units = places * (std::size_t(k + 63) / 64);
    constexpr std::size_t kMostUnits = std::size_t{1} << 30;  // counted in 32 bits
    return rows <= kWideQuantRows && tiling.blocks >= 1 && std::size_t(tiling.blocks) <= units && units < kMostUnits &&
           (places % std::size_t(tiling.blocks) == 0 || sumBytes <= scratch.sumBytes);
}

namespace {

/// Calls `run` with the type as a constant: std::integral_constant<HostType, type>.
template <class Run>
void forType(HostType type, const Run& run) {
    using enum HostType;
    switch (type) {
        case Q8_0: return run(std::integral_constant<HostType, Q8_0>());
        case Q4_0: return run(std::integral_constant<HostType, Q4_0>());
        case Q4_1: return run(std::integral_constant<HostType, Q4_1>());
        case Q5_0: return run(std::integral_constant<HostType, Q5_0>());
        case Q5_1: return run(std::integral_constant<HostType, Q5_1>());
        case Q4_K: return run(std::integral_constant<HostType, Q4_K>());
        case Q5_K: return run(std::integral_constant<HostType, Q5_K>());
        case Q6_K: return run(std::integral_constant<HostType, Q6_K>());
        default: throw Error("a matrix of that type is not quantised");
    }
}

template <class Out>
void product(const Launch& to, HostType type, const QuantTiling& tiling, const QuantScratch& scratch,
             Tensor<const Activation> x, const QuantMatrix& w, Tensor<Out> out, int firstColumn) {
    if (!fitsTiling(tiling, x.dim(0), w.n, w.k, scratch))
        throw Error("a quantised product of " + std::to_string(x.dim(0)) + " rows does not fit its kernel");
    forType(type, [&](auto of) { productOf<of(), Out>(to, tiling, scratch, x, w, out, firstColumn); });
}

}  // namespace

void matmulQuantised(const Launch& to, HostType type, const QuantTiling& tiling, const QuantScratch& scratch,
                     Tensor<const Activation> x, const QuantMatrix& w, Tensor<Activation> out, int firstColumn) {
    product(to, type, tiling, scratch, x, w, out, firstColumn);
}
void matmulQuantised(const Launch& to, HostType type, const QuantTiling& tiling, const QuantScratch& scratch,
                     Tensor<const Activation> x, const QuantMatrix& w, Tensor<float> out, int firstColumn) {
    product(to, type, tiling, scratch, x, w, out, firstColumn);
}

bool fitsGated(int rows, const QuantMatrix& w) {
    return rows <= kSkinnyQuantRows && w.n % int(2 * kQuantRows) == 0;
}

void matmulGatedQuantised(const Launch& to, HostType type, const QuantTiling& tiling, Tensor<const Activation> x,
                          const QuantMatrix& w, Tensor<Activation> out) {
    if (!fitsGated(x.dim(0), w)) throw Error("gates of " + std::to_string(w.n) + " outputs do not fit their kernel");
    forType(type, [&](auto of) { gatedProductOf<of()>(to, tiling, x, w, out); });
}

}  // namespace kernels::cuda
