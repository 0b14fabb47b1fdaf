#include "engine/files/quantiser.h"

#include <array>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "engine/files/pieces.h"
#include "kernels/half.h"

namespace engine {
namespace {

constexpr std::size_t kBlock = 32;

float largestMagnitude(std::span<const float, kBlock> values) {
    float largest = 0;
    for (const float value : values) largest = std::abs(value) > largest ? std::abs(value) : largest;
    return largest;
}

/// To the nearest whole number between the limits. Arithmetic alone, so that the compiler makes vector code of it.
float roundBetween(float value, float least, float most) {
    constexpr float kMagic = 12582912.0F;  // 1.5 * 2^23
    const float clamped = value < least ? least : (value > most ? most : value);
    return (clamped + kMagic) - kMagic;
}

/// A scale as the block will have it.
float asHalf(float scale) {
    return kernels::halfToFloat(kernels::floatToHalf(scale));
}

/// A scale of Q4_0, and what comes of it: numbers -8..7.
struct Trial {
    float scale = 0;
    float squaredError = 0;
    std::array<float, kBlock> numbers{};
};
Trial trialOf(std::span<const float, kBlock> values, float wanted) {
    Trial t;
    t.scale = asHalf(wanted);
    const float inverse = t.scale != 0 ? 1 / t.scale : 0.0F;
    for (std::size_t i = 0; i < kBlock; ++i) {
        t.numbers[i] = roundBetween(values[i] * inverse, -8, 7);
        const float error = values[i] - t.scale * t.numbers[i];
        t.squaredError += error * error;
    }
    return t;
}

/// The scale that fits these numbers best, by least squares.
float fittedScale(std::span<const float, kBlock> values, const Trial& t) {
    float products = 0, squares = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
        products += values[i] * t.numbers[i];
        squares += t.numbers[i] * t.numbers[i];
    }
    return squares > 0 ? products / squares : 0.0F;
}

}  // namespace

void quantiseQ8_0(std::span<const float, kBlock> values, std::byte* block) {
    const std::uint16_t half = kernels::floatToHalf(largestMagnitude(values) / 127);
    const float scale = kernels::halfToFloat(half);
    const float inverse = scale != 0 ? 1 / scale : 0.0F;
    std::memcpy(block, &half, sizeof half);
    for (std::size_t i = 0; i < kBlock; ++i)
        block[2 + i] = static_cast<std::byte>(static_cast<int>(roundBetween(values[i] * inverse, -127, 127)));
}

void quantiseQ4_0(std::span<const float, kBlock> values, std::byte* block) {
    // The largest number becomes -8, of which there is no opposite: so both signs are tried, and from there on smaller
    // scales, which clip it and hold the others more exactly, and larger ones. Each is then fitted to its own numbers.
    const float unit = largestMagnitude(values) / 8;
    Trial best = trialOf(values, unit);
    for (const float sign : {1.0F, -1.0F})
        for (const float share : {0.85F, 0.92F, 1.0F, 1.07F, 1.14F}) {
            const Trial first = trialOf(values, sign * share * unit);
            const Trial fitted = trialOf(values, fittedScale(values, first));
            for (const Trial& t : {first, fitted})
                if (t.squaredError < best.squaredError) best = t;
        }
    const std::uint16_t half = kernels::floatToHalf(best.scale);
    std::memcpy(block, &half, sizeof half);
    const auto numberAt = [&](std::size_t i) { return static_cast<unsigned>(best.numbers[i] + 8); };
    for (std::size_t i = 0; i < kBlock / 2; ++i)
        block[2 + i] = static_cast<std::byte>(numberAt(i) | numberAt(i + kBlock / 2) << 4);
}

void quantise(const HostTensor& tensor, kernels::HostType type, std::span<std::byte> out) {
    const bool isFine = type == kernels::HostType::Q8_0;
    if (isQuantised(tensor.type) || (!isFine && type != kernels::HostType::Q4_0))
        throw std::logic_error("quantise: tensor " + tensor.name + ": no way from its type");
    const std::size_t elementBytes = bytesPerElement(tensor.type);
    const std::size_t blocks = tensor.bytes.size() / elementBytes / kBlock;
    const std::size_t blockBytes = kernels::blockOf(type).bytes;
    if (tensor.bytes.size() != blocks * kBlock * elementBytes || out.size() != blocks * blockBytes)
        throw std::logic_error("quantise: tensor " + tensor.name + ": expected whole blocks and room for them");
    constexpr std::size_t kAtOnce = 128;  // blocks
    forPieces(blocks, kAtOnce, [&](std::size_t begin, std::size_t end) {
        const auto bytes = tensor.bytes.subspan(begin * kBlock * elementBytes, (end - begin) * kBlock * elementBytes);
        const std::vector<float> values = toFloat32({.name = {}, .type = tensor.type, .shape = {}, .bytes = bytes});
        for (std::size_t block = begin; block < end; ++block) {
            const std::span<const float, kBlock> own(values.data() + (block - begin) * kBlock, kBlock);
            (isFine ? quantiseQ8_0 : quantiseQ4_0)(own, out.data() + block * blockBytes);
        }
    });
}

}  // namespace engine
