#include "kernels/cuda/devices.h"

#include "kernels/cuda/check.h"
#include "kernels/cuda/cublas_library.h"

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

/// "13.0" of CUDA's 13000.
std::string versionText(int version) {
    return std::to_string(version / 1000) + "." + std::to_string(version % 1000 / 10);
}

std::string whyUnusable(cudaError_t status) {
    int driver = 0;
    if (status == cudaErrorInsufficientDriver && cudaDriverGetVersion(&driver) == cudaSuccess) {
        if (driver == 0) return "no NVIDIA driver is installed";
        return "the NVIDIA driver is too old: it knows CUDA " + versionText(driver) + ", this program needs " +
               versionText(CUDART_VERSION);
    }
    return std::string("CUDA is not usable: ") + cudaGetErrorString(status);
}

}  // namespace

DeviceList listDevices() {
    int count = 0;
    const cudaError_t status = cudaGetDeviceCount(&count);
    if (status != cudaSuccess) {
        cudaGetLastError();
        return {.devices = {}, .reasonIfEmpty = whyUnusable(status)};
    }
    if (count == 0) return {.devices = {}, .reasonIfEmpty = "no CUDA device was found"};
    if (!whyNoCublas().empty()) return {.devices = {}, .reasonIfEmpty = whyNoCublas()};
    DeviceList list;
    for (int i = 0; i < count; ++i) list.devices.push_back(describe(i));
    return list;
}

}  // namespace kernels::cuda
