// Matrix products. With bf16 weights: for the numbers of rows that come again and again the fastest of cuBLASLt's
// algorithms and our own kernels for few rows, found by timing them once on the weights at hand with a cold cache; for
// others cuBLASLt's favourite. With quantised weights: our own kernels (kernels/cuda/quant_product.cuh), and for the
// many rows of a prompt slices that are made bf16 again, small enough to stay in the level-2 cache. Owned by the
// backend, its thread only.
#pragma once

#include <array>
#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include "kernels/cuda/ops.h"
#include "kernels/cuda/quant_ops.h"

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

    /// out [rows, n / 2] = silu(gate) * up, which are the halves of x * w^T, in one kernel; false, and nothing done,
    /// where there is none: for unquantised weights, many rows, or parts of two types. Times candidates likewise.
    bool runSwiGlu(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Activation> out);

    /// Our own kernels are left out (for comparisons). Before the first product.
    void onlyLibrary(bool only) { m_onlyLibrary = only; }

private:
    struct Choice;
    struct Shape {
        int rows, n, k;
        bool float32;
        int width;                                       ///< of a row of the output
        auto operator<=>(const Shape&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 sees a 0
    };
    struct QuantShape {
        HostType type;
        int rows, n, k;
        bool float32;
        bool gated = false;
        auto operator<=>(const QuantShape&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 sees a 0
    };
    struct QuantChoice {
        bool inSlices = false;  ///< made bf16 again
        QuantTiling tiling;
    };

    template <class Out>
    void runAny(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    template <class Out>
    void execute(const Launch& to, Choice& choice, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    template <class Out>
    Choice choose(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    template <class Out>
    void runQuantised(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
    /// What was chosen for a shape before, or by `choose` if it comes again and again.
    QuantChoice quantChoice(const Launch& to, const QuantShape& shape,
                            const std::function<QuantChoice(const Launch&)>& choose);
    /// The fastest of `candidates`.
    QuantChoice fastest(const Launch& to, const std::vector<QuantChoice>& candidates,
                        const std::function<void(const QuantChoice&)>& work);
    template <class Out>
    void runSection(const Launch& to, const QuantChoice& choice, Tensor<const Activation> x,
                    const QuantSection& section, Tensor<Out> out);
    template <class Out>
    QuantChoice chooseQuantised(const Launch& to, Tensor<const Activation> x, const QuantSection& section,
                                Tensor<Out> out);
    /// Columns firstColumn .. of out = x w^T by cuBLASLt's favourite; w [n, k] in bf16.
    template <class Out>
    void runLibrary(const Launch& to, Tensor<const Activation> x, const void* w, int n, Tensor<Out> out,
                    int firstColumn);
    void multiply(const Launch& to, const Choice& choice, const void* x, const void* w, void* out);
    QuantScratch quantScratch() const;
    double secondsOf(const Launch& to, const std::function<void()>& work);

    cublasLtHandle_t m_handle = nullptr;
    void* m_workspace = nullptr;  ///< of cuBLASLt; between timings the whole scratch is overwritten to empty the cache
    cudaEvent_t m_begin = nullptr, m_end = nullptr;
    std::map<Shape, Choice> m_choices;              ///< of rows that come again: a bounded number
    std::map<Shape, Choice> m_untimed;              ///< of all others; emptied when it has grown too long
    std::map<QuantShape, QuantChoice> m_quantised;  ///< of rows that come again
    bool m_onlyLibrary = false;
};

}  // namespace kernels::cuda
