#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

#include "fuzz/choices.h"
#include "fuzz/generated_targets.h"
#include "kernels/cpu/vector_choice.h"

namespace hostile {
namespace {

using kernels::KvType;
using kernels::PanelType;
using kernels::VectorKernels;

constexpr double kEpsilon = 1.2e-7;  // of float32

/// Values of some spread, the same for every instruction set.
class Values {
public:
    explicit Values(std::uint32_t seed) : m_state(seed | 1) {}
    float next() {
        m_state = m_state * 1664525U + 1013904223U;
        return (static_cast<float>(m_state >> 8) / static_cast<float>(1U << 24) - 0.5F) * 4;
    }
    std::vector<float> vector(std::size_t count) {
        std::vector<float> values(count);
        for (float& value : values) value = next();
        return values;
    }

private:
    std::uint32_t m_state;
};

std::uint16_t toBf16(float value) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    return static_cast<std::uint16_t>((bits + 0x7FFFU + (bits >> 16 & 1U)) >> 16);
}

float fromBf16(std::uint16_t half) {
    const std::uint32_t bits = std::uint32_t{half} << 16;
    float value = 0;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

void requireNear(const VectorKernels& by, const char* what, std::size_t at, double found, double expected,
                 double bound) {
    if (std::abs(found - expected) <= bound) return;
    throw std::logic_error(std::string(what) + " by " + by.name + ": value " + std::to_string(at) + " is " +
                           std::to_string(found) + ", expected " + std::to_string(expected) + " within " +
                           std::to_string(bound));
}

/// x * w^T in double precision beside each instruction set's.
void compareGemm(Choices& choices, Values& values) {
    const auto rows = static_cast<std::size_t>(choices.between(1, 19));
    const auto k = static_cast<std::size_t>(choices.between(1, 160));
    const auto n = static_cast<std::size_t>(choices.between(1, 150));
    const PanelType type = choices.flag() ? PanelType::Bf16 : PanelType::F32;
    const bool hasBias = choices.flag();
    const std::size_t panels = (n + kernels::kPanelColumns - 1) / kernels::kPanelColumns;
    const auto first = static_cast<std::size_t>(choices.below(static_cast<int>(panels)));
    const std::vector<float> x = values.vector(rows * k), bias = values.vector(n);
    std::vector<float> w = values.vector(n * k);
    const std::size_t rowWords = kernels::panelRowWords(type);
    std::vector<float> packed(panels * k * rowWords, 0.0F);
    for (std::size_t j = 0; j < n; ++j) {
        for (std::size_t i = 0; i < k; ++i) {
            float& value = w[j * k + i];
            const std::size_t column = j % kernels::kPanelColumns;
            float* row = packed.data() + (j / kernels::kPanelColumns * k + i) * rowWords;
            if (type == PanelType::F32) {
                row[column] = value;
                continue;
            }
            value = fromBf16(toBf16(value));
            std::uint32_t word = 0;
            std::memcpy(&word, row + column % 16, sizeof word);
            word |= std::uint32_t{toBf16(value)} << (column < 16 ? 0 : 16);
            std::memcpy(row + column % 16, &word, sizeof word);
        }
    }
    for (const VectorKernels* by : kernels::usableVectorKernels()) {
        std::vector<float> out(rows * n, 77.0F);
        by->gemmPanels({.x = x.data(),
                        .rows = rows,
                        .k = k,
                        .type = type,
                        .form = {},
                        .panels = reinterpret_cast<const std::byte*>(packed.data()),
                        .firstPanel = first,
                        .panelCount = panels - first,
                        .following = reinterpret_cast<const std::byte*>(packed.data()),
                        .n = n,
                        .bias = hasBias ? bias.data() : nullptr,
                        .out = out.data(),
                        .outStride = n});
        for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t j = first * kernels::kPanelColumns; j < n; ++j) {
                double sum = hasBias ? static_cast<double>(bias[j]) : 0, size = std::abs(sum);
                for (std::size_t i = 0; i < k; ++i) {
                    const double product = static_cast<double>(x[r * k + i]) * static_cast<double>(w[j * k + i]);
                    sum += product;
                    size += std::abs(product);
                }
                requireNear(*by, "product", r * n + j, static_cast<double>(out[r * n + j]), sum,
                            kEpsilon * (static_cast<double>(k) + 4) * size + 1e-30);
            }
            for (std::size_t j = 0; j < std::min(n, first * kernels::kPanelColumns); ++j)
                requireNear(*by, "what is not asked for", j, static_cast<double>(out[r * n + j]), 77, 0);
        }
    }
}

void compareNorms(Choices& choices, Values& values) {
    const auto width = static_cast<std::size_t>(choices.between(1, 200));
    const bool hasDelta = choices.flag();
    const std::vector<float> residual = values.vector(width), delta = values.vector(width), gain = values.vector(width);
    for (const VectorKernels* by : kernels::usableVectorKernels()) {
        std::vector<float> sum = residual, out(width);
        by->addRmsNorm(sum.data(), hasDelta ? delta.data() : nullptr, gain.data(), width, 1e-6F, out.data());
        double squares = 0;
        for (std::size_t i = 0; i < width; ++i) {
            const float expected = hasDelta ? residual[i] + delta[i] : residual[i];
            requireNear(*by, "sum", i, static_cast<double>(sum[i]), static_cast<double>(expected), 0);
            squares += static_cast<double>(expected) * static_cast<double>(expected);
        }
        const double scale = 1 / std::sqrt(squares / static_cast<double>(width) + 1e-6);
        for (std::size_t i = 0; i < width; ++i) {
            const double expected = static_cast<double>(sum[i]) * scale * static_cast<double>(gain[i]);
            requireNear(*by, "norm", i, static_cast<double>(out[i]), expected,
                        kEpsilon * (static_cast<double>(width) + 8) * std::abs(expected) + 1e-30);
        }
    }
    const auto half = static_cast<std::size_t>(choices.between(1, 40));
    const std::size_t headDim = 2 * half + 2 * static_cast<std::size_t>(choices.below(8));
    const std::vector<float> head = values.vector(headDim), rope = values.vector(2 * half);
    for (const VectorKernels* by : kernels::usableVectorKernels()) {
        std::vector<float> turned = head;
        by->normRope(turned.data(), nullptr, headDim, 1e-6F, rope.data(), 2 * half);
        for (std::size_t i = 0; i < half; ++i) {
            const double a = head[i], b = head[half + i], cosine = rope[i], sine = rope[half + i];
            const double bound = 4 * kEpsilon * (std::abs(a) + std::abs(b)) * (std::abs(cosine) + std::abs(sine));
            requireNear(*by, "rope", i, static_cast<double>(turned[i]), a * cosine - b * sine, bound);
            requireNear(*by, "rope", half + i, static_cast<double>(turned[half + i]), b * cosine + a * sine, bound);
        }
        for (std::size_t i = 2 * half; i < headDim; ++i)
            requireNear(*by, "what is not turned", i, static_cast<double>(turned[i]), static_cast<double>(head[i]), 0);
    }
}

void compareSums(Choices& choices, Values& values) {
    const auto count = static_cast<std::size_t>(choices.between(1, 250));
    const std::vector<float> x = values.vector(count), w = values.vector(count);
    double dot = 0, size = 0, exponentials = 0;
    const float most = *std::max_element(x.begin(), x.end());
    for (std::size_t i = 0; i < count; ++i) {
        const double product = std::max(0.0, static_cast<double>(x[i])) * static_cast<double>(w[i]);
        dot += product;
        size += std::abs(product);
        exponentials += std::exp(static_cast<double>(x[i]) - static_cast<double>(most));
    }
    for (const VectorKernels* by : kernels::usableVectorKernels()) {
        std::vector<float> gated(count);
        by->swiGlu(x.data(), w.data(), count, gated.data());
        for (std::size_t i = 0; i < count; ++i) {
            const double expected =
                static_cast<double>(x[i]) / (1 + std::exp(-static_cast<double>(x[i]))) * static_cast<double>(w[i]);
            requireNear(*by, "silu", i, static_cast<double>(gated[i]), expected, 1e-6 * std::abs(expected) + 1e-30);
        }
        requireNear(*by, "maximum", 0, static_cast<double>(by->maximum(x.data(), count)), static_cast<double>(most), 0);
        requireNear(*by, "sum of exponentials", 0, by->sumOfExp(x.data(), count, most), exponentials,
                    1e-5 * exponentials);
        requireNear(*by, "scorer's sum", 0, static_cast<double>(by->reluDot(x.data(), w.data(), count)), dot,
                    kEpsilon * (static_cast<double>(count) + 8) * size + 1e-30);
    }
}

/// Attention over float32 blocks, in double precision beside each instruction set's.
void compareAttention(Choices& choices, Values& values) {
    constexpr std::size_t kTokens = kernels::kCacheTokens;
    const auto context = static_cast<std::size_t>(choices.between(1, 100));
    const auto skipped = std::min(context - 1, static_cast<std::size_t>(choices.below(static_cast<int>(kTokens))));
    const auto headDim = static_cast<std::size_t>(choices.between(1, 10)) * 8;
    const auto group = static_cast<std::size_t>(choices.between(1, 5));
    const std::size_t blockCount = (context + kTokens - 1) / kTokens;
    const std::size_t blockValues = 2 * headDim * kTokens;
    const std::vector<float> query = values.vector(group * headDim), cache = values.vector(blockCount * blockValues);
    std::vector<std::int32_t> table(blockCount);
    for (std::size_t b = 0; b < blockCount; ++b) table[b] = static_cast<std::int32_t>((b + 1) % blockCount);
    const float scale = 1 / std::sqrt(static_cast<float>(headDim));
    const auto keyAt = [&](std::size_t token, std::size_t d) {
        const auto block = static_cast<std::size_t>(table[token / kTokens]);
        return static_cast<double>(cache[block * blockValues + d * kTokens + token % kTokens]);
    };
    const auto valueAt = [&](std::size_t token, std::size_t d) {
        const auto block = static_cast<std::size_t>(table[token / kTokens]);
        return static_cast<double>(cache[block * blockValues + headDim * kTokens + token % kTokens * headDim + d]);
    };
    for (const VectorKernels* by : kernels::usableVectorKernels()) {
        std::vector<float> out(group * headDim), scratch(4 * ((context + 31) / 32 * 32));
        by->attend({query.data(), KvType::F32, reinterpret_cast<const std::byte*>(cache.data()),
                    blockValues * sizeof(float), table.data(), context, skipped, headDim, group, scale, scratch.data(),
                    out.data()});
        for (std::size_t g = 0; g < group; ++g) {
            std::vector<double> weights(context, 0.0);
            double most = -1e300, sum = 0;
            for (std::size_t t = skipped; t < context; ++t) {
                for (std::size_t d = 0; d < headDim; ++d)
                    weights[t] += static_cast<double>(query[g * headDim + d]) * keyAt(t, d);
                weights[t] *= static_cast<double>(scale);
                most = std::max(most, weights[t]);
            }
            for (std::size_t t = skipped; t < context; ++t) sum += weights[t] = std::exp(weights[t] - most);
            for (std::size_t d = 0; d < headDim; ++d) {
                double expected = 0;
                for (std::size_t t = skipped; t < context; ++t) expected += weights[t] / sum * valueAt(t, d);
                requireNear(*by, "attention", g * headDim + d, static_cast<double>(out[g * headDim + d]), expected,
                            2e-4);
            }
        }
    }
}

}  // namespace

void compareKernels(const std::filesystem::path& path) {
    Choices choices(textOf(path));
    Values values(choices.word());
    compareGemm(choices, values);
    compareNorms(choices, values);
    compareSums(choices, values);
    compareAttention(choices, values);
}

}  // namespace hostile
