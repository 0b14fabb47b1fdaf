#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void embed(Context& context, Tensor<const std::int32_t> tokens, const CpuWeight& table, Tensor<float> out) {
    context.forRows(tokens.dim(0), out.dim(1), [&](int row) {
        const std::int32_t token = tokens.data[row];
        if (token < 0 || token >= table.n())
            throw std::out_of_range("embed: expected a token below " + std::to_string(table.n()) + ", got " +
                                    std::to_string(token));
        table.copyRow(token, rowOf(out, row));
    });
}

}  // namespace kernels::cpu
