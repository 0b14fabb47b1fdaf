#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void swiGlu(Context& context, Tensor<const float> gateUp, Tensor<float> out) {
    const auto width = std::size_t(out.dim(1));
    context.forRows(out.dim(0), out.dim(1), [&](int row) {
        const float* gate = rowOf(gateUp, row);
        context.vector.swiGlu(gate, gate + width, width, rowOf(out, row));
    });
}

}  // namespace kernels::cpu
