// The CUDA devices of this machine, as kernels/devices.h describes them. Only in builds with CUDA. Any thread.
#pragma once

#include "kernels/devices.h"

namespace kernels::cuda {

/// The devices, or an empty list with the reason if there is no driver or no device. Asking for a device's memory opens
/// it. Throws Error if a device that exists cannot be asked.
DeviceList listDevices();

}  // namespace kernels::cuda
