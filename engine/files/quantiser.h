// Numbers made into blocks of 32, as GGUF defines them: Q8_0 by the largest magnitude; Q4_0 with the scale, among some
// near the largest magnitude's, whose squared error is the smallest. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/files/tensor_source.h"

namespace engine {

/// One block of 34 bytes, or of 18, from 32 finite numbers.
void quantiseQ8_0(std::span<const float, 32> values, std::byte* block);
void quantiseQ4_0(std::span<const float, 32> values, std::byte* block);

/// A tensor of F64, F32, F16 or BF16, whose rows are whole blocks, as blocks of `type` (Q8_0 or Q4_0), by several
/// threads. `out` has bytes for exactly its elements. Throws std::logic_error otherwise.
void quantise(const HostTensor& tensor, kernels::HostType type, std::span<std::byte> out);

}  // namespace engine
