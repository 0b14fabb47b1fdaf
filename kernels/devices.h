// The accelerators of this machine that the program could use. Works in every build and on every machine: without CUDA,
// without a driver or without a device the list is empty and says why. No state, any thread.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "kernels/backend.h"

namespace kernels {

struct Device {
    int index = 0;  ///< the runtime's number of the device
    std::string name;
    std::size_t totalBytes = 0;
    std::size_t freeBytes = 0;
    int computeMajor = 0;
    int computeMinor = 0;
};

struct DeviceList {
    std::vector<Device> devices;
    std::string reasonIfEmpty;  ///< one line for people; empty if there are devices
};

DeviceList listDevices();

/// The backend on the CUDA device `index` of the list. Throws std::runtime_error with the reason if it can't be used.
std::unique_ptr<Backend> makeCudaBackend(int index);

}  // namespace kernels
