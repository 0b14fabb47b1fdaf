#include "kernels/cpu/vector_kernels.h"

namespace kernels {

const VectorKernels& bestVectorKernels() {
#ifdef STEPSCOPE_X86_KERNELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) return avx512VectorKernels();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2VectorKernels();
#endif
    return portableVectorKernels();
}

}  // namespace kernels
