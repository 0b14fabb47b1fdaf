// The vector kernels for AVX2. Compiled with that instruction set; called only where it was found.
#define STEPSCOPE_VECTOR_TABLE avx2VectorKernels
#define STEPSCOPE_VECTOR_NAME "AVX2"
#include "kernels/cpu/vector_kernels_impl.h"
