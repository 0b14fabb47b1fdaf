// A model as it lies on disk, whatever its form: a Hugging Face directory or a GGUF file. One way to its configuration,
// weights, tokenizer and chat template. Owns the mapped files; immutable after opening, any thread may read.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/files/model_config.h"
#include "engine/files/tensor_source.h"
#include "engine/text/chat_template.h"
#include "engine/text/end_tokens.h"
#include "engine/text/tokenizer.h"

namespace engine {

class GgufSource;

class ModelFiles {
public:
    /// Reads configuration and headers; weights are mapped, not read. Throws std::runtime_error with one line naming
    /// the file, the field, what was expected and what was found.
    static ModelFiles open(const std::filesystem::path& directoryOrGguf);

    const ModelConfig& config() const { return m_config; }
    const GenerationDefaults& generation() const { return m_generation; }
    const TensorSource& tensors() const { return *m_tensors; }
    const std::string& format() const { return m_format; }  ///< "safetensors", "gguf Q4_1"
    /// What the files hold that the model does not use, one line each; nothing that keeps it from running.
    const std::vector<std::string>& notes() const { return m_notes; }
    bool isQuantised() const { return m_isQuantised; }  ///< weights are rounder than what the model was made with

    /// Throw as open() does.
    Tokenizer readTokenizer() const;
    /// `tokenizer` is the one that readTokenizer() gave.
    EndTokens endTokens(const Tokenizer& tokenizer) const;
    std::optional<ChatSetup> findChatSetup() const;

private:
    ModelFiles() = default;
    void checkTensors();

    std::filesystem::path m_path;
    ModelConfig m_config;
    GenerationDefaults m_generation;
    std::unique_ptr<TensorSource> m_tensors;
    const GgufSource* m_gguf = nullptr;  ///< m_tensors where it is one
    std::string m_format;
    std::vector<std::string> m_notes;
    bool m_isQuantised = false;
};

}  // namespace engine
