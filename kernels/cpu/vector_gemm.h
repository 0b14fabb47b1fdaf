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

// A quantised panel becomes one of bf16, a strip of k at a time that stays in the near cache, and all rows are
// multiplied with it before the next one: the very products of a bf16 weight, in the same order.
constexpr std::size_t kStrip = 256;  // of k: a unit of the largest form, whole ones of the others
constexpr std::size_t kStripTiles = 8;

/// Scales and offsets of a group: columns 0..15, 16..31.
struct PanelScales {
    Vec16 scale[kPanelVectors];
    Vec16 offset[kPanelVectors];
};
inline PanelScales panelScales(const QuantForm& form, const std::uint8_t* unit, std::size_t group) {
    const auto* halves = reinterpret_cast<const std::uint16_t*>(unit);
    const auto* scales = reinterpret_cast<const std::int8_t*>(unit) + form.halves * 2 * kPanelColumns;
    const std::int8_t* offsets = scales + form.elements / form.group * kPanelColumns;
    PanelScales s;
    for (std::size_t v = 0; v < kPanelVectors; ++v) {
        const std::size_t column = 16 * v;
        const std::size_t ofGroup = group * kPanelColumns + column;
        s.scale[v] = loadFloat16(halves + column);
        if (form.isNested) s.scale[v] = s.scale[v] * load(scales + ofGroup);
        s.offset[v] = zero() - broadcast(form.zero) * s.scale[v];
        if (form.halves < 2) continue;
        const Vec16 second = loadFloat16(halves + kPanelColumns + column);
        s.offset[v] = form.isNested ? zero() - second * load(offsets + ofGroup) : second;
    }
    return s;
}

/// Units of together `count` of k as words [count, 16] of a bf16 panel.
inline void dequantiseUnits(const QuantForm& form, const std::byte* units, std::size_t count, float* words) {
    const std::size_t rowBytes = form.hasFourBits ? kPanelColumns / 2 : kPanelColumns;
    const auto* unit = reinterpret_cast<const std::uint8_t*>(units);
    for (std::size_t k = 0; k < count; k += form.elements, unit += form.unitBytes()) {
        const std::uint8_t* numbers = unit + form.numbersAt();
        for (std::size_t group = 0; group < form.elements / form.group; ++group) {
            const PanelScales s = panelScales(form, unit, group);
            const std::uint8_t* end = numbers + form.group * rowBytes;
            if (form.hasFourBits)
                for (; numbers < end; numbers += rowBytes, words += 16)
                    store(words, bf16Words(fma(lowNibbles(numbers), s.scale[0], s.offset[0]),
                                           fma(highNibbles(numbers), s.scale[1], s.offset[1])));
            else
                for (; numbers < end; numbers += rowBytes, words += 16) {
                    const auto* bytes = reinterpret_cast<const std::int8_t*>(numbers);
                    store(words, bf16Words(fma(load(bytes), s.scale[0], s.offset[0]),
                                           fma(load(bytes + 16), s.scale[1], s.offset[1])));
                }
        }
    }
}

/// Up to kStripTiles tiles of rows of one panel.
inline void gemmQuantisedRows(const GemmArgs& a, std::size_t number, const std::byte* panel, std::size_t firstRow,
                              std::size_t rows) {
    constexpr std::size_t kSums = kTileRows * kPanelVectors;
    alignas(64) float words[kStrip * kPanelColumns / 2];
    Vec16 sums[kStripTiles * kSums];
    const std::size_t tiles = (rows + kTileRows - 1) / kTileRows;
    for (std::size_t i = 0; i < tiles * kSums; ++i) sums[i] = zero();
    const auto forTiles = [&](const auto& body) {
        for (std::size_t tile = 0; tile < tiles; ++tile) {
            const std::size_t first = rows * tile / tiles;
            body(firstRow + first, rows * (tile + 1) / tiles - first, sums + tile * kSums);
        }
    };
    for (std::size_t k = 0; k < a.k; k += kStrip) {
        const std::size_t count = a.k - k < kStrip ? a.k - k : kStrip;
        dequantiseUnits(a.form, panel + k / a.form.elements * a.form.unitBytes(), count, words);
        forTiles([&](std::size_t first, std::size_t tileRows, Vec16* sum) {
            const float* x = a.x + first * a.k + k;
            findTile<PanelType::Bf16, 0, kTileRows>(tileRows)(x, a.k, count, words, words, sum);
            if constexpr (kTileVectors < kPanelVectors)
                findTile<PanelType::Bf16, 1, kTileRows>(tileRows)(x, a.k, count, words, words, sum + kTileRows);
        });
    }
    const std::size_t column = number * kPanelColumns;
    forTiles([&](std::size_t first, std::size_t tileRows, const Vec16* sum) {
        storeTile(a, first, tileRows, column, sum);
        if constexpr (kTileVectors < kPanelVectors) storeTile(a, first, tileRows, column + 16, sum + kTileRows);
    });
}

void gemmQuantised(const GemmArgs& a) {
    const std::size_t panelBytes = a.k / a.form.elements * a.form.unitBytes();
    for (std::size_t i = 0; i < a.panelCount; ++i) {
        const std::size_t number = a.firstPanel + i;
        for (std::size_t row = 0; row < a.rows; row += kStripTiles * kTileRows) {
            const std::size_t left = a.rows - row;
            gemmQuantisedRows(a, number, a.panels + number * panelBytes, row,
                              left < kStripTiles * kTileRows ? left : kStripTiles * kTileRows);
        }
    }
}

void gemmPanels(const GemmArgs& args) {
    switch (args.type) {
        case PanelType::F32: return gemmPanelsOf<PanelType::F32>(args);
        case PanelType::Bf16: return gemmPanelsOf<PanelType::Bf16>(args);
        case PanelType::Quantised: return gemmQuantised(args);
    }
}

}  // namespace
}  // namespace kernels
