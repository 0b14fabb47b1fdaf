#include "engine/transformer_batch.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace engine {

namespace {

[[noreturn]] void refuse(std::size_t slice, const std::string& expected, long long got) {
    throw std::invalid_argument("slice " + std::to_string(slice) + ": expected " + expected + ", got " +
                                std::to_string(got));
}

void checkSlice(const Slice& slice, std::size_t number, const ModelConfig& config, int kvBlockCount) {
    if (slice.tokens.empty()) refuse(number, "at least one token", 0);
    if (slice.firstPosition < 0) refuse(number, "a first position of at least 0", slice.firstPosition);
    const long long end = static_cast<long long>(slice.firstPosition) + static_cast<long long>(slice.tokens.size());
    if (end > config.maxPositions) refuse(number, "at most " + std::to_string(config.maxPositions) + " positions", end);
    const auto blocks = static_cast<std::size_t>(blocksFor(static_cast<int>(end)));
    if (slice.blocks.size() < blocks)
        refuse(number, "a block table of at least " + std::to_string(blocks) + " blocks",
               static_cast<long long>(slice.blocks.size()));
    for (const BlockId block : slice.blocks.first(blocks))
        if (index(block) < 0 || index(block) >= kvBlockCount)
            refuse(number, "blocks below " + std::to_string(kvBlockCount), index(block));
    for (const TokenId token : slice.tokens)
        if (index(token) < 0 || index(token) >= config.vocabSize)
            refuse(number, "tokens below " + std::to_string(config.vocabSize), index(token));
}

}  // namespace

bool Batch::isDecode() const {
    return std::all_of(pieces.begin(), pieces.end(),
                       [](const Piece& p) { return p.slice->tokens.size() == 1 && p.slice->sample.has_value(); });
}

int Batch::leadingSingles() const {
    const auto end = std::find_if(pieces.begin(), pieces.end(), [](const Piece& p) { return p.count != 1; });
    return static_cast<int>(end - pieces.begin());
}

std::vector<Batch> cutIntoBatches(std::span<const Slice> slices, int maxRows, int maxPieces) {
    std::vector<Batch> batches;
    for (const Slice& slice : slices) {
        const int tokens = static_cast<int>(slice.tokens.size());
        for (int first = 0; first < tokens;) {
            if (batches.empty() || batches.back().rows == maxRows ||
                static_cast<int>(batches.back().pieces.size()) == maxPieces)
                batches.emplace_back();
            Batch& batch = batches.back();
            const int count = std::min(tokens - first, maxRows - batch.rows);
            batch.pieces.push_back({.slice = &slice, .first = first, .count = count});
            batch.rows += count;
            first += count;
        }
    }
    return batches;
}

void checkSlices(std::span<const Slice> slices, const ModelConfig& config, int kvBlockCount) {
    for (std::size_t i = 0; i < slices.size(); ++i) checkSlice(slices[i], i, config, kvBlockCount);
}

}  // namespace engine
