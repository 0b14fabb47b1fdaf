// Times work on a stream of its own by events. For benchmarks.
#pragma once

#include <cuda_runtime.h>

#include <functional>

#include "kernels/cuda/check.h"

namespace test {

struct CudaTimer {
    cudaStream_t stream = nullptr;
    cudaEvent_t begin = nullptr, end = nullptr;

    CudaTimer() {
        CHECK_CUDA(cudaStreamCreate(&stream));
        CHECK_CUDA(cudaEventCreate(&begin));
        CHECK_CUDA(cudaEventCreate(&end));
    }
    /// Microseconds of one of `count` runs that follow each other, the best of five rounds.
    double microseconds(int count, const std::function<void(int)>& run) const {
        float best = 1e9F;
        for (int round = 0; round < 6; ++round) {
            CHECK_CUDA(cudaEventRecord(begin, stream));
            for (int i = 0; i < count; ++i) run(i);
            CHECK_CUDA(cudaEventRecord(end, stream));
            CHECK_CUDA(cudaEventSynchronize(end));
            float elapsed = 0;
            CHECK_CUDA(cudaEventElapsedTime(&elapsed, begin, end));
            if (round > 0 && elapsed < best) best = elapsed;
        }
        return 1e3 * double(best) / count;
    }
};

}  // namespace test
