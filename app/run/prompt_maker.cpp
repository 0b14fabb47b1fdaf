#include "app/run/prompt_maker.h"

#include <stdexcept>

#include "app/run/usage_error.h"

namespace app {

PromptMaker::PromptMaker(const engine::ModelFiles& files, const std::string& place)
    : m_tokenizer(files.readTokenizer()) {
    try {
        m_chat = files.findChatSetup();
        if (!m_chat) m_templateProblem = place + ": the model has no chat template";
    } catch (const std::runtime_error& error) {
        m_templateProblem = error.what();
    }
}

std::vector<engine::TokenId> PromptMaker::tokens(const std::string& problem, const std::string& systemPrompt,
                                                 bool plain) const {
    if (problem.find_first_not_of(" \t\r\n") == std::string::npos)
        throw UsageError("the problem is empty; type a question first");
    std::vector<engine::TokenId> tokens;
    std::string text = (systemPrompt.empty() ? "" : systemPrompt + "\n\n") + problem + "\n\n";
    if (plain) {
        tokens = m_tokenizer.leadingTokens();
    } else if (!m_chat) {
        throw TemplateError(m_templateProblem + "; choose a plain prompt (--plain-prompt) to continue without it");
    } else {
        std::vector<engine::ChatMessage> messages;
        if (!systemPrompt.empty()) messages.push_back({"system", systemPrompt});
        messages.push_back({"user", problem});
        try {
            text = m_chat->prompt(messages);
        } catch (const std::runtime_error& error) {
            throw TemplateError(std::string(error.what()) +
                                "; a plain prompt (--plain-prompt) works without the template");
        }
    }
    try {
        const std::vector<engine::TokenId> ids = m_tokenizer.encode(text);
        tokens.insert(tokens.end(), ids.begin(), ids.end());
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    return tokens;
}

}  // namespace app
