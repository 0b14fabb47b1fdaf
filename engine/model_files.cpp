#include "engine/model_files.h"

#include <algorithm>
#include <stdexcept>

#include "engine/files/gguf.h"
#include "engine/files/gguf_config.h"
#include "engine/files/json_text.h"
#include "engine/files/mapped_file.h"
#include "engine/files/safetensors.h"
#include "engine/files/tensor_check.h"

namespace engine {
namespace {

/// Says what a file that is not a model is.
[[noreturn]] void refuseFile(const std::filesystem::path& path) {
    const auto placeholder = findPlaceholder(MappedFile::open(path).firstText());
    const std::string broken = path.extension() == ".gguf" ? "its content is not GGUF, so it may be damaged; " : "";
    throw std::runtime_error(path.string() + ": " +
                             placeholder.value_or(broken + "expected a model directory or a GGUF file"));
}

}  // namespace

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
        files.checkTensors();
        return files;
    }
    if (!std::filesystem::is_directory(path)) refuseFile(path);
    files.m_config = loadModelConfig(path);
    files.m_generation = loadGenerationDefaults(path);
    files.m_format = "safetensors";
    files.m_tensors = openSafetensors(path);
    files.checkTensors();
    return files;
}

void ModelFiles::checkTensors() {
    requireNoMoreLayers(m_config, *m_tensors);
    m_notes = m_config.notes;
    const auto unused = unusedTensors(m_config, *m_tensors);
    if (unused.empty()) return;
    constexpr std::size_t kMostNames = 3;
    std::string text = m_tensors->describe() + ": " + std::to_string(unused.size()) +
                       (unused.size() == 1 ? " tensor is" : " tensors are") + " not part of the model and not used: ";
    for (std::size_t i = 0; i < std::min(kMostNames, unused.size()); ++i)
        text += (i == 0 ? "" : ", ") + inQuotes(unused[i]);
    m_notes.push_back(text + (unused.size() > kMostNames ? ", ..." : ""));
}

EndTokens ModelFiles::endTokens(const Tokenizer& tokenizer) const {
    return m_gguf != nullptr ? endTokensOfGguf(m_config) : endTokensOfDirectory(m_config, tokenizer, m_path);
}

Tokenizer ModelFiles::readTokenizer() const {
    Tokenizer tokenizer =
        m_gguf != nullptr ? Tokenizer::fromGguf(m_gguf->header()) : Tokenizer::fromFile(m_path / "tokenizer.json");
    tokenizer.requireIdsBelow(m_config.vocabSize);
    return tokenizer;
}

std::optional<ChatSetup> ModelFiles::findChatSetup() const {
    return m_gguf != nullptr ? engine::findChatSetup(m_gguf->header()) : engine::findChatSetup(m_path);
}

}  // namespace engine
