// x * w^T over packed panels of float32 or bf16, for vector_kernels_impl.h. An output is one chain of multiply-adds
// over k from 0 up, in every tile size: a row's result is the same whatever rows lie beside it.
#pragma once

#include "kernels/cpu/simd.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels {
namespace {

// Rows and 16-column vectors of the register tile: accumulators + one vector of weights each + one broadcast.
#if defined(__AVX512F__)
constexpr std::size_t kTileRows = 12;
constexpr std::size_t kTileVectors = 2;
#elif defined(__AVX2__) && defined(__FMA__)
constexpr std::size_t kTileRows = 6;
constexpr std::size_t kTileVectors = 1;
#else
constexpr std::size_t kTileRows = 3;
constexpr std::size_t kTileVectors = 1;
#endif
constexpr std::size_t kPanelVectors = kPanelColumns / 16;

/// Vectors First .. First + kTileVectors - 1 of one k of a panel.
template <PanelType Type, std::size_t First>
inline void loadColumns(const float* words, Vec16* columns) {
    for (std::size_t v = 0; v < kTileVectors; ++v) {
        if constexpr (Type == PanelType::F32)
            columns[v] = load(words + 16 * (First + v));
        else
            columns[v] = First + v == 0 ? lowerHalves(load(words)) : upperHalves(load(words));
    }
}

/// Adds the products of `count` of k to sums [Rows][kTileVectors]: x [Rows, k], of which `x` is where they begin;
/// panel [count, 32]. Fetches `count` words of 64 bytes at `ahead` meanwhile.
template <PanelType Type, std::size_t First, std::size_t Rows>
void gemmTile(const float* x, std::size_t k, std::size_t count, const float* panel, const float* ahead, Vec16* sums) {
    Vec16 acc[Rows][kTileVectors];
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < kTileVectors; ++v) acc[r][v] = sums[r * kTileVectors + v];
    // One pointer for three rows: x86 addresses p, p + k and p + 2 k in one instruction.
    const float* p[(Rows + 2) / 3];
    for (std::size_t i = 0; i < (Rows + 2) / 3; ++i) p[i] = x + 3 * i * k;
    for (std::size_t kk = 0; kk < count; ++kk) {
        Vec16 columns[kTileVectors];
        loadColumns<Type, First>(panel, columns);
        panel += panelRowWords(Type);
        __builtin_prefetch(ahead, 0, 2);
        ahead += 16;
#pragma GCC unroll 12
        for (std::size_t r = 0; r < Rows; ++r) {
            const Vec16 a = broadcast(p[r / 3][(r % 3) * k + kk]);
#pragma GCC unroll 2
            for (std::size_t v = 0; v < kTileVectors; ++v) acc[r][v] = fma(a, columns[v], acc[r][v]);
        }
    }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < kTileVectors; ++v) sums[r * kTileVectors + v] = acc[r][v];
}

using TileFunction = void (*)(const float*, std::size_t, std::size_t, const float*, const float*, Vec16*);

template <PanelType Type, std::size_t First, std::size_t Rows>
inline TileFunction findTile(std::size_t rows) {
    if (rows == Rows) return gemmTile<Type, First, Rows>;
    if constexpr (Rows > 1) return findTile<Type, First, Rows - 1>(rows);
    return nullptr;
}

/// sums [rows][kTileVectors] go to columns of `out` from `column` on; columns past n are dropped.
inline void storeTile(const GemmArgs& a, std::size_t firstRow, std::size_t rows, std::size_t column,
                      const Vec16* sums) {
    for (std::size_t v = 0; v < kTileVectors && column < a.n; ++v, column += 16) {
        const std::size_t width = a.n - column < 16 ? a.n - column : 16;
        Vec16 bias = zero();
        if (a.bias != nullptr) bias = width == 16 ? load(a.bias + column) : loadPart(a.bias + column, width, 0.0F);
        for (std::size_t r = 0; r < rows; ++r) {
            float* to = a.out + (firstRow + r) * a.outStride + column;
            Vec16 sum = sums[r * kTileVectors + v];
            if (a.bias != nullptr) sum = sum + bias;
            if (width == 16)
                store(to, sum);
            else
                storePart(to, width, sum);
        }
    }
}

/// All rows of one panel, or of that half of it that a tile holds.
template <PanelType Type, std::size_t First>
void gemmPanel(const GemmArgs& a, std::size_t number, const float* panel, const float* ahead) {
    const std::size_t column = number * kPanelColumns + 16 * First;
    if (column >= a.n) return;
    const std::size_t tiles = (a.rows + kTileRows - 1) / kTileRows;
    for (std::size_t tile = 0; tile < tiles; ++tile) {  // rows spread evenly over the tiles
        const std::size_t first = a.rows * tile / tiles;
        const std::size_t count = a.rows * (tile + 1) / tiles - first;
        // Each tile fetches 16 words a step of k; a panel has one or two times as many.
        const std::size_t part = tile % (panelRowWords(Type) / 16);
        Vec16 sums[kTileRows * kTileVectors];
        for (Vec16& sum : sums) sum = zero();
        findTile<Type, First, kTileRows>(count)(a.x + first * a.k, a.k, a.k, panel, ahead + part * a.k * 16, sums);
        storeTile(a, first, count, column, sums);
    }
}

template <PanelType Type>
void gemmPanelsOf(const GemmArgs& a) {
    const std::size_t panelWords = a.k * panelRowWords(Type);
    const auto* panels = reinterpret_cast<const float*>(a.panels);
    for (std::size_t i = 0; i < a.panelCount; ++i) {
        const float* panel = panels + (a.firstPanel + i) * panelWords;
        const float* ahead = i + 1 < a.panelCount ? panel + panelWords : reinterpret_cast<const float*>(a.following);
        gemmPanel<Type, 0>(a, a.firstPanel + i, panel, ahead);
        if constexpr (kTileVectors < kPanelVectors) gemmPanel<Type, 1>(a, a.firstPanel + i, panel, ahead);
    }
}

}  // namespace
}  // namespace kernels
