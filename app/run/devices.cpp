#include "app/run/devices.h"

#include <algorithm>

#include "app/run/usage_error.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/cpu_memory.h"
#include "kernels/cpu/memory_limits.h"

namespace app {
namespace {

constexpr int kLeastComputeMajor = 8;

std::string seenText(const kernels::DeviceList& gpus) {
    std::string text;
    for (const kernels::Device& gpu : gpus.devices)
        text += (text.empty() ? "" : ", ") + std::to_string(gpu.index) + " " + gpu.name;
    return text.empty() ? gpus.reasonIfEmpty : "found " + text;
}

const kernels::Device* findBestGpu(const kernels::DeviceList& gpus) {
    const kernels::Device* best = nullptr;
    for (const kernels::Device& gpu : gpus.devices) {
        if (canCompute(gpu) && (!best || gpu.freeBytes > best->freeBytes)) best = &gpu;
    }
    return best;
}

const kernels::Device& requireGpu(const kernels::DeviceList& gpus, std::optional<int> index) {
    if (gpus.devices.empty()) throw DeviceError("--backend cuda: " + gpus.reasonIfEmpty + "; use --backend cpu");
    const kernels::Device* gpu = findBestGpu(gpus);
    if (index) {
        const auto found = std::ranges::find(gpus.devices, *index, &kernels::Device::index);
        if (found == gpus.devices.end())
            throw UsageError("--device " + std::to_string(*index) + ": no such GPU; " + seenText(gpus));
        gpu = canCompute(*found) ? &*found : nullptr;
    }
    if (gpu) return *gpu;
    throw DeviceError("--backend cuda: a GPU of compute capability " + std::to_string(kLeastComputeMajor) +
                      ".0 or later is needed; " + seenText(gpus) + "; use --backend cpu");
}

}  // namespace

bool canCompute(const kernels::Device& gpu) {
    return gpu.computeMajor >= kLeastComputeMajor;
}

DeviceChoices listDeviceChoices() {
    return {.cpuName = kernels::cpu::processorName(),
            .cpuBytes = kernels::cpu::totalMemoryBytes(),
            .cpuFreeBytes = kernels::cpu::availableMemoryBytes(),
            .cpuAddressBytes = kernels::cpu::addressSpaceLeft(),
            .gpus = kernels::listDevices()};
}

ChosenDevice chooseDevice(const DeviceChoices& choices, BackendChoice backend, std::optional<int> index) {
    ChosenDevice chosen;
    if (backend == BackendChoice::Cpu && index) {
        throw UsageError("--device chooses a GPU: leave it out with --backend cpu");
    }
    const bool automatic = backend == BackendChoice::Auto && (index || findBestGpu(choices.gpus));
    if (backend != BackendChoice::Cuda && !automatic) {
        chosen.memory.device = choices.cpuName;
        chosen.memory.deviceBytes = choices.cpuBytes;
        chosen.memory.freeBytes = choices.cpuFreeBytes;
        chosen.memory.addressBytes = choices.cpuAddressBytes;
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

std::unique_ptr<kernels::Backend> makeBackend(BackendChoice backend, std::optional<int> index) {
    const bool cpu = backend == BackendChoice::Cpu;  // then no driver is asked
    const ChosenDevice chosen = chooseDevice(cpu ? DeviceChoices{} : listDeviceChoices(), backend, index);
    if (!chosen.gpuIndex) return kernels::makeCpuBackend();
    try {
        return kernels::makeCudaBackend(*chosen.gpuIndex);
    } catch (const std::runtime_error& error) {
        throw DeviceError(std::string(error.what()) + "; use --backend cpu");
    }
}

}  // namespace app
