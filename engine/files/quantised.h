// The block formats of GGUF turned back into numbers: a block holds a few scales and small integers, and every value is
// what the format's own definition gives in float32. Pure functions, any thread.
#pragma once

#include <cstddef>
#include <span>

#include "engine/files/tensor_source.h"

namespace engine {

/// `blocks` holds exactly out.size() elements of the quantised `type`, whole blocks.
void dequantise(StorageType type, std::span<const std::byte> blocks, std::span<float> out);

}  // namespace engine
