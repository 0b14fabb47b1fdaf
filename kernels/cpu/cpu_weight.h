// A weight matrix [n, k] of the CPU backend, float32: in column panels for the packed GEMM, or row-major for OpenBLAS.
// Immutable after construction, any thread may read.
#pragma once

#include "kernels/backend.h"
#include "kernels/cpu/cpu_backend.h"

namespace kernels::cpu {

class CpuWeight : public Weight {
public:
    /// Floats that a weight [n, k] takes.
    static std::size_t floatCount(int n, int k, CpuGemm layout);

    /// Converts `parts`, stacked along n, into `memory` of floatCount() zeroed floats. `layout` is Packed or OpenBlas.
    CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory);

    int n() const override { return m_n; }
    int k() const override { return m_k; }
    std::size_t bytes() const override { return m_memory.bytes(); }

    CpuGemm layout() const { return m_layout; }
    const float* data() const { return m_memory.as<const float>(); }
    /// Copies row `n` into out [k].
    void copyRow(int n, float* out) const;

private:
    float* element(int n, int k) const;

    int m_n = 0;
    int m_k = 0;
    CpuGemm m_layout;
    Buffer m_memory;
};

}  // namespace kernels::cpu
