#include "kernels/cuda/float_product.h"

#include <string>

namespace kernels::cuda {

namespace {

constexpr std::size_t kWorkspaceBytes = std::size_t{32} << 20;

/// The greatest power of two up to 256 that divides a row's bytes.
std::uint32_t alignmentOfRow(int floats) {
    std::uint32_t alignment = 256;
    while (std::size_t(floats) * sizeof(float) % alignment != 0) alignment /= 2;
    return alignment;
}

}  // namespace

/// cuBLASLt counts in columns, so a row-major matrix is its own transpose there: it computes out^T = right^T * left^T
/// with the second operand first.
struct FloatProduct::Plan {
    cublasLtMatmulDesc_t operation = nullptr;
    cublasLtMatrixLayout_t first = nullptr, second = nullptr, output = nullptr;
    cublasLtMatmulPreference_t preference = nullptr;
    cublasLtMatmulAlgo_t algorithm{};

    Plan() = default;
    ~Plan() {
        if (preference != nullptr) cublasLtMatmulPreferenceDestroy(preference);
        if (output != nullptr) cublasLtMatrixLayoutDestroy(output);
        if (second != nullptr) cublasLtMatrixLayoutDestroy(second);
        if (first != nullptr) cublasLtMatrixLayoutDestroy(first);
        if (operation != nullptr) cublasLtMatmulDescDestroy(operation);
    }
    Plan(const Plan&) = delete;
    Plan& operator=(const Plan&) = delete;

    template <class Value>
    void prefer(cublasLtMatmulPreferenceAttributes_t attribute, Value value) {
        CHECK_CUDA(cublasLtMatmulPreferenceSetAttribute(preference, attribute, &value, sizeof value));
    }
};

FloatProduct::FloatProduct(Backend& backend) : m_workspace(backend.allocate(kWorkspaceBytes, "matrix products")) {
    CHECK_CUDA(cublasLtCreate(&m_handle));
}

FloatProduct::~FloatProduct() {
    m_plans.clear();
    if (m_handle != nullptr) cublasLtDestroy(m_handle);
}

void FloatProduct::timesTransposed(const Launch& to, Tensor<const float> a, Tensor<const float> b, Tensor<float> out) {
    Dims("product").bind("a", a, {"m", "k"}).bind("b", b, {"n", "k"}).bind("out", out, {"m", "n"});
    run(to, {.firstTransposed = false, .m = a.dim(0), .n = b.dim(0), .k = a.dim(1)}, a.data, b.data, out.data);
}

void FloatProduct::transposedTimes(const Launch& to, Tensor<const float> a, Tensor<const float> b, Tensor<float> out) {
    Dims("product").bind("a", a, {"k", "m"}).bind("b", b, {"k", "n"}).bind("out", out, {"m", "n"});
    run(to, {.firstTransposed = true, .m = a.dim(1), .n = b.dim(1), .k = a.dim(0)}, a.data, b.data, out.data);
}

std::unique_ptr<FloatProduct::Plan> FloatProduct::makePlan(const Shape& s) const {
    auto plan = std::make_unique<Plan>();
    CHECK_CUDA(cublasLtMatmulDescCreate(&plan->operation, CUBLAS_COMPUTE_32F, CUDA_R_32F));
    const auto transpose = [&](cublasLtMatmulDescAttributes_t operand) {
        const cublasOperation_t transposed = CUBLAS_OP_T;
        CHECK_CUDA(cublasLtMatmulDescSetAttribute(plan->operation, operand, &transposed, sizeof transposed));
    };
    const auto layout = [](cublasLtMatrixLayout_t& made, int rows, int columns) {  // as the memory lies, row-major
        CHECK_CUDA(cublasLtMatrixLayoutCreate(&made, CUDA_R_32F, std::uint64_t(columns), std::uint64_t(rows), columns));
    };
    if (s.firstTransposed) {
        layout(plan->first, s.k, s.n);   // b
        layout(plan->second, s.k, s.m);  // a
        transpose(CUBLASLT_MATMUL_DESC_TRANSB);
    } else {
        layout(plan->first, s.n, s.k);   // b
        layout(plan->second, s.m, s.k);  // a
        transpose(CUBLASLT_MATMUL_DESC_TRANSA);
    }
    layout(plan->output, s.m, s.n);

    CHECK_CUDA(cublasLtMatmulPreferenceCreate(&plan->preference));
    plan->prefer(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, kWorkspaceBytes);
    plan->prefer(CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK, std::uint32_t{CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE});
    plan->prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, alignmentOfRow(s.firstTransposed ? s.n : s.k));
    plan->prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, alignmentOfRow(s.firstTransposed ? s.m : s.k));
    plan->prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, alignmentOfRow(s.n));
    plan->prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, alignmentOfRow(s.n));
    cublasLtMatmulHeuristicResult_t result{};
    int found = 0;
    CHECK_CUDA(cublasLtMatmulAlgoGetHeuristic(m_handle, plan->operation, plan->first, plan->second, plan->output,
                                              plan->output, plan->preference, 1, &result, &found));
    if (found < 1 || result.state != CUBLAS_STATUS_SUCCESS) {
        throw Error("cuBLASLt has no float32 product of " + std::to_string(s.m) + " x " + std::to_string(s.k) +
                    " and " + std::to_string(s.k) + " x " + std::to_string(s.n));
    }
    plan->algorithm = result.algo;
    return plan;
}

void FloatProduct::run(const Launch& to, const Shape& shape, const float* a, const float* b, float* out) {
    std::unique_ptr<Plan>& plan = m_plans[shape];
    if (!plan) plan = makePlan(shape);
    const float one = 1, zero = 0;
    CHECK_CUDA(cublasLtMatmul(m_handle, plan->operation, &one, b, plan->first, a, plan->second, &zero, out,
                              plan->output, out, plan->output, &plan->algorithm, m_workspace.data(), kWorkspaceBytes,
                              to.stream));
}

}  // namespace kernels::cuda
