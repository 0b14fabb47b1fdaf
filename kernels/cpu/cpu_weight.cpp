#include "kernels/cpu/cpu_weight.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace kernels::cpu {

namespace {

float fromBf16(std::uint16_t bits) { return std::bit_cast<float>(std::uint32_t{bits} << 16); }

float fromF16(std::uint16_t bits) {
    const std::uint32_t sign = std::uint32_t{bits & 0x8000U} << 16;
    const std::uint32_t exponent = bits >> 10 & 0x1FU;
    const std::uint32_t fraction = bits & 0x3FFU;
    if (exponent == 0) return std::copysign(std::ldexp(static_cast<float>(fraction), -24), std::bit_cast<float>(sign | 1U));
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

CpuWeight::CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory)
    : m_k(parts.front().k), m_layout(layout), m_panelType(panelTypeFor(parts)), m_memory(std::move(memory)) {
    for (const HostMatrix& part : parts) {
        std::size_t i = 0;
        for (int row = 0; row < part.n; ++row, ++m_n)
            for (int column = 0; column < m_k; ++column)
                setValue(std::size_t(m_n), std::size_t(column), elementOf(part, i++));
    }
}

std::size_t CpuWeight::wordOf(std::size_t n, std::size_t k) const {
    const std::size_t rowWords = panelRowWords(m_panelType);
    return (n / kPanelColumns * std::size_t(m_k) + k) * rowWords + n % kPanelColumns % rowWords;
}

void CpuWeight::setValue(std::size_t n, std::size_t k, float value) {
    if (m_layout == CpuGemm::OpenBlas) {
        m_memory.as<float>()[n * std::size_t(m_k) + k] = value;
    } else if (m_panelType == PanelType::F32) {
        m_memory.as<float>()[wordOf(n, k)] = value;
    } else {
        const std::uint32_t half = std::bit_cast<std::uint32_t>(value) >> 16;
        m_memory.as<std::uint32_t>()[wordOf(n, k)] |= n % kPanelColumns < 16 ? half : half << 16;
    }
}

float CpuWeight::valueAt(std::size_t n, std::size_t k) const {
    if (m_layout == CpuGemm::OpenBlas) return m_memory.as<float>()[n * std::size_t(m_k) + k];
    if (m_panelType == PanelType::F32) return m_memory.as<float>()[wordOf(n, k)];
    const std::uint32_t word = m_memory.as<std::uint32_t>()[wordOf(n, k)];
    return std::bit_cast<float>(n % kPanelColumns < 16 ? word << 16 : word & 0xFFFF0000U);
}

void CpuWeight::copyRow(int n, float* out) const {
    for (int k = 0; k < m_k; ++k) out[k] = valueAt(std::size_t(n), std::size_t(k));
}

}  // namespace kernels::cpu
