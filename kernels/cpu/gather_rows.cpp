#include <cstring>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void gatherRows(Tensor<const float> x, Tensor<const std::int32_t> indices, Tensor<float> out) {
    for (int i = 0; i < indices.dim(0); ++i) {
        const std::int32_t row = indices.data[i];
        if (row < 0 || row >= x.dim(0))
            throw std::out_of_range("gatherRows: expected a row below " + std::to_string(x.dim(0)) + ", got " +
                                    std::to_string(row));
        std::memcpy(rowOf(out, i), rowOf(x, row), sizeof(float) * std::size_t(x.dim(1)));
    }
}

}  // namespace kernels::cpu
