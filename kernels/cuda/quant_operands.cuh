// What the kernels of quantised products share: operands of tensor cores out of words, and rounding of outputs.
#pragma once

#include "kernels/cuda/quant_unit.cuh"

namespace kernels::cuda {

__device__ inline void storeOutput(float value, Bf16* to) {
    *to = __float2bfloat16_rn(value);
}
__device__ inline void storeOutput(float value, float* to) {
    *to = value;
}

/// silu(gate) * up of what would have been stored as bf16: what swiGlu makes of it.
__device__ inline float gatedOf(float gate, float up) {
    const float g = __bfloat162float(__float2bfloat16_rn(gate));
    return g / (1.0F + __expf(-g)) * __bfloat162float(__float2bfloat16_rn(up));
}

/// Operands of two products of tensor cores, of words 2 group and 2 group + 1: rows lane/4 and lane/4 + 8.
struct QuantOperands {
    std::uint32_t first[4], second[4];
};
__device__ inline QuantOperands operandsOf(const std::uint32_t (&low)[4], const std::uint32_t (&high)[4]) {
    return {{low[0], high[0], low[1], high[1]}, {low[2], high[2], low[3], high[3]}};
}

}  // namespace kernels::cuda
