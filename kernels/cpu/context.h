// What the ops of one CPU backend share: its threads, the vector kernels of the processor, scratch memory per thread.
// Owned by the backend; ops run on its caller's thread, one at a time.
#pragma once

#include <algorithm>
#include <vector>

#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/thread_pool.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels::cpu {

struct Context {
    Context(int threads, CpuGemm gemmChoice, const VectorKernels& vectorKernels)
        : pool(threads), gemm(gemmChoice), vector(vectorKernels), scratchOf(std::size_t(pool.threads())) {}

    ThreadPool pool;
    CpuGemm gemm;  ///< Packed or OpenBlas
    const VectorKernels& vector;

    /// At least `count` floats that `thread` may use until its task ends. Contents are unspecified.
    float* scratch(int thread, std::size_t count) {
        std::vector<float>& memory = scratchOf[std::size_t(thread)];
        if (memory.size() < count) memory.resize(count);
        return memory.data();
    }

    /// Calls body(row) for all rows, in pieces large enough to be worth handing to a thread.
    template <class Body>
    void forRows(int rows, int width, const Body& body) {
        constexpr int kElementsATask = 12 << 10;
        const int rowsATask = std::max(1, kElementsATask / std::max(1, width));
        pool.run((rows + rowsATask - 1) / rowsATask, [&](int task, int) {
            const int end = std::min(rows, (task + 1) * rowsATask);
            for (int row = task * rowsATask; row < end; ++row) body(row);
        });
    }

    std::vector<std::vector<float>> scratchOf;
    std::vector<float> shared;  ///< scratch of the op that is running, all threads
};

/// Elements of the backend's activation type are floats here.
inline Tensor<float> floats(Tensor<Activation> t) {
    return {reinterpret_cast<float*>(t.data), t.shape[0], t.shape[1], t.shape[2]};
}
inline Tensor<const float> floats(Tensor<const Activation> t) {
    return {reinterpret_cast<const float*>(t.data), t.shape[0], t.shape[1], t.shape[2]};
}

/// Row `r` of a matrix.
template <class T>
T* rowOf(const Tensor<T>& t, int r) {
    return t.data + std::size_t(r) * std::size_t(t.shape[1]);
}

}  // namespace kernels::cpu
