// A weight matrix [n, k] on the device: row-major in bf16 (or float32 where the caller asked for it), or in sections of
// rows that are quantised (kernels/cuda/quant_layout.h), each of one type. Immutable, any thread.
#pragma once

#include <vector>

#include "kernels/backend.h"
#include "kernels/cuda/quant_layout.h"

namespace kernels::cuda {

/// Rows firstRow .. firstRow + matrix.n - 1 of a weight.
struct QuantSection {
    HostType type = HostType::Q8_0;
    int firstRow = 0;
    QuantMatrix matrix;
};

class CudaWeight : public Weight {
public:
    CudaWeight(int n, int k, bool float32, Buffer memory)
        : m_n(n), m_k(k), m_float32(float32), m_memory(std::move(memory)) {}
    /// The sections lie in `memory`.
    CudaWeight(int n, int k, std::vector<QuantSection> sections, Buffer memory)
        : m_n(n), m_k(k), m_float32(false), m_sections(std::move(sections)), m_memory(std::move(memory)) {}

    int n() const override { return m_n; }
    int k() const override { return m_k; }
    std::size_t bytes() const override { return m_memory.bytes(); }
    bool isFloat32() const { return m_float32; }
    /// None: the weight is row-major, at data().
    const std::vector<QuantSection>& sections() const { return m_sections; }
    const void* data() const { return m_memory.data(); }

private:
    int m_n;
    int m_k;
    bool m_float32;
    std::vector<QuantSection> m_sections;
    Buffer m_memory;
};

}  // namespace kernels::cuda
