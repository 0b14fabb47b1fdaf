#include "engine/block_pool.h"

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

namespace engine {
namespace {

bool later(BlockId a, BlockId b) { return index(a) > index(b); }

}  // namespace

BlockPool::BlockPool(int capacity, int limit) : m_limit(0) {
    if (capacity < 0) throw std::invalid_argument("block pool: negative capacity " + std::to_string(capacity));
    m_references.assign(static_cast<std::size_t>(capacity), 0);
    m_free.reserve(static_cast<std::size_t>(capacity));
    for (int i = 0; i < capacity; ++i) m_free.push_back(BlockId{i});  // ascending order is a min-heap
    setLimit(limit);
}

void BlockPool::setLimit(int limit) {
    if (limit < 0 || limit > capacity()) {
        throw std::invalid_argument("block pool: limit " + std::to_string(limit) + " outside 0 .. " + std::to_string(capacity()));
    }
    m_limit = limit;
}

BlockId BlockPool::take() {
    if (free() <= 0 || m_free.empty()) throw std::logic_error("block pool: no free block");
    std::pop_heap(m_free.begin(), m_free.end(), later);
    const BlockId block = m_free.back();
    m_free.pop_back();
    m_references[static_cast<std::size_t>(index(block))] = 1;
    ++m_used;
    return block;
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
    m_free.push_back(block);
    std::push_heap(m_free.begin(), m_free.end(), later);
    --m_used;
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
            throw std::logic_error("block pool: block " + std::to_string(i) + " has " + std::to_string(m_references[i]) +
                                   " references, its tables hold " + std::to_string(expected[i]));
        }
        used += expected[i] > 0 ? 1 : 0;
    }
    std::vector<bool> seen(m_references.size(), false);
    for (BlockId block : m_free) {
        const auto i = static_cast<std::size_t>(index(block));
        if (m_references.at(i) != 0 || seen[i]) throw std::logic_error("block pool: block " + std::to_string(i) + " is free and in use");
        seen[i] = true;
    }
    if (used != m_used || static_cast<int>(m_free.size()) + used != capacity()) {
        throw std::logic_error("block pool: " + std::to_string(used) + " blocks in use, " + std::to_string(m_free.size()) +
                               " free, capacity " + std::to_string(capacity()));
    }
}

}  // namespace engine
