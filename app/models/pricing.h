// A model priced from its headers, without loading it: for the list of models and for `run --preflight`.
// Reads headers only; no state, any thread.
#pragma once

#include "app/run/load_model.h"
#include "app/run/model_defaults.h"
#include "app/run/preflight.h"

namespace app {

struct PricedModel {
    std::string name;
    std::optional<int> gpuIndex;  ///< empty: the CPU
    MemoryFacts memory;
    RunOptions defaults;  ///< of the model
};

/// Throws UsageError: no such model or device, or a header that cannot be read.
PricedModel priceModel(const LoadModel& wanted);

/// Tokens of the prompt that a run with these options would begin with: reads the tokenizer, not the weights.
/// Throws UsageError as ModelSession::promptTokens() does.
int countPromptTokens(const LoadModel& wanted, const std::string& problem, const RunOptions& options);

}  // namespace app
