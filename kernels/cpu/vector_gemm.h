// x * w^T over packed panels, for vector_kernels_impl.h. An output is one chain of multiply-adds over k from 0 up, in
// every tile size: a row's result is the same whatever rows lie beside it.
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

/// x [Rows, k] with rows `stride` apart; w [k, 32] from the tile's first column; sums [Rows][kTileVectors]
template <std::size_t Rows>
void gemmTile(const float* x, std::size_t stride, std::size_t k, const float* w, Vec16* sums) {
    Vec16 acc[Rows][kTileVectors];
    for (auto& row : acc)
        for (auto& a : row) a = zero();
    // One pointer for three rows: x86 addresses p, p + stride and p + 2 stride in one instruction.
    const float* p[(Rows + 2) / 3];
    for (std::size_t i = 0; i < (Rows + 2) / 3; ++i) p[i] = x + 3 * i * stride;
    for (std::size_t kk = 0; kk < k; ++kk) {
        Vec16 b[kTileVectors];
        for (std::size_t v = 0; v < kTileVectors; ++v) b[v] = load(w + 16 * v);
        w += kPanelColumns;
#pragma GCC unroll 12
        for (std::size_t r = 0; r < Rows; ++r) {
            const Vec16 a = broadcast(p[r / 3][(r % 3) * stride + kk]);
#pragma GCC unroll 2
            for (std::size_t v = 0; v < kTileVectors; ++v) acc[r][v] = fma(a, b[v], acc[r][v]);
        }
    }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < kTileVectors; ++v) sums[r * kTileVectors + v] = acc[r][v];
}

using TileFunction = void (*)(const float*, std::size_t, std::size_t, const float*, Vec16*);

template <std::size_t Rows>
constexpr TileFunction tileOf() {
    if constexpr (Rows <= kTileRows)
        return gemmTile<Rows>;
    else
        return nullptr;
}

constexpr TileFunction kTiles[] = {nullptr,     tileOf<1>(), tileOf<2>(), tileOf<3>(),  tileOf<4>(),  tileOf<5>(), tileOf<6>(),
                                   tileOf<7>(), tileOf<8>(), tileOf<9>(), tileOf<10>(), tileOf<11>(), tileOf<12>()};

void gemmPanels(const float* x, std::size_t rows, std::size_t k, const float* panels, std::size_t firstPanel,
                std::size_t panelCount, std::size_t n, const float* bias, float* out) {
    const std::size_t tiles = (rows + kTileRows - 1) / kTileRows;
    Vec16 sums[kTileRows * kTileVectors];
    for (std::size_t panel = firstPanel; panel < firstPanel + panelCount; ++panel) {
        const float* w = panels + panel * k * kPanelColumns;
        for (std::size_t tile = 0; tile < tiles; ++tile) {  // rows spread evenly over the tiles
            const std::size_t first = rows * tile / tiles;
            const std::size_t count = rows * (tile + 1) / tiles - first;
            for (std::size_t v = 0; v < kPanelColumns / 16; v += kTileVectors) {
                if (panel * kPanelColumns + 16 * v >= n) break;
                kTiles[count](x + first * k, k, k, w + 16 * v, sums);
                for (std::size_t i = 0; i < count * kTileVectors; ++i) {
                    const std::size_t column = panel * kPanelColumns + 16 * (v + i % kTileVectors);
                    if (column >= n) continue;
                    const std::size_t width = n - column < 16 ? n - column : 16;
                    Vec16 sum = sums[i];
                    float* to = out + (first + i / kTileVectors) * n + column;
                    if (width == 16) {
                        store(to, bias != nullptr ? sum + load(bias + column) : sum);
                    } else {
                        storePart(to, width, bias != nullptr ? sum + loadPart(bias + column, width, 0.0F) : sum);
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace kernels
