// The CUDA devices of this machine, as kernels/devices.h describes them. Only in builds with CUDA. Any thread.
#pragma once

#include <stdexcept>

#include "kernels/devices.h"

namespace kernels::cuda {

/// A call into the CUDA runtime failed: what, why and where.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The devices, or an empty list with the reason where there is no driver or no device. Asking for a device's memory
/// opens it. Throws Error where a device that exists cannot be asked.
DeviceList listDevices();

}  // namespace kernels::cuda
