// The tokenizer of a GGUF file: its vocabulary and merges, with the split pattern that `tokenizer.ggml.pre` stands for.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/files/gguf.h"
#include "engine/files/json_text.h"
#include "engine/text/byte_level.h"
#include "engine/text/tokenizer_reader.h"

namespace engine {
namespace {

using nlohmann::json;

constexpr std::size_t kMostTokens = 1 << 20;

/// How a tokenizer.json that goes by one of these names cuts its text.
struct PreTokenizerKind {
    std::string_view names;             ///< between spaces
    bool nfc;                           ///< the text is brought to form C first
    bool ignoreMerges;                  ///< a word that is a token stays whole
    bool digitsAlone;                   ///< every digit is a word, cut off before the patterns
    std::vector<std::string> patterns;  ///< one after another; none: ByteLevel's own
};

const std::vector<PreTokenizerKind>& kinds() {
    static const std::string contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    static const std::string ends = R"(|\s*[\r\n]+|\s+(?!\S)|\s+)";
    static const std::string marks = R"(| ?[^\s\p{L}\p{N}]+[\r\n]*)";
    static const std::string cl100k = contractions + R"(|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3})" + marks + ends;
    static const std::string upper = R"([\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}])", lower = R"([\p{Ll}\p{Lm}\p{Lo}\p{M}])";
    static const std::string before = R"([^\r\n\p{L}\p{N}]?)";
    static const std::vector<PreTokenizerKind> all{
        {" qwen2 deepseek-r1-qwen megrez ",
         true,
         false,
         false,
         {contractions + R"(|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N})" + marks + ends}},
        {" llama-bpe llama3 llama-v3 falcon3 falcon-h1 pixtral ", false, true, false, {cl100k}},
        {" dbrx smaug-bpe ", false, false, false, {cl100k}},
        {" gpt-4o llama4 ",
         false,
         false,
         false,
         {before + upper + "*" + lower + "+" + contractions + "?|" + before + upper + "+" + lower + "*" + contractions +
          R"(?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*)" + ends}},
        {" smollm ", false, false, true, {}},
        {" gpt-2 gpt2 phi-2 ", false, false, false, {}},
        {" deepseek-v3 ",
         false,
         false,
         false,
         {R"(\p{N}{1,3})", "[一-龥぀-ゟ゠-ヿ]+",
          R"([!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^)"
          "\r\n"
          R"(\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[)"
          "\r\n"
          R"(]*|\s*[)"
          "\r\n"
          R"(]+|\s+(?!\S)|\s+)"}}};
    return all;
}

const PreTokenizerKind& requireKind(const GgufFile& file) {
    constexpr std::string_view kKey = "tokenizer.ggml.pre";
    const std::string name = file.requireText(kKey);
    std::string known;
    for (const PreTokenizerKind& kind : kinds()) {
        const bool plain = name.find(' ') == std::string::npos && !name.empty();
        if (plain && kind.names.find(" " + name + " ") != std::string_view::npos) return kind;
        known += kind.names.substr(1);
    }
    file.fail(kKey, "expected one that this version knows (" + known.substr(0, known.size() - 1) + "), found " +
                        inQuotes(name));
}

PreTokenizer makePreTokenizer(const PreTokenizerKind& kind, const std::string& fileName) {
    json steps = json::array();
    if (kind.digitsAlone) steps.push_back({{"type", "Digits"}, {"individual_digits", true}});
    for (const std::string& pattern : kind.patterns)
        steps.push_back({{"type", "Split"}, {"pattern", {{"Regex", pattern}}}, {"behavior", "Isolated"}});
    steps.push_back({{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", kind.patterns.empty()}});
    return PreTokenizer::parse({{"type", "Sequence"}, {"pretokenizers", steps}}, fileName);
}

enum TokenType : std::int64_t { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6 };

/// Fills pieces, added tokens and both vocabularies; ids are places in the list.
void readTokens(const GgufFile& file, TokenizerParts& parts, TokenIdByText& idByBytes, TokenIdByText& idByText) {
    const auto& tokens = file.requireTexts("tokenizer.ggml.tokens");
    const auto* types = file.findIntegers("tokenizer.ggml.token_type");
    if (tokens.size() > kMostTokens)
        file.fail("tokenizer.ggml.tokens",
                  "expected at most " + std::to_string(kMostTokens) + ", found " + std::to_string(tokens.size()));
    if (types != nullptr && types->size() != tokens.size())
        file.fail("tokenizer.ggml.token_type",
                  "expected " + std::to_string(tokens.size()) + " entries, found " + std::to_string(types->size()));
    parts.pieces.reserve(tokens.size());
    idByBytes.reserve(tokens.size());
    idByText.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const TokenId id{static_cast<std::int32_t>(i)};
        const std::string text(tokens[i]);
        const std::int64_t type = types == nullptr ? kNormal : (*types)[i];
        auto bytes = findByteLevelBytes(text);
        const bool isAdded = type == kControl || type == kUserDefined || type == kUnknown;
        if (isAdded && !text.empty()) {
            // GGUF keeps an added token as people read it: its text is its bytes.
            const AddedToken token{.content = text, .id = id, .special = type != kUserDefined};
            if (parts.addedIds.emplace(text, id).second) parts.rawTokens.add(token, text);
            parts.pieces.push_back({text, bytes.value_or(text), token.special});
        } else {
            if (bytes && type != kUnused) idByBytes.emplace(*bytes, id);
            parts.pieces.push_back({text, bytes ? *std::move(bytes) : text, false});
        }
        idByText.emplace(text, id);
    }
}

void readMerges(const GgufFile& file, const TokenIdByText& idByText, BytePairEncoder& encoder) {
    constexpr std::string_view kKey = "tokenizer.ggml.merges";
    std::size_t rank = 0;
    for (const std::string_view merge : file.requireTexts(kKey)) {
        const auto fail = [&](const std::string& problem) {
            file.fail(std::string(kKey) + "." + std::to_string(rank), problem + ", found " + inQuotes(merge));
        };
        const auto space = merge.find(' ', 1);
        if (space == std::string_view::npos || merge.find(' ', space + 1) != std::string_view::npos)
            fail("expected two tokens with one space between");
        const auto find = [&](const std::string& text) {
            const auto found = idByText.find(text);
            if (found == idByText.end()) fail("expected tokens of the vocabulary");
            return found->second;
        };
        const std::string left(merge.substr(0, space)), right(merge.substr(space + 1));
        encoder.addMerge(find(left), find(right), find(left + right));
        ++rank;
    }
}

/// The begin-of-text token where the file says that it is added; where it says nothing, the Llama 3 kinds have it.
std::vector<TokenId> readLeading(const GgufFile& file, const PreTokenizerKind& kind, std::int64_t tokens) {
    const bool isLlama = kind.names.find(" llama-bpe ") != std::string_view::npos;
    if (!file.findBool("tokenizer.ggml.add_bos_token").value_or(isLlama)) return {};
    const auto id = file.findInteger("tokenizer.ggml.bos_token_id", 0, tokens - 1);
    return id ? std::vector{TokenId{static_cast<std::int32_t>(*id)}} : std::vector<TokenId>();
}

}  // namespace

TokenizerParts readTokenizer(const GgufFile& file) {
    const std::string model = file.requireText("tokenizer.ggml.model");
    if (model != "gpt2")
        file.fail("tokenizer.ggml.model",
                  "expected \"gpt2\" (this version reads byte-level BPE), found " + inQuotes(model));
    const PreTokenizerKind& kind = requireKind(file);
    TokenizerParts parts{.normalizeNfc = kind.nfc,
                         .rawTokens = {},
                         .normalizedTokens = {},
                         .preTokenizer = makePreTokenizer(kind, file.path().string()),
                         .encoder = BytePairEncoder({}, std::nullopt, false),
                         .pieces = {},
                         .addedIds = {},
                         .leadingIds = {},
                         .fileName = file.path().string()};
    TokenIdByText idByBytes, idByText;
    readTokens(file, parts, idByBytes, idByText);
    parts.rawTokens.finish();
    parts.leadingIds = readLeading(file, kind, static_cast<std::int64_t>(parts.pieces.size()));
    BytePairEncoder encoder(std::move(idByBytes), std::nullopt, kind.ignoreMerges);
    readMerges(file, idByText, encoder);
    parts.encoder = std::move(encoder);
    return parts;
}

}  // namespace engine
