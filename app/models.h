// What this machine has: the embedded model, models in the Hugging Face cache and in folders given, and scorers beside
// them. Read-only and quick: headers only. Pure look-ups, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace app {

struct FoundModel {
    std::string name;
    std::string path;
    std::string family;
    std::int64_t parameters = 0;
    std::string format;       ///< "safetensors", "gguf Q4_1"
    bool loadable = false;
    std::string reason;       ///< why it cannot be loaded; empty where it can
};

struct FoundScorer {
    std::string name;
    std::string path;
    int inputWidth = 0;
    bool loadable = false;
    std::string reason;
};

struct Found {
    std::vector<FoundModel> models;
    std::vector<FoundScorer> scorers;
};

/// @param folders  further model directories or GGUF files to look at
Found findModels(const std::vector<std::string>& folders = {});

}  // namespace app
