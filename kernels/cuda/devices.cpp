#include "kernels/cuda/devices.h"

#include "kernels/cuda/check.h"

namespace kernels::cuda {

namespace {

/// Makes a device current and restores the one before at the end of its scope.
class CurrentDevice {
public:
    explicit CurrentDevice(int device) {
        CHECK_CUDA(cudaGetDevice(&m_before));
        CHECK_CUDA(cudaSetDevice(device));
    }
    ~CurrentDevice() { cudaSetDevice(m_before); }
    CurrentDevice(const CurrentDevice&) = delete;
    CurrentDevice& operator=(const CurrentDevice&) = delete;

private:
    int m_before = 0;
};

Device describe(int index) {
    cudaDeviceProp properties{};
    CHECK_CUDA(cudaGetDeviceProperties(&properties, index));
    const CurrentDevice current(index);
    Device device{
        .index = index, .name = properties.name, .computeMajor = properties.major, .computeMinor = properties.minor};
    CHECK_CUDA(cudaMemGetInfo(&device.freeBytes, &device.totalBytes));
    return device;
}

}  // namespace

DeviceList listDevices() {
    int count = 0;
    const cudaError_t status = cudaGetDeviceCount(&count);
    if (status != cudaSuccess) {
        cudaGetLastError();
        return {.devices = {}, .reasonIfEmpty = std::string("CUDA is not usable: ") + cudaGetErrorString(status)};
    }
    if (count == 0) return {.devices = {}, .reasonIfEmpty = "no CUDA device was found"};
    DeviceList list;
    for (int i = 0; i < count; ++i) list.devices.push_back(describe(i));
    return list;
}

}  // namespace kernels::cuda
