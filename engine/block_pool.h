// Book-keeping of KV blocks apart from their storage: free list, reference counts, a limit that may change during a run.
// Owned by the scheduler; one thread at a time.
#pragma once

#include <span>
#include <vector>

#include "engine/ids.h"

namespace engine {

class BlockPool {
public:
    /// @param capacity  blocks that storage can hold
    /// @param limit     blocks that may be in use, at most `capacity`
    BlockPool(int capacity, int limit);

    int capacity() const { return static_cast<int>(m_references.size()); }
    int limit() const { return m_limit; }
    int used() const { return m_used; }
    /// Blocks that can still be taken; negative after the limit was lowered below what is in use.
    int free() const { return m_limit - m_used; }

    /// Blocks in use stay in use; throws std::invalid_argument outside 0 .. capacity.
    void setLimit(int limit);
    /// Takes a free block (lowest number first) with one reference. Throws std::logic_error where free() <= 0.
    BlockId take();
    /// One more owner of a block in use.
    void share(BlockId block);
    /// One owner less; the last one frees the block. Returns true where it was freed.
    bool release(BlockId block);
    int references(BlockId block) const { return m_references.at(static_cast<std::size_t>(index(block))); }

    /// Checks that reference counts are exactly those of the given tables and that free list and counts agree.
    /// Throws std::logic_error naming the first block that is wrong.
    void checkIntegrity(std::span<const std::span<const BlockId>> tables) const;

private:
    std::vector<int> m_references;  // [capacity]
    std::vector<BlockId> m_free;    // min-heap: low numbers first keeps the touched memory small
    int m_limit;
    int m_used = 0;
};

}  // namespace engine
