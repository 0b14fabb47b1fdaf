// A weight matrix [n, k] of the CPU backend: in column panels for the packed GEMM, or row-major float32 for OpenBLAS.
// Panels keep bf16 weights as they are, since half the bytes come from memory in half the time and every value is the
// same float32; other types become float32.
// Immutable after construction, any thread may read.
#pragma once

#include "kernels/backend.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/thread_pool.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels::cpu {

class CpuWeight : public Weight {
public:
    /// Bytes that the weight of `parts` takes in `layout` (Packed or OpenBlas).
    static std::size_t bytesFor(std::span<const HostMatrix> parts, CpuGemm layout);

    /// Converts `parts`, stacked along n, into `memory` of bytesFor() zeroed bytes.
    CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory, ThreadPool& pool);

    int n() const override { return m_n; }
    int k() const override { return m_k; }
    std::size_t bytes() const override { return m_memory.bytes(); }

    CpuGemm layout() const { return m_layout; }
    PanelType panelType() const { return m_panelType; }
    const float* data() const { return m_memory.as<const float>(); }
    /// Copies row `n` into out [k].
    void copyRow(int n, float* out) const;

private:
    /// A row [k] of a part.
    struct SourceRow {
        const HostMatrix* part;
        std::size_t firstElement;
    };
    void storeRow(int n, const SourceRow& row);
    /// Rows n .. n + 31, which share their words, of a matrix of bf16; `rows` are all of the matrix.
    void storeBf16Panel(int n, std::span<const SourceRow> rows);
    /// Word of the memory that holds element [n, 0]; element [n, i] is i * wordStep() further.
    std::size_t firstWordOf(int n) const;
    std::size_t wordStep() const { return m_layout == CpuGemm::OpenBlas ? 1 : panelRowWords(m_panelType); }
    /// Which half of its words a row of bf16 panels has.
    static bool isUpperHalf(int n) { return std::size_t(n) % kPanelColumns >= kPanelColumns / 2; }

    int m_n = 0;
    int m_k = 0;
    CpuGemm m_layout;
    PanelType m_panelType;
    Buffer m_memory;
};

}  // namespace kernels::cpu
