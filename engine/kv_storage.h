// Memory of the paged KV cache: one allocation of blockCount blocks, each holding K and V of all layers for 16 tokens.
// Which trace uses which block is not known here (see block_pool.h). Owned by the transformer, its thread only.
#pragma once

#include "engine/files/model_config.h"
#include "engine/ids.h"
#include "kernels/backend.h"

namespace engine {

class KvStorage {
public:
    /// Holds no blocks.
    KvStorage() = default;
    /// Throws kernels::OutOfMemory. On the CPU, blocks cost memory only once written.
    KvStorage(kernels::Backend& backend, const ModelConfig& config, kernels::KvType type, int blockCount);

    const kernels::KvCache& view() const { return m_view; }
    int blockCount() const { return m_view.blockCount; }

    static std::size_t blockBytes(const kernels::Backend& backend, const ModelConfig& config, kernels::KvType type);

private:
    kernels::Buffer m_memory;
    kernels::KvCache m_view;
};

}  // namespace engine
