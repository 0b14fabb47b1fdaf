#include "kernels/cpu/vector_choice.h"

#ifdef STEPSCOPE_X86_KERNELS
#include <cpuid.h>
#endif

namespace kernels {
namespace {

#ifdef STEPSCOPE_X86_KERNELS
/// Conversion from halves; clang 14 has no name for it in __builtin_cpu_supports.
bool hasF16c() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    return __get_cpuid(1, &a, &b, &c, &d) != 0 && (c & bit_F16C) != 0;
}
#endif

std::vector<const VectorKernels*> findUsable() {
    std::vector<const VectorKernels*> tables;
#ifdef STEPSCOPE_X86_KERNELS
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f")) tables.push_back(&avx512VectorKernels());
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && hasF16c())
        tables.push_back(&avx2VectorKernels());
#endif
    tables.push_back(&portableVectorKernels());
    return tables;
}

}  // namespace

const std::vector<const VectorKernels*>& usableVectorKernels() {
    // Asked once: on a virtual machine the question leaves it, which takes many microseconds.
    static const std::vector<const VectorKernels*> kUsable = findUsable();
    return kUsable;
}

}  // namespace kernels
