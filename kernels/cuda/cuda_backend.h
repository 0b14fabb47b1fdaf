// The CUDA backend: bf16 weights, activations and KV cache, float32 sums, on one device. One thread uses it at a time.
// Unlike on the CPU, a row's result may round differently with other rows in the pass. The same calls repeat bit for
// bit on one device and build within a process; across processes only if no product is timed (matmul.h).
#pragma once

#include <memory>
#include <optional>

#include "kernels/backend.h"

namespace kernels::cuda {

struct CudaOptions {
    int device = 0;      ///< the runtime's number of the device
    bool graphs = true;  ///< decode passes are captured and replayed
};

/// Throws Error if the device can't be used, with the reason.
std::unique_ptr<Backend> makeBackend(const CudaOptions& options);

}  // namespace kernels::cuda
