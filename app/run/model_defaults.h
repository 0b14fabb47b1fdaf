// What lies beside a model's weights and shapes its runs: generation_config.json and stepscope.json. Read without
// loading the model. Plain values, any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/run/run_options.h"
#include "engine/files/model_config.h"

namespace app {

struct ModelDefaults {
    RunOptions options;                   ///< the program's defaults, overridden by those of the model
    std::optional<std::string> name;      ///< as people know it, where stepscope.json says
    std::string hint;                     ///< shown for problems outside of what the model learned
    std::vector<std::string> knownWords;  ///< sorted; empty: no hints
};

/// stepscope.json is an optional file of ours beside a model: {"name", "hint", "known_words"} and the options whose row
/// in the option table has a `modelKey`, such as "traces" and "system_prompt"; anything else in it is ignored. Throws
/// std::runtime_error naming file and field.
ModelDefaults loadModelDefaults(const std::filesystem::path& directoryOrGguf,
                                const engine::GenerationDefaults& generation);

/// A model's name as people know it: "Qwen/Qwen3-4B" for a snapshot of the Hugging Face cache.
std::string modelName(const std::string& directoryOrGguf);

}  // namespace app
