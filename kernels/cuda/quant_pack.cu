// Between the block formats of files, row by row, and the planes in which the device multiplies; rows back as bf16; and
// random planes. One thread handles a group of 32 elements of a row, or eight of them.
#include "kernels/cuda/ops.h"
#include "kernels/cuda/quant_ops.h"
#include "kernels/cuda/quant_unit.cuh"
#include "kernels/philox.h"

namespace kernels::cuda {

namespace {

constexpr int kThreads = 128;

using Byte = unsigned char;

template <HostType type>
constexpr int kBlockBytes = int(blockOf(type).bytes);
template <HostType type>
constexpr int kBlockGroups = int(blockOf(type).elements / 32);

__device__ unsigned halfBits(const Byte* at) {
    return unsigned(at[0]) | unsigned(at[1]) << 8;
}

/// Stored number of element `e` of the group, as it lies in the planes: without a sign, with the format's bias.
template <HostType type>
__device__ unsigned numberAt(const Byte* block, int group, int e) {
    if constexpr (type == HostType::Q8_0) return unsigned(block[2 + e]) ^ 128U;
    if constexpr (type == HostType::Q4_0) return block[2 + e % 16] >> (e / 16 * 4) & 15U;
    if constexpr (type == HostType::Q4_1) return block[4 + e % 16] >> (e / 16 * 4) & 15U;
    if constexpr (type == HostType::Q5_0 || type == HostType::Q5_1) {
        const Byte* high = block + (type == HostType::Q5_0 ? 2 : 4);
        return (high[4 + e % 16] >> (e / 16 * 4) & 15U) | (high[e / 8] >> (e % 8) & 1U) << 4;
    }
    if constexpr (type == HostType::Q4_K) return block[16 + group / 2 * 32 + e] >> (group % 2 * 4) & 15U;
    if constexpr (type == HostType::Q5_K)
        return (block[48 + group / 2 * 32 + e] >> (group % 2 * 4) & 15U) | (block[16 + e] >> group & 1U) << 4;
    // Q6_K: four groups share the bytes of upper bits
    const unsigned low = block[group / 4 * 64 + group % 2 * 32 + e] >> (group % 4 / 2 * 4) & 15U;
    return low | (block[128 + group / 4 * 32 + e] >> (group % 4 * 2) & 3U) << 4;
}

/// Scale and offset of group 0..7 of Q4_K and Q5_K, in the low two bytes.
__device__ unsigned groupScales(const Byte* block, int group) {
    const Byte* s = block + 4;
    if (group < 4) return (s[group] & 63U) | (s[group + 4] & 63U) << 8;
    const int g = group - 4;
    const unsigned scale = (s[8 + g] & 15U) | (s[g] >> 2 & 48U);
    const unsigned offset = (unsigned(s[8 + g]) >> 4) | (s[4 + g] >> 2 & 48U);
    return scale | offset << 8;
}

/// raw [rows, k] in blocks become rows firstRow .. of the matrix.
template <HostType type>
__global__ void packKernel(const Byte* raw, QuantMatrix m, int firstRow, int rows) {
    using Format = QuantFormat<type>;
    constexpr QuantPlanes planes = planesOf(type);
    const int groups = m.k / 32;
    const std::size_t task = std::size_t(blockIdx.x) * kThreads + threadIdx.x;
    if (task >= std::size_t(rows) * std::size_t(groups)) return;
    const int row = int(task / std::size_t(groups)), number = int(task % std::size_t(groups));
    const std::size_t blockAt =
        std::size_t(row) * std::size_t(groups / kBlockGroups<type>) + std::size_t(number / kBlockGroups<type>);
    const Byte* block = raw + blockAt * kBlockBytes<type>;
    const int group = number % kBlockGroups<type>;

    const int to = firstRow + row;
    const int tile = to / 16, pair = to % 8, upper = to % 16 / 8;
    const int unit = number / 2;
    const int word = number % 2 * 2 + upper;
    const std::size_t at = std::size_t(tile) * std::size_t(m.units) + std::size_t(unit);
    for (int t = 0; t < 4; ++t) {
        const int lane = pair * 4 + t;
        unsigned q[8];
        for (int j = 0; j < 8; ++j) q[j] = numberAt<type>(block, group, 8 * t + j);
        std::byte* numbers = m.numbers + at * planes.numbers + std::size_t(lane) * 16;
        if constexpr (Format::isQ8) {
            auto* words = reinterpret_cast<unsigned*>(numbers + number % 2 * 512 + upper * 8);
            for (int w = 0; w < 2; ++w)
                words[w] = q[4 * w] | q[4 * w + 1] << 8 | q[4 * w + 2] << 16 | q[4 * w + 3] << 24;
        } else {
            unsigned packed = 0;
            for (int j = 0; j < 8; ++j) packed |= (q[j] & 15U) << (4 * nibbleOf(j));
            *reinterpret_cast<unsigned*>(numbers + word * 4) = packed;
        }
    }
    // A word of upper bits holds two (or all four) of a lane's words, of which other threads have the others.
    if constexpr (Format::highBits > 0)
        for (int t = 0; t < 4; ++t) {
            unsigned bits[2] = {};
            for (int j = 0; j < 8; ++j) {
                const int place = Format::highBits == 1 ? fifthBitOf(word, j) : sixthBitsOf(word, j);
                bits[place / 32] |= (numberAt<type>(block, group, 8 * t + j) >> 4) << (place % 32);
            }
            auto* high =
                reinterpret_cast<unsigned*>(m.highBits + at * planes.highBits) + (pair * 4 + t) * Format::highBits;
            for (int i = 0; i < Format::highBits; ++i)
                if (bits[i] != 0) atomicOr(high + i, bits[i]);
        }
    std::byte* scales = m.scales + at * planes.scales + std::size_t(pair * 4 * Format::scaleWords);
    const std::size_t outerAt = std::size_t(tile) * std::size_t(m.outerUnits) + std::size_t(unit / 4);
    std::byte* outer = m.outer + outerAt * planes.outer + std::size_t(pair * 4 * Format::outerWords);
    if constexpr (Format::hasOffset) {
        reinterpret_cast<unsigned*>(scales)[word] = halfBits(block) | halfBits(block + 2) << 16;
    } else if constexpr (Format::isOuter) {
        reinterpret_cast<unsigned short*>(scales)[word] = static_cast<unsigned short>(groupScales(block, group));
        if (group == 0) reinterpret_cast<unsigned*>(outer)[upper] = halfBits(block) | halfBits(block + 2) << 16;
    } else if constexpr (Format::isQ6) {
        for (int half = 0; half < 2; ++half)
            reinterpret_cast<Byte*>(scales)[word * 2 + half] = block[192 + group * 2 + half];
        if (group == 0)
            reinterpret_cast<unsigned short*>(outer)[upper] = static_cast<unsigned short>(halfBits(block + 208));
    } else {
        reinterpret_cast<unsigned short*>(scales)[word] = static_cast<unsigned short>(halfBits(block));
    }
}

/// Elements 8 eighth .. 8 eighth + 7 of a row, exactly as the format defines them, as bf16 in pairs.
template <HostType type>
__device__ uint4 eightOf(const QuantMatrix& m, int row, int eighth) {
    using Format = QuantFormat<type>;
    const int number = eighth / 4, t = eighth % 4;
    const int word = number % 2 * 2 + row % 16 / 8;
    QuantUnit<type> unit;
    loadUnit(unit, m, row / 16, number / 2, row % 8 * 4 + t);
    QuantScale s;
    unsigned q[8];
#pragma unroll
    for (int w = 0; w < 4; ++w) {  // the word is not known to the compiler, registers have no index
        if (w != word) continue;
        s = scaleOf(unit, outerOf(unit), w, t);
#pragma unroll
        for (int j = 0; j < 8; ++j) {
            if constexpr (Format::isQ8) {
                q[j] = unit.numbers[2 * w + j / 4] >> (8 * (j % 4)) & 255U;
            } else {
                q[j] = unit.numbers[w] >> (4 * nibbleOf(j)) & 15U;
                if constexpr (Format::highBits == 1) q[j] |= (unit.high[0] >> fifthBitOf(w, j) & 1U) << 4;
                if constexpr (Format::highBits == 2) q[j] |= (unit.high[w / 2] >> (sixthBitsOf(w, j) % 32) & 3U) << 4;
            }
        }
    }
    // A format without offset scales a number with a sign; with one, product and offset are rounded one after the
    // other.
    constexpr bool isPlain = !Format::hasOffset && !Format::isOuter;
    float v[8];
#pragma unroll
    for (int j = 0; j < 8; ++j)
        v[j] = isPlain ? __fmul_rn(s.scale, float(q[j]) - Format::bias)
                       : __fadd_rn(__fmul_rn(s.scale, float(q[j])), s.offset);
    return {packBf16(v[0], v[1]), packBf16(v[2], v[3]), packBf16(v[4], v[5]), packBf16(v[6], v[7])};
}

/// Rows firstRow .. of the matrix as bf16, [rows, k].
template <HostType type>
__global__ void unpackKernel(QuantMatrix m, int firstRow, int rows, uint4* out) {
    allowNext();
    waitForInputs();  // of a slice before this one
    const int eighths = m.k / 8;
    const std::size_t task = std::size_t(blockIdx.x) * kThreads + threadIdx.x;
    if (task >= std::size_t(rows) * std::size_t(eighths)) return;
    const int row = int(task / std::size_t(eighths)), eighth = int(task % std::size_t(eighths));
    out[task] = eightOf<type>(m, firstRow + row, eighth);
}

/// Grid: tokens. Of the tokens that lie in this part of the table, rows firstRow .. firstRow + n - 1.
template <HostType type>
__global__ void embedKernel(const std::int32_t* tokens, QuantMatrix m, int firstRow, uint4* out) {
    allowNext();
    waitForInputs();
    const int row = tokens[blockIdx.x] - firstRow;
    if (row < 0 || row >= m.n) return;
    const int eighths = m.k / 8;
    for (int i = int(threadIdx.x); i < eighths; i += kThreads)
        out[std::size_t(blockIdx.x) * std::size_t(eighths) + std::size_t(i)] = eightOf<type>(m, row, i);
}

__device__ unsigned randomWord(std::size_t i, unsigned stream, std::uint64_t seed) {
    return philox4x32({{unsigned(i), unsigned(i >> 32), stream, 0}}, seed).w[0];
}

/// Random numbers, and scales with which the elements have mean 0 and standard deviation `scale`. Grid: words of the
/// numbers / 128.
template <HostType type>
__global__ void randomKernel(QuantMatrix m, float scale, std::uint64_t seed) {
    using Format = QuantFormat<type>;
    constexpr QuantPlanes planes = planesOf(type);
    const std::size_t i = std::size_t(blockIdx.x) * kThreads + threadIdx.x;
    const std::size_t units = std::size_t(m.tiles) * std::size_t(m.units);
    const auto fill = [&](std::byte* plane, std::size_t bytes, unsigned stream, auto valueOf) {
        if (i < bytes / 4) reinterpret_cast<unsigned*>(plane)[i] = valueOf(randomWord(i, stream, seed));
    };
    const auto half = [](float x) { return unsigned(__half_as_ushort(__float2half_rn(x))); };
    constexpr float kLevels = Format::isQ8 ? 256 : 16 << Format::highBits;
    const float step = scale * rsqrtf((kLevels * kLevels - 1) / 12);  // between neighbouring numbers
    fill(m.numbers, units * planes.numbers, 0, [](unsigned r) { return r; });
    fill(m.highBits, units * planes.highBits, 1, [](unsigned r) { return r; });
    fill(m.scales, units * planes.scales, 2, [&](unsigned r) {
        if constexpr (Format::hasOffset) return half(step) | half(-step * (kLevels - 1) / 2) << 16;
        if constexpr (Format::isOuter) {  // scale and offset alike, from 32 to 63
            const unsigned both = (r & 0x1F001FU) | 0x200020U;
            return both | both << 8;
        }
        if constexpr (Format::isQ6) return (r & 0x9F9F9F9FU) | 0x40404040U;  // of both signs
        return half(step) * 0x10001U | (r & 0x80008000U);
    });
    fill(m.outer, std::size_t(m.tiles) * std::size_t(m.outerUnits) * planes.outer, 3, [&](unsigned) {
        if constexpr (Format::isOuter) return half(step / 48.4F) | half(step / 48.4F * (kLevels - 1) / 2) << 16;
        return half(step / 66.5F) * 0x10001U;  // root mean square of scales from 64 to 95 and from -64 to -33
    });
}

unsigned blocksOf(std::size_t tasks) {
    return static_cast<unsigned>((tasks + kThreads - 1) / kThreads);
}

/// Calls `run` with the type as a constant.
template <class Run>
void withType(HostType type, Run run) {
    using enum HostType;
    switch (type) {
        case Q8_0: return run(std::integral_constant<HostType, Q8_0>{});
        case Q4_0: return run(std::integral_constant<HostType, Q4_0>{});
        case Q4_1: return run(std::integral_constant<HostType, Q4_1>{});
        case Q5_0: return run(std::integral_constant<HostType, Q5_0>{});
        case Q5_1: return run(std::integral_constant<HostType, Q5_1>{});
        case Q4_K: return run(std::integral_constant<HostType, Q4_K>{});
        case Q5_K: return run(std::integral_constant<HostType, Q5_K>{});
        case Q6_K: return run(std::integral_constant<HostType, Q6_K>{});
        default: throw Error("a matrix of that type is not quantised");
    }
}

}  // namespace

void packQuantised(cudaStream_t stream, HostType type, const void* raw, const QuantMatrix& to, int firstRow, int rows) {
    withType(type, [&](auto constant) {
        packKernel<constant.value><<<blocksOf(std::size_t(rows) * std::size_t(to.k / 32)), kThreads, 0, stream>>>(
            static_cast<const Byte*>(raw), to, firstRow, rows);
    });
    CHECK_CUDA(cudaGetLastError());
}

void unpackQuantised(const Launch& to, HostType type, const QuantMatrix& from, int firstRow, int rows, void* out) {
    withType(type, [&](auto constant) {
        launchKernel(to, unpackKernel<constant.value>, dim3(blocksOf(std::size_t(rows) * std::size_t(from.k / 8))),
                     kThreads, 0, from, firstRow, rows, static_cast<uint4*>(out));
    });
}

void embedQuantised(const Launch& to, HostType type, Tensor<const std::int32_t> tokens, const QuantMatrix& table,
                    int firstRow, Tensor<Activation> out) {
    withType(type, [&](auto constant) {
        launchKernel(to, embedKernel<constant.value>, dim3(static_cast<unsigned>(tokens.dim(0))), kThreads, 0,
                     tokens.data, table, firstRow, reinterpret_cast<uint4*>(out.data));
    });
}

void fillRandomQuantised(cudaStream_t stream, HostType type, const QuantMatrix& to, float scale, std::uint64_t seed) {
    withType(type, [&](auto constant) {
        const std::size_t words = std::size_t(to.tiles) * std::size_t(to.units) * planesOf(type).numbers / 4;
        randomKernel<constant.value><<<blocksOf(words), kThreads, 0, stream>>>(to, scale, seed);
    });
    CHECK_CUDA(cudaGetLastError());
}

}  // namespace kernels::cuda
