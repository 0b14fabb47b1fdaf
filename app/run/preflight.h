// Memory that a model and a run need on a device, known before anything is loaded: weights, workspace, KV cache, and
// the point at which n traces fill it. The run loop takes its KV cache from here too, so that plan and run agree. Pure
// functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "app/run/run_options.h"
#include "kernels/kv_type.h"
#include "kernels/tensor.h"

namespace engine {
struct ModelConfig;
class TensorSource;
}  // namespace engine

namespace app {

/// Of all host memory (not of what is free: same seed, same run), where the CPU backend is given no cap.
inline constexpr double kDefaultHostShare = 0.25;

/// What weights take in memory, and the type that most of them have.
struct WeightPrice {
    std::size_t bytes = 0;  ///< 0: not known
    kernels::HostType type = kernels::HostType::Bf16;
};

/// The facts that decide memory: estimated from headers before a model is loaded, reported by the model afterwards.
struct MemoryFacts {
    std::string backend = "cpu";                ///< "cpu", "cuda"
    std::string device = {};                    ///< as people know it
    std::size_t deviceBytes = 0;                ///< total memory of the device
    std::size_t otherBytes = 0;                 ///< of which others than this model use
    std::size_t weightBytes = 0;                ///< as they are loaded, else as the file has them
    std::array<WeightPrice, 4> weightPrices{};  ///< by WeightChoice
    std::size_t workspaceBytes = 0;
    std::size_t blockBytes = 0;  ///< of one block of KV cache, all layers, of the type that KvChoice::Auto comes to
    int contextTokens = 0;       ///< longest sequence the model takes
    int kvHeads = 0;             ///< of all layers; 0: not known, blocks have `blockBytes` whatever their type
    int kvHeadWidth = 0;         ///< values of one, padding included
    std::int64_t parameters = 0;
    // Of the CPU; what the model itself has taken already counts as there.
    std::optional<std::size_t> freeBytes{};     ///< can be written to, within the limits of a control group
    std::optional<std::size_t> addressBytes{};  ///< can be reserved (ulimit -v); none: no limit
};

/// A GPU keeps the KV cache of models from this size on as 8 bits unless told otherwise.
inline constexpr std::int64_t kLargeModel = 1'000'000'000;

/// Of that choice; `weightBytes` where it is not known.
WeightPrice weightPriceFor(const MemoryFacts& facts, WeightChoice choice);

/// What a choice comes to. A GPU has no float32 KV: there that choice is bf16 (requireKvType() refuses it).
kernels::KvType kvTypeFor(const MemoryFacts& facts, KvChoice choice);
/// Of one block of KV cache of that type, all layers.
std::size_t blockBytesFor(const MemoryFacts& facts, KvChoice choice);
/// Throws UsageError for a choice that the device does not have.
void requireKvType(const MemoryFacts& facts, KvChoice choice);

/// Fills in weights (all choices; `weightBytes` of the file's own), workspace, block size and context from a model's
/// headers, as the backend that `device` names lays them out; device fields stay as they are.
MemoryFacts estimateMemory(MemoryFacts device, const engine::ModelConfig& config, const engine::TensorSource& tensors);

enum class MemoryVerdict {
    ModelTooLarge,  ///< weights and workspace alone do not fit
    PromptTooLong,  ///< the prompt and one token exceed the model's context
    BeyondLimit,    ///< the KV cache cannot be reserved (ulimit -v)
    BeyondMemory,   ///< the run starts; its KV cache can grow to more than the memory that is free now
    TooLittleKv,    ///< no room for the prompt and one block a trace
    Saturates,
    NeverSaturates,  ///< every trace reaches its token limit first
};

struct MemoryPlan {
    double deviceBytes = 0;
    double otherBytes = 0;
    double weightBytes = 0;
    std::string weights = {};  ///< the type that most of them have: "BF16", "Q4_K"; empty: not known
    double workspaceBytes = 0;
    double kvBytes = 0;  ///< what the options give
    kernels::KvType kvType = kernels::KvType::F32;
    /// Tokens that the same bytes would hold as another type: of q8, as the device's own; of others, as q8. 0: not
    /// known
    std::int64_t otherTokens = 0;
    kernels::KvType otherType = kernels::KvType::Q8;
    std::int64_t blocks = 0;
    std::int64_t tokens = 0;          ///< that the KV cache holds
    int traces = 0;                   ///< n that was priced
    std::int64_t tokensPerTrace = 0;  ///< generated tokens each of the n traces has when memory is full
    int tokenLimit = 0;               ///< at which a trace ends anyway
    int mostTraces = 0;               ///< that can start with this KV cache
    double leastKvBytes = 0;          ///< with which n traces can start
    double filledKvBytes = 0;         ///< that the n traces can fill at most, each at its token limit
    double roomKvBytes = 0;           ///< that the machine has for it, where the verdict is BeyondLimit or BeyondMemory
    int promptTokens = 0;             ///< that was priced
    int contextTokens = 0;
    MemoryVerdict verdict = MemoryVerdict::ModelTooLarge;
};

/// Bytes of KV cache that these options give: on the CPU the cap alone; on a GPU the utilization's share of the device
/// less weights, workspace and what others use, under the cap if there is one.
double kvBytesFor(const MemoryFacts& facts, const RunOptions& options);
/// Whole blocks of KV cache in so many bytes.
int blocksIn(double bytes, std::size_t blockBytes);
/// Blocks of KV cache that these options give.
int kvBlocksFor(const MemoryFacts& facts, const RunOptions& options);
/// Blocks that the prompt and `traces` traces need to start.
int blocksToStart(int promptTokens, int traces);
MemoryPlan planMemory(const MemoryFacts& facts, const RunOptions& options, int promptTokens);

/// "weights 7.5 GiB as BF16, workspace 1.1 GiB, KV 62.6 GiB = 456,000 tokens on NVIDIA H100 80GB (79.1 GiB)"
std::string priceText(const MemoryPlan& plan, const std::string& device);
/// "4.3 GiB", "620.1 MiB"
std::string sizeText(double bytes);
/// "14,304"
std::string countText(std::int64_t value);
/// One line: where it saturates, or what does not fit and the nearest setting that does.
std::string verdictText(const MemoryPlan& plan);
/// "model-too-large", "prompt-too-long", "beyond-limit", "beyond-memory", "too-little-kv", "saturates",
/// "never-saturates"
const char* nameOf(MemoryVerdict verdict);
/// Whether a run with this plan would start.
bool canStart(const MemoryPlan& plan);

/// A guess for a prompt that was not tokenised: three characters a token, and the template's and system prompt's own.
int guessPromptTokens(std::size_t problemBytes);

}  // namespace app
