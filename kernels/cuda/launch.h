// Launching kernels so that one may begin before the kernel ahead of it in the stream has ended (programmatic dependent
// launch, Hopper and later): its prologue overlaps the other's run. Every kernel of this folder calls allowNext() first
// and waitForInputs() in all threads before it touches memory that other kernels write or read: a kernel ends only
// after all before it have ended, so order is as in any stream.
#pragma once

#include <cuda_runtime.h>

#include "kernels/cuda/check.h"

namespace kernels::cuda {

/// Where the ops of one call go.
struct Launch {
    cudaStream_t stream = nullptr;
    bool overlap = false;  ///< the device knows programmatic dependent launch
    int multiprocessors = 0;
};

#ifdef __CUDACC__
/// All work ahead in the stream is done and its writes can be seen.
__device__ inline void waitForInputs() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

/// The next kernel in the stream may be launched once every block of this one has started.
__device__ inline void allowNext() {
#if __CUDA_ARCH__ >= 900
    asm volatile("griddepcontrol.launch_dependents;");
#endif
}

template <class... Parameters, class... Arguments>
void launchKernel(const Launch& to, void (*kernel)(Parameters...), dim3 grid, dim3 block, std::size_t sharedBytes,
                  Arguments... arguments) {
    cudaLaunchAttribute attribute{};
    attribute.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    attribute.val.programmaticStreamSerializationAllowed = 1;
    cudaLaunchConfig_t config{};
    config.gridDim = grid;
    config.blockDim = block;
    config.dynamicSmemBytes = sharedBytes;
    config.stream = to.stream;
    config.attrs = &attribute;
    config.numAttrs = to.overlap ? 1 : 0;
    CHECK_CUDA(cudaLaunchKernelEx(&config, kernel, Parameters(arguments)...));
}
#endif

}  // namespace kernels::cuda
