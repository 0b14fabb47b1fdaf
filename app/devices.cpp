#include "app/devices.h"

#include <algorithm>

#include "app/usage_error.h"
#include "kernels/cpu/cpu_memory.h"

namespace app {
namespace {

/// Whether "auto" may mean a GPU: not before a CUDA backend computes on one.
constexpr bool kComputesOnGpu = false;

std::string seenText(const kernels::DeviceList& gpus) {
    std::string text;
    for (const kernels::Device& gpu : gpus.devices) text += (text.empty() ? "" : ", ") + std::to_string(gpu.index) + " " + gpu.name;
    return text.empty() ? gpus.reasonIfEmpty : "found " + text;
}

const kernels::Device& requireGpu(const kernels::DeviceList& gpus, std::optional<int> index) {
    if (gpus.devices.empty()) throw UsageError("--backend cuda: " + gpus.reasonIfEmpty + "; use --backend cpu");
    if (!index) {
        return *std::ranges::max_element(gpus.devices, {}, [](const kernels::Device& gpu) { return gpu.freeBytes; });
    }
    const auto found = std::ranges::find(gpus.devices, *index, &kernels::Device::index);
    if (found == gpus.devices.end()) throw UsageError("--device " + std::to_string(*index) + ": no such GPU; " + seenText(gpus));
    return *found;
}

}  // namespace

DeviceChoices listDeviceChoices() {
    return {.cpuName = kernels::cpu::processorName(), .cpuBytes = kernels::cpu::totalMemoryBytes(), .gpus = kernels::listDevices()};
}

ChosenDevice chooseDevice(const DeviceChoices& choices, BackendChoice backend, std::optional<int> index) {
    ChosenDevice chosen;
    if (backend == BackendChoice::Cpu && index) {
        throw UsageError("--device chooses a GPU: leave it out with --backend cpu");
    }
    const bool automatic = backend == BackendChoice::Auto && (index || (kComputesOnGpu && !choices.gpus.devices.empty()));
    if (backend != BackendChoice::Cuda && !automatic) {
        chosen.memory.device = choices.cpuName;
        chosen.memory.deviceBytes = choices.cpuBytes;
        return chosen;
    }
    if (choices.gpus.devices.empty() && index) {
        throw UsageError("--device " + std::to_string(*index) + ": no GPU, " + choices.gpus.reasonIfEmpty);
    }
    const kernels::Device& gpu = requireGpu(choices.gpus, index);
    chosen.gpuIndex = gpu.index;
    chosen.memory.backend = "cuda";
    chosen.memory.device = gpu.name;
    chosen.memory.deviceBytes = gpu.totalBytes;
    chosen.memory.otherBytes = gpu.totalBytes - std::min(gpu.freeBytes, gpu.totalBytes);
    return chosen;
}

}  // namespace app
