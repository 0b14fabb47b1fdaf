#include "kernels/block_formats.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "kernels/half.h"

namespace kernels {
namespace {

using Byte = unsigned char;

template <class T>
T readAs(const Byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}
std::uint16_t halfAt(const Byte* at) {
    return readAs<std::uint16_t>(at);
}

// The 32-element formats: a scale (and an offset), then element i in the low and i + 16 in the high half of byte i; the
// fifth bits stand in a word of their own.

void unpackFourBits(const Byte* q, int zero, std::int8_t* numbers) {
    for (int i = 0; i < 16; ++i) {
        numbers[i] = static_cast<std::int8_t>((q[i] & 15) - zero);
        numbers[16 + i] = static_cast<std::int8_t>((q[i] >> 4) - zero);
    }
}

void unpackFiveBits(const Byte* q, std::uint32_t high, int zero, std::int8_t* numbers) {
    for (int i = 0; i < 16; ++i) {
        const int low = (q[i] & 15) | static_cast<int>(high >> i & 1U) << 4;
        const int upper = (q[i] >> 4) | static_cast<int>(high >> (16 + i) & 1U) << 4;
        numbers[i] = static_cast<std::int8_t>(low - zero);
        numbers[16 + i] = static_cast<std::int8_t>(upper - zero);
    }
}

// The 256-element formats ("K"): scales of their own for groups of elements, themselves scaled by halves.

/// Scales and offsets of the groups of Q4_K and Q5_K, 6 bits each in 12 bytes: groups 0..3 in the low six bits of bytes
/// 0..3 and 4..7; groups 4..7 in the halves of bytes 8..11, their upper two bits in the spare bits of the former.
void unpackSixBitScales(const Byte* packed, UnpackedBlock& out) {
    for (std::size_t g = 0; g < 4; ++g) {
        out.scales[g] = static_cast<std::int8_t>(packed[g] & 63);
        out.offsets[g] = static_cast<std::int8_t>(packed[g + 4] & 63);
        out.scales[4 + g] = static_cast<std::int8_t>((packed[8 + g] & 15) | (packed[g] >> 2 & 48));
        out.offsets[4 + g] = static_cast<std::int8_t>((packed[8 + g] >> 4) | (packed[4 + g] >> 2 & 48));
    }
}

void unpackQ4_K(const Byte* b, UnpackedBlock& out) {
    unpackSixBitScales(b + 4, out);
    std::int8_t* numbers = out.numbers.data();
    for (int pair = 0; pair < 4; ++pair, numbers += 64) {
        const Byte* q = b + 16 + pair * 32;
        for (int i = 0; i < 32; ++i) {
            numbers[i] = static_cast<std::int8_t>(q[i] & 15);
            numbers[32 + i] = static_cast<std::int8_t>(q[i] >> 4);
        }
    }
}

void unpackQ5_K(const Byte* b, UnpackedBlock& out) {
    unpackSixBitScales(b + 4, out);
    const Byte* high = b + 16;
    std::int8_t* numbers = out.numbers.data();
    for (int group = 0; group < 8; ++group, numbers += 32) {
        const Byte* q = b + 48 + group / 2 * 32;
        const int shift = group % 2 * 4;
        for (int i = 0; i < 32; ++i)
            numbers[i] = static_cast<std::int8_t>((q[i] >> shift & 15) | (high[i] >> group & 1) << 4);
    }
}

void unpackQ6_K(const Byte* b, UnpackedBlock& out) {
    std::memcpy(out.scales.data(), b + 192, 16);
    std::int8_t* numbers = out.numbers.data();
    for (int part = 0; part < 8; ++part, numbers += 32) {  // four of them have upper bits in the same bytes
        const Byte* q = b + part / 4 * 64 + part % 2 * 32;
        const Byte* high = b + 128 + part / 4 * 32;
        const int shift = part % 4 / 2 * 4;
        const int highShift = part % 4 * 2;
        for (int i = 0; i < 32; ++i)
            numbers[i] = static_cast<std::int8_t>(((q[i] >> shift & 15) | (high[i] >> highShift & 3) << 4) - 32);
    }
}

/// Where the halves of a block are, in bytes; the second one follows the first.
constexpr std::size_t halvesAt(HostType type) {
    return type == HostType::Q6_K ? 208 : 0;
}

/// A well mixed function of two numbers.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t number) {  // splitmix64's
    std::uint64_t x = seed * 0x9E3779B97F4A7C15U + number;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9U;
    x = (x ^ x >> 27) * 0x94D049BB133111EBU;
    return x ^ x >> 31;
}

}  // namespace

void unpackBlock(HostType type, const std::byte* block, UnpackedBlock& out) {
    const auto* b = reinterpret_cast<const Byte*>(block);
    const BlockFormat format = formatOf(type);
    out.scale = halfAt(b + halvesAt(type));
    out.offset = format.hasOffsets ? halfAt(b + 2) : std::uint16_t{0};
    const Byte* behindHalves = b + (format.hasOffsets ? 4 : 2);
    switch (type) {
        case HostType::Q8_0: std::memcpy(out.numbers.data(), behindHalves, 32); return;
        case HostType::Q4_0:
        case HostType::Q4_1: return unpackFourBits(behindHalves, format.zero, out.numbers.data());
        case HostType::Q5_0:
        case HostType::Q5_1:
            return unpackFiveBits(behindHalves + 4, readAs<std::uint32_t>(behindHalves), format.zero,
                                  out.numbers.data());
        case HostType::Q4_K: return unpackQ4_K(b, out);
        case HostType::Q5_K: return unpackQ5_K(b, out);
        case HostType::Q6_K: return unpackQ6_K(b, out);
        default: throw std::logic_error("unpackBlock: not a quantised type");
    }
}

GroupScale groupScaleOf(HostType type, const UnpackedBlock& block, std::size_t group) {
    const BlockFormat format = formatOf(type);
    const float scale = halfToFloat(block.scale);
    const float offset = halfToFloat(block.offset);
    if (!format.isNested) return {scale, offset};
    return {scale * static_cast<float>(block.scales[group]), -(offset * static_cast<float>(block.offsets[group]))};
}

void dequantise(HostType type, std::span<const std::byte> blocks, std::span<float> out) {
    const HostBlock layout = blockOf(type);
    if (out.size() % layout.elements != 0 || blocks.size() % layout.bytes != 0 ||
        blocks.size() / layout.bytes != out.size() / layout.elements)
        throw std::logic_error("dequantise: expected whole blocks for " + std::to_string(out.size()) + " elements");
    const BlockFormat format = formatOf(type);
    const auto group = static_cast<std::size_t>(format.group);
    UnpackedBlock block;
    for (std::size_t i = 0; i < out.size() / layout.elements; ++i) {
        unpackBlock(type, blocks.data() + i * layout.bytes, block);
        for (std::size_t g = 0; g < layout.elements / group; ++g) {
            const GroupScale s = groupScaleOf(type, block, g);
            const std::int8_t* numbers = block.numbers.data() + g * group;
            float* values = out.data() + i * layout.elements + g * group;
            if (format.hasOffsets)
                for (std::size_t j = 0; j < group; ++j) values[j] = s.scale * static_cast<float>(numbers[j]) + s.offset;
            else  // a sum with 0 would lose the sign of -0
                for (std::size_t j = 0; j < group; ++j) values[j] = s.scale * static_cast<float>(numbers[j]);
        }
    }
}

std::optional<std::size_t> findNonFiniteBlock(HostType type, std::span<const std::byte> blocks) {
    // Whole numbers times finite halves stay far below float32's largest; an infinite half spoils at least one value.
    const std::size_t blockBytes = blockOf(type).bytes;
    const bool hasOffsets = formatOf(type).hasOffsets;
    const auto* at = reinterpret_cast<const Byte*>(blocks.data()) + halvesAt(type);
    for (std::size_t i = 0; i < blocks.size() / blockBytes; ++i, at += blockBytes) {
        if ((halfAt(at) & kHalfInfinity) == kHalfInfinity) return i;
        if (hasOffsets && (halfAt(at + 2) & kHalfInfinity) == kHalfInfinity) return i;
    }
    return std::nullopt;
}

void fillWithRandomBlocks(HostType type, float scale, std::uint64_t seed, std::size_t firstBlock,
                          std::span<std::byte> blocks) {
    constexpr float kGroupScale = 33;  // of nested formats
    const HostBlock layout = blockOf(type);
    const BlockFormat format = formatOf(type);
    // Numbers of b random bits have a standard deviation of 2^b / sqrt(12), and a mean half a step below the middle.
    const auto count = static_cast<float>(1 << format.bits);
    float unit = scale * std::sqrt(12.0F) / count;
    if (format.isNested) unit /= kGroupScale;
    const std::uint16_t first = floatToHalf(unit);
    const float middle = (count - 1) / 2;
    const std::uint16_t second = floatToHalf(format.isNested ? middle * unit : -middle * unit);
    for (std::size_t i = 0; i < blocks.size() / layout.bytes; ++i) {
        std::byte* block = blocks.data() + i * layout.bytes;
        for (std::size_t at = 0; at < layout.bytes; at += 8) {
            const std::uint64_t bits = mixed(seed, (firstBlock + i) * 64 + at / 8);
            std::memcpy(block + at, &bits, std::min<std::size_t>(8, layout.bytes - at));
        }
        std::memcpy(block + halvesAt(type), &first, 2);
        if (format.hasOffsets) std::memcpy(block + 2, &second, 2);
        if (type == HostType::Q6_K) std::memset(block + 192, int(kGroupScale), 16);
        if (format.hasOffsets && format.isNested) {  // scale and offset 33 of all eight groups: see unpackSixBitScales
            std::memset(block + 4, (2 << 6) | 33, 8);
            std::memset(block + 12, 1 << 4 | 1, 4);
        }
    }
}

}  // namespace kernels
