#include "app/backends.h"

#include <algorithm>

#include "app/model_session.h"
#include "kernels/cpu/cpu_backend.h"

namespace app {

namespace {

constexpr int kLeastComputeMajor = 8;  // bf16 on tensor cores

}  // namespace

bool canCompute(const kernels::Device& device) {
    return device.computeMajor >= kLeastComputeMajor;
}

std::optional<int> findBestDevice(const kernels::DeviceList& list) {
    const kernels::Device* best = nullptr;
    for (const kernels::Device& device : list.devices)
        if (canCompute(device) && (best == nullptr || device.freeBytes > best->freeBytes)) best = &device;
    return best == nullptr ? std::nullopt : std::optional(best->index);
}

std::unique_ptr<kernels::Backend> makeBackend(BackendChoice choice, std::optional<int> device) {
    if (choice == BackendChoice::Cpu) return kernels::makeCpuBackend();
    const kernels::DeviceList list = kernels::listDevices();
    const std::optional<int> index = device ? device : findBestDevice(list);
    if (!index) {
        if (choice == BackendChoice::Auto) return kernels::makeCpuBackend();
        const std::string why = list.devices.empty() ? list.reasonIfEmpty
                                                     : list.devices.front().name + " is older than compute capability " +
                                                           std::to_string(kLeastComputeMajor) + ".0";
        throw UsageError("--backend cuda: " + why + "; use --backend cpu");
    }
    try {
        return kernels::makeCudaBackend(*index);
    } catch (const std::runtime_error& error) {
        throw UsageError(std::string(error.what()) + "; use --backend cpu");
    }
}

}  // namespace app
