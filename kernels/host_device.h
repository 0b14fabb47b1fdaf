// Marks functions that run on the host and, in CUDA files, on the device as well.
#pragma once

#ifdef __CUDACC__
#define STEPSCOPE_HOST_DEVICE __host__ __device__
#else
#define STEPSCOPE_HOST_DEVICE
#endif
