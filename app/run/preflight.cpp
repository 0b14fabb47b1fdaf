#include "app/run/preflight.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/units.h"
#include "app/run/usage_error.h"
#include "engine/files/family.h"
#include "engine/files/tensor_check.h"
#include "engine/ids.h"
#include "engine/transformer.h"
#include "kernels/backend_cost.h"

namespace app {
namespace {

constexpr double kMostBlocks = 1e8;
constexpr std::size_t kDrawKeyBytes = 8;
constexpr std::size_t kPassArrays = 12;  // of inputs and results a row has

using kernels::BackendCost;

kernels::BackendKind kindOf(const std::string& backend) {
    return backend == "cuda" ? kernels::BackendKind::Cuda : kernels::BackendKind::Cpu;
}

/// The device's own type of what is not quantised: a GPU has bf16 alone.
kernels::HostType inMemory(kernels::HostType kept, const BackendCost& cost) {
    const bool isBf16 = !kernels::isQuantised(kept) && cost.otherMatrixBytes == cost.bf16MatrixBytes;
    return isBf16 ? kernels::HostType::Bf16 : kept;
}

/// What each choice takes, and the type of most of its elements, as the loader keeps them.
std::array<WeightPrice, 4> weightPricesOf(const engine::ModelConfig& config, const engine::TensorSource& tensors,
                                          kernels::BackendKind kind) {
    using enum WeightChoice;
    const engine::Family& family = engine::familyOf(config.family);
    const std::string embedding = family.tensorName(engine::TensorRole::Embedding, tensors.naming(), 0);
    const std::string head = family.tensorName(engine::TensorRole::Head, tensors.naming(), 0);
    std::array<WeightPrice, 4> prices{};
    std::array<std::map<kernels::HostType, std::size_t>, 4> elements;
    for (const std::string& name : tensors.tensorNames()) {
        const auto tensor = tensors.findTensor(name);
        if (!tensor) continue;
        if (config.tieEmbeddings && (name == "lm_head.weight" || name == "output.weight")) continue;
        const auto n = static_cast<std::size_t>(tensor->shape.empty() ? 0 : tensor->shape[0]);
        for (const WeightChoice choice : {File, Bf16, Q8, Q4}) {
            const auto at = static_cast<std::size_t>(choice);
            if (tensor->shape.size() != 2) {  // gains and biases
                prices[at].bytes += engine::findElementCount(tensor->shape).value_or(0) * sizeof(float);
                continue;
            }
            const auto k = static_cast<std::size_t>(tensor->shape[1]);
            const bool isTable = name == embedding || name == head;
            const auto place = isTable ? engine::MatrixPlace::EmbeddingOrHead : engine::MatrixPlace::Layer;
            const kernels::HostType kept =
                engine::keptType(choice, tensor->type, place, k, kernels::takesQuantised(kind));
            prices[at].bytes += kernels::weightBytes(kind, kept, n, k);
            elements[at][inMemory(kept, kernels::costOf(kind))] += n * k;
        }
    }
    for (std::size_t at = 0; at < prices.size(); ++at) {
        std::size_t most = 0;
        for (const auto& [type, count] : elements[at])
            if (count > most) {
                most = count;
                prices[at].type = type;
            }
    }
    return prices;
}

/// As TransformerWorkspace lays it out, without its rounding to 256 bytes.
std::size_t workspaceBytesOf(const engine::ModelConfig& c, const BackendCost& cost) {
    const auto size = [](int value) { return static_cast<std::size_t>(value); };
    const std::size_t out = size(c.heads) * size(c.headDim);
    const std::size_t qkv = out + 2 * size(c.kvHeads) * size(c.headDim);
    const std::size_t row = (2 * size(c.hiddenSize) + qkv + out + 3 * size(c.intermediateSize)) * cost.activationBytes +
                            size(c.headDim) * sizeof(float) + kPassArrays * kDrawKeyBytes;
    const std::size_t wanted = 3 * size(c.hiddenSize) * cost.activationBytes +
                               (size(c.vocabSize) + size(c.hiddenSize)) * sizeof(float) +
                               size(engine::blocksFor(c.maxPositions)) * sizeof(std::int32_t);
    const int sequences = std::min(cost.rows, engine::TransformerOptions{}.maxSequences);
    return size(cost.rows) * row + size(sequences) * wanted + cost.extraBytes;
}

enum class Round { Nearest, Up };

std::string gibText(double bytes, Round round = Round::Nearest) {
    if (round == Round::Up)
        bytes = bytes >= kMib * 1024 ? std::ceil(bytes / kMib / 102.4) * kMib * 102.4
                                     : std::ceil(bytes / kMib * 10) / 10 * kMib;
    const double gib = bytes / (kMib * 1024);
    return gib >= 1 ? fixedText(gib, 1) + " GiB" : fixedText(bytes / kMib, 1) + " MiB";
}

}  // namespace

MemoryFacts estimateMemory(MemoryFacts facts, const engine::ModelConfig& config, const engine::TensorSource& tensors) {
    const kernels::BackendKind kind = kindOf(facts.backend);
    const BackendCost cost = kernels::costOf(kind);
    facts.weightPrices = weightPricesOf(config, tensors, kind);
    facts.weightBytes = weightPriceFor(facts, WeightChoice::File).bytes;
    facts.workspaceBytes = workspaceBytesOf(config, cost);
    facts.kvHeads = config.layers * config.kvHeads;
    facts.kvHeadWidth = kernels::kvHeadWidthOf(kind, config.headDim);
    facts.parameters = engine::countParameters(tensors);
    facts.blockBytes = blockBytesFor(facts, KvChoice::Auto);
    facts.contextTokens = config.maxPositions;
    return facts;
}

WeightPrice weightPriceFor(const MemoryFacts& facts, WeightChoice choice) {
    const WeightPrice price = facts.weightPrices[static_cast<std::size_t>(choice)];
    return price.bytes > 0 ? price : WeightPrice{.bytes = facts.weightBytes};
}

kernels::KvType kvTypeFor(const MemoryFacts& facts, KvChoice choice) {
    const bool gpu = facts.backend == "cuda";
    switch (choice) {
        case KvChoice::F32: return gpu ? kernels::KvType::Bf16 : kernels::KvType::F32;
        case KvChoice::Bf16: return kernels::KvType::Bf16;
        case KvChoice::Q8: return kernels::KvType::Q8;
        case KvChoice::Auto: break;
    }
    if (gpu && facts.parameters >= kLargeModel) return kernels::KvType::Q8;
    return kernels::costOf(kindOf(facts.backend)).nativeKv;
}

/// As KvStorage has them.
static std::size_t bytesOfBlock(const MemoryFacts& facts, kernels::KvType type) {
    if (facts.kvHeads == 0) return facts.blockBytes;
    return static_cast<std::size_t>(facts.kvHeads) * kernels::kvHeadBytes(type, facts.kvHeadWidth);
}

std::size_t blockBytesFor(const MemoryFacts& facts, KvChoice choice) {
    return bytesOfBlock(facts, kvTypeFor(facts, choice));
}

void requireKvType(const MemoryFacts& facts, KvChoice choice) {
    if (choice == KvChoice::F32 && facts.backend == "cuda")
        throw UsageError("a GPU keeps keys and values as bf16 or q8, got f32; use --kv-type bf16, q8 or auto");
}

double kvBytesFor(const MemoryFacts& facts, const RunOptions& options) {
    const auto device = static_cast<double>(facts.deviceBytes);
    if (facts.backend != "cuda") return options.kvCacheMib ? *options.kvCacheMib * kMib : kDefaultHostShare * device;
    const auto weights = static_cast<double>(weightPriceFor(facts, options.weights).bytes);
    const double taken = weights + static_cast<double>(facts.workspaceBytes) + static_cast<double>(facts.otherBytes);
    const double room = std::max(0.0, options.memoryUtilization * device - taken);
    return options.kvCacheMib ? std::min(room, *options.kvCacheMib * kMib) : room;
}

int blocksIn(double bytes, std::size_t blockBytes) {
    const double blocks = std::floor(bytes / static_cast<double>(blockBytes) + 1e-9);
    return static_cast<int>(std::clamp(blocks, 0.0, kMostBlocks));
}

int kvBlocksFor(const MemoryFacts& facts, const RunOptions& options) {
    return blocksIn(kvBytesFor(facts, options), blockBytesFor(facts, options.kvType));
}

int blocksToStart(int promptTokens, int traces) {
    const int each = engine::blocksFor(promptTokens) - (promptTokens - 1) / engine::kBlockTokens;
    return engine::blocksFor(promptTokens - 1) + traces * each;
}

/// What of so many bytes the weights and the workspace leave.
static double roomFor(std::size_t bytes, const MemoryPlan& plan) {
    return std::max(0.0, static_cast<double>(bytes) - plan.weightBytes - plan.workspaceBytes);
}

MemoryPlan planMemory(const MemoryFacts& facts, const RunOptions& options, int promptTokens) {
    MemoryPlan plan;
    plan.deviceBytes = static_cast<double>(facts.deviceBytes);
    plan.otherBytes = static_cast<double>(facts.otherBytes);
    const WeightPrice weights = weightPriceFor(facts, options.weights);
    plan.weightBytes = static_cast<double>(weights.bytes);
    if (facts.weightPrices[static_cast<std::size_t>(options.weights)].bytes > 0)
        plan.weights = kernels::nameOf(weights.type);
    plan.workspaceBytes = static_cast<double>(facts.workspaceBytes);
    plan.kvBytes = kvBytesFor(facts, options);
    plan.traces = std::max(1, tracesOf(options));
    plan.kvType = kvTypeFor(facts, options.kvType);
    if (facts.blockBytes == 0) return plan;

    const auto blockBytes = static_cast<double>(blockBytesFor(facts, options.kvType));
    plan.otherType =
        plan.kvType == kernels::KvType::Q8 ? kernels::costOf(kindOf(facts.backend)).nativeKv : kernels::KvType::Q8;
    if (facts.kvHeads > 0)
        plan.otherTokens =
            std::int64_t{blocksIn(plan.kvBytes, bytesOfBlock(facts, plan.otherType))} * engine::kBlockTokens;
    plan.blocks = kvBlocksFor(facts, options);
    plan.tokens = plan.blocks * engine::kBlockTokens;
    const int shared = blocksToStart(promptTokens, 0);
    plan.mostTraces =
        static_cast<int>(std::max<std::int64_t>(0, plan.blocks - shared) / (blocksToStart(promptTokens, 1) - shared));
    plan.leastKvBytes = blocksToStart(promptTokens, plan.traces) * blockBytes;
    // A trace's own blocks begin with the one that holds the prompt's last token, which it runs itself.
    const std::int64_t own = std::max<std::int64_t>(0, plan.blocks - shared) / plan.traces * engine::kBlockTokens;
    plan.tokensPerTrace = std::max<std::int64_t>(0, own - (promptTokens - 1) % engine::kBlockTokens);
    const int room = facts.contextTokens > 0 ? std::max(0, facts.contextTokens - promptTokens) : options.maxTokens;
    plan.tokenLimit = std::min(options.maxTokens, room);

    plan.promptTokens = promptTokens;
    plan.contextTokens = facts.contextTokens;
    const double filled = shared + static_cast<double>(plan.traces) *
                                       (blocksToStart(promptTokens, 1) - shared + engine::blocksFor(plan.tokenLimit));
    plan.filledKvBytes = std::min(filled, static_cast<double>(plan.blocks)) * blockBytes;

    const double usable =
        facts.backend == "cuda" ? plan.deviceBytes * options.memoryUtilization - plan.otherBytes : plan.deviceBytes;
    if (plan.weightBytes + plan.workspaceBytes > usable) {
        plan.verdict = MemoryVerdict::ModelTooLarge;
    } else if (facts.contextTokens > 0 && promptTokens + 1 > facts.contextTokens) {
        plan.verdict = MemoryVerdict::PromptTooLong;
    } else if (plan.mostTraces < plan.traces) {
        plan.verdict = MemoryVerdict::TooLittleKv;
    } else if (facts.addressBytes && plan.kvBytes > roomFor(*facts.addressBytes, plan)) {
        plan.verdict = MemoryVerdict::BeyondLimit;
        plan.roomKvBytes = roomFor(*facts.addressBytes, plan);
    } else if (facts.freeBytes && plan.filledKvBytes > roomFor(*facts.freeBytes, plan)) {
        plan.verdict = MemoryVerdict::BeyondMemory;
        plan.roomKvBytes = roomFor(*facts.freeBytes, plan);
    } else {
        plan.verdict = plan.tokensPerTrace < plan.tokenLimit ? MemoryVerdict::Saturates : MemoryVerdict::NeverSaturates;
    }
    return plan;
}

std::string sizeText(double bytes) {
    return gibText(bytes);
}

std::string countText(std::int64_t value) {
    std::string digits = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string priceText(const MemoryPlan& plan, const std::string& device) {
    std::string text =
        "weights " + gibText(plan.weightBytes) + (plan.weights.empty() ? "" : " as " + plan.weights) + ", workspace " +
        gibText(plan.workspaceBytes) + ", KV " + gibText(plan.kvBytes) + " as " + nameOf(plan.kvType) + " = " +
        countText(plan.tokens) + " tokens" +
        (plan.otherTokens > 0 ? std::string(", as ") + nameOf(plan.otherType) + " " + countText(plan.otherTokens)
                              : std::string()) +
        ", on " + device + " (" + gibText(plan.deviceBytes);
    if (plan.otherBytes > 0) text += ", others use " + gibText(plan.otherBytes);
    return text + ")";
}

std::string verdictText(const MemoryPlan& plan) {
    const std::string n = "n = " + std::to_string(plan.traces);
    switch (plan.verdict) {
        case MemoryVerdict::ModelTooLarge:
            return "the model does not fit: weights and workspace take " +
                   gibText(plan.weightBytes + plan.workspaceBytes) + " of " + gibText(plan.deviceBytes) +
                   (plan.otherBytes > 0 ? ", of which others use " + gibText(plan.otherBytes) : "");
        case MemoryVerdict::TooLittleKv:
            return n + ": the prompt and one block per trace do not fit; " +
                   (plan.mostTraces > 1    ? "use n = " + std::to_string(plan.mostTraces) + " or less, or "
                    : plan.mostTraces == 1 ? std::string("use n = 1, or ")
                                           : std::string("use ")) +
                   "a KV cache of at least " + gibText(plan.leastKvBytes, Round::Up);
        case MemoryVerdict::PromptTooLong:
            return "the problem takes " + countText(plan.promptTokens) + " tokens, the model's context is " +
                   countText(plan.contextTokens) + "; shorten it";
        case MemoryVerdict::BeyondLimit:
            return n + ": a KV cache of " + gibText(plan.kvBytes) + " cannot be reserved, this process may take " +
                   gibText(plan.roomKvBytes) + " more (ulimit -v); use --kv-cache-mib below that";
        case MemoryVerdict::BeyondMemory:
            return n + ": the traces can fill " + gibText(plan.filledKvBytes) + " of KV cache, " +
                   gibText(plan.roomKvBytes) +
                   " of memory are free for it; use fewer traces or a smaller --kv-cache-mib";
        case MemoryVerdict::Saturates:
            return n + ": memory saturates near " + countText(plan.tokensPerTrace) + " tokens per trace";
        case MemoryVerdict::NeverSaturates:
            return n + ": memory never saturates, every trace can reach its limit of " + countText(plan.tokenLimit) +
                   " tokens";
    }
    return {};
}

const char* nameOf(MemoryVerdict verdict) {
    switch (verdict) {
        case MemoryVerdict::ModelTooLarge: return "model-too-large";
        case MemoryVerdict::PromptTooLong: return "prompt-too-long";
        case MemoryVerdict::BeyondLimit: return "beyond-limit";
        case MemoryVerdict::BeyondMemory: return "beyond-memory";
        case MemoryVerdict::TooLittleKv: return "too-little-kv";
        case MemoryVerdict::Saturates: return "saturates";
        case MemoryVerdict::NeverSaturates: return "never-saturates";
    }
    return "";
}

bool canStart(const MemoryPlan& plan) {
    return plan.verdict == MemoryVerdict::Saturates || plan.verdict == MemoryVerdict::NeverSaturates ||
           plan.verdict == MemoryVerdict::BeyondMemory;
}

int guessPromptTokens(std::size_t problemBytes) {
    return 30 + static_cast<int>(std::min<std::size_t>(problemBytes, 1 << 24) / 3);
}

}  // namespace app
