// The vector kernels for AVX2 with FMA and F16C. Compiled with those instruction sets; called only where the processor
// has them.
#define STEPSCOPE_VECTOR_TABLE avx2VectorKernels
#define STEPSCOPE_VECTOR_NAME "AVX2"
#include "kernels/cpu/vector_kernels_impl.h"
