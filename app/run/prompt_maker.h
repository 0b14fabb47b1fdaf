// From a problem to a prompt's tokens: a model's tokenizer and chat template, without its weights.
// Owned by the model session or by a pre-flight; immutable once made, any thread may read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model_files.h"
#include "engine/text/chat_template.h"
#include "engine/text/tokenizer.h"

namespace app {

class PromptMaker {
public:
    /// Reads tokenizer and template. A template that is not understood does not count as an error here: its prompt can
    /// be given plainly. Throws std::runtime_error if the tokenizer cannot be read.
    /// @param place  of its files, for messages
    PromptMaker(const engine::ModelFiles& files, const std::string& place);

    /// Chat template applied to system prompt and problem, or `plain`: both as they are, a blank line after each.
    /// Throws UsageError for an empty problem and if the template cannot be used.
    std::vector<engine::TokenId> tokens(const std::string& problem, const std::string& systemPrompt, bool plain) const;

    const engine::Tokenizer& tokenizer() const { return m_tokenizer; }
    /// Why this model's chat template cannot be used; empty if it can.
    const std::string& templateProblem() const { return m_templateProblem; }

private:
    engine::Tokenizer m_tokenizer;
    std::optional<engine::ChatSetup> m_chat;
    std::string m_templateProblem;
};

}  // namespace app
