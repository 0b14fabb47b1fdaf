// What this machine has: the embedded model, models of other programs' caches and of the user's folders, and scorers
// beside them; for each the memory it needs, or why it cannot be loaded. Read-only and quick: headers only. No state,
// any thread.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "app/models/model_places.h"
#include "app/run/preflight.h"

namespace app {

struct FoundModel {
    std::string name;  ///< as people know it
    std::string path;
    ModelSource source = ModelSource::Folder;
    std::string family;
    std::int64_t parameters = 0;
    std::string format;  ///< "safetensors", "gguf Q4_1"
    std::int64_t fileBytes = 0;
    int hiddenSize = 0;
    MemoryFacts memory;  ///< on the device that was asked for; blockBytes 0 if it is not known
    bool loadable = false;
    std::string reason;  ///< why it cannot be loaded; empty if it can
};

struct FoundScorer {
    std::string name;
    std::string path;
    int inputWidth = 0;
    int hiddenWidth = 0;
    std::vector<std::pair<std::string, std::string>> metrics;  ///< found in the file: auc, f1, epoch ...
    bool loadable = false;
    std::string reason;
};

struct Found {
    std::vector<FoundModel> models;
    std::vector<FoundScorer> scorers;
};

/// @param device  whose memory the models are priced for
Found findModels(const ModelPlaces& places, const MemoryFacts& device);

/// A model's path: the path itself where it exists, else that of the found model with this name. Empty stays empty.
/// Throws UsageError if there is neither.
std::string requireModelPath(const std::string& pathOrName, const std::vector<std::string>& folders = {});

}  // namespace app
