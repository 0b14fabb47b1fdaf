#include <cblas.h>

#include <algorithm>
#include <cstring>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

namespace {

void packedMatmul(Context& context, Tensor<const float> x, const CpuWeight& w, const float* bias, Tensor<float> out) {
    constexpr std::size_t kPanelsATask = 2;
    const auto n = std::size_t(w.n());
    const auto k = std::size_t(w.k());
    const std::size_t panels = (n + kPanelColumns - 1) / kPanelColumns;
    const std::size_t panelWords = k * panelRowWords(w.panelType());
    const auto threads = std::size_t(context.pool.threads());
    context.pool.run(static_cast<int>((panels + kPanelsATask - 1) / kPanelsATask), [&](int task, int) {
        const std::size_t first = std::size_t(task) * kPanelsATask;
        // Threads that keep step take every threads-th task.
        const std::size_t next = std::min(first + kPanelsATask * threads, panels - 1);
        context.vector.gemmPanels({.x = x.data,
                                   .rows = std::size_t(x.dim(0)),
                                   .k = k,
                                   .type = w.panelType(),
                                   .panels = w.data(),
                                   .firstPanel = first,
                                   .panelCount = std::min(kPanelsATask, panels - first),
                                   .following = w.data() + next * panelWords,
                                   .n = n,
                                   .bias = bias,
                                   .out = out.data});
    });
}

// cblas_sgemm may sum in another order for another number of rows. So it only ever sees tiles of one size, the last one
// filled up with zeros, and a row's place in a tile decides which lane computes it and not how.
constexpr int kBlasRows = 32;
constexpr int kBlasColumns = 64;

void blasMatmul(Context& context, Tensor<const float> x, const CpuWeight& w, const float* bias, Tensor<float> out) {
    const int k = w.k();
    const int rowTiles = (x.dim(0) + kBlasRows - 1) / kBlasRows;
    const int columnTiles = (w.n() + kBlasColumns - 1) / kBlasColumns;
    context.pool.run(rowTiles * columnTiles, [&](int task, int thread) {
        const int firstRow = task % rowTiles * kBlasRows;
        const int firstColumn = task / rowTiles * kBlasColumns;
        const int rows = std::min(kBlasRows, x.dim(0) - firstRow);
        const int columns = std::min(kBlasColumns, w.n() - firstColumn);
        float* tile = context.scratch(thread, std::size_t(kBlasRows) * std::size_t(kBlasColumns + k));
        const float* from = rowOf(x, firstRow);
        if (rows < kBlasRows) {
            float* filled = tile + kBlasRows * kBlasColumns;
            std::memcpy(filled, from, sizeof(float) * std::size_t(rows) * std::size_t(k));
            std::fill(filled + std::size_t(rows) * std::size_t(k), filled + std::size_t(kBlasRows) * std::size_t(k),
                      0.0F);
            from = filled;
        }
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, kBlasRows, columns, k, 1.0F, from, k,
                    w.data() + std::size_t(firstColumn) * std::size_t(k), k, 0.0F, tile, kBlasColumns);
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < columns; ++c)
                rowOf(out, firstRow + r)[firstColumn + c] =
                    tile[r * kBlasColumns + c] + (bias != nullptr ? bias[firstColumn + c] : 0.0F);
    });
}

}  // namespace

void matmul(Context& context, Tensor<const float> x, const CpuWeight& w, Tensor<const float> bias, Tensor<float> out) {
    if (w.layout() == CpuGemm::Packed)
        packedMatmul(context, x, w, bias.data, out);
    else
        blasMatmul(context, x, w, bias.data, out);
}

}  // namespace kernels::cpu
