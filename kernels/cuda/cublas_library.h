// cuBLAS, which the program loads when it first asks for GPUs: no program is linked to it, so that one build runs on
// machines with and without it. The functions of cublasLt.h that kernels/cuda/ calls are defined in the .cpp and go on
// to the library. Host code only, any thread.
#pragma once

#include <string>

namespace kernels::cuda {

/// Empty where the library is loaded; else one line: which file is missing and what brings it. Loads at the first call:
/// the file that $STEPSCOPE_CUBLASLT names, else libcublasLt.so of the CUDA version that the program was built with,
/// else that of another version from 12 on, where the system looks for libraries and where NVIDIA installs them.
const std::string& whyNoCublas();

}  // namespace kernels::cuda
