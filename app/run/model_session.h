// A loaded model with everything a run needs of it: tokenizer, chat template, boundaries, transformer, scorer.
// Owned by the worker (or a command of the CLI); one thread at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/load_model.h"
#include "app/run/preflight.h"
#include "app/run/prompt_maker.h"
#include "app/run/usage_error.h"
#include "engine/model_files.h"
#include "engine/text/chat_template.h"
#include "engine/text/tokenizer.h"
#include "engine/transformer.h"
#include "kernels/backend.h"
#include "scorer/boundary.h"
#include "scorer/checkpoint/checkpoint.h"

namespace app {

/// Called while a model loads; may throw to give up. Either may be empty.
struct LoadObserver {
    std::function<void(const std::string& stage, double fraction)> progress;
    /// Once, before the weights are read: what the headers say the model will take.
    std::function<void(const std::string& name, const MemoryFacts& memory)> priced;
};

class ModelSession {
public:
    /// `wanted.path` is a directory, a GGUF file or empty; names are looked up by loadSession() (load_session.h).
    /// Without a scorer path: the scorer beside the model, if there is one (step_scorer.safetensors or .pt). Throws
    /// UsageError with one line: file, field, expected and found; or what of the model does not fit the device.
    static std::unique_ptr<ModelSession> load(const LoadModel& wanted, const LoadObserver& observer = {});

    const ModelInfo& info() const { return m_info; }
    /// The program's defaults, overridden by those of the model (generation_config.json, stepscope.json).
    const RunOptions& defaults() const { return m_defaults; }
    kernels::DeviceInfo device() const { return m_backend->info(); }
    kernels::Backend& backend() { return *m_backend; }
    std::optional<int> deviceIndex() const { return m_defaults.device; }
    /// That it was loaded with.
    WeightChoice weights() const { return m_defaults.weights; }
    /// Memory that the loaded model, and others, take on its device.
    MemoryFacts memory() const;
    const engine::Tokenizer& tokenizer() const { return *m_tokenizer; }
    const scorer::BoundarySet& boundaries() const { return *m_boundaries; }
    engine::Transformer& transformer() { return *m_transformer; }
    const engine::Transformer& transformer() const { return *m_transformer; }
    const std::optional<ScorerInfo>& scorer() const { return m_scorer; }
    /// File of the scorer that lies beside the model; empty if there is none.
    const std::string& ownScorer() const { return m_ownScorer; }

    /// KV storage of that type for so many blocks, at least; what it held is lost where it has to grow or is of another
    /// type. Throws kernels::OutOfMemory.
    void reserveKv(int blocks, kernels::KvType type);

    /// Replaces the scorer. Throws UsageError (unreadable, another width); the previous one then stays.
    void loadScorer(const std::string& path);

    /// Chat template applied to system prompt and problem, or `plain`: both as they are, a blank line after each.
    /// Throws UsageError for an empty problem and if the template cannot be used.
    std::vector<TokenId> promptTokens(const std::string& problem, const std::string& systemPrompt,
                                      bool plain = false) const;
    /// Why this model's chat template cannot be used; empty if it can.
    const std::string& templateProblem() const { return m_prompts->templateProblem(); }
    bool endsText(TokenId token) const;
    /// Its own text holds "</think>", special token or not.
    bool endsThinking(TokenId token) const;
    /// What was ignored in the model's files, one line each: a run puts them into its log.
    const std::vector<std::string>& notes() const { return m_notes; }
    /// A hint if the problem looks unlike what this model learned (by the word list of stepscope.json).
    std::optional<std::string> findHint(const std::string& problem) const;

private:
    ModelSession() = default;
    MemoryFacts price(const engine::ModelConfig& config, const engine::TensorSource& tensors, const std::string& name,
                      const LoadObserver& observer) const;

    ModelInfo m_info;
    RunOptions m_defaults;
    std::unique_ptr<kernels::Backend> m_backend;
    std::unique_ptr<PromptMaker> m_prompts;
    const engine::Tokenizer* m_tokenizer = nullptr;  // of m_prompts
    std::vector<TokenId> m_endTokens;
    std::vector<std::string> m_notes;
    std::unique_ptr<scorer::BoundarySet> m_boundaries;
    std::vector<TokenId> m_thinkEnds;  // sorted
    std::unique_ptr<engine::Transformer> m_transformer;
    std::optional<ScorerInfo> m_scorer;
    std::string m_ownScorer;
    std::array<WeightPrice, 4> m_weightPrices{};
    int m_kvHeads = 0;  // of all layers
    int m_kvHeadWidth = 0;
    std::vector<std::string> m_knownWords;  // sorted; empty: no hints
    std::string m_hint;
};

}  // namespace app
