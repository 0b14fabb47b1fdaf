#include <cstring>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void copyBlock(const KvCache& cache, int from, int to) {
    const std::size_t stride = blockStride(cache);
    auto* blocks = static_cast<float*>(cache.data);
    std::memcpy(blocks + std::size_t(to) * stride, blocks + std::size_t(from) * stride, stride * sizeof(float));
}

}  // namespace kernels::cpu
