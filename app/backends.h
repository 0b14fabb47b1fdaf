// Which device computes: the user's choice against what this machine has. No state, any thread.
#pragma once

#include <memory>
#include <optional>

#include "app/run_options.h"
#include "kernels/devices.h"

namespace app {

/// Whether the CUDA backend can compute on the device.
bool canCompute(const kernels::Device& device);

/// The CUDA device that Auto takes: the one with the most free memory among those that can compute.
std::optional<int> findBestDevice(const kernels::DeviceList& list);

/// Auto: the best CUDA device, else the CPU. Cuda: `device`, else the best one. Throws UsageError with the reason where
/// the choice can't be met.
std::unique_ptr<kernels::Backend> makeBackend(BackendChoice choice, std::optional<int> device);

}  // namespace app
