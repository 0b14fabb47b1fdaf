#include "kernels/devices.h"

#include <stdexcept>

#ifdef STEPSCOPE_CUDA
#include "kernels/cuda/cuda_backend.h"
#include "kernels/cuda/devices.h"
#endif

namespace kernels {

#ifdef STEPSCOPE_CUDA

DeviceList listDevices() {
    return cuda::listDevices();
}
std::unique_ptr<Backend> makeCudaBackend(int index) {
    return cuda::makeBackend({.device = index});
}

#else

DeviceList listDevices() {
    return {.devices = {}, .reasonIfEmpty = "this build has no CUDA support"};
}
std::unique_ptr<Backend> makeCudaBackend(int) {
    throw std::runtime_error(listDevices().reasonIfEmpty);
}

#endif

}  // namespace kernels
