// Products of row-major float32 matrices by cuBLASLt, with float32 sums: no TF32, and only algorithms whose sums have a
// fixed order. Owned by whoever multiplies, one thread at a time; the device must be current.
#pragma once

#include <map>
#include <memory>

#include "kernels/backend.h"
#include "kernels/cuda/launch.h"

namespace kernels::cuda {

class FloatProduct {
public:
    /// Throws Error, OutOfMemory.
    explicit FloatProduct(Backend& backend);
    ~FloatProduct();
    FloatProduct(const FloatProduct&) = delete;
    FloatProduct& operator=(const FloatProduct&) = delete;

    /// out [m, n] = a [m, k] * b [n, k]^T
    void timesTransposed(const Launch& to, Tensor<const float> a, Tensor<const float> b, Tensor<float> out);
    /// out [m, n] = a [k, m]^T * b [k, n]
    void transposedTimes(const Launch& to, Tensor<const float> a, Tensor<const float> b, Tensor<float> out);

private:
    struct Plan;
    struct Shape {
        bool firstTransposed;
        int m, n, k;
        auto operator<=>(const Shape&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 sees a 0
    };
    void run(const Launch& to, const Shape& shape, const float* a, const float* b, float* out);
    std::unique_ptr<Plan> makePlan(const Shape& shape) const;

    cublasLtHandle_t m_handle = nullptr;
    Buffer m_workspace;
    std::map<Shape, std::unique_ptr<Plan>> m_plans;
};

}  // namespace kernels::cuda
