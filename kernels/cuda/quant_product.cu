// Products of one quantised type; CMake makes a translation unit of this file for each, with STEPSCOPE_QUANT_TYPE.
#include "kernels/cuda/quant_product.cuh"

namespace kernels::cuda {

template void productOf<HostType::STEPSCOPE_QUANT_TYPE>(const Launch&, const QuantTiling&, const QuantScratch&,
                                                        Tensor<const Activation>, const QuantMatrix&,
                                                        Tensor<Activation>, int);
template void productOf<HostType::STEPSCOPE_QUANT_TYPE>(const Launch&, const QuantTiling&, const QuantScratch&,
                                                        Tensor<const Activation>, const QuantMatrix&, Tensor<float>,
                                                        int);
template void gatedProductOf<HostType::STEPSCOPE_QUANT_TYPE>(const Launch&, const QuantTiling&,
                                                             Tensor<const Activation>, const QuantMatrix&,
                                                             Tensor<Activation>);

}  // namespace kernels::cuda
