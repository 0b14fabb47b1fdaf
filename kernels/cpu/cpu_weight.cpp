#include "kernels/cpu/cpu_weight.h"

#include <bit>
#include <cmath>
#include <cstring>

#include "kernels/cpu/vector_kernels.h"

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
float valueAt(const HostMatrix& part, std::size_t i) {
    if (part.type == HostType::F32) {
        float value;
        std::memcpy(&value, part.bytes.data() + 4 * i, 4);
        return value;
    }
    std::uint16_t bits;
    std::memcpy(&bits, part.bytes.data() + 2 * i, 2);
    return part.type == HostType::Bf16 ? fromBf16(bits) : fromF16(bits);
}

}  // namespace

std::size_t CpuWeight::floatCount(int n, int k, CpuGemm layout) {
    const std::size_t columns = layout == CpuGemm::Packed
                                    ? (std::size_t(n) + kPanelColumns - 1) / kPanelColumns * kPanelColumns
                                    : std::size_t(n);
    return columns * std::size_t(k);
}

CpuWeight::CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory)
    : m_k(parts.front().k), m_layout(layout), m_memory(std::move(memory)) {
    for (const HostMatrix& part : parts) {
        std::size_t i = 0;
        for (int row = 0; row < part.n; ++row, ++m_n)
            for (int column = 0; column < m_k; ++column) *element(m_n, column) = valueAt(part, i++);
    }
}

float* CpuWeight::element(int n, int k) const {
    const auto row = std::size_t(n);
    if (m_layout == CpuGemm::OpenBlas) return m_memory.as<float>() + row * std::size_t(m_k) + std::size_t(k);
    return m_memory.as<float>() + (row / kPanelColumns * std::size_t(m_k) + std::size_t(k)) * kPanelColumns +
           row % kPanelColumns;
}

void CpuWeight::copyRow(int n, float* out) const {
    for (int k = 0; k < m_k; ++k) out[k] = *element(n, k);
}

}  // namespace kernels::cpu
