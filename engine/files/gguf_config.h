// A GGUF file's metadata as the plain values that config.json and generation_config.json give of other models.
// Pure functions, any thread; all throw std::runtime_error naming the file, the field, expected and found.
#pragma once

#include "engine/files/gguf.h"
#include "engine/files/model_config.h"

namespace engine {

ModelConfig ggufModelConfig(const GgufSource& source);
GenerationDefaults ggufGenerationDefaults(const GgufFile& file);

}  // namespace engine
