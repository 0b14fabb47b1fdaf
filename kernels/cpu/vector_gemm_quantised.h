// x * w^T over quantised panels, for vector_kernels_impl.h: the very products of a bf16 weight of the same values, in
// the same order, so a row's result is the same in each of the ways here.
#pragma once

#include "kernels/cpu/vector_gemm.h"

namespace kernels {
namespace {

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

// Few rows: a value goes from the panel through registers into the sums.
constexpr std::size_t kFusedRows = kTileRows;

template <bool HasFourBits, std::size_t Vector>
inline Vec16 loadNumbers(const std::uint8_t* numbers) {
    if constexpr (HasFourBits) return Vector == 0 ? lowNibbles(numbers) : highNibbles(numbers);
    return load(reinterpret_cast<const std::int8_t*>(numbers) + 16 * Vector);
}

/// x [Rows, k]; sums [Rows][kTileVectors] of columns 16 First and on.
template <bool HasFourBits, std::size_t First, std::size_t Rows>
void gemmQuantisedTile(const QuantForm& form, const std::byte* panel, const float* x, std::size_t k, Vec16* sums) {
    constexpr std::size_t kRowBytes = HasFourBits ? kPanelColumns / 2 : kPanelColumns;
    Vec16 acc[Rows][kTileVectors];
    for (auto& row : acc)
        for (auto& a : row) a = zero();
    const auto* unit = reinterpret_cast<const std::uint8_t*>(panel);
    for (std::size_t kk = 0; kk < k; unit += form.unitBytes()) {
        const std::uint8_t* numbers = unit + form.numbersAt();
        for (std::size_t group = 0; group < form.elements / form.group; ++group) {
            const PanelScales s = panelScales(form, unit, group);
            for (const std::size_t end = kk + form.group; kk < end; ++kk, numbers += kRowBytes) {
                Vec16 columns[kTileVectors];
                columns[0] =
                    roundedToBf16(fma(loadNumbers<HasFourBits, First>(numbers), s.scale[First], s.offset[First]));
                if constexpr (kTileVectors > 1)
                    columns[1] = roundedToBf16(fma(loadNumbers<HasFourBits, 1>(numbers), s.scale[1], s.offset[1]));
#pragma GCC unroll 12
                for (std::size_t r = 0; r < Rows; ++r) {
                    const Vec16 a = broadcast(x[r * k + kk]);
#pragma GCC unroll 2
                    for (std::size_t v = 0; v < kTileVectors; ++v) acc[r][v] = fma(a, columns[v], acc[r][v]);
                }
            }
        }
    }
    for (std::size_t r = 0; r < Rows; ++r)
        for (std::size_t v = 0; v < kTileVectors; ++v) sums[r * kTileVectors + v] = acc[r][v];
}

template <bool HasFourBits, std::size_t First, std::size_t Rows = kFusedRows>
void gemmFewRows(const GemmArgs& a, std::size_t number, const std::byte* panel) {
    if constexpr (Rows > 1)
        if (a.rows < Rows) return gemmFewRows<HasFourBits, First, Rows - 1>(a, number, panel);
    Vec16 sums[Rows * kTileVectors];
    gemmQuantisedTile<HasFourBits, First, Rows>(a.form, panel, a.x, a.k, sums);
    storeTile(a, 0, Rows, number * kPanelColumns + 16 * First, sums);
}

template <bool HasFourBits>
void gemmFewRows(const GemmArgs& a, std::size_t number, const std::byte* panel) {
    gemmFewRows<HasFourBits, 0>(a, number, panel);
    if constexpr (kTileVectors < kPanelVectors) gemmFewRows<HasFourBits, 1>(a, number, panel);
}

// More rows: the panel becomes one of bf16, a strip of k at a time that stays in the near cache, and all rows are
// multiplied with it before the next one.
constexpr std::size_t kStrip = 256;  // of k: a unit of the largest form, whole ones of the others
constexpr std::size_t kStripTiles = 8;

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
        const std::byte* panel = a.panels + number * panelBytes;
        if (a.rows <= kFusedRows) {
            if (a.form.hasFourBits)
                gemmFewRows<true>(a, number, panel);
            else
                gemmFewRows<false>(a, number, panel);
            continue;
        }
        for (std::size_t row = 0; row < a.rows; row += kStripTiles * kTileRows) {
            const std::size_t left = a.rows - row;
            gemmQuantisedRows(a, number, panel, row, left < kStripTiles * kTileRows ? left : kStripTiles * kTileRows);
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
