#include "ui/panels/block_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <unordered_map>

namespace ui {
namespace {

int fitting(double length, double cell) {
    return std::max(1, static_cast<int>(std::floor(length / cell)));
}

class Summary {
public:
    explicit Summary(const app::RunState& state) : m_blocks(state.kv.blocks), m_owners(state.ownersOfShared()) {}

    BlockCell of(std::int64_t begin, std::int64_t end) const {
        BlockCell cell;
        int held = 0;
        int ofOwner = 0;  // Boyer-Moore: enough to name the majority owner if there is one
        const auto clamped = [](std::int64_t block) {
            return static_cast<int>(std::min<std::int64_t>(block, INT32_MAX));
        };
        m_blocks.forEach(clamped(begin), clamped(end), [&](int block, const app::BlockUse& use) {
            ++held;
            const auto shared = use.owner ? m_owners.end() : m_owners.find(block);
            const std::optional<engine::TraceId> owner = shared == m_owners.end() ? use.owner : shared->second;
            if (ofOwner == 0) cell.owner = owner;
            ofOwner += cell.owner == owner ? 1 : -1;
        });
        cell.used = static_cast<double>(held) / static_cast<double>(end - begin);
        return cell;
    }

private:
    const app::BlockTable& m_blocks;
    std::unordered_map<int, engine::TraceId> m_owners;
};

}  // namespace

std::optional<int> BlockGrid::cellAt(double x, double y) const {
    if (cell <= 0 || x < 0 || y < 0) return std::nullopt;
    const int column = static_cast<int>(x / cell);
    const int at = static_cast<int>(y / cell) * columns + column;
    if (column >= columns || at >= static_cast<int>(cells.size())) return std::nullopt;
    return at;
}

BlockGrid layoutBlocks(const app::RunState& state, double width, double height, double minCell, double maxCell) {
    BlockGrid grid;
    const app::KvState& kv = state.kv;
    const std::int64_t blocks = std::max(kv.totalBlocks, kv.blocks.end());
    if (blocks <= 0 || width < minCell || height < minCell) return grid;
    const std::int64_t most = std::int64_t{fitting(width, minCell)} * fitting(height, minCell);
    const std::int64_t blocksPerCell = (blocks + most - 1) / most;
    grid.blocksPerCell = static_cast<int>(blocksPerCell);
    const int cells = static_cast<int>((blocks + blocksPerCell - 1) / blocksPerCell);
    grid.cell = maxCell;
    while (grid.cell > minCell && std::int64_t{fitting(width, grid.cell)} * fitting(height, grid.cell) < cells)
        grid.cell -= 0.5;
    grid.cell = std::max(grid.cell, minCell);
    grid.columns = fitting(width, grid.cell);
    grid.rows = (cells + grid.columns - 1) / grid.columns;
    grid.cells.reserve(static_cast<std::size_t>(cells));
    const Summary summary(state);
    for (std::int64_t i = 0; i < cells; ++i) {
        const std::int64_t begin = i * blocksPerCell;
        grid.cells.push_back(summary.of(begin, std::min(blocks, begin + blocksPerCell)));
    }
    std::int64_t surplus = (blocks - std::max(kv.totalBlocks, kv.usedBlocks)) / blocksPerCell;
    for (auto cell = grid.cells.rbegin(); cell != grid.cells.rend() && surplus > 0; ++cell) {
        if (cell->owner) continue;
        cell->outside = true;
        --surplus;
    }
    return grid;
}

}  // namespace ui
