#include "engine/model_files.h"

#include <stdexcept>

#include "engine/gguf.h"
#include "engine/gguf_config.h"
#include "engine/safetensors.h"

namespace engine {

ModelFiles ModelFiles::open(const std::filesystem::path& path) {
    ModelFiles files;
    files.m_path = path;
    if (isGgufFile(path)) {
        auto source = std::make_unique<GgufSource>(path);
        files.m_config = ggufModelConfig(*source);
        files.m_generation = ggufGenerationDefaults(source->header());
        files.m_format = "gguf " + std::string(storageName(source->mainType()));
        files.m_isQuantised = engine::isQuantised(source->mainType());
        files.m_gguf = source.get();
        files.m_tensors = std::move(source);
        return files;
    }
    if (!std::filesystem::is_directory(path))
        throw std::runtime_error(path.string() + ": expected a model directory or a GGUF file");
    files.m_config = loadModelConfig(path);
    files.m_generation = loadGenerationDefaults(path);
    files.m_format = "safetensors";
    files.m_tensors = openSafetensors(path);
    return files;
}

Tokenizer ModelFiles::readTokenizer() const {
    Tokenizer tokenizer = m_gguf != nullptr ? Tokenizer::fromGguf(m_gguf->header()) : Tokenizer::fromFile(m_path / "tokenizer.json");
    tokenizer.requireIdsBelow(m_config.vocabSize);
    return tokenizer;
}

std::optional<ChatSetup> ModelFiles::findChatSetup() const {
    return m_gguf != nullptr ? engine::findChatSetup(m_gguf->header()) : engine::findChatSetup(m_path);
}

}  // namespace engine
