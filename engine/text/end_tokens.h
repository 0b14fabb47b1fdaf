// The tokens that end a text, from everything that a model's files say: whichever of them names one, a text ends there.
// Pure functions, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/files/model_config.h"
#include "engine/ids.h"
#include "engine/text/tokenizer.h"

namespace engine {

struct EndTokens {
    std::vector<TokenId> ids;
    std::vector<std::string> notes;  ///< what was named and cannot be used, one line each
};

/// Those of the configuration, and `eos_token` of the directory's tokenizer_config.json and special_tokens_map.json.
/// Throws std::runtime_error naming the file if one of these is not JSON.
EndTokens endTokensOfDirectory(const ModelConfig& config, const Tokenizer& tokenizer,
                               const std::filesystem::path& directory);

/// Those of the configuration, which a GGUF file's tokenizer has gone into.
EndTokens endTokensOfGguf(const ModelConfig& config);

}  // namespace engine
