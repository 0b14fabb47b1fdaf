// The CPU backend: the reference of every op and the default if there is no GPU. Float32 activations and KV. A row's
// results depend on that row alone, bit for bit: not on the other rows of a pass, their number or their order.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/backend.h"

namespace kernels {

/// What multiplies matrices. Results of different choices differ in rounding, each is invariant in itself.
enum class CpuGemm {
    Auto,      ///< Packed where the processor has AVX-512 or AVX2 with FMA, else OpenBlas
    Packed,    ///< own kernel over weights packed at load
    OpenBlas,  ///< cblas_sgemm over tiles of a fixed number of rows
};

/// What Auto comes to on this processor.
CpuGemm defaultCpuGemm();

struct CpuOptions {
    int threads = 0;  ///< 0: one per hardware thread
    CpuGemm gemm = CpuGemm::Auto;
    std::optional<std::string> vectors = std::nullopt;  ///< one of cpuVectorNames() instead of the best (for tests)
    std::optional<int> graphRows =
        std::nullopt;  ///< pad and replay decode passes to multiples of this, as a GPU would (for tests)
};

/// Names of the instruction sets that this processor can run, the best first: "AVX-512", "AVX2", "portable".
std::vector<std::string> cpuVectorNames();

/// Throws std::invalid_argument if `options.vectors` names none of them.
std::unique_ptr<Backend> makeCpuBackend(const CpuOptions& options = {});

}  // namespace kernels
