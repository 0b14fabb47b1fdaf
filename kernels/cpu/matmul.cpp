#include <cblas.h>

#include <algorithm>
#include <cstring>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

namespace {

constexpr std::size_t kPanelsATask = 2;

std::size_t tasksOf(const CpuWeight::Segment& segment) {
    return (segment.panels() + kPanelsATask - 1) / kPanelsATask;
}

void packedMatmul(Context& context, Tensor<const float> x, const CpuWeight& w, const float* bias, Tensor<float> out) {
    const auto k = std::size_t(w.k());
    const auto threads = std::size_t(context.pool.threads());
    std::size_t tasks = 0;
    for (const CpuWeight::Segment& segment : w.segments()) tasks += tasksOf(segment);
    context.pool.run(static_cast<int>(tasks), [&](int number, int) {
        auto task = std::size_t(number);
        auto segment = w.segments().begin();
        while (task >= tasksOf(*segment)) task -= tasksOf(*segment++);
        const std::size_t first = task * kPanelsATask;
        const std::size_t panels = segment->panels();
        // Threads that keep step take every threads-th task.
        const std::size_t next = std::min(first + kPanelsATask * threads, panels - 1);
        context.vector.gemmPanels({.x = x.data,
                                   .rows = std::size_t(x.dim(0)),
                                   .k = k,
                                   .type = segment->type,
                                   .form = segment->form,
                                   .panels = w.panels(*segment),
                                   .firstPanel = first,
                                   .panelCount = std::min(kPanelsATask, panels - first),
                                   .following = w.panels(*segment) + next * segment->panelBytes(k),
                                   .n = std::size_t(segment->n),
                                   .bias = bias != nullptr ? bias + segment->firstRow : nullptr,
                                   .out = out.data + segment->firstRow,
                                   .outStride = std::size_t(w.n())});
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
                    w.rowMajor() + std::size_t(firstColumn) * std::size_t(k), k, 0.0F, tile, kBlasColumns);
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
