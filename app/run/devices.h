// The devices a person can choose between, and which one a choice means. Asks the drivers: may take a moment the first
// time, so not on the GUI thread. No state, any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/run/preflight.h"
#include "app/run/run_options.h"
#include "kernels/devices.h"

namespace app {

/// Whether the CUDA backend can compute on it: bf16 on tensor cores.
bool canCompute(const kernels::Device& gpu);

/// The machine's processor and memory, then its GPUs.
struct DeviceChoices {
    std::string cpuName;
    std::size_t cpuBytes = 0;
    std::optional<std::size_t> cpuFreeBytes{};     ///< as MemoryFacts::freeBytes
    std::optional<std::size_t> cpuAddressBytes{};  ///< as MemoryFacts::addressBytes
    kernels::DeviceList gpus;
};
DeviceChoices listDeviceChoices();

/// The device that backend and index name, with the fields of MemoryFacts that belong to a device filled in.
/// No index: the GPU with the most free memory. Throws UsageError saying what there is.
struct ChosenDevice {
    std::optional<int> gpuIndex;  ///< empty: the CPU
    MemoryFacts memory;
};
ChosenDevice chooseDevice(const DeviceChoices& choices, BackendChoice backend, std::optional<int> index);

/// The backend on the device that was chosen. Throws UsageError with the reason if it can't be used.
std::unique_ptr<kernels::Backend> makeBackend(BackendChoice backend, std::optional<int> index);

}  // namespace app
