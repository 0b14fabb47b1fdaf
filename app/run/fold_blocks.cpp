// KV blocks in the fold: who holds which, and how many are in use over time.
#include <algorithm>
#include <limits>

#include "app/run/fold.h"

namespace app {
namespace {

constexpr std::size_t kHistoryPoints = 4000;

}  // namespace

void Folder::hold(BlockId block, TraceId owner) {
    const int i = index(block);
    if (i < 0 || i == std::numeric_limits<int>::max()) return stray();
    auto& kv = m_s.kv;
    if (!kv.blocks.find(i)) ++kv.usedBlocks;
    kv.blocks.hold(i, owner);
    if (kv.usedBlocks <= kv.peakBlocks) return;
    kv.peakBlocks = kv.usedBlocks;
    kv.blocksAtPeak = kv.totalBlocks;
}

void Folder::give(TraceState& trace, BlockId block) {
    trace.blocks.push_back(block);
    hold(block, trace.id);
}

void Folder::shareBlock(TraceState& trace, BlockId block) {
    BlockUse* use = m_s.kv.blocks.find(index(block));
    if (!use) return;
    trace.blocks.push_back(block);
    ++use->holders;
}

void Folder::shareParents(TraceState& trace, int count) {
    if (count <= 0 || !trace.parent) return;
    const TraceState* parent = find(*trace.parent);
    if (!parent || parent == &trace) return stray();
    const auto shared = std::min(parent->blocks.size(), static_cast<std::size_t>(count));
    m_s.branchBytes += shared * sizeof(BlockId);
    if (m_s.branchBytes > kMostBranchBytes) return stray();
    for (std::size_t i = 0; i < shared; ++i) shareBlock(trace, parent->blocks[i]);
}

/// A block that others share loses its owner; whoever paints asks RunState::ownersOfShared() for another.
void Folder::release(TraceState& trace) {
    const std::vector<BlockId> blocks = std::exchange(trace.blocks, {});
    for (BlockId block : blocks) {
        BlockUse* use = m_s.kv.blocks.find(index(block));
        if (!use) continue;
        if (use->holders > 1) {  // a branch and its parent: the other one keeps it
            --use->holders;
            if (use->owner == trace.id) use->owner.reset();
        } else if (!use->owner || use->owner == trace.id) {
            m_s.kv.blocks.free(index(block));
            --m_s.kv.usedBlocks;
        }
    }
    noteUsage();
}

void Folder::noteUsage() {
    auto& history = m_s.kv.history;
    if (!history.empty() && history.back().t == m_t) {
        history.back().usedBlocks = m_s.kv.usedBlocks;
        return;
    }
    history.push_back({m_t, m_s.kv.usedBlocks});
    if (history.size() <= kHistoryPoints) return;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < history.size(); i += 2) history[kept++] = history[i];
    history.resize(kept);
}

}  // namespace app
