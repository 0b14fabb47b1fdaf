// Ids that cannot be mixed up. A value type for each thing that is counted; index() gives the integer for containers.
// No state, any thread.
#pragma once

#include <cstdint>

namespace engine {

enum class TraceId : std::int32_t {};  ///< 1-based number of a trace in its run; 0 is the shared prompt.
enum class BlockId : std::int32_t {};  ///< Index of a block of KV cache, 0 .. blockCount-1.
enum class TokenId : std::int32_t {};  ///< Vocabulary id.

inline constexpr TraceId kPromptTrace{0};
inline constexpr int kBlockTokens = 16;  ///< Tokens of KV cache in one block.

constexpr int index(TraceId id) {
    return static_cast<int>(id);
}
constexpr int index(BlockId id) {
    return static_cast<int>(id);
}
constexpr int index(TokenId id) {
    return static_cast<int>(id);
}

/// Blocks that hold `tokenCount` tokens.
constexpr int blocksFor(int tokenCount) {
    return (tokenCount + kBlockTokens - 1) / kBlockTokens;
}

}  // namespace engine
