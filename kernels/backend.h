// The narrow interface of tensor operations that every device implements: memory, streams, graphs, weights and the
// ops of a transformer's pass, without knowledge of any model. A public op checks shapes once, then calls the
// backend's own do... function. One thread uses a backend at a time; a backend may run threads of its own inside an op.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "kernels/kv_type.h"
#include "kernels/tensor.h"

namespace kernels {

struct DeviceInfo {
    std::string backend;  ///< "cpu", "cuda"
    std::string name;     ///< as people know it
    std::size_t totalBytes = 0;
    std::size_t freeBytes = 0;
};

/// An allocation was refused; the message names it, what it needed and what was free.
class OutOfMemory : public std::runtime_error {
public:
    OutOfMemory(std::string_view label, std::size_t neededBytes, std::size_t freeBytes);
    std::size_t neededBytes;
    std::size_t freeBytes;
};

enum class MemoryKind {
    Device,  ///< where the ops read and write
    Host,    ///< host memory that copies fast from and to the device (pinned, where that means something)
};

/// Owns one allocation of a backend. Fresh memory is zero; untouched pages of CPU memory cost nothing.
class Buffer {
public:
    Buffer() = default;
    Buffer(void* data, std::size_t bytes, std::function<void(void*, std::size_t)> release);
    ~Buffer();
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    void* data() const { return m_data; }
    std::size_t bytes() const { return m_bytes; }
    template <class T>
    T* as() const {
        return static_cast<T*>(m_data);
    }

private:
    void* m_data = nullptr;
    std::size_t m_bytes = 0;
    std::function<void(void*, std::size_t)> m_release;
};

/// An ordered queue of work on the device.
class Stream {
public:
    virtual ~Stream() = default;
};

/// Work captured once and launched many times with the same arguments; device memory may change between launches.
class Graph {
public:
    virtual ~Graph() = default;
};

/// A moment in a stream, for timing.
class Event {
public:
    virtual ~Event() = default;
};

/// A matrix [n, k] in host memory, row-major.
struct HostMatrix {
    std::span<const std::byte> bytes;
    HostType type = HostType::F32;
    int n = 0;
    int k = 0;
};

enum class WeightPrecision {
    Native,   ///< the backend's weight type
    Float32,  ///< float32 on every backend
};

/// A weight matrix [n, k] in the backend's own layout. Outlives every op that uses it.
class Weight {
public:
    virtual ~Weight() = default;
    virtual int n() const = 0;
    virtual int k() const = 0;
    virtual std::size_t bytes() const = 0;
};

/// Paged KV cache of all layers: blocks of `blockTokens` tokens. The order of elements inside a block is the backend's.
struct KvCache {
    void* data = nullptr;
    int blockCount = 0;
    int layers = 0;
    int kvHeads = 0;
    int headDim = 0;
    KvType type = KvType::F32;
    static constexpr int blockTokens = kKvBlockTokens;
};

/// Which sequence and position each row of a pass is. A row with position < 0 is padding: it writes no KV, attends to
/// nothing and its results are unspecified. Rows of one sequence may be in one pass in any order.
struct PagedRows {
    Tensor<const std::int32_t> positions;    ///< [rows]
    Tensor<const std::int32_t> sequences;    ///< [rows] row of blockTables
    Tensor<const std::int32_t> blockTables;  ///< [sequences, table_width] block ids
    int maxContext = 0;                      ///< host hint: no row of the pass sees more tokens than this
    int decodeRows = 0;                      ///< host hint: each of the first rows is the only one of its sequence
};

/// Query heads share KV heads in groups: heads = kvHeads * group.
struct AttentionShape {
    int heads = 0;
    int kvHeads = 0;
    int headDim = 0;
    int window = 0;  ///< tokens a row attends to, the latest ones with itself; 0: all

    int qkvWidth() const { return (heads + 2 * kvHeads) * headDim; }
    int outWidth() const { return heads * headDim; }
};

/// Keys of the draw for one row of logits, in device memory.
struct DrawKey {
    std::int32_t trace = 0;
    std::int32_t position = 0;
};

/// How tokens are drawn, in device memory so that a captured graph can be launched with other settings.
struct DrawSettings {
    std::uint64_t seed = 0;
    float temperature = 0.6F;         ///< 0: the most likely token, lowest id among equals
    float topP = 0.95F;               ///< 1: off
    std::int32_t topK = 20;           ///< 0: off
    std::int32_t wantConfidence = 0;  ///< not 0: fill confidences
};

/// Weights of Linear(in, hidden), ReLU, Linear(hidden, 1), sigmoid.
struct Mlp {
    const Weight* first = nullptr;  ///< [hidden, in], float32
    Tensor<const float> firstBias;  ///< [hidden]
    Tensor<const float> second;     ///< [hidden]
    float secondBias = 0;
};

class MlpTrainer;
struct MlpTrainerConfig;
struct MlpParameters;

class Backend {
public:
    virtual ~Backend() = default;

    // ---- device ------------------------------------------------------------------------------------------------
    virtual DeviceInfo info() const = 0;
    virtual std::size_t activationBytes() const = 0;  ///< of one Activation
    virtual KvType nativeKv() const = 0;              ///< type of a KV cache that loses the least
    virtual bool takesKv(KvType type) const = 0;
    /// Values that a head of `headDim` takes in the cache, padding included. Throws ShapeError if it is too large.
    virtual int kvHeadWidth(int headDim) const { return headDim; }

    /// Rows of a pass at which it is fast, for long prompts.
    virtual int preferredRows() const { return 128; }

    // ---- memory, streams, graphs ---------------------------------------------------------------------------------
    /// Throws OutOfMemory. `label` says what the memory is for.
    virtual Buffer allocate(std::size_t bytes, std::string_view label, MemoryKind kind = MemoryKind::Device) = 0;
    virtual std::unique_ptr<Stream> makeStream() = 0;
    virtual void synchronize(Stream& stream) = 0;
    /// Both asynchronous: host memory must stay as it is until the stream is synchronised.
    virtual void copyToDevice(Stream& stream, void* device, const void* host, std::size_t bytes) = 0;
    virtual void copyToHost(Stream& stream, void* host, const void* device, std::size_t bytes) = 0;
    virtual void copyOnDevice(Stream& stream, void* to, const void* from, std::size_t bytes) = 0;

    /// Rows to which a decode pass of `rows` rows is to be padded and captured, or none if a graph gains nothing.
    virtual std::optional<int> findGraphRows(int rows) const = 0;
    /// Changes whenever memory that ops keep between calls has moved: a graph captured before that must not be
    /// launched.
    virtual std::uint64_t scratchVersion() const { return 0; }
    /// The same work must have run once before: shapes are timed, code is loaded and memory grows then, none of which a
    /// capture allows.
    virtual std::unique_ptr<Graph> capture(Stream& stream, std::function<void(Stream&)> work) = 0;
    virtual void launch(Stream& stream, Graph& graph) = 0;

    virtual std::unique_ptr<Event> makeEvent() = 0;
    virtual void record(Stream& stream, Event& event) = 0;
    /// Both events must have been recorded and the stream synchronised since.
    virtual double secondsBetween(const Event& from, const Event& to) const = 0;

    // ---- weights -------------------------------------------------------------------------------------------------
    /// Whether uploadWeight takes matrices of quantised types, which then stay as exact as they are in memory: every
    /// element has the value that its format defines.
    virtual bool takesQuantised() const { return false; }
    /// One weight of all `parts` stacked along n; they must agree in k, their types may differ. Throws ShapeError,
    /// OutOfMemory.
    std::unique_ptr<Weight> uploadWeight(std::span<const HostMatrix> parts, std::string_view label,
                                         WeightPrecision precision = WeightPrecision::Native);
    /// A weight of random values around zero with standard deviation `scale`, for benchmarks without model files: of
    /// the backend's own type, or of a quantised one where the backend takes them. Throws ShapeError, OutOfMemory.
    std::unique_ptr<Weight> randomWeight(int n, int k, float scale, std::uint64_t seed, std::string_view label,
                                         std::optional<HostType> quantised = std::nullopt);
    /// Vectors (gains, biases) as float32.
    Buffer uploadVector(std::span<const float> values, std::string_view label);

    // ---- ops -----------------------------------------------------------------------------------------------------
    /// out[r] = table[tokens[r]].  tokens [rows], table [vocab, width], out [rows, width]
    void embed(Stream& stream, Tensor<const std::int32_t> tokens, const Weight& table, Tensor<Activation> out);

    /// residual += delta (if given); out = residual / rms(residual) * gain. residual, delta, out [rows, width], gain
    /// [width]; out may be delta
    void addRmsNorm(Stream& stream, Tensor<Activation> residual, Tensor<const Activation> delta,
                    Tensor<const float> gain, float epsilon, Tensor<Activation> out);

    /// out = x * w^T + bias (if given). x [rows, k], w [n, k], bias [n], out [rows, n]
    void matmul(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                Tensor<Activation> out);
    /// The same with float32 results, for logits.
    void matmul(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                Tensor<float> out);

    /// Cosines and sines of a pass: out[r, i] = scale * cos(p f_i), out[r, rotaryDim/2 + i] = scale * sin(p f_i).
    /// positions [rows], inverseFrequencies f [rotaryDim/2], out [rows, rotaryDim]
    void ropeTable(Stream& stream, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
                   float scale, Tensor<float> out);

    /// Per head: RMSNorm of q and k (where gains are given), rotation of the halves of the first rotaryDim elements by
    /// `rope`, then k and v go to the cache at each row's position. q stays in `qkv`, normed and rotated; k and v in it
    /// are unspecified afterwards. qkv [rows, (heads + 2 kvHeads) headDim] = q heads, k heads, v heads; qGain, kGain
    /// [headDim]; rope [rows, rotaryDim], rotaryDim <= headDim
    void ropeAndCache(Stream& stream, const AttentionShape& shape, Tensor<Activation> qkv, Tensor<const float> qGain,
                      Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                      const KvCache& cache, int layer);

    /// Causal grouped-query attention of every row over positions 0 .. its own, decode and prefill rows alike.
    /// qkv as above (q is read), out [rows, heads headDim]
    void attention(Stream& stream, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                   const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out);

    /// out = silu(gate) * up.  gateUp [rows, 2 width] = gate, up; out [rows, width]
    void swiGlu(Stream& stream, Tensor<const Activation> gateUp, Tensor<Activation> out);

    /// out = silu(gate) * up with gate, up = x * w^T: as matmul and swiGlu make it, at once where the device can. x
    /// [rows, k], w [2 width, k], room for what is between [rows, 2 width] (unspecified afterwards), out [rows, width]
    void matmulSwiGlu(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<Activation> gateUp,
                      Tensor<Activation> out);

    /// out[i] = x[indices[i]].  x [rows, width], indices [count], out [count, width]
    void gatherRows(Stream& stream, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                    Tensor<Activation> out);
    /// The same into float32, for hidden rows that are scored.
    void gatherRows(Stream& stream, Tensor<const Activation> x, Tensor<const std::int32_t> indices, Tensor<float> out);

    /// Scores of all rows, in float32.  x [rows, in], scores [rows]
    void scoreMlp(Stream& stream, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores);

    /// Draws one token a row: temperature, then top-k, then top-p, uniform numbers from Philox by (seed, trace,
    /// position). A row whose logits are not finite throws, or gets the token -1 if the device can't throw. logits
    /// [rows, vocab]; keys, tokens, logProbabilities (full softmax at temperature 1), confidences (mean of -ln p of the
    /// 20 most likely tokens at temperature 1) [rows]; settings [1]
    void sample(Stream& stream, Tensor<const float> logits, Tensor<const DrawKey> keys,
                Tensor<const DrawSettings> settings, Tensor<std::int32_t> tokens, Tensor<float> logProbabilities,
                Tensor<float> confidences);

    /// A trainer of a scorer (kernels/mlp_trainer.h) that starts from `initial`. It must not outlive the backend.
    /// Throws ShapeError, OutOfMemory.
    std::unique_ptr<MlpTrainer> makeMlpTrainer(const MlpTrainerConfig& config, const MlpParameters& initial);

    /// Copies one block of all layers (copy on write).
    void copyBlock(Stream& stream, const KvCache& cache, int from, int to);

protected:
    virtual std::unique_ptr<Weight> doUploadWeight(std::span<const HostMatrix> parts, std::string_view label,
                                                   WeightPrecision precision) = 0;
    /// As it stands, values made on the host and uploaded.
    virtual std::unique_ptr<Weight> doRandomWeight(int n, int k, float scale, std::uint64_t seed,
                                                   std::string_view label, std::optional<HostType> quantised);
    virtual void doEmbed(Stream&, Tensor<const std::int32_t> tokens, const Weight& table, Tensor<Activation> out) = 0;
    virtual void doAddRmsNorm(Stream&, Tensor<Activation> residual, Tensor<const Activation> delta,
                              Tensor<const float> gain, float epsilon, Tensor<Activation> out) = 0;
    virtual void doMatmul(Stream&, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                          Tensor<Activation> out) = 0;
    virtual void doMatmul(Stream&, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                          Tensor<float> out) = 0;
    virtual void doRopeTable(Stream&, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
                             float scale, Tensor<float> out) = 0;
    virtual void doRopeAndCache(Stream&, const AttentionShape& shape, Tensor<Activation> qkv, Tensor<const float> qGain,
                                Tensor<const float> kGain, float epsilon, Tensor<const float> rope,
                                const PagedRows& rows, const KvCache& cache, int layer) = 0;
    virtual void doAttention(Stream&, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                             const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out) = 0;
    virtual void doSwiGlu(Stream&, Tensor<const Activation> gateUp, Tensor<Activation> out) = 0;
    /// As it stands, one after the other.
    virtual void doMatmulSwiGlu(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<Activation> gateUp,
                                Tensor<Activation> out);
    virtual void doGatherRows(Stream&, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                              Tensor<Activation> out) = 0;
    virtual void doGatherRows(Stream&, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                              Tensor<float> out) = 0;
    virtual void doScoreMlp(Stream&, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores) = 0;
    virtual void doSample(Stream&, Tensor<const float> logits, Tensor<const DrawKey> keys,
                          Tensor<const DrawSettings> settings, Tensor<std::int32_t> tokens,
                          Tensor<float> logProbabilities, Tensor<float> confidences) = 0;
    virtual void doCopyBlock(Stream&, const KvCache& cache, int from, int to) = 0;
    virtual std::unique_ptr<MlpTrainer> doMakeMlpTrainer(const MlpTrainerConfig& config,
                                                         const MlpParameters& initial) = 0;
};

}  // namespace kernels
