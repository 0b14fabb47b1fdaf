// The inner loops of the CPU backend as a table of functions, one table for each instruction set, chosen when the
// program runs. Every result is computed in an order that depends on its own row alone. No state, any thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/kv_type.h"

namespace kernels {

/// Columns of a packed panel: panel p holds columns 32 p .. 32 p + 31 of w^T as [k, 32], the last one padded with
/// zeros.
inline constexpr std::size_t kPanelColumns = 32;

/// How a panel holds its values. Bf16 pairs up columns i (lower half) and i + 16 (upper half) in word i: [k, 16].
enum class PanelType { F32, Bf16, Quantised };

/// Words of 4 bytes for one k of a panel that is not quantised.
constexpr std::size_t panelRowWords(PanelType type) {
    return type == PanelType::F32 ? kPanelColumns : kPanelColumns / 2;
}

/// How a quantised panel lies in memory: units of `elements` of k, one after another. A unit has, each for 32 columns:
/// halves [halves, 32], the scale and the offset of its values or of its groups' scales and offsets; where nested, a
/// signed byte for each group's scale [elements / group, 32] and, with two halves, offset; numbers [elements, 32].
/// Numbers of 4 bits pair up columns i (low) and i + 16 (high) in byte i and have `zero` taken off; others are signed
/// bytes. A value is scale * number + offset (nested offsets are subtracted), rounded to bf16.
struct QuantForm {
    std::size_t elements = 32;
    std::size_t group = 32;
    std::size_t halves = 1;
    bool isNested = false;
    bool hasFourBits = false;
    float zero = 0;

    constexpr std::size_t groupBytes() const {  ///< of a unit
        return isNested ? elements / group * halves * kPanelColumns : 0;
    }
    constexpr std::size_t numbersAt() const { return halves * 2 * kPanelColumns + groupBytes(); }
    constexpr std::size_t unitBytes() const {
        return numbersAt() + elements * (hasFourBits ? kPanelColumns / 2 : kPanelColumns);
    }
};

/// x * w^T for some panels of w: out[:, 32 firstPanel ..] of out [rows, n], a row of which is `outStride` long.
struct GemmArgs {
    const float* x;  ///< [rows, k]
    std::size_t rows;
    std::size_t k;
    PanelType type;
    QuantForm form;           ///< of a quantised type
    const std::byte* panels;  ///< all panels of w
    std::size_t firstPanel;
    std::size_t panelCount;
    const std::byte* following;  ///< what is likely to be multiplied after these panels, to be fetched meanwhile
    std::size_t n;
    const float* bias;  ///< [n] or null
    float* out;
    std::size_t outStride;
};

/// Tokens in a block of KV cache.
inline constexpr std::size_t kCacheTokens = kKvBlockTokens;

/// One row's attention for the query heads of one KV head. A block holds, for a KV head, K transposed [headDim, 16] and
/// then V [16, headDim]: a key's dot products run across tokens and need no sum over lanes. Of 8 bits, 16 scales of the
/// keys and 16 of the values follow, as bf16.
struct AttendArgs {
    const float* query;          ///< [group, headDim]
    KvType type;                 ///< of the cache
    const std::byte* cache;      ///< K of block 0 for this layer and KV head
    std::size_t blockBytes;      ///< from a block to the next
    const std::int32_t* blocks;  ///< block table
    std::size_t context;         ///< tokens in the blocks, at least 1
    std::size_t skipped;         ///< of them, first ones that are not attended to, fewer than a block holds
    std::size_t headDim;
    std::size_t group;
    float scale;
    float* scratch;  ///< [4, context rounded up to 32]
    float* out;      ///< [group, headDim]
};

struct VectorKernels {
    const char* name;

    void (*gemmPanels)(const GemmArgs& args);
    /// residual += delta (may be null); out = residual / rms * gain. All [width]
    void (*addRmsNorm)(float* residual, const float* delta, const float* gain, std::size_t width, float epsilon,
                       float* out);
    /// RMSNorm by `gain` (may be null), then rotation of the halves of the first rotaryDim elements; head [headDim],
    /// rope [rotaryDim] = cosines, sines
    void (*normRope)(float* head, const float* gain, std::size_t headDim, float epsilon, const float* rope,
                     std::size_t rotaryDim);
    void (*attend)(const AttendArgs& args);
    /// out = silu(gate) * up. All [width]
    void (*swiGlu)(const float* gate, const float* up, std::size_t width, float* out);
    float (*maximum)(const float* x, std::size_t count);
    /// Sum of e^(x - shift); not a number where an x is not finite.
    double (*sumOfExp)(const float* x, std::size_t count, float shift);
    /// Sum of relu(x) * w.
    float (*reluDot)(const float* x, const float* w, std::size_t count);
};

// One table a file; the x86 ones exist only there and run only where usableVectorKernels() lists them.
const VectorKernels& portableVectorKernels();
const VectorKernels& avx2VectorKernels();
const VectorKernels& avx512VectorKernels();

}  // namespace kernels
