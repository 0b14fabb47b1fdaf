// The vector kernels for AVX-512. Compiled with that instruction set; called only where the processor has it.
#define STEPSCOPE_VECTOR_TABLE avx512VectorKernels
#define STEPSCOPE_VECTOR_NAME "AVX-512"
#include "kernels/cpu/vector_kernels_impl.h"
