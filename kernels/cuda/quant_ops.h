// The host launchers of the CUDA ops on quantised matrices (kernels/cuda/quant_layout.h). Asynchronous on the launch's
// stream.
#pragma once

#include "kernels/cuda/launch.h"
#include "kernels/cuda/quant_layout.h"
#include "kernels/tensor.h"

namespace kernels::cuda {

/// raw [rows, k], in blocks as a file has them and in device memory, becomes rows firstRow .. of `to`.
void packQuantised(cudaStream_t stream, HostType type, const void* raw, const QuantMatrix& to, int firstRow, int rows);
/// Rows firstRow .. of `from` as bf16, out [rows, k].
void unpackQuantised(const Launch& to, HostType type, const QuantMatrix& from, int firstRow, int rows, void* out);
/// out[r] = table[tokens[r] - firstRow] where the table has that row; other rows of out [rows, k] stay.
void embedQuantised(const Launch& to, HostType type, Tensor<const std::int32_t> tokens, const QuantMatrix& table,
                    int firstRow, Tensor<Activation> out);
/// Random values of mean 0 and standard deviation `scale`.
void fillRandomQuantised(cudaStream_t stream, HostType type, const QuantMatrix& to, float scale, std::uint64_t seed);

/// How a product of few rows is cut up.
struct QuantTiling {
    bool isSkinny = false;  ///< the kernel of at most kSkinnyQuantRows rows
    int warps = 8;          ///< skinny: that share k, at most mostSkinnyWarps
    int tiles = 1;          ///< skinny: of 16 outputs, of a block: 1 or 2
    int blocks = 1;         ///< else: that share all the work, at most all units of all places
};
inline constexpr int kSkinnyQuantRows = 16;
inline constexpr int kWideQuantRows = 256;
/// Warps that the kernel of few rows takes at most: what its registers allow.
constexpr int mostSkinnyWarps(int rows) {
    return rows <= 8 ? 20 : 16;
}

/// Where blocks that share sums leave theirs.
struct QuantScratch {
    float* sums = nullptr;
    std::size_t sumBytes = 0;
};
/// Whether the scratch suffices.
bool fitsTiling(const QuantTiling& tiling, int rows, int n, int k, const QuantScratch& scratch);

/// Columns firstColumn .. firstColumn + w.n - 1 of out [rows, width] become x [rows, k] w^T, for up to kWideQuantRows
/// rows (skinny: kSkinnyQuantRows).
void matmulQuantised(const Launch& to, HostType type, const QuantTiling& tiling, const QuantScratch& scratch,
                     Tensor<const Activation> x, const QuantMatrix& w, Tensor<Activation> out, int firstColumn);
void matmulQuantised(const Launch& to, HostType type, const QuantTiling& tiling, const QuantScratch& scratch,
                     Tensor<const Activation> x, const QuantMatrix& w, Tensor<float> out, int firstColumn);

/// Whether w is made of gates and what they let through, in whole tiles each, and the rows are few enough.
bool fitsGated(int rows, const QuantMatrix& w);
/// out [rows, w.n / 2] = silu(gate) * up, where the first half of x w^T are gates and the second is up, rounded to bf16
/// before. tiling.tiles does not matter. See fitsGated.
void matmulGatedQuantised(const Launch& to, HostType type, const QuantTiling& tiling, Tensor<const Activation> x,
                          const QuantMatrix& w, Tensor<Activation> out);

}  // namespace kernels::cuda
