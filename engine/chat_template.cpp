#include "engine/chat_template.h"

#include <stdexcept>

#include "engine/gguf.h"
#include "engine/json_text.h"
#include "engine/template_parser.h"
#include "engine/template_renderer.h"
#include "engine/utf8.h"

namespace engine {
namespace {

constexpr std::size_t kMaxSourceBytes = 1 << 20;
constexpr std::uint64_t kMaxConfigBytes = 16 << 20;

TemplateValue messageValue(const ChatMessage& message) {
    using Entries = std::vector<std::pair<std::string, TemplateValue>>;
    return {std::make_shared<const Entries>(
        Entries{{"role", {message.role}}, {"content", {replaceInvalidUtf8(message.content)}}})};
}

std::tm localTime() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    return parts;
}

/// A special token of tokenizer_config.json: a string, or an object with the string in `content`.
std::optional<std::string> findSpecialToken(const JsonObject& config, std::string_view field) {
    const auto* value = config.findValue(field);
    if (value == nullptr) return std::nullopt;
    if (value->is_object()) return config.requireObject(field).requireString("content");
    return config.findString(field);
}

/// The `chat_template` field: a string, or a list of {name, template}.
std::optional<std::string> findTemplateSource(const JsonObject& config) {
    constexpr std::string_view kField = "chat_template";
    const auto* value = config.findValue(kField);
    if (value == nullptr) return std::nullopt;
    if (!value->is_array()) return config.findString(kField);
    for (std::size_t i = 0; i < value->size(); ++i) {
        const JsonObject entry((*value)[i], config.fileName(), config.placeOf(kField) + "." + std::to_string(i));
        if (entry.requireString("name") == "default") return entry.requireString("template");
    }
    config.fail(kField, "expected a template named \"default\" in the list, found none");
}

}  // namespace

struct ChatTemplate::Data {
    std::string source;
    TemplateBody body;
};

ChatTemplate::ChatTemplate(std::unique_ptr<Data> data) : m_data(std::move(data)) {}
ChatTemplate::ChatTemplate(ChatTemplate&&) noexcept = default;
ChatTemplate& ChatTemplate::operator=(ChatTemplate&&) noexcept = default;
ChatTemplate::~ChatTemplate() = default;

ChatTemplate ChatTemplate::parse(std::string source) {
    if (source.size() > kMaxSourceBytes) {
        throw std::runtime_error("chat template: expected at most " + std::to_string(kMaxSourceBytes) +
                                 " bytes, found " + std::to_string(source.size()));
    }
    TemplateBody body = parseTemplate(replaceInvalidUtf8(source));
    return ChatTemplate(std::make_unique<Data>(Data{std::move(source), std::move(body)}));
}

std::string ChatTemplate::render(std::span<const ChatMessage> messages, bool addGenerationPrompt,
                                 const TemplateVars& vars) const {
    std::vector<TemplateValue> values;
    for (const ChatMessage& message : messages) values.push_back(messageValue(message));
    TemplateScope scope;
    for (const auto& [name, flag] : vars.flags) scope.emplace(name, TemplateValue{flag});
    if (vars.bosToken) scope.insert_or_assign("bos_token", TemplateValue{*vars.bosToken});
    if (vars.eosToken) scope.insert_or_assign("eos_token", TemplateValue{*vars.eosToken});
    scope.insert_or_assign("messages", makeList(std::move(values)));
    scope.insert_or_assign("add_generation_prompt", TemplateValue{addGenerationPrompt});
    scope.insert_or_assign("tools", TemplateValue{TemplateNone{}});
    scope.insert_or_assign("documents", TemplateValue{TemplateNone{}});
    return TemplateRenderer(std::move(scope), vars.now.value_or(localTime())).render(m_data->body);
}

const std::string& ChatTemplate::source() const { return m_data->source; }

std::optional<ChatSetup> findChatSetup(const std::filesystem::path& modelDirectory) {
    const auto templatePath = modelDirectory / "chat_template.jinja";
    const auto configPath = modelDirectory / "tokenizer_config.json";
    std::optional<std::string> source;
    std::string origin = templatePath.string();
    if (std::filesystem::exists(templatePath)) source = readTextFile(templatePath, kMaxSourceBytes);

    TemplateVars vars;
    if (std::filesystem::exists(configPath)) {
        const std::string fileName = configPath.string();
        const auto document = parseJson(readTextFile(configPath, kMaxConfigBytes), fileName);
        const JsonObject config(document, fileName);
        vars.bosToken = findSpecialToken(config, "bos_token");
        vars.eosToken = findSpecialToken(config, "eos_token");
        if (!source) {
            source = findTemplateSource(config);
            origin = fileName;
        }
    }
    if (!source) return std::nullopt;
    try {
        return ChatSetup{ChatTemplate::parse(*std::move(source)), std::move(vars)};
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(origin + ": " + error.what());
    }
}

std::optional<ChatSetup> findChatSetup(const GgufFile& file) {
    constexpr std::string_view kKey = "tokenizer.chat_template";
    auto source = file.findText(kKey);
    if (!source) return std::nullopt;
    TemplateVars vars;
    const auto* tokens = file.findTexts("tokenizer.ggml.tokens");
    const auto tokenOf = [&](std::string_view key) -> std::optional<std::string> {
        const auto most = tokens == nullptr ? -1 : static_cast<std::int64_t>(tokens->size()) - 1;
        using Limits = std::numeric_limits<std::int64_t>;  // some converters write -1 for "none"
        const auto id = file.findInteger(key, Limits::min(), Limits::max());
        return id && *id >= 0 && *id <= most ? std::optional(std::string((*tokens)[static_cast<std::size_t>(*id)])) : std::nullopt;
    };
    vars.bosToken = tokenOf("tokenizer.ggml.bos_token_id");
    vars.eosToken = tokenOf("tokenizer.ggml.eos_token_id");
    try {
        return ChatSetup{ChatTemplate::parse(*std::move(source)), std::move(vars)};
    } catch (const std::runtime_error& error) {
        file.fail(kKey, error.what());
    }
}

}  // namespace engine
