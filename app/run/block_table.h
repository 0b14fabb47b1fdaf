// Who holds which KV block in a run's state. Sparse: it is as large as the blocks that were given out, whatever their
// numbers are, since recordings are input. A value type; one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "engine/ids.h"

namespace app {

struct BlockUse {
    int holders = 0;                       ///< traces that hold it, more than one after a branch; 0: free
    std::optional<engine::TraceId> owner;  ///< who got it; empty if that trace has gone and others share it
};

class BlockTable {
public:
    /// Null if it is free or was never given out.
    const BlockUse* find(int block) const {
        const auto page = m_pages.find(block / kPageBlocks);
        if (block < 0 || page == m_pages.end()) return nullptr;
        const BlockUse& use = page->second[static_cast<std::size_t>(block % kPageBlocks)];
        return use.holders > 0 ? &use : nullptr;
    }
    BlockUse* find(int block) { return const_cast<BlockUse*>(std::as_const(*this).find(block)); }

    void hold(int block, engine::TraceId owner) { at(block) = {1, owner}; }
    void free(int block) { at(block) = {}; }

    /// One past the highest block that was ever given out.
    int end() const { return m_pages.empty() ? 0 : m_end; }
    std::size_t bytes() const { return m_pages.size() * (sizeof(Page) + kNodeBytes); }

    /// Calls `each(block, use)` for the held blocks in [begin, end), in order.
    template <typename F>
    void forEach(int begin, int end, F&& each) const {
        for (auto page = m_pages.lower_bound(begin / kPageBlocks); page != m_pages.end(); ++page) {
            const int first = page->first * kPageBlocks;
            if (first >= end) return;
            for (int i = 0; i < kPageBlocks; ++i) {
                const BlockUse& use = page->second[static_cast<std::size_t>(i)];
                if (use.holders > 0 && first + i >= begin && first + i < end) each(first + i, use);
            }
        }
    }

private:
    static constexpr int kPageBlocks = 8;
    static constexpr std::size_t kNodeBytes = 48;  // of the map, about
    using Page = std::array<BlockUse, kPageBlocks>;

    BlockUse& at(int block) {
        m_end = block >= m_end ? block + 1 : m_end;
        return m_pages[block / kPageBlocks][static_cast<std::size_t>(block % kPageBlocks)];
    }

    std::map<int, Page> m_pages;
    int m_end = 0;
};

}  // namespace app
