// A loaded model with everything a run needs of it: tokenizer, chat template, boundaries, transformer, scorer.
// Owned by the worker (or a command of the CLI); one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/events.h"
#include "engine/chat_template.h"
#include "engine/tokenizer.h"
#include "engine/transformer.h"
#include "kernels/backend.h"
#include "scorer/boundary.h"
#include "scorer/checkpoint.h"

namespace app {

/// The user asked for something that cannot be done; the message says what and what to do. Exit code 2.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Called while a model loads; may throw to give up.
using LoadProgressFn = std::function<void(const std::string& stage, double fraction)>;

class ModelSession {
public:
    /// @param path  model directory or GGUF file; empty is the embedded demo model
    /// @param scorerPath  empty: the scorer in the model directory, where there is one (step_scorer.safetensors or .pt)
    /// Throws UsageError with one line: file, field, expected and found.
    static std::unique_ptr<ModelSession> load(const std::string& path, BackendChoice backend,
                                              const std::optional<std::string>& scorerPath, const LoadProgressFn& progress = {});

    const ModelInfo& info() const { return m_info; }
    /// DESIGN section 3's defaults with those of the model laid over (generation_config.json, stepscope.json).
    const RunOptions& defaults() const { return m_defaults; }
    kernels::DeviceInfo device() const { return m_backend->info(); }
    kernels::Backend& backend() { return *m_backend; }
    const engine::Tokenizer& tokenizer() const { return *m_tokenizer; }
    const scorer::BoundarySet& boundaries() const { return *m_boundaries; }
    engine::Transformer& transformer() { return *m_transformer; }
    const engine::Transformer& transformer() const { return *m_transformer; }
    const std::optional<ScorerInfo>& scorer() const { return m_scorer; }

    /// Replaces the scorer. Throws UsageError (unreadable, another width); the previous one then stays.
    void loadScorer(const std::string& path);

    /// Chat template applied to system prompt and problem. Throws UsageError for an empty problem.
    std::vector<TokenId> promptTokens(const std::string& problem, const std::string& systemPrompt) const;
    bool endsText(TokenId token) const;
    /// A friendly word where the problem looks outside of what this model learned (stepscope.json's word list).
    std::optional<std::string> findHint(const std::string& problem) const;

private:
    ModelSession() = default;
    void readStepscopeFile(const std::string& directory);

    ModelInfo m_info;
    RunOptions m_defaults;
    std::unique_ptr<kernels::Backend> m_backend;
    std::unique_ptr<engine::Tokenizer> m_tokenizer;
    std::optional<engine::ChatSetup> m_chat;
    std::unique_ptr<scorer::BoundarySet> m_boundaries;
    std::unique_ptr<engine::Transformer> m_transformer;
    std::optional<ScorerInfo> m_scorer;
    std::vector<std::string> m_knownWords;  // sorted; empty: no hints
    std::string m_hint;
};

/// Counts a directory's parameters from its safetensors headers. Throws std::runtime_error.
std::int64_t countParameters(const engine::TensorSource& tensors);
/// A model directory's or GGUF file's name as people know it.
std::string modelName(const std::string& directory);

}  // namespace app
