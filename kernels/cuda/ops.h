// The host launchers of the CUDA ops, one file each. Shapes are as kernels/backend.h says and were checked there;
// activations are bf16, sums float32. All are asynchronous on the launch's stream and may be captured in a graph.
#pragma once

#include "kernels/backend.h"
#include "kernels/cuda/cuda_weight.h"
#include "kernels/cuda/launch.h"

namespace kernels::cuda {

void embed(const Launch& to, Tensor<const std::int32_t> tokens, const CudaWeight& table, Tensor<Activation> out);
void addRmsNorm(const Launch& to, Tensor<Activation> residual, Tensor<const Activation> delta, Tensor<const float> gain,
                float epsilon, Tensor<Activation> out);
void ropeTable(const Launch& to, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
               float scale, Tensor<float> out);
void ropeAndCache(const Launch& to, const AttentionShape& shape, Tensor<Activation> qkv, Tensor<const float> qGain,
                  Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                  const KvCache& cache, int layer);
void swiGlu(const Launch& to, Tensor<const Activation> gateUp, Tensor<Activation> out);
void gatherRows(const Launch& to, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                Tensor<Activation> out);
void gatherRows(const Launch& to, Tensor<const Activation> x, Tensor<const std::int32_t> indices, Tensor<float> out);
/// x [rows, n] += bias [n]
void addBias(const Launch& to, Tensor<Activation> x, Tensor<const float> bias);
void addBias(const Launch& to, Tensor<float> x, Tensor<const float> bias);

/// `scratch` holds scoreScratchBytes().
void scoreMlp(const Launch& to, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores, void* scratch);
std::size_t scoreScratchBytes(int rows, int hiddenWidth, int inputWidth);

/// `scratch` holds sampleScratchBytes(). A row whose logits are not finite gets the token -1.
void sample(const Launch& to, Tensor<const float> logits, Tensor<const DrawKey> keys,
            Tensor<const DrawSettings> settings, Tensor<std::int32_t> tokens, Tensor<float> logProbabilities,
            Tensor<float> confidences, void* scratch);
std::size_t sampleScratchBytes(int rows);

/// Attention of rows that are the only ones of their sequence: the KV cache is read once, in parts of equal size.
/// `scratch` holds decodeScratchBytes().
void attendDecode(const Launch& to, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                  const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out, void* scratch);
std::size_t decodeScratchBytes(const AttentionShape& shape, int multiprocessors);
inline constexpr int kDecodeRows = 512;  ///< of one launch
/// Query heads of one KV head that attendDecode takes: what the registers hold.
constexpr int decodeGroupMax(int paddedHeadDim) {
    return paddedHeadDim > 128 ? 8 : 16;
}

/// Attention of any rows; fast where rows of one sequence follow each other, as in a prompt.
void attendPrefill(const Launch& to, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                   const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out);

/// Copies a block of all layers.
void copyBlock(const Launch& to, const KvCache& cache, int from, int into);

/// x [rows, k] * w^T [k, n] for few rows (kSkinnyRows at most) and k % 8 == 0: streams the weights once. `deep`: with
/// more of them under way, which suits few outputs.
template <class Out>
void matmulSkinny(const Launch& to, bool deep, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);
inline constexpr int kSkinnyRows = 16;
/// Any shape, plain and slow.
template <class Out>
void matmulPlain(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out);

/// Converts `count` host-typed values on the device to bf16 or float32; `to` may not overlap `from`.
void convert(cudaStream_t stream, const void* from, HostType type, std::size_t count, void* out, bool toFloat32);
/// Uniform values around zero with standard deviation `scale`, by Philox.
void fillRandom(cudaStream_t stream, void* out, std::size_t count, float scale, std::uint64_t seed, bool float32);

}  // namespace kernels::cuda
