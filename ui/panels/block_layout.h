// The map of KV blocks: as many equal cells as fit, each standing for one block or, if there are too many, for several
// neighbours. Plain values, any thread.
#pragma once

#include <optional>
#include <vector>

#include "app/run/run_state.h"

namespace ui {

struct BlockCell {
    std::optional<engine::TraceId> owner;  ///< who holds most of it (trace 0: the shared prompt); empty if it is free
    bool outside = false;                  ///< free, and beyond a capacity that was lowered during the run
    double used = 0;                       ///< share of its blocks that are held, 0..1
};

struct BlockGrid {
    int columns = 0;
    int rows = 0;
    double cell = 0;  ///< pixels from one cell to the next
    int blocksPerCell = 1;
    std::vector<BlockCell> cells;  ///< row by row; the last row may be short

    /// Index of the cell at a point; empty outside.
    std::optional<int> cellAt(double x, double y) const;
};

/// Cells of at least `minCell` and at most `maxCell` pixels within width x height, whatever numbers the blocks have.
BlockGrid layoutBlocks(const app::RunState& state, double width, double height, double minCell = 5,
                       double maxCell = 20);

}  // namespace ui
