#include "engine/kv_storage.h"

#include <stdexcept>
#include <string>

namespace engine {

static_assert(kernels::KvCache::blockTokens == kBlockTokens);

KvStorage::KvStorage(kernels::Backend& backend, const ModelConfig& config, kernels::KvType type, int blockCount) {
    if (blockCount < 1)
        throw std::invalid_argument("KV cache: expected at least one block, got " + std::to_string(blockCount));
    m_memory = backend.allocate(std::size_t(blockCount) * blockBytes(backend, config, type),
                                std::to_string(blockCount) + " blocks of KV cache");
    m_view = {.data = m_memory.data(),
              .blockCount = blockCount,
              .layers = config.layers,
              .kvHeads = config.kvHeads,
              .headDim = config.headDim,
              .type = type};
}

std::size_t KvStorage::blockBytes(const kernels::Backend& backend, const ModelConfig& config, kernels::KvType type) {
    return std::size_t(config.layers) * std::size_t(config.kvHeads) *
           kernels::kvHeadBytes(type, backend.kvHeadWidth(config.headDim));
}

}  // namespace engine
