// Memory of the CPU backend and what the system says about memory and processor. No state, any thread.
#pragma once

#include "kernels/backend.h"

namespace kernels::cpu {

/// Zeroed, 64-byte aligned memory whose pages cost nothing until they are written. Throws OutOfMemory.
Buffer allocateMemory(std::size_t bytes, std::string_view label);

/// Of the machine, or of the control group (a container, a service) that holds this process.
std::size_t totalMemoryBytes();
/// What new allocations can use without swapping, within the limits of control group and address space.
std::size_t availableMemoryBytes();
std::string processorName();

}  // namespace kernels::cpu
