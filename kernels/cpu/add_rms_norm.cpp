#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void addRmsNorm(Context& context, Tensor<float> residual, Tensor<const float> delta, Tensor<const float> gain,
                float epsilon, Tensor<float> out) {
    context.forRows(residual.dim(0), residual.dim(1), [&](int row) {
        context.vector.addRmsNorm(rowOf(residual, row), delta.empty() ? nullptr : rowOf(delta, row), gain.data,
                                  std::size_t(residual.dim(1)), epsilon, rowOf(out, row));
    });
}

}  // namespace kernels::cpu
