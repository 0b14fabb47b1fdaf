// A weight matrix [n, k] on the device, row-major: bf16, or float32 where the caller asked for it. Immutable, any
// thread.
#pragma once

#include "kernels/backend.h"

namespace kernels::cuda {

class CudaWeight : public Weight {
public:
    CudaWeight(int n, int k, bool float32, Buffer memory)
        : m_n(n), m_k(k), m_float32(float32), m_memory(std::move(memory)) {}

    int n() const override { return m_n; }
    int k() const override { return m_k; }
    std::size_t bytes() const override { return m_memory.bytes(); }
    bool isFloat32() const { return m_float32; }
    const void* data() const { return m_memory.data(); }

private:
    int m_n;
    int m_k;
    bool m_float32;
    Buffer m_memory;
};

}  // namespace kernels::cuda
