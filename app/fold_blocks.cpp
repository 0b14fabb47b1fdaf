// KV blocks in the fold: who holds which, and how many are in use over time.
#include <algorithm>

#include "app/fold.h"

namespace app {
namespace {

constexpr std::size_t kHistoryPoints = 4000;

}  // namespace

void Folder::hold(BlockId block, TraceId owner) {
    const int i = index(block);
    if (i < 0 || i > (1 << 26)) return;  // a recording is input: no block table of gigabytes
    auto& kv = m_s.kv;
    if (static_cast<std::size_t>(i) >= kv.held.size()) {
        kv.held.resize(static_cast<std::size_t>(i) + 1, false);
        kv.owner.resize(static_cast<std::size_t>(i) + 1);
        kv.holders.resize(static_cast<std::size_t>(i) + 1, 0);
    }
    kv.holders[static_cast<std::size_t>(i)] = 1;
    if (!kv.held[static_cast<std::size_t>(i)]) ++kv.usedBlocks;
    kv.held[static_cast<std::size_t>(i)] = true;
    kv.owner[static_cast<std::size_t>(i)] = owner;
    kv.peakBlocks = std::max(kv.peakBlocks, kv.usedBlocks);
}

void Folder::give(TraceState& trace, BlockId block) {
    trace.blocks.push_back(block);
    hold(block, trace.id);
}

void Folder::shareBlock(TraceState& trace, BlockId block) {
    const int i = index(block);
    if (i < 0 || static_cast<std::size_t>(i) >= m_s.kv.held.size() || !m_s.kv.held[static_cast<std::size_t>(i)]) return;
    trace.blocks.push_back(block);
    ++m_s.kv.holders[static_cast<std::size_t>(i)];
}

void Folder::release(TraceState& trace) {
    const std::vector<BlockId> blocks = std::exchange(trace.blocks, {});
    for (BlockId block : blocks) {
        const auto i = static_cast<std::size_t>(index(block));
        if (i >= m_s.kv.held.size() || !m_s.kv.held[i]) continue;
        if (m_s.kv.holders[i] > 1) {  // a branch and its parent: the other one keeps it
            --m_s.kv.holders[i];
            if (m_s.kv.owner[i] == trace.id) m_s.kv.owner[i] = someHolder(block).value_or(trace.id);
        } else if (m_s.kv.owner[i] == trace.id) {
            m_s.kv.held[i] = false;
            m_s.kv.holders[i] = 0;
            --m_s.kv.usedBlocks;
        }
    }
    noteUsage();
}

std::optional<TraceId> Folder::someHolder(BlockId block) const {
    for (const TraceState& trace : m_s.traces) {
        if (std::find(trace.blocks.begin(), trace.blocks.end(), block) != trace.blocks.end()) return trace.id;
    }
    return std::nullopt;
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
