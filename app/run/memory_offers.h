// What would fit where a run, or a model, does not: other settings with their prices, from the least change on. Pure
// functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "app/run/preflight.h"

namespace app {

struct MemoryOffer {
    RunOptions options;   ///< the wanted ones with the change
    MemoryPlan plan;      ///< of them
    std::string flags;    ///< the change as on the command line: "--weights q4 --kv-type q8"
    std::string setting;  ///< in words: "4-bit weights, 8-bit KV"
    std::string price;    ///< "weights 4.3 GiB, KV 1.9 GiB = 14,304 tokens"
};

/// At most four, none of which changes what a smaller one leaves. Empty where the run fits, and where nothing helps: a
/// prompt longer than the context, a model whose smallest weights are too large.
std::vector<MemoryOffer> findOffers(const MemoryFacts& facts, const RunOptions& wanted, int promptTokens);

/// Whether weights of `facts.weightBytes` and the workspace alone are more than the device has.
bool isTooLarge(const MemoryFacts& facts);

/// The least change of the weights with which the model fits the device, where it does not as `facts.weightBytes` says.
std::optional<WeightChoice> findSmallerWeights(const MemoryFacts& facts);

/// The weights that would fit, for the refusal of a model: "use --weights q8 (7.9 GiB) or q4 (4.6 GiB)"; empty: none.
std::string offeredWeights(const MemoryFacts& facts, const RunOptions& wanted);

}  // namespace app
