// Errors of the CUDA runtime and of cuBLAS as exceptions that name the call, the file and the line. Host code only,
// any thread.
#pragma once

#include <cublasLt.h>
#include <cuda_runtime_api.h>

#include <stdexcept>

namespace kernels::cuda {

/// A call into the CUDA runtime or cuBLAS failed: what, why and where.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Throw Error unless all is well. A failure that is reported does not surface again at the next call.
void check(cudaError_t status, const char* call, const char* file, int line);
void check(cublasStatus_t status, const char* call, const char* file, int line);

#define CHECK_CUDA(call) ::kernels::cuda::check(call, #call, __FILE__, __LINE__)

}  // namespace kernels::cuda
