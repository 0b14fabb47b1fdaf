// The inner loops of the CPU backend as a table of functions, one table for each instruction set, chosen when the
// program runs. Every result is computed in an order that depends on its own row alone. No state, any thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kernels {

/// Columns of a packed panel: panel p holds columns 32 p .. 32 p + 31 of w^T as [k, 32], the last one padded with zeros.
inline constexpr std::size_t kPanelColumns = 32;

/// Tokens in a block of KV cache.
inline constexpr std::size_t kCacheTokens = 16;

/// One row's attention for the query heads of one KV head. A block holds, for a KV head, K transposed [headDim, 16] and
/// then V [16, headDim]: a key's dot products run across tokens and need no sum over lanes.
struct AttendArgs {
    const float* query;          ///< [group, headDim]
    const float* cache;          ///< K of block 0 for this layer and KV head
    std::size_t blockStride;     ///< floats from a block to the next
    const std::int32_t* blocks;  ///< block table
    std::size_t context;         ///< tokens to attend to, at least 1
    std::size_t headDim;
    std::size_t group;
    float scale;
    float* scratch;  ///< [4, context rounded up to 32]
    float* out;      ///< [group, headDim]
};

struct VectorKernels {
    const char* name;

    /// out[:, 32 firstPanel ..] = x * w^T + bias (may be null) over `panelCount` panels.
    /// x [rows, k], panels as above, out [rows, n]
    void (*gemmPanels)(const float* x, std::size_t rows, std::size_t k, const float* panels, std::size_t firstPanel,
                       std::size_t panelCount, std::size_t n, const float* bias, float* out);
    /// residual += delta (may be null); out = residual / rms * gain. All [width]
    void (*addRmsNorm)(float* residual, const float* delta, const float* gain, std::size_t width, float epsilon,
                       float* out);
    /// RMSNorm by `gain` (may be null), then rotation of halves; head [headDim], rope [headDim] = cosines, sines
    void (*normRope)(float* head, const float* gain, std::size_t headDim, float epsilon, const float* rope);
    void (*attend)(const AttendArgs& args);
    /// out = silu(gate) * up. All [width]
    void (*swiGlu)(const float* gate, const float* up, std::size_t width, float* out);
    float (*maximum)(const float* x, std::size_t count);
    /// Sum of e^(x - shift).
    double (*sumOfExp)(const float* x, std::size_t count, float shift);
    /// Sum of relu(x) * w.
    float (*reluDot)(const float* x, const float* w, std::size_t count);
};

/// The best table for this processor.
const VectorKernels& bestVectorKernels();

const VectorKernels& portableVectorKernels();
#ifdef STEPSCOPE_X86_KERNELS
const VectorKernels& avx2VectorKernels();    ///< only where the processor has AVX2 and FMA
const VectorKernels& avx512VectorKernels();  ///< only where the processor has AVX-512 F
#endif

}  // namespace kernels
