#include "app/run/memory_offers.h"

#include <algorithm>
#include <cmath>

#include "app/run/number_text.h"
#include "app/run/option_table.h"
#include "app/run/units.h"
#include "kernels/backend_cost.h"

namespace app {
namespace {

constexpr std::size_t kMostOffers = 4;
constexpr double kMostUtilization = 0.95;

/// What of the options is changed; what is not set stays.
struct Change {
    std::optional<WeightChoice> weights{};
    std::optional<KvChoice> kv{};
    bool fewerTraces = false;  ///< as many as fit with the rest of the change
    bool moreMemory = false;   ///< as much as the traces need to start

    /// Whether this one changes all that `other` does, and more.
    bool includes(const Change& other) const {
        return (!other.weights || weights == other.weights) && (!other.kv || kv == other.kv) &&
               (!other.fewerTraces || fewerTraces) && (!other.moreMemory || moreMemory);
    }
};

bool fits(const MemoryPlan& plan) {
    return plan.verdict == MemoryVerdict::Saturates || plan.verdict == MemoryVerdict::NeverSaturates;
}

/// Fewer traces: as many as can start, or of a cache that can grow too large, as many as can fill what is free.
int tracesThatFit(const MemoryFacts& facts, RunOptions options, int promptTokens) {
    const MemoryPlan plan = planMemory(facts, options, promptTokens);
    if (plan.verdict != MemoryVerdict::BeyondMemory) return plan.mostTraces;
    int low = 0, high = options.traces;  // low fits, high does not
    while (high - low > 1) {
        options.traces = (low + high) / 2;
        (fits(planMemory(facts, options, promptTokens)) ? low : high) = options.traces;
    }
    return low;
}

/// The settings that follow from a change; nothing where it changes nothing or cannot be.
std::optional<RunOptions> changed(const MemoryFacts& facts, const RunOptions& wanted, int promptTokens,
                                  const Change& change) {
    RunOptions options = wanted;
    if (change.weights) {
        if (weightPriceFor(facts, *change.weights).bytes >= weightPriceFor(facts, wanted.weights).bytes)
            return std::nullopt;
        options.weights = *change.weights;
    }
    if (change.kv) {
        if (facts.kvHeads == 0 || blockBytesFor(facts, *change.kv) >= blockBytesFor(facts, wanted.kvType))
            return std::nullopt;
        options.kvType = *change.kv;
    }
    if (change.moreMemory) {
        const MemoryPlan plan = planMemory(facts, options, promptTokens);
        if (plan.verdict != MemoryVerdict::TooLittleKv) return std::nullopt;
        if (facts.backend == "cuda") {
            const double bytes = plan.weightBytes + plan.workspaceBytes + plan.otherBytes + plan.leastKvBytes;
            options.memoryUtilization = std::ceil(bytes / plan.deviceBytes * 100) / 100;
            if (options.kvCacheMib) options.kvCacheMib = std::max(*options.kvCacheMib, plan.leastKvBytes / kMib);
            if (options.memoryUtilization > kMostUtilization) return std::nullopt;
            options.memoryUtilization = std::max(options.memoryUtilization, wanted.memoryUtilization);
        } else {
            options.kvCacheMib = std::ceil(plan.leastKvBytes / kMib * 10) / 10;
        }
    }
    if (change.fewerTraces) {
        options.traces = tracesThatFit(facts, options, promptTokens);
        if (options.traces < 1 || options.traces >= wanted.traces) return std::nullopt;
    }
    return options;
}

std::string joined(const std::vector<std::string>& parts, const char* between) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
    return text;
}

MemoryOffer described(RunOptions options, const RunOptions& wanted, MemoryPlan plan) {
    std::vector<std::string> flags, words;
    const auto word = [](const char* key, auto value) {
        return std::string(wordOf(optionRow(key), static_cast<std::int64_t>(value)));
    };
    if (options.weights != wanted.weights) {
        flags.push_back("--weights " + word("weights", options.weights));
        words.push_back(options.weights == WeightChoice::File ? "weights as in the file"
                                                              : "weights as " + plan.weights);
    }
    if (options.kvType != wanted.kvType) {
        flags.push_back("--kv-type " + word("kv_type", options.kvType));
        words.push_back(std::string("KV as ") + kernels::nameOf(plan.kvType));
    }
    if (options.memoryUtilization != wanted.memoryUtilization) {
        flags.push_back("--memory-utilization " + fixedText(options.memoryUtilization, 2));
        words.push_back(fixedText(100 * options.memoryUtilization, 0) + " % of the GPU's memory");
    }
    if (options.kvCacheMib != wanted.kvCacheMib) {
        flags.push_back("--kv-cache-mib " + fixedText(*options.kvCacheMib, 1));
        words.push_back("KV cache of " + sizeText(*options.kvCacheMib * kMib));
    }
    if (options.traces != wanted.traces) {
        flags.push_back("-n " + std::to_string(options.traces));
        words.push_back("n = " + std::to_string(options.traces));
    }
    std::string price = "weights " + sizeText(plan.weightBytes) + ", KV " + sizeText(plan.kvBytes) + " = " +
                        countText(plan.tokens) + " tokens";
    return {.options = std::move(options),
            .plan = std::move(plan),
            .flags = joined(flags, " "),
            .setting = joined(words, ", "),
            .price = std::move(price)};
}

}  // namespace

std::vector<MemoryOffer> findOffers(const MemoryFacts& facts, const RunOptions& wanted, int promptTokens) {
    using enum WeightChoice;
    const MemoryPlan plan = planMemory(facts, wanted, promptTokens);
    if (facts.blockBytes == 0 || fits(plan) || plan.verdict == MemoryVerdict::PromptTooLong) return {};
    // From what costs no accuracy to what costs the most; then two at a time, then all.
    const std::vector<Change> changes = {
        {.fewerTraces = true},
        {.moreMemory = true},
        {.kv = KvChoice::Q8},
        {.weights = File},
        {.weights = Q8},
        {.weights = Q4},
        {.weights = Q8, .kv = KvChoice::Q8},
        {.weights = Q4, .kv = KvChoice::Q8},
        {.kv = KvChoice::Q8, .fewerTraces = true},
        {.weights = File, .fewerTraces = true},
        {.weights = Q8, .fewerTraces = true},
        {.weights = Q4, .fewerTraces = true},
        {.weights = Q4, .kv = KvChoice::Q8, .moreMemory = true},
        {.weights = Q4, .kv = KvChoice::Q8, .fewerTraces = true},
        {.weights = Q4, .kv = KvChoice::Q8, .fewerTraces = true, .moreMemory = true},
    };
    std::vector<MemoryOffer> offers;
    std::vector<Change> taken;
    for (const Change& change : changes) {
        if (offers.size() == kMostOffers) break;
        const bool isMore =
            std::any_of(taken.begin(), taken.end(), [&](const Change& c) { return change.includes(c); });
        if (isMore) continue;
        const auto options = changed(facts, wanted, promptTokens, change);
        if (!options) continue;
        MemoryPlan offered = planMemory(facts, *options, promptTokens);
        if (!fits(offered)) continue;
        taken.push_back(change);
        offers.push_back(described(*options, wanted, std::move(offered)));
    }
    return offers;
}

bool isTooLarge(const MemoryFacts& facts) {
    RunOptions options;
    options.memoryUtilization = 1;
    MemoryFacts asLoaded = facts;
    asLoaded.weightPrices = {};
    return planMemory(asLoaded, options, 1).verdict == MemoryVerdict::ModelTooLarge;
}

std::optional<WeightChoice> findSmallerWeights(const MemoryFacts& facts) {
    for (const WeightChoice choice : {WeightChoice::File, WeightChoice::Q8, WeightChoice::Q4}) {
        RunOptions options;
        options.memoryUtilization = 1;
        options.weights = choice;
        if (weightPriceFor(facts, choice).bytes < facts.weightBytes &&
            planMemory(facts, options, 1).verdict != MemoryVerdict::ModelTooLarge)
            return choice;
    }
    return std::nullopt;
}

std::string offeredWeights(const MemoryFacts& facts, const RunOptions& wanted) {
    using enum WeightChoice;
    std::vector<std::string> words;
    std::size_t last = weightPriceFor(facts, wanted.weights).bytes;
    for (const WeightChoice choice : {File, Q8, Q4}) {
        RunOptions options = wanted;
        options.weights = choice;
        const WeightPrice price = weightPriceFor(facts, choice);
        if (price.bytes >= last || planMemory(facts, options, 1).verdict == MemoryVerdict::ModelTooLarge) continue;
        last = price.bytes;
        words.push_back(std::string(wordOf(optionRow("weights"), static_cast<std::int64_t>(choice))) + " (" +
                        sizeText(static_cast<double>(price.bytes)) + ")");
    }
    return words.empty() ? std::string() : "use --weights " + joined(words, " or ");
}

}  // namespace app
