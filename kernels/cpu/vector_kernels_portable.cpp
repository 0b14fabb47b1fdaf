// The vector kernels in the instruction set that the compiler uses by default, for every processor.
#define STEPSCOPE_VECTOR_TABLE portableVectorKernels
#define STEPSCOPE_VECTOR_NAME "portable"
#include "kernels/cpu/vector_kernels_impl.h"
