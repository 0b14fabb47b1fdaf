// Which vector kernels this processor can run. Apart from the table itself, whose files are compiled for one
// instruction set and must stay free of standard headers with code. No state, any thread.
#pragma once

#include <vector>

#include "kernels/cpu/vector_kernels.h"

namespace kernels {

/// The best first; the portable ones, which always run, last.
const std::vector<const VectorKernels*>& usableVectorKernels();

}  // namespace kernels
