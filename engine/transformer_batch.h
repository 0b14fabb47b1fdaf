// Cuts the slices of a pass into batches that fit the workspace, and checks them. Plain values: the batch says which
// token sits in which row and which rows' results are wanted. No state, any thread.
#pragma once

#include <vector>

#include "engine/files/model_config.h"
#include "engine/forward_pass.h"

namespace engine {

/// Consecutive tokens of one slice in one batch.
struct Piece {
    const Slice* slice = nullptr;
    int first = 0;  ///< index into slice->tokens
    int count = 0;

    int firstPosition() const { return slice->firstPosition + first; }
    bool endsSlice() const { return first + count == static_cast<int>(slice->tokens.size()); }
};

/// Rows of one pass through the layers: the pieces' tokens in order.
struct Batch {
    std::vector<Piece> pieces;
    int rows = 0;

    /// Every piece is one token that ends its slice and draws the next: what a captured decode pass computes.
    bool isDecode() const;
    /// Rows at the beginning that are pieces of one token each.
    int leadingSingles() const;
};

/// Pieces in slice order, at most `maxRows` rows and `maxPieces` pieces a batch.
std::vector<Batch> cutIntoBatches(std::span<const Slice> slices, int maxRows, int maxPieces);

/// Throws std::invalid_argument naming the slice, what was expected and what was found.
void checkSlices(std::span<const Slice> slices, const ModelConfig& config, int kvBlockCount);

}  // namespace engine
