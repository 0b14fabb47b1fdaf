#include "engine/text/end_tokens.h"

#include <algorithm>
#include <optional>

#include "engine/files/family.h"
#include "engine/files/json_text.h"

namespace engine {
namespace {

constexpr std::uint64_t kMaxFileBytes = 64 << 20;

/// `eos_token`: a string, or an object with the string in `content`; nothing if it is something else.
std::optional<std::string> findEosToken(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return std::nullopt;
    const auto document = readJsonFile(path, kMaxFileBytes);
    const JsonObject fields(document, path.string());
    const auto* value = fields.findValue("eos_token");
    if (value != nullptr && value->is_object()) return fields.requireObject("eos_token").findString("content");
    return value != nullptr && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

void noteIfNone(EndTokens& found) {
    if (found.ids.empty())
        found.notes.push_back("the model's files name no end token: a text ends only at its token limit");
}

}  // namespace

EndTokens endTokensOfDirectory(const ModelConfig& config, const Tokenizer& tokenizer,
                               const std::filesystem::path& directory) {
    EndTokens found{config.eosIds, {}};
    for (const auto name : {"tokenizer_config.json", "special_tokens_map.json"}) {
        const auto path = directory / name;
        const auto text = findEosToken(path);
        if (!text || text->empty()) continue;
        const auto id = tokenizer.findToken(*text);
        if (!id || index(*id) >= config.vocabSize) {
            found.notes.push_back(path.string() + ": eos_token " + inQuotes(*text) +
                                  " is ignored: the vocabulary has no such token");
        } else if (std::ranges::find(found.ids, *id) == found.ids.end()) {
            found.ids.push_back(*id);
        }
    }
    const auto usual = familyOf(config.family).defaults.eosId;
    if (found.ids.empty() && usual && *usual < config.vocabSize) found.ids.push_back(TokenId{*usual});
    noteIfNone(found);
    return found;
}

EndTokens endTokensOfGguf(const ModelConfig& config) {
    EndTokens found{config.eosIds, {}};
    noteIfNone(found);
    return found;
}

}  // namespace engine
