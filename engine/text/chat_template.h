// A model's chat template: messages to prompt text, through a small interpreter of Jinja as templates use it.
// Anything it does not understand is an error, never a guess. Immutable after parsing, any thread may render.
#pragma once

#include <ctime>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

class GgufFile;

struct ChatMessage {
    std::string role;  ///< "system", "user", "assistant"
    std::string content;
};

/// What a template may ask for besides the messages; what is not given is undefined in the template.
struct TemplateVars {
    std::optional<std::string> bosToken;
    std::optional<std::string> eosToken;
    std::map<std::string, bool> flags;  ///< e.g. enable_thinking
    std::optional<std::tm> now;         ///< for templates that write the date; empty: this machine's local time
    std::map<std::string, std::string> otherTokens;    ///< by variable: pad_token, unk_token, image_token, ...
    std::vector<std::string> additionalSpecialTokens;  ///< empty: undefined
};

class ChatTemplate {
public:
    /// Throws std::runtime_error: "chat template uses X, which this program does not understand (line N)".
    static ChatTemplate parse(std::string source);

    ChatTemplate(ChatTemplate&&) noexcept;
    ChatTemplate& operator=(ChatTemplate&&) noexcept;
    ~ChatTemplate();

    /// Throws when the template itself refuses the messages, or does something that is not understood.
    std::string render(std::span<const ChatMessage> messages, bool addGenerationPrompt, const TemplateVars& vars) const;

    const std::string& source() const;

private:
    struct Data;
    explicit ChatTemplate(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

/// A template with the variables its model directory defines.
struct ChatSetup {
    ChatTemplate chatTemplate;
    TemplateVars vars;
    std::string origin;  ///< the file that the template stands in

    /// The prompt for an answer to these messages. Throws, naming the file, where the template refuses, is not
    /// understood or writes nothing.
    std::string prompt(std::span<const ChatMessage> messages) const;
};

/// The special tokens come from tokenizer_config.json and special_tokens_map.json, as the reference reads them.
/// chat_template.jinja, or `chat_template` of tokenizer_config.json (a string, or a list in which "default" is taken).
/// Nothing if the directory has neither; throws if there is one that cannot be used.
std::optional<ChatSetup> findChatSetup(const std::filesystem::path& modelDirectory);

/// `tokenizer.chat_template` of a GGUF file's metadata. The same.
std::optional<ChatSetup> findChatSetup(const GgufFile& file);

}  // namespace engine
