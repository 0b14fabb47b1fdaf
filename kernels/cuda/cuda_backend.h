// The CUDA backend: bf16 weights, activations and KV cache, float32 sums, on one device. One thread uses it at a time.
#pragma once

#include <memory>
#include <optional>

#include "kernels/backend.h"

namespace kernels::cuda {

struct CudaOptions {
    int device = 0;      ///< the runtime's number of the device
    bool graphs = true;  ///< decode passes are captured and replayed
};

/// Throws Error where the device can't be used, with the reason.
std::unique_ptr<Backend> makeBackend(const CudaOptions& options);

}  // namespace kernels::cuda
