#include "engine/files/quantised.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "engine/files/half.h"

namespace engine {
namespace {

using Byte = unsigned char;

template <class T>
T readAs(const Byte* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}
float halfAt(const Byte* at) {
    return halfToFloat(readAs<std::uint16_t>(at));
}

// The 32-element formats: a scale (and an offset), then element i in the low and i + 16 in the high half of byte i; the
// fifth bits stand in a word of their own.

void blockQ4_0(const Byte* b, float* out) {
    const float d = halfAt(b);
    for (int i = 0; i < 16; ++i) {
        const int byte = b[2 + i];
        out[i] = d * static_cast<float>((byte & 15) - 8);
        out[16 + i] = d * static_cast<float>((byte >> 4) - 8);
    }
}

void blockQ4_1(const Byte* b, float* out) {
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    for (int i = 0; i < 16; ++i) {
        const int byte = b[4 + i];
        out[i] = d * static_cast<float>(byte & 15) + m;
        out[16 + i] = d * static_cast<float>(byte >> 4) + m;
    }
}

void blockQ5_0(const Byte* b, float* out) {
    const float d = halfAt(b);
    const auto high = readAs<std::uint32_t>(b + 2);
    for (int i = 0; i < 16; ++i) {
        const int byte = b[6 + i];
        const int low = (byte & 15) | static_cast<int>(high >> i & 1U) << 4;
        const int upper = (byte >> 4) | static_cast<int>(high >> (16 + i) & 1U) << 4;
        out[i] = d * static_cast<float>(low - 16);
        out[16 + i] = d * static_cast<float>(upper - 16);
    }
}

void blockQ5_1(const Byte* b, float* out) {
    const float d = halfAt(b);
    const float m = halfAt(b + 2);
    const auto high = readAs<std::uint32_t>(b + 4);
    for (int i = 0; i < 16; ++i) {
        const int byte = b[8 + i];
        const int low = (byte & 15) | static_cast<int>(high >> i & 1U) << 4;
        const int upper = (byte >> 4) | static_cast<int>(high >> (16 + i) & 1U) << 4;
        out[i] = d * static_cast<float>(low) + m;
        out[16 + i] = d * static_cast<float>(upper) + m;
    }
}

void blockQ8_0(const Byte* b, float* out) {
    const float d = halfAt(b);
    for (int i = 0; i < 32; ++i) out[i] = static_cast<float>(static_cast<signed char>(b[2 + i])) * d;
}

// The 256-element formats ("K"): scales of their own for groups of elements, themselves scaled by halves.

/// Scale and offset of group 0..7 of Q4_K and Q5_K, 6 bits each in 12 bytes: groups 0..3 in the low six bits of bytes
/// 0..3 and 4..7; groups 4..7 in the halves of bytes 8..11, their upper two bits in the spare bits of the former.
struct GroupScale {
    float scale;
    float offset;
};
GroupScale groupScale(const Byte* scales, int group) {
    if (group < 4) return {static_cast<float>(scales[group] & 63), static_cast<float>(scales[group + 4] & 63)};
    const int g = group - 4;
    return {static_cast<float>((scales[8 + g] & 15) | (scales[g] >> 2 & 48)),
            static_cast<float>((scales[8 + g] >> 4) | (scales[4 + g] >> 2 & 48))};
}

void blockQ4_K(const Byte* b, float* out) {
    const float d = halfAt(b);
    const float dMin = halfAt(b + 2);
    for (int group = 0; group < 8; ++group) {
        const GroupScale s = groupScale(b + 4, group);
        const float scale = d * s.scale;
        const float offset = dMin * s.offset;
        const Byte* q = b + 16 + group / 2 * 32;
        const int shift = group % 2 * 4;
        for (int i = 0; i < 32; ++i) out[group * 32 + i] = scale * static_cast<float>(q[i] >> shift & 15) - offset;
    }
}

void blockQ5_K(const Byte* b, float* out) {
    const float d = halfAt(b);
    const float dMin = halfAt(b + 2);
    const Byte* high = b + 16;
    for (int group = 0; group < 8; ++group) {
        const GroupScale s = groupScale(b + 4, group);
        const float scale = d * s.scale;
        const float offset = dMin * s.offset;
        const Byte* q = b + 48 + group / 2 * 32;
        const int shift = group % 2 * 4;
        for (int i = 0; i < 32; ++i) {
            const int value = (q[i] >> shift & 15) | (high[i] >> group & 1) << 4;
            out[group * 32 + i] = scale * static_cast<float>(value) - offset;
        }
    }
}

void blockQ6_K(const Byte* b, float* out) {
    const Byte* scales = b + 192;
    const float d = halfAt(b + 208);
    for (int part = 0; part < 8; ++part) {  // 32 elements each, four of them from the same bytes of upper bits
        const Byte* q = b + part / 4 * 64 + part % 2 * 32;
        const Byte* high = b + 128 + part / 4 * 32;
        const int shift = part % 4 / 2 * 4;
        const int highShift = part % 4 * 2;
        for (int i = 0; i < 32; ++i) {
            const int value = (q[i] >> shift & 15) | (high[i] >> highShift & 3) << 4;
            const float scale = d * static_cast<float>(static_cast<signed char>(scales[part * 2 + i / 16]));
            out[part * 32 + i] = scale * static_cast<float>(value - 32);
        }
    }
}

using BlockFn = void (*)(const Byte*, float*);

BlockFn blockFunction(StorageType type) {
    switch (type) {
        case StorageType::Q4_0: return blockQ4_0;
        case StorageType::Q4_1: return blockQ4_1;
        case StorageType::Q5_0: return blockQ5_0;
        case StorageType::Q5_1: return blockQ5_1;
        case StorageType::Q8_0: return blockQ8_0;
        case StorageType::Q4_K: return blockQ4_K;
        case StorageType::Q5_K: return blockQ5_K;
        case StorageType::Q6_K: return blockQ6_K;
        default: throw std::logic_error("dequantise: not a quantised type: " + std::string(storageName(type)));
    }
}

}  // namespace

void dequantise(StorageType type, std::span<const std::byte> blocks, std::span<float> out) {
    const BlockFn toFloats = blockFunction(type);
    const BlockLayout layout = blockLayout(type);
    if (out.size() % layout.elements != 0 || blocks.size() / layout.bytes != out.size() / layout.elements)
        throw std::logic_error("dequantise: expected whole blocks for " + std::to_string(out.size()) + " elements");
    const auto* from = reinterpret_cast<const Byte*>(blocks.data());
    for (std::size_t i = 0; i < out.size() / layout.elements; ++i)
        toFloats(from + i * layout.bytes, out.data() + i * layout.elements);
}

}  // namespace engine
