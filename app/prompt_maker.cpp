#include "app/prompt_maker.h"

#include <stdexcept>
#include <utility>

#include "app/usage_error.h"

namespace app {

PromptMaker::PromptMaker(const engine::ModelFiles& files, std::string name, const std::string& place)
    : m_name(std::move(name)), m_tokenizer(files.readTokenizer()) {
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
    if (plain) return m_tokenizer.encode((systemPrompt.empty() ? "" : systemPrompt + "\n\n") + problem + "\n\n");
    if (!m_chat)
        throw TemplateError(m_templateProblem + "; choose a plain prompt (--plain-prompt) to go on without it");
    std::vector<engine::ChatMessage> messages;
    if (!systemPrompt.empty()) messages.push_back({"system", systemPrompt});
    messages.push_back({"user", problem});
    try {
        return m_tokenizer.encode(m_chat->chatTemplate.render(messages, true, m_chat->vars));
    } catch (const std::runtime_error& error) {
        throw TemplateError(m_name + ": " + error.what() +
                            "; a plain prompt (--plain-prompt) goes on without the template");
    }
}

}  // namespace app
