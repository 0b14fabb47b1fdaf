// Matrix products with bf16 weights: for the numbers of rows that come again and again the fastest of cuBLASLt's
// algorithms and our own kernels for few rows, found by timing them once on the weights at hand with a cold cache; for
// others cuBLASLt's favourite. Owned by the backend, its thread only.
#pragma once

#include <array>
#include <map>
#include <tuple>

#include "kernels/cuda/ops.h"

namespace kernels::cuda {

/// Rows of the decode passes that become graphs.
inline constexpr std::array kGraphRows = {1, 2, 4, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256};

class Matmul {
public:
    /// Throws Error. The device must be current.
    Matmul();
    ~Matmul();
    Matmul(const Matmul&) = delete;
    Matmul& operator=(const Matmul&) = delete;

    /// out [rows, n] = x [rows, k] * w [n, k]^T. Times candidates for a new shape of kGraphRows or a full pass's rows,
    /// unless the stream is being captured.
    void run(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Activation> out);
    void run(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<float> out);

    /// Our own kernels are left out (for comparisons). Before the first product.
    void onlyLibrary(bool only) { m_onlyLibrary = only; }

private:
    struct Choice;
    struct Shape {
        int rows, n, k;
        bool float32;
        auto operator<=>(const Shape&) const = default;
    };

    template <class Out>
    void runAny(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    template <class Out>
    void execute(const Launch& to, Choice& choice, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    template <class Out>
    Choice choose(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    double secondsOf(const Launch& to, const std::function<void()>& work);

    cublasLtHandle_t m_handle = nullptr;
    void* m_workspace = nullptr;  ///< of cuBLASLt; between timings the whole scratch is overwritten to empty the cache
    cudaEvent_t m_begin = nullptr, m_end = nullptr;
    std::map<Shape, Choice> m_choices;  ///< of rows that come again: a bounded number
    std::map<Shape, Choice> m_untimed;  ///< of all others; emptied when it has grown too long
    bool m_onlyLibrary = false;
};

}  // namespace kernels::cuda
