#include "kernels/devices.h"

#ifdef STEPSCOPE_CUDA
#include "kernels/cuda/devices.h"
#endif

namespace kernels {

DeviceList listDevices() {
#ifdef STEPSCOPE_CUDA
    return cuda::listDevices();
#else
    return {.devices = {}, .reasonIfEmpty = "this build has no CUDA support"};
#endif
}

}  // namespace kernels
