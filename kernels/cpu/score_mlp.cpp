#include <cmath>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void scoreMlp(Context& context, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores) {
    const auto& first = static_cast<const CpuWeight&>(*mlp.first);
    const int rows = x.dim(0);
    const int hidden = first.n();
    context.shared.resize(std::size_t(rows) * std::size_t(hidden));
    const Tensor<float> layer(context.shared.data(), rows, hidden);  // [rows, hidden] before the ReLU
    matmul(context, x, first, mlp.firstBias, layer);
    for (int row = 0; row < rows; ++row) {
        const float sum = context.vector.reluDot(rowOf(layer, row), mlp.second.data, std::size_t(hidden));
        scores.data[row] = static_cast<float>(1.0 / (1.0 + std::exp(-(double(sum) + double(mlp.secondBias)))));
    }
}

}  // namespace kernels::cpu
