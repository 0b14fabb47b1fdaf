// Products with quantised matrices for more rows: a warp has 32 outputs and up to 64 rows, weights and x come through a
// ring of stages in shared memory, and blocks share all the work evenly; where several have parts of the same sums a
// second kernel adds these, in an order that never changes.
#pragma once

#include "kernels/cuda/launch.h"
#include "kernels/cuda/quant_operands.cuh"

namespace kernels::cuda {

inline constexpr int kWideWarps = 4;  // of 32 outputs each
inline constexpr int kWideThreads = 32 * kWideWarps;
inline constexpr int kWideStages = 4;

/// Bytes of shared memory: a tile's share of a stage, and a stage.
template <HostType type>
STEPSCOPE_HOST_DEVICE constexpr int tileBytes() {
    constexpr QuantPlanes p = planesOf(type);
    return int(p.numbers + p.highBits + p.scales + p.outer);
}
template <HostType type, int Columns>
STEPSCOPE_HOST_DEVICE constexpr int stageBytes() {
    return kWideWarps * 2 * tileBytes<type>() + Columns * 8 * 128;
}

/// A lane's share of a unit that WeightsAhead has brought.
template <HostType type>
__device__ inline void unitIn(QuantUnit<type>& to, const std::byte* from, int lane) {
    using Format = QuantFormat<type>;
    constexpr QuantPlanes p = planesOf(type);
    const auto words = [&]<int Words>(std::uint32_t(&w)[Words], const std::byte* at) {
        const auto* source = reinterpret_cast<const std::uint32_t*>(at);
        if constexpr (Words == 4) {
            const uint4 v = *reinterpret_cast<const uint4*>(source);
            w[0] = v.x, w[1] = v.y, w[2] = v.z, w[3] = v.w;
        } else if constexpr (Words == 2) {
            const uint2 v = *reinterpret_cast<const uint2*>(source);
            w[0] = v.x, w[1] = v.y;
        } else {
            w[0] = *source;
        }
    };
    if constexpr (Format::isQ8) {
        const uint4 first = *reinterpret_cast<const uint4*>(from + lane * 16);
        const uint4 second = *reinterpret_cast<const uint4*>(from + 512 + lane * 16);
        to.numbers[0] = first.x, to.numbers[1] = first.y, to.numbers[2] = first.z, to.numbers[3] = first.w;
        to.numbers[4] = second.x, to.numbers[5] = second.y, to.numbers[6] = second.z, to.numbers[7] = second.w;
    } else {
        words(to.numbers, from + lane * 16);
    }
    if constexpr (Format::highBits > 0) words(to.high, from + p.numbers + lane * 4 * Format::highBits);
    words(to.scales, from + p.numbers + p.highBits + lane / 4 * 4 * Format::scaleWords);
    if constexpr (Format::outerWords > 0)
        words(to.outer, from + p.numbers + p.highBits + p.scales + lane / 4 * 4 * Format::outerWords);
}

/// Which units of which places (tiles of 8 Columns rows by 128 outputs, rows first) are whose: each block has `each` of
/// them, and the first `more` blocks one more.
struct WideShare {
    int places, units, blocks, each, more;

    __host__ __device__ WideShare(int places, int units, int blocks)
        : places(places), units(units), blocks(blocks), each(places * units / blocks), more(places * units % blocks) {}
    __device__ int beginOf(int block) const { return block * each + min(block, more); }
    __device__ int blockOf(int at) const {
        const int ofMore = more * (each + 1);
        return at < ofMore ? at / (each + 1) : more + (at - ofMore) / each;
    }
    /// Which of its two places for sums a block leaves those of a place in that it shares with others.
    __device__ std::size_t partOf(int block, int place) const {
        return std::size_t(block) * 2 + (beginOf(block) <= place * units ? 1 : 0);
    }
};

/// Brings a warp's two tiles of one unit after another into shared memory.
template <HostType type>
struct WeightsAhead {
    static constexpr QuantPlanes kPlanes = planesOf(type);
    const std::byte *numbers, *high, *scales, *outer;  // of the first tile
    int tileUnits, tileOuterUnits;                     // to the second; 0 where there is none
    int place, unit;

    __device__ void enter(const QuantMatrix& m, int rowTiles, int warp, int lane) {
        const int first = min((place / rowTiles * kWideWarps + warp) * 2, m.tiles - 1);
        const bool hasSecond = first + 1 < m.tiles;
        tileUnits = hasSecond ? m.units : 0;
        tileOuterUnits = hasSecond ? m.outerUnits : 0;
        const std::size_t at = std::size_t(first) * std::size_t(m.units) + std::size_t(unit);
        numbers = m.numbers + at * kPlanes.numbers + lane * 16;
        high = m.highBits + at * kPlanes.highBits + lane * 16;
        scales = m.scales + at * kPlanes.scales + lane * 16;
        outer = m.outer + std::size_t(first) * std::size_t(m.outerUnits) * kPlanes.outer + lane * 16;
    }
    __device__ void copy(std::byte* to, int lane) const {
        to += lane * 16;
#pragma unroll
        for (int tile = 0; tile < 2; ++tile, to += tileBytes<type>()) {
#pragma unroll
            for (int at = 0; at < int(kPlanes.numbers); at += 512)
                copyAsync(to + at, numbers + at + tile * tileUnits * int(kPlanes.numbers));
            constexpr int kHigh = int(kPlanes.highBits), kScales = int(kPlanes.scales), kOuter = int(kPlanes.outer);
            constexpr int kAfterNumbers = int(kPlanes.numbers);
            if (kHigh > 0 && lane < kHigh / 16) copyAsync(to + kAfterNumbers, high + tile * tileUnits * kHigh);
            if (lane < kScales / 16) copyAsync(to + kAfterNumbers + kHigh, scales + tile * tileUnits * kScales);
            if (kOuter > 0 && lane < kOuter / 16)
                copyAsync(to + kAfterNumbers + kHigh + kScales, outer + (unit / 4 + tile * tileOuterUnits) * kOuter);
        }
    }
    __device__ void next(const QuantMatrix& m, int rowTiles, int warp, int lane) {
        numbers += kPlanes.numbers;
        high += kPlanes.highBits;
        scales += kPlanes.scales;
        if (++unit < m.units) return;
        unit = 0;
        ++place;
        enter(m, rowTiles, warp, lane);
    }
};

/// Brings the block's rows of x for one unit after another, 16 bytes a thread at a time. Rows past the last are the
/// last.
template <int Columns>
struct ColumnsAhead {
    static constexpr int kRows = 8 * Columns;
    static constexpr int kCopies = kRows * 8 / kWideThreads;
    const Bf16* from[kCopies];
    int place, at;  // element of k

    __device__ void enter(const Bf16* x, int rowTiles, int rows, int k) {
#pragma unroll
        for (int i = 0; i < kCopies; ++i) {
            const int row = place % rowTiles * kRows + int(threadIdx.x) / 8 + i * (kWideThreads / 8);
            from[i] = x + std::size_t(min(row, rows - 1)) * std::size_t(k);
        }
    }
    __device__ void copy(std::byte* to, int k) const {
        const int quarter = int(threadIdx.x) % 4, group = int(threadIdx.x) / 4 % 2, row = int(threadIdx.x) / 8;
        to += (group * kRows + row) * 64 + quarter * 16;
#pragma unroll
        for (int i = 0; i < kCopies; ++i)
            copyAsyncOrZero(to + i * (kWideThreads / 8) * 64, from[i] + (at < k ? at : 0), at < k);
    }
    __device__ void next(const Bf16* x, int rowTiles, int rows, int k, int units) {
        at += 64;
        if (at < units * 64) return;
        at -= units * 64;
        ++place;
        enter(x, rowTiles, rows, k);
    }
};

/// Grid: the blocks of a share. Sums of a place that is one block's alone become outputs; of others they go to `parts`,
/// for wideSumsKernel.
template <HostType type, int Columns, class Out>
__global__ void __launch_bounds__(kWideThreads, Columns > 4 ? 3 : 4)
    wideQuantKernel(const Bf16* x, QuantMatrix w, Out* out, int rows, int width, int firstColumn, int rowTiles,
                    int places, float* parts) {
    constexpr int kRows = 8 * Columns;
    constexpr int kXBytes = kRows * 128;
    constexpr int kPartFloats = Columns * 8 * kWideThreads;
    constexpr int kStageBytes = stageBytes<type, Columns>();
    extern __shared__ __align__(16) std::byte shared[];
    const int lane = int(threadIdx.x) % 32, warp = int(threadIdx.x) / 32;
    const int pair = lane / 4, t = lane % 4;
    const WideShare share(places, w.units, int(gridDim.x));
    const int begin = share.beginOf(int(blockIdx.x));
    int left = share.beginOf(int(blockIdx.x) + 1) - begin;
    int place = begin / w.units, unit = begin % w.units;

    WeightsAhead<type> weights;
    weights.place = place;
    weights.unit = unit;
    weights.enter(w, rowTiles, warp, lane);
    ColumnsAhead<Columns> columns;
    columns.place = place;
    columns.at = unit * 64 + int(threadIdx.x) / 4 % 2 * 32 + int(threadIdx.x) % 4 * 8;
    columns.enter(x, rowTiles, rows, w.k);
    int weightsLeft = left, columnsLeft = left;
    std::byte* const ownTiles = shared + kXBytes + warp * 2 * tileBytes<type>();
    const auto copyWeights = [&](int slot) {
        if (--weightsLeft < 0) return;
        weights.copy(ownTiles + slot * kStageBytes, lane);
        weights.next(w, rowTiles, warp, lane);
    };
    const auto copyColumns = [&](int slot) {
        if (--columnsLeft >= 0) {
            columns.copy(shared + slot * kStageBytes, w.k);
            columns.next(x, rowTiles, rows, w.k, w.units);
        }
        commitCopies();
    };
    for (int i = 0; i < kWideStages - 1; ++i) copyWeights(i);
    waitForInputs();
    for (int i = 0; i < kWideStages - 1; ++i) copyColumns(i);

    int slot = 0;
    while (left > 0) {
        const int firstUnit = unit, count = min(left, w.units - unit);
        float sums[2][Columns][4] = {};
        for (int i = 0; i < count; ++i) {
            waitForCopies<kWideStages - 2>();
            __syncthreads();
            const int ahead = (slot + kWideStages - 1) % kWideStages;
            copyWeights(ahead);
            copyColumns(ahead);
            const std::byte* stage = shared + slot * kStageBytes;
            slot = (slot + 1) % kWideStages;
            QuantUnit<type> units[2];
#pragma unroll
            for (int tile = 0; tile < 2; ++tile)
                unitIn(units[tile], stage + kXBytes + (warp * 2 + tile) * tileBytes<type>(), lane);
#pragma unroll
            for (int group = 0; group < 2; ++group) {
                QuantOperands a[2];
#pragma unroll
                for (int tile = 0; tile < 2; ++tile) {
                    std::uint32_t low[4], high[4];
                    const OuterScales outer = outerOf(units[tile]);
                    elementsOf(units[tile], 2 * group, scaleOf(units[tile], outer, 2 * group, t), low);
                    elementsOf(units[tile], 2 * group + 1, scaleOf(units[tile], outer, 2 * group + 1, t), high);
                    a[tile] = operandsOf(low, high);
                }
                const std::byte* ofGroup = stage + (group * kRows + pair) * 64 + t * 16;
#pragma unroll
                for (int c = 0; c < Columns; c += 2) {  // two columns: no product waits for the one before it
                    const uint4 b[2] = {*reinterpret_cast<const uint4*>(ofGroup + c * 512),
                                        *reinterpret_cast<const uint4*>(ofGroup + c * 512 + 512)};
#pragma unroll
                    for (int i = 0; i < 4; ++i)
                        mma16816(sums[i % 2][c + i / 2], a[i % 2].first, b[i / 2].x, b[i / 2].y);
#pragma unroll
                    for (int i = 0; i < 4; ++i)
                        mma16816(sums[i % 2][c + i / 2], a[i % 2].second, b[i / 2].z, b[i / 2].w);
                }
            }
        }
        // Not before: the next kernel's blocks would take the room of this one's, and leave multiprocessors without
        // any.
        if (left == count) allowNext();
        if (firstUnit == 0 && count == w.units) {
            const int firstRow = place % rowTiles * kRows;
            const int firstOutput = (place / rowTiles * kWideWarps + warp) * 32;
#pragma unroll
            for (int e = 0; e < Columns * 8; ++e) {
                const int row = firstRow + e / 4 % Columns * 8 + 2 * t + e % 2;
                const int output = firstOutput + e / (Columns * 4) * 16 + pair + e % 4 / 2 * 8;
                if (row < rows && output < w.n)
                    storeOutput(sums[e / (Columns * 4)][e / 4 % Columns][e % 4],
                                out + std::size_t(row) * std::size_t(width) + std::size_t(firstColumn + output));
            }
        } else {
            float* own = parts + share.partOf(int(blockIdx.x), place) * kPartFloats + threadIdx.x;
#pragma unroll
            for (int e = 0; e < Columns * 8; ++e)
                own[e * kWideThreads] = sums[e / (Columns * 4)][e / 4 % Columns][e % 4];
        }
        left -= count;
        unit = 0;
        ++place;
    }
    waitForCopies<0>();
}

/// Outputs of the places that several blocks have parts of, in the blocks' order. Grid: places x groups of 8 of the
/// Columns * 8 sums of a thread.
template <int Columns, class Out>
__global__ void __launch_bounds__(kWideThreads) wideSumsKernel(WideShare share, const float* parts, Out* out, int rows,
                                                               int n, int width, int firstColumn, int rowTiles) {
    waitForInputs();
    allowNext();
    constexpr int kPartFloats = Columns * 8 * kWideThreads;
    constexpr int kEach = 8;
    const int place = int(blockIdx.x);
    const int begin = place * share.units;
    const int firstBlock = share.blockOf(begin), lastBlock = share.blockOf(begin + share.units - 1);
    if (firstBlock == lastBlock) return;
    const int lane = int(threadIdx.x) % 32, warp = int(threadIdx.x) / 32;
    float sums[kEach] = {};
    for (int block = firstBlock; block <= lastBlock; ++block) {
        const float* part = parts + share.partOf(block, place) * kPartFloats + threadIdx.x;
#pragma unroll
        for (int i = 0; i < kEach; ++i) sums[i] += __ldcg(part + (int(blockIdx.y) * kEach + i) * kWideThreads);
    }
#pragma unroll
    for (int i = 0; i < kEach; ++i) {
        const int e = int(blockIdx.y) * kEach + i;
        const int row = (place % rowTiles * Columns + e / 4 % Columns) * 8 + 2 * (lane % 4) + e % 2;
        const int output =
            (place / rowTiles * kWideWarps + warp) * 32 + e / (Columns * 4) * 16 + lane / 4 + e % 4 / 2 * 8;
        if (row < rows && output < n)
            storeOutput(sums[i], out + std::size_t(row) * std::size_t(width) + std::size_t(firstColumn + output));
    }
}

}  // namespace kernels::cuda
