#include <cstring>

#include "kernels/cpu/ops.h"

namespace kernels::cpu {

void copyBlock(const KvCache& cache, int from, int to) {
    const std::size_t bytes = blockBytes(cache);
    auto* blocks = static_cast<std::byte*>(cache.data);
    std::memcpy(blocks + std::size_t(to) * bytes, blocks + std::size_t(from) * bytes, bytes);
}

}  // namespace kernels::cpu
