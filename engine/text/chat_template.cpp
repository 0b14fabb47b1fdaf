#include "engine/text/chat_template.h"

#include <stdexcept>

#include "engine/files/gguf.h"
#include "engine/files/json_text.h"
#include "engine/files/utf8.h"
#include "engine/text/template_parser.h"
#include "engine/text/template_renderer.h"

namespace engine {
namespace {

constexpr std::size_t kMaxSourceBytes = 1 << 20;
constexpr std::uint64_t kMaxConfigBytes = 16 << 20;

TemplateValue messageValue(const ChatMessage& message) {
    return makeMap({{makeText("role"), makeText(message.role)},
                    {makeText("content"), makeText(replaceInvalidUtf8(message.content))}});
}

std::tm localTime() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    localtime_r(&now, &parts);
    return parts;
}

/// A special token: a string, or an object with the string in `content`; nothing for what is neither.
std::optional<std::string> findToken(const nlohmann::json& value) {
    if (value.is_string()) return value.get<std::string>();
    const auto content = value.is_object() ? value.find("content") : value.end();
    if (!value.is_object() || content == value.end() || !content->is_string()) return std::nullopt;
    return content->get<std::string>();
}

constexpr std::string_view kAdditional = "additional_special_tokens";

/// Takes the special tokens of one file. Those that are known already stay unless `replaces`.
void takeTokens(const JsonObject& config, bool replaces, TemplateVars& vars) {
    const auto put = [&](const std::string& name, const nlohmann::json& value) {
        const auto token = findToken(value);
        if (!token)
            config.fail(name,
                        "expected a string or an object with the string \"content\", found " + describeJson(value));
        if (name == "bos_token" && (replaces || !vars.bosToken))
            vars.bosToken = token;
        else if (name == "eos_token" && (replaces || !vars.eosToken))
            vars.eosToken = token;
        else if (name != "bos_token" && name != "eos_token" && (replaces || !vars.otherTokens.contains(name)))
            vars.otherTokens[name] = *token;
    };
    for (const auto* name :
         {"bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"})
        if (const auto* value = config.findValue(name)) put(name, *value);
    const auto* extra = config.findValue("extra_special_tokens");
    if (extra != nullptr && extra->is_object())
        for (const auto& [name, value] : extra->items())
            if (findToken(value)) put(name, value);
    const auto* list = config.findValue(kAdditional);
    if (list == nullptr || !list->is_array() || !(replaces || vars.additionalSpecialTokens.empty())) return;
    vars.additionalSpecialTokens.clear();
    for (const auto& value : *list)
        if (const auto token = findToken(value)) vars.additionalSpecialTokens.push_back(*token);
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
    TemplateItems values;
    for (const ChatMessage& message : messages) values.push_back(messageValue(message));
    TemplateScope scope;
    const auto put = [&](const std::string& name, TemplateValue value) {
        scope.insert_or_assign(name, std::move(value));
    };
    for (const auto& [name, flag] : vars.flags) put(name, TemplateValue{flag});
    for (const auto& [name, token] : vars.otherTokens) put(name, makeText(replaceInvalidUtf8(token)));
    if (vars.bosToken) put("bos_token", makeText(replaceInvalidUtf8(*vars.bosToken)));
    if (vars.eosToken) put("eos_token", makeText(replaceInvalidUtf8(*vars.eosToken)));
    if (!vars.additionalSpecialTokens.empty()) {
        TemplateItems tokens;
        for (const std::string& token : vars.additionalSpecialTokens) tokens.push_back(makeText(token));
        put(std::string(kAdditional), makeList(std::move(tokens)));
    }
    put("messages", makeList(std::move(values)));
    put("add_generation_prompt", TemplateValue{addGenerationPrompt});
    put("tools", TemplateValue{TemplateNone{}});
    put("documents", TemplateValue{TemplateNone{}});
    return TemplateRenderer(std::move(scope), vars.now.value_or(localTime())).render(m_data->body);
}

const std::string& ChatTemplate::source() const {
    return m_data->source;
}

std::optional<ChatSetup> findChatSetup(const std::filesystem::path& modelDirectory) {
    const auto templatePath = modelDirectory / "chat_template.jinja";
    const auto configPath = modelDirectory / "tokenizer_config.json";
    std::optional<std::string> source;
    std::string origin = templatePath.string();
    if (std::filesystem::exists(templatePath)) source = readTextFile(templatePath, kMaxSourceBytes);

    TemplateVars vars;
    bool isMapOlder = false;
    if (std::filesystem::exists(configPath)) {
        const std::string fileName = configPath.string();
        const auto document = parseJson(readTextFile(configPath, kMaxConfigBytes), fileName);
        const JsonObject config(document, fileName);
        takeTokens(config, false, vars);
        isMapOlder = config.has("added_tokens_decoder");
        if (!source) {
            source = findTemplateSource(config);
            origin = fileName;
        }
    }
    if (!source) return std::nullopt;
    const auto mapPath = modelDirectory / "special_tokens_map.json";
    if (std::filesystem::exists(mapPath)) {
        const auto document = parseJson(readTextFile(mapPath, kMaxConfigBytes), mapPath.string());
        takeTokens(JsonObject(document, mapPath.string()), !isMapOlder, vars);
    }
    try {
        return ChatSetup{ChatTemplate::parse(*std::move(source)), std::move(vars), origin};
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(origin + ": " + error.what());
    }
}

std::string ChatSetup::prompt(std::span<const ChatMessage> messages) const {
    try {
        std::string text = chatTemplate.render(messages, true, vars);
        if (!text.empty()) return text;
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(origin + ": " + error.what());
    }
    throw std::runtime_error(origin +
                             ": chat template: expected a prompt, found that it writes nothing for this problem");
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
        return id && *id >= 0 && *id <= most ? std::optional(std::string((*tokens)[static_cast<std::size_t>(*id)]))
                                             : std::nullopt;
    };
    vars.bosToken = tokenOf("tokenizer.ggml.bos_token_id");
    vars.eosToken = tokenOf("tokenizer.ggml.eos_token_id");
    for (const auto& [name, key] : {std::pair("unk_token", "unknown"),
                                    {"pad_token", "padding"},
                                    {"sep_token", "seperator"},
                                    {"cls_token", "cls"},
                                    {"mask_token", "mask"}}) {
        try {
            if (auto token = tokenOf("tokenizer.ggml." + std::string(key) + "_token_id"))
                vars.otherTokens[name] = *std::move(token);
        } catch (const std::runtime_error&) {
            // Files are known to hold ids out of range here; such a token is as good as none.
        }
    }
    try {
        return ChatSetup{ChatTemplate::parse(*std::move(source)), std::move(vars), file.path().string()};
    } catch (const std::runtime_error& error) {
        file.fail(kKey, error.what());
    }
}

}  // namespace engine
