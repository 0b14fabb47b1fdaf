// Book-keeping of KV blocks apart from their storage: free list, reference counts, a limit that may change during a
// run. A freed block keeps its contents until it is taken again, so that its last holder may take it back. Owned by the
// scheduler; one thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "engine/ids.h"

namespace engine {

/// Which free block is taken next.
enum class TakeOrder {
    LowestNumber,  ///< keeps the touched memory small
    OldestFreed    ///< blocks never used, then the one freed longest ago: recently freed blocks can be taken back
};

/// A block with its contents at one time. Invalid once another owner has taken the block.
struct FilledBlock {
    BlockId block{};
    std::uint32_t filling = 0;
};

class BlockPool {
public:
    /// @param capacity  blocks that storage can hold
    /// @param limit     blocks that may be in use, at most `capacity`
    BlockPool(int capacity, int limit, TakeOrder order = TakeOrder::LowestNumber);

    int capacity() const { return static_cast<int>(m_references.size()); }
    int limit() const { return m_limit; }
    int used() const { return m_used; }
    /// Blocks that can still be taken; negative after the limit was lowered below what is in use.
    int free() const { return m_limit - m_used; }

    /// Blocks in use stay in use; throws std::invalid_argument outside 0 .. capacity.
    void setLimit(int limit);
    /// Takes a free block with one reference; what it held is void. Throws std::logic_error if free() <= 0.
    BlockId take();
    /// The block as it is filled now, to be asked for again after it has been freed.
    FilledBlock filled(BlockId block) const { return {block, m_fillings.at(static_cast<std::size_t>(index(block)))}; }
    /// It is free, was not taken since, and memory of this size would still hold it.
    bool canTakeBack(const FilledBlock& filled) const;
    /// Takes a freed block back, contents and all, with one reference. Throws std::logic_error if it cannot.
    void takeBack(const FilledBlock& filled);
    /// One more owner of a block in use.
    void share(BlockId block);
    /// One owner less; the last one frees the block. Returns true if it was freed.
    bool release(BlockId block);
    int references(BlockId block) const { return m_references.at(static_cast<std::size_t>(index(block))); }

    /// Checks that reference counts are exactly those of the given tables and that free list and counts agree.
    /// Throws std::logic_error naming the first block that is wrong.
    void checkIntegrity(std::span<const std::span<const BlockId>> tables) const;

private:
    BlockId takeBlank();
    void forgetOldest();
    void dropStale();

    std::vector<int> m_references;          // [capacity]
    std::vector<std::uint32_t> m_fillings;  // [capacity] how often it has been taken
    std::vector<BlockId> m_blank;           // free, contents void: a min-heap by number
    std::deque<FilledBlock> m_freed;  // OldestFreed: free, contents kept, oldest first; some have been taken back since
    std::vector<bool> m_kept;         // [capacity] free with its contents
    TakeOrder m_order;
    int m_limit;
    int m_used = 0;
    int m_keptCount = 0;  // used and kept together never exceed the limit
};

}  // namespace engine
