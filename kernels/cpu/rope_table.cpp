#include <cmath>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void ropeTable(Context& context, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
               float scale, Tensor<float> out) {
    const int half = inverseFrequencies.dim(0);
    context.forRows(positions.dim(0), 16 * out.dim(1), [&](int row) {  // a cosine costs many sums
        float* to = rowOf(out, row);
        for (int i = 0; i < half; ++i) {
            // The angle is a float32 product, as the models were trained.
            const float angle = static_cast<float>(positions.data[row]) * inverseFrequencies.data[i];
            to[i] = scale * std::cos(angle);
            to[half + i] = scale * std::sin(angle);
        }
    });
}

}  // namespace kernels::cpu
