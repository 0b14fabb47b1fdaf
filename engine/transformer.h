// A decoder-only transformer on a kernels::Backend: token slices in, draws, hidden rows and step scores out.
// Holds weights, workspace and KV memory; knows nothing of traces, policies or who owns a block. One thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "engine/files/model_config.h"
#include "engine/files/tensor_source.h"
#include "engine/forward_pass.h"
#include "engine/weight_choice.h"
#include "kernels/backend.h"

namespace engine {

/// Called with a fraction 0..1 while weights are loaded; may throw to give up.
using ProgressFn = std::function<void(double fraction)>;

/// Weights of the step scorer: Linear(inputWidth, hiddenWidth), ReLU, Linear(hiddenWidth, 1), sigmoid.
struct MlpWeights {
    int inputWidth = 0;
    int hiddenWidth = 0;
    std::span<const float> w0;  ///< [hiddenWidth, inputWidth]
    std::span<const float> b0;  ///< [hiddenWidth]
    std::span<const float> w1;  ///< [hiddenWidth]
    float b1 = 0;
};

/// Time spent in one kind of op since profiling began.
struct StageTime {
    std::string_view stage;  ///< "attention", "gate/up", ...
    double seconds = 0;
    long calls = 0;
};

struct TransformerOptions {
    /// Rows of one pass through the layers, else what the backend prefers; pass() splits larger requests.
    std::optional<int> maxRows = std::nullopt;
    int maxSequences = 256;                     ///< of one pass through the layers
    WeightChoice weights = WeightChoice::File;  ///< random ones have no file: bf16
    bool exactQuantised = false;                ///< quantised matrices become float32, to compare with a reference
};

/// Weights of a model that exists only for measurements: random values that keep activations near 1.
struct RandomWeights {
    std::uint64_t seed = 1;
};

class Transformer {
public:
    /// Loads and converts the weights. Throws std::runtime_error (a tensor missing or of another shape),
    /// kernels::OutOfMemory. The backend must outlive the transformer; `tensors` is not used afterwards.
    Transformer(kernels::Backend& backend, const ModelConfig& config, const TensorSource& tensors,
                const ProgressFn& progress = {}, const TransformerOptions& options = {});
    /// A model of that shape made on the device, without files. Throws kernels::OutOfMemory.
    Transformer(kernels::Backend& backend, const ModelConfig& config, const RandomWeights& random,
                const TransformerOptions& options = {});
    ~Transformer();
    Transformer(const Transformer&) = delete;
    Transformer& operator=(const Transformer&) = delete;

    const ModelConfig& config() const;
    int maxRows() const;
    std::size_t weightBytes() const;
    /// Weights that a decode pass reads: all but an embedding that is not the head, of which it reads a row a trace.
    std::size_t bytesReadByPass() const;
    std::size_t workspaceBytes() const;

    // ---- KV cache ----------------------------------------------------------------------------------------------
    std::size_t blockBytes() const;  ///< of one block of the present type, all layers
    kernels::KvType kvType() const;  ///< at first the backend's own
    /// What the cache held is lost where the type changes: it has no blocks then. Throws std::invalid_argument for a
    /// type that the backend does not take.
    void setKvType(kernels::KvType type);
    /// Gives the cache room for `blockCount` blocks; what it held is lost. Throws kernels::OutOfMemory.
    void allocateKv(int blockCount);
    int kvBlockCount() const;
    /// Frees the cache's memory until allocateKv().
    void releaseKv();
    /// Copies a block's KV of all layers (copy on write). Throws std::out_of_range.
    void copyBlock(BlockId from, BlockId to);

    // ---- scorer ------------------------------------------------------------------------------------------------
    /// From now on pass() scores the hidden rows it gathers. Throws std::invalid_argument if the width is not the
    /// model's or a span has another size; the scorer attached before then stays.
    void attachScorer(const MlpWeights& weights);
    void detachScorer();
    bool hasScorer() const;
    /// Scores of hidden rows gathered earlier: `hidden` [rows, hiddenSize]. Throws std::logic_error without a scorer.
    std::vector<float> scoreRows(std::span<const float> hidden);

    // ---- forward -----------------------------------------------------------------------------------------------
    /// One pass over all slices: writes their KV, draws where a slice has a key, gathers and scores hidden rows.
    /// Every result depends on its own sequence alone, bit for bit on the CPU backend: not on the other slices, nor on
    /// how a sequence was cut into slices. A slice sees what earlier passes, and earlier slices of this one, wrote to
    /// its blocks; slices of one token at the beginning must be of different sequences. Throws std::invalid_argument
    /// for a slice that is empty, out of the vocabulary, past maxPositions or not covered by its block table; nothing
    /// was written then.
    PassResult pass(std::span<const Slice> slices, const SamplingParams& params);

    struct Logits {
        std::vector<float> logits;  ///< [vocabSize] of the token that follows
        std::vector<float> hidden;  ///< [hiddenSize] last row after the final norm
    };
    /// Runs `tokens` from position 0 over KV memory of its own.
    Logits logitsOf(std::span<const TokenId> tokens);

    double lastScorerSeconds() const;  ///< time the scorer took within the last pass() or scoreRows()
    double lastDeviceSeconds() const;  ///< time between the first and the last op of the last pass()

    /// Times every op from now on (costs a little, and a pass that is captured is captured anew); the table starts at
    /// zero.
    void setProfiling(bool on);
    std::vector<StageTime> stageTimes() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace engine
