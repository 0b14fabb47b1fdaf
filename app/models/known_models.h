// Models worth getting, by their exact names, and what they would take of a machine's memory before anything is
// downloaded: the three models of the STEP paper with the scorers that its authors publish, and two small ones.
// Shapes are those of each model's config.json. Plain values, no state, any thread.
#pragma once

#include <string>
#include <vector>

#include "app/models/models.h"
#include "app/run/memory_offers.h"
#include "engine/files/model_config.h"

namespace app {

struct KnownModel {
    std::string repository;  ///< on huggingface.co: "Qwen/Qwen3-4B-Thinking-2507"
    bool inPaper = false;    ///< one of the three that the STEP paper measures
    engine::ModelConfig shape;
    std::string scorerFile;  ///< the published scorer's file name; empty where there is none

    /// The part behind the slash.
    std::string name() const;
    /// A command of Hugging Face's `huggingface_hub`; the program finds what it fetches.
    std::string command() const;
    /// The model's page in a browser.
    std::string page() const;
};

/// From large to small within each group, those of the paper first.
const std::vector<KnownModel>& knownModels();

/// The page with the published scorers' files.
std::string publishedScorersPage();

/// Weights, stored as bfloat16, in all: of the model's matrices, gains and biases.
std::int64_t parametersOf(const KnownModel& model);

/// `device` with the model's weights, workspace and KV block size, as estimateMemory() finds them once the files are
/// there.
MemoryFacts priceKnownModel(const KnownModel& model, const MemoryFacts& device);

/// What they are priced with: n 64, else the program's defaults.
RunOptions optionsOfKnownModels();

/// n 64, and the memory utilization that the program begins with. Of host memory: the KV cache that is proposed there.
MemoryPlan planKnownModel(const KnownModel& model, const MemoryFacts& device);
/// Of that plan, where it does not fit.
std::vector<MemoryOffer> offersOfKnownModel(const KnownModel& model, const MemoryFacts& device);

/// The model of that name among what was found, in whatever format; null if it is not there or cannot be loaded.
const FoundModel* findKnown(const KnownModel& model, const Found& found);
const FoundScorer* findKnownScorer(const KnownModel& model, const Found& found);

}  // namespace app
