#include "kernels/cpu/vector_choice.h"

namespace kernels {

std::vector<const VectorKernels*> usableVectorKernels() {
    std::vector<const VectorKernels*> tables;
#ifdef STEPSCOPE_X86_KERNELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) tables.push_back(&avx512VectorKernels());
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c"))
        tables.push_back(&avx2VectorKernels());
#endif
    tables.push_back(&portableVectorKernels());
    return tables;
}

}  // namespace kernels
