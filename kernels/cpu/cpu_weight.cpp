#include "kernels/cpu/cpu_weight.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace kernels::cpu {

namespace {

float fromBf16(std::uint16_t bits) {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
}

float fromF16(std::uint16_t bits) {
    const std::uint32_t sign = std::uint32_t{bits & 0x8000U} << 16;
    const std::uint32_t exponent = bits >> 10 & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 0)
        return std::copysign(std::ldexp(static_cast<float>(fraction), -24), std::bit_cast<float>(sign | 1U));
    const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
    return std::bit_cast<float>(sign | wide << 23 | fraction << 13);
}

/// Element `i` of a part; files give no alignment.
float elementOf(const HostMatrix& part, std::size_t i) {
    if (part.type == HostType::F32) {
        float value;
        std::memcpy(&value, part.bytes.data() + 4 * i, 4);
        return value;
    }
    std::uint16_t bits;
    std::memcpy(&bits, part.bytes.data() + 2 * i, 2);
    return part.type == HostType::Bf16 ? fromBf16(bits) : fromF16(bits);
}

PanelType panelTypeFor(std::span<const HostMatrix> parts) {
    const bool allBf16 =
        std::all_of(parts.begin(), parts.end(), [](const HostMatrix& part) { return part.type == HostType::Bf16; });
    return allBf16 ? PanelType::Bf16 : PanelType::F32;
}

}  // namespace

std::size_t CpuWeight::bytesFor(std::span<const HostMatrix> parts, CpuGemm layout) {
    std::size_t n = 0;
    for (const HostMatrix& part : parts) n += std::size_t(part.n);
    const auto k = std::size_t(parts.front().k);
    if (layout == CpuGemm::OpenBlas) return n * k * sizeof(float);
    const std::size_t panels = (n + kPanelColumns - 1) / kPanelColumns;
    return panels * k * panelRowWords(panelTypeFor(parts)) * sizeof(float);
}

CpuWeight::CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory, ThreadPool& pool)
    : m_k(parts.front().k), m_layout(layout), m_panelType(panelTypeFor(parts)), m_memory(std::move(memory)) {
    std::vector<SourceRow> rows;
    for (const HostMatrix& part : parts)
        for (int row = 0; row < part.n; ++row) rows.push_back({&part, std::size_t(row) * std::size_t(m_k)});
    m_n = static_cast<int>(rows.size());
    constexpr int kRowsATask = static_cast<int>(kPanelColumns);
    pool.run((m_n + kRowsATask - 1) / kRowsATask, [&](int task, int) {
        const int first = task * kRowsATask;
        if (m_layout == CpuGemm::Packed && m_panelType == PanelType::Bf16) return storeBf16Panel(first, rows);
        for (int n = first; n < std::min(m_n, first + kRowsATask); ++n) storeRow(n, rows[std::size_t(n)]);
    });
}

std::size_t CpuWeight::firstWordOf(int n) const {
    const auto row = std::size_t(n);
    if (m_layout == CpuGemm::OpenBlas) return row * std::size_t(m_k);
    const std::size_t rowWords = panelRowWords(m_panelType);
    return row / kPanelColumns * std::size_t(m_k) * rowWords + row % kPanelColumns % rowWords;
}

void CpuWeight::storeRow(int n, const SourceRow& row) {
    const std::size_t step = wordStep();
    const auto k = std::size_t(m_k);
    float* values = m_memory.as<float>() + firstWordOf(n);
    for (std::size_t i = 0; i < k; ++i) values[i * step] = elementOf(*row.part, row.firstElement + i);
}

void CpuWeight::storeBf16Panel(int n, std::span<const SourceRow> rows) {
    constexpr std::size_t kAtOnce = 32;  // elements of a row: what they are written to stays in the near cache
    constexpr std::size_t kHalf = kPanelColumns / 2;
    const auto k = std::size_t(m_k);
    const auto sourceOf = [&](std::size_t row) {
        return row < rows.size() ? rows[row].part->bytes.data() + 2 * rows[row].firstElement : nullptr;
    };
    const auto halfAt = [](const std::byte* source, std::size_t i) {
        std::uint16_t half;
        std::memcpy(&half, source + 2 * i, 2);
        return std::uint32_t{half};
    };
    std::uint32_t* words = m_memory.as<std::uint32_t>() + firstWordOf(n);
    for (std::size_t begin = 0; begin < k; begin += kAtOnce) {
        const std::size_t end = std::min(k, begin + kAtOnce);
        for (std::size_t column = 0; column < kHalf; ++column) {
            const std::byte* lower = sourceOf(std::size_t(n) + column);
            const std::byte* upper = sourceOf(std::size_t(n) + column + kHalf);
            if (upper != nullptr)
                for (std::size_t i = begin; i < end; ++i)
                    words[i * kHalf + column] = halfAt(lower, i) | halfAt(upper, i) << 16;
            else if (lower != nullptr)
                for (std::size_t i = begin; i < end; ++i) words[i * kHalf + column] = halfAt(lower, i);
        }
    }
}

void CpuWeight::copyRow(int n, float* out) const {
    const std::size_t step = wordStep();
    const auto k = std::size_t(m_k);
    if (m_layout == CpuGemm::Packed && m_panelType == PanelType::Bf16) {
        const std::uint32_t* words = m_memory.as<const std::uint32_t>() + firstWordOf(n);
        for (std::size_t i = 0; i < k; ++i) {
            const std::uint32_t word = words[i * step];
            out[i] = std::bit_cast<float>(isUpperHalf(n) ? word & 0xFFFF0000U : word << 16);
        }
        return;
    }
    const float* values = m_memory.as<const float>() + firstWordOf(n);
    for (std::size_t i = 0; i < k; ++i) out[i] = values[i * step];
}

}  // namespace kernels::cpu
