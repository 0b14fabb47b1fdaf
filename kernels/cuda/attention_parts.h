// How decode attention divides its work: a unit is one block of one KV head of one row, units are counted row after
// row and head after head, and every warp takes an equal run of them. A head whose blocks lie in the runs of several
// warps is put together afterwards from their partial results. Plain arithmetic for host and device.
#pragma once

#include <cstdint>

#include "kernels/host_device.h"

namespace kernels::cuda {

/// First block and number of blocks that a row at `position` (-1: padding) attends to.
struct RowBlocks {
    int first = 0;
    int count = 0;
};
STEPSCOPE_HOST_DEVICE constexpr RowBlocks rowBlocks(int position, int window) {
    constexpr int tokens = 16;
    if (position < 0) return {};
    const int first = window > 0 && position >= window ? (position - window + 1) / tokens : 0;
    return {first, position / tokens - first + 1};
}

/// Workers that `units` units are divided among, of `most`.
STEPSCOPE_HOST_DEVICE constexpr int workersFor(int units, int most) {
    return units < most ? units : most;
}

/// The first of `units` units that worker `w` of `workers` takes, and the worker that takes a unit.
STEPSCOPE_HOST_DEVICE constexpr int firstUnit(int w, int units, int workers) {
    return static_cast<int>(std::int64_t{units} * w / workers);
}
STEPSCOPE_HOST_DEVICE constexpr int workerOf(int unit, int units, int workers) {
    return static_cast<int>(((std::int64_t{unit} + 1) * workers - 1) / units);
}

}  // namespace kernels::cuda
