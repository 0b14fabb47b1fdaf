// A weight matrix [n, k] of the CPU backend: in column panels for the packed GEMM, or row-major float32 for OpenBLAS.
// Panels keep bf16 weights as they are, since half the bytes come from memory in half the time and every value is the
// same float32; float32 and float16 become float32. Panels keep quantised weights quantised (quant_form.h). Their
// values are multiplied, and embedded, rounded to bf16: bit for bit as the same weights loaded as bf16, and as a GPU
// multiplies them.
// Immutable after construction, any thread may read.
#pragma once

#include <vector>

#include "kernels/backend.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/thread_pool.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels::cpu {

class CpuWeight : public Weight {
public:
    /// Rows that are stored alike: all, or where a part is quantised each part by itself.
    struct Segment {
        PanelType type = PanelType::F32;
        HostType hostType = HostType::F32;  ///< of a quantised one
        QuantForm form = {};                ///< the same
        int firstRow = 0;                   ///< of the matrix
        int n = 0;
        std::size_t begin = 0;  ///< byte of the memory
        std::size_t bytes = 0;

        /// Of 32 rows.
        std::size_t panelBytes(std::size_t k) const {
            return type == PanelType::Quantised ? k / form.elements * form.unitBytes()
                                                : k * panelRowWords(type) * sizeof(float);
        }
        std::size_t panels() const { return (std::size_t(n) + kPanelColumns - 1) / kPanelColumns; }
    };

    /// Bytes that the weight of `parts` takes in `layout` (Packed or OpenBlas).
    static std::size_t bytesFor(std::span<const HostMatrix> parts, CpuGemm layout);

    /// Converts `parts`, stacked along n, into `memory` of bytesFor() zeroed bytes. Quantised ones need Packed.
    CpuWeight(std::span<const HostMatrix> parts, CpuGemm layout, Buffer memory, ThreadPool& pool);

    int n() const override { return m_n; }
    int k() const override { return m_k; }
    std::size_t bytes() const override { return m_memory.bytes(); }

    CpuGemm layout() const { return m_layout; }
    const std::vector<Segment>& segments() const { return m_segments; }
    const std::byte* panels(const Segment& segment) const { return m_memory.as<const std::byte>() + segment.begin; }
    /// Of the OpenBlas layout: [n, k].
    const float* rowMajor() const { return m_memory.as<const float>(); }
    /// Copies row `n` into out [k].
    void copyRow(int n, float* out) const;

private:
    /// A row [k] of a part.
    struct SourceRow {
        const HostMatrix* part;
        std::size_t number;
    };
    /// Rows first .. first + 31 of a segment; `rows` are all of the segment.
    void storeF32Panel(const Segment& segment, std::size_t first, std::span<const SourceRow> rows);
    void storeBf16Panel(const Segment& segment, std::size_t first, std::span<const SourceRow> rows);
    void storeQuantisedPanel(const Segment& segment, std::size_t first, std::span<const SourceRow> rows);
    void copyQuantisedRow(const Segment& segment, std::size_t row, float* out) const;
    std::byte* panelOf(const Segment& segment, std::size_t row) const;

    int m_n = 0;
    int m_k = 0;
    CpuGemm m_layout;
    std::vector<Segment> m_segments;
    Buffer m_memory;
};

}  // namespace kernels::cpu
