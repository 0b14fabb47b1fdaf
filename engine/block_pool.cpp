#include "engine/block_pool.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

namespace engine {
namespace {

bool later(BlockId a, BlockId b) {
    return index(a) > index(b);
}

}  // namespace

BlockPool::BlockPool(int capacity, int limit, TakeOrder order) : m_order(order), m_limit(0) {
    if (capacity < 0) throw std::invalid_argument("block pool: negative capacity " + std::to_string(capacity));
    m_references.assign(static_cast<std::size_t>(capacity), 0);
    m_fillings.assign(static_cast<std::size_t>(capacity), 0);
    m_kept.assign(static_cast<std::size_t>(capacity), false);
    m_blank.reserve(static_cast<std::size_t>(capacity));
    for (int i = 0; i < capacity; ++i) m_blank.push_back(BlockId{i});  // ascending order is a min-heap
    setLimit(limit);
}

void BlockPool::setLimit(int limit) {
    if (limit < 0 || limit > capacity()) {
        throw std::invalid_argument("block pool: limit " + std::to_string(limit) + " outside 0 .. " +
                                    std::to_string(capacity()));
    }
    m_limit = limit;
    while (m_keptCount > 0 && m_used + m_keptCount > m_limit) forgetOldest();
}

BlockId BlockPool::take() {
    if (free() <= 0) throw std::logic_error("block pool: no free block");
    // What memory of this size could not hold beside the new block is void first.
    if (m_keptCount > 0 && m_used + m_keptCount >= m_limit) forgetOldest();
    const BlockId block = takeBlank();
    const auto i = static_cast<std::size_t>(index(block));
    m_references[i] = 1;
    ++m_fillings[i];
    ++m_used;
    return block;
}

BlockId BlockPool::takeBlank() {
    if (m_blank.empty()) throw std::logic_error("block pool: no free block");
    std::pop_heap(m_blank.begin(), m_blank.end(), later);
    const BlockId block = m_blank.back();
    m_blank.pop_back();
    return block;
}

/// Discards the contents of the block freed longest ago.
void BlockPool::forgetOldest() {
    dropStale();
    const BlockId block = m_freed.front().block;
    m_freed.pop_front();
    m_kept[static_cast<std::size_t>(index(block))] = false;
    --m_keptCount;
    m_blank.push_back(block);
    std::push_heap(m_blank.begin(), m_blank.end(), later);
}

/// The front of the queue is a block that is still free, or the queue is empty.
void BlockPool::dropStale() {
    while (!m_freed.empty() && !canTakeBack(m_freed.front())) m_freed.pop_front();
}

bool BlockPool::canTakeBack(const FilledBlock& filled) const {
    const auto i = static_cast<std::size_t>(index(filled.block));
    return i < m_kept.size() && m_kept[i] && m_fillings[i] == filled.filling;
}

void BlockPool::takeBack(const FilledBlock& filled) {
    if (!canTakeBack(filled) || free() <= 0) {
        throw std::logic_error("block pool: block " + std::to_string(index(filled.block)) + " cannot be taken back");
    }
    const auto i = static_cast<std::size_t>(index(filled.block));
    m_kept[i] = false;
    --m_keptCount;
    m_references[i] = 1;
    ++m_fillings[i];  // its place in the queue is void
    ++m_used;
}

void BlockPool::share(BlockId block) {
    int& count = m_references.at(static_cast<std::size_t>(index(block)));
    if (count < 1) throw std::logic_error("block pool: block " + std::to_string(index(block)) + " is not in use");
    ++count;
}

bool BlockPool::release(BlockId block) {
    int& count = m_references.at(static_cast<std::size_t>(index(block)));
    if (count < 1) throw std::logic_error("block pool: block " + std::to_string(index(block)) + " is not in use");
    if (--count > 0) return false;
    --m_used;
    if (m_order == TakeOrder::OldestFreed && m_used + m_keptCount < m_limit) {
        m_kept[static_cast<std::size_t>(index(block))] = true;
        ++m_keptCount;
        m_freed.push_back(filled(block));
        // Blocks taken back leave their places in the queue behind.
        if (m_freed.size() > 2 * m_references.size())
            std::erase_if(m_freed, [this](const FilledBlock& f) { return !canTakeBack(f); });
    } else {
        m_blank.push_back(block);
        std::push_heap(m_blank.begin(), m_blank.end(), later);
    }
    return true;
}

void BlockPool::checkIntegrity(std::span<const std::span<const BlockId>> tables) const {
    std::vector<int> expected(m_references.size(), 0);
    for (const auto& table : tables) {
        for (BlockId block : table) ++expected.at(static_cast<std::size_t>(index(block)));
    }
    int used = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (expected[i] != m_references[i]) {
            throw std::logic_error("block pool: block " + std::to_string(i) + " has " +
                                   std::to_string(m_references[i]) + " references, its tables hold " +
                                   std::to_string(expected[i]));
        }
        used += expected[i] > 0 ? 1 : 0;
    }
    std::vector<bool> seen(m_references.size(), false);
    const auto see = [&](BlockId block) {
        const auto i = static_cast<std::size_t>(index(block));
        if (m_references.at(i) != 0 || seen[i])
            throw std::logic_error("block pool: block " + std::to_string(i) + " is free and in use");
        seen[i] = true;
    };
    for (BlockId block : m_blank) see(block);
    int kept = 0;
    for (const FilledBlock& filled : m_freed) {
        if (!canTakeBack(filled)) continue;
        see(filled.block);
        ++kept;
    }
    const int free = static_cast<int>(m_blank.size()) + kept;
    if (used != m_used || kept != m_keptCount || free + used != capacity()) {
        throw std::logic_error("block pool: " + std::to_string(used) + " blocks in use, " + std::to_string(free) +
                               " free, capacity " + std::to_string(capacity()));
    }
    if (kept > 0 && used + kept > m_limit) {
        throw std::logic_error("block pool: " + std::to_string(used) + " blocks in use and " + std::to_string(kept) +
                               " kept, the limit is " + std::to_string(m_limit));
    }
}

}  // namespace engine
