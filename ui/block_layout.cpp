#include "ui/block_layout.h"

#include <algorithm>
#include <cmath>

namespace ui {
namespace {

int fitting(double length, double cell) {
    return std::max(1, static_cast<int>(std::floor(length / cell)));
}

BlockCell summarise(const app::KvState& kv, int begin, int end) {
    BlockCell cell;
    int held = 0;
    int ofOwner = 0;  // Boyer-Moore: enough to name the majority owner where there is one
    for (int i = begin; i < end; ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (at >= kv.held.size() || !kv.held[at]) continue;
        ++held;
        if (ofOwner == 0) cell.owner = kv.owner[at];
        ofOwner += cell.owner == kv.owner[at] ? 1 : -1;
    }
    cell.used = static_cast<double>(held) / (end - begin);
    return cell;
}

}  // namespace

std::optional<int> BlockGrid::cellAt(double x, double y) const {
    if (cell <= 0 || x < 0 || y < 0) return std::nullopt;
    const int column = static_cast<int>(x / cell);
    const int at = static_cast<int>(y / cell) * columns + column;
    if (column >= columns || at >= static_cast<int>(cells.size())) return std::nullopt;
    return at;
}

BlockGrid layoutBlocks(const app::KvState& kv, double width, double height, double minCell, double maxCell) {
    BlockGrid grid;
    const int blocks = std::max(kv.totalBlocks, static_cast<int>(kv.held.size()));
    if (blocks <= 0 || width < minCell || height < minCell) return grid;
    const int most = fitting(width, minCell) * fitting(height, minCell);
    grid.blocksPerCell = (blocks + most - 1) / most;
    const int cells = (blocks + grid.blocksPerCell - 1) / grid.blocksPerCell;
    grid.cell = maxCell;
    while (grid.cell > minCell && fitting(width, grid.cell) * fitting(height, grid.cell) < cells) grid.cell -= 0.5;
    grid.cell = std::max(grid.cell, minCell);
    grid.columns = fitting(width, grid.cell);
    grid.rows = (cells + grid.columns - 1) / grid.columns;
    grid.cells.reserve(static_cast<std::size_t>(cells));
    for (int i = 0; i < cells; ++i) {
        const int begin = i * grid.blocksPerCell;
        grid.cells.push_back(summarise(kv, begin, std::min(blocks, begin + grid.blocksPerCell)));
    }
    int surplus = (blocks - std::max(kv.totalBlocks, kv.usedBlocks)) / grid.blocksPerCell;
    for (auto cell = grid.cells.rbegin(); cell != grid.cells.rend() && surplus > 0; ++cell) {
        if (cell->owner) continue;
        cell->outside = true;
        --surplus;
    }
    return grid;
}

}  // namespace ui
