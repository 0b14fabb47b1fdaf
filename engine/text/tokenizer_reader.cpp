#include "engine/text/tokenizer_reader.h"

#include <stdexcept>
#include <utility>

#include "engine/files/json_text.h"
#include "engine/text/byte_level.h"
#include "engine/text/nfc.h"

namespace engine {
namespace {

using nlohmann::json;

constexpr std::int64_t kHighestId = (1 << 20) - 1;
constexpr std::size_t kMaxAddedTokens = 100'000;

/// "type" must be one of those whose effect on ids is known; ByteLevel and templates only add or shift offsets.
void requireHarmless(const JsonObject& tokenizer, std::string_view field, std::string_view listField,
                     std::initializer_list<std::string_view> known) {
    if (!tokenizer.has(field)) return;
    const JsonObject step = tokenizer.requireObject(field);
    const std::string type = step.requireString("type");
    if (type == "Sequence") {
        const json& steps = step.requireValue(listField, "a list");
        if (!steps.is_array()) step.fail(listField, "expected a list, found " + describeJson(steps));
        for (const json& inner : steps) {
            const json wrapped{{std::string(field), inner}};
            if (inner.is_object() && inner.value("type", json()) == "Sequence")
                step.fail(listField, "expected no Sequence within a Sequence");
            requireHarmless(JsonObject(wrapped, tokenizer.fileName()), field, listField, known);
        }
        return;
    }
    for (const auto name : known)
        if (type == name) return;
    step.fail("type", "this program does not understand " + inQuotes(type));
}

/// True if the text is brought to form C first.
bool readNormalizer(const JsonObject& tokenizer) {
    if (!tokenizer.has("normalizer")) return false;
    requireHarmless(tokenizer, "normalizer", "normalizers", {"NFC"});
    const JsonObject normalizer = tokenizer.requireObject("normalizer");
    return normalizer.requireString("type") == "NFC" || !normalizer.requireValue("normalizers", "a list").empty();
}

void requireDecoder(const JsonObject& tokenizer) {
    tokenizer.requireObject("decoder");
    requireHarmless(tokenizer, "decoder", "decoders", {"ByteLevel"});
    const JsonObject decoder = tokenizer.requireObject("decoder");
    if (decoder.requireString("type") == "Sequence" && decoder.requireValue("decoders", "a list").size() != 1)
        decoder.fail("decoders", "expected ByteLevel alone");
}

void requirePlainModel(const JsonObject& model) {
    if (const auto type = model.findString("type"); type && *type != "BPE")
        model.fail("type", "expected \"BPE\", found " + inQuotes(*type) + " (this version reads byte-level BPE)");
    if (model.findNumber("dropout", 0, 1).value_or(0) != 0) model.fail("dropout", "expected none");
    for (const auto field : {"continuing_subword_prefix", "end_of_word_suffix"})
        if (!model.findString(field).value_or("").empty()) model.fail(field, "expected none");
    if (model.findBool("byte_fallback").value_or(false)) model.fail("byte_fallback", "expected false");
}

/// The ids of the vocabulary and of the added tokens, gathered into TokenizerParts::pieces.
class Pieces {
public:
    explicit Pieces(std::string fileName) : m_fileName(std::move(fileName)) {}

    void put(TokenId id, std::string text, std::string bytes, bool special) {
        const auto at = static_cast<std::size_t>(index(id));
        if (at >= m_pieces.size()) m_pieces.resize(at + 1);
        if (!m_pieces[at].text.empty() && m_pieces[at].text != text) {
            throw std::runtime_error(m_fileName + ": the id " + std::to_string(at) + " belongs to " +
                                     inQuotes(m_pieces[at].text) + " and to " + inQuotes(text));
        }
        m_pieces[at] = {std::move(text), std::move(bytes), special};
    }

    std::vector<TokenizerParts::Piece> take() { return std::move(m_pieces); }

private:
    std::string m_fileName;
    std::vector<TokenizerParts::Piece> m_pieces;
};

TokenId requireId(const json& value, const std::string& fileName, const std::string& field) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > static_cast<std::uint64_t>(kHighestId)) {
        throw std::runtime_error(fileName + ": " + field + ": expected an id from 0 to " + std::to_string(kHighestId) +
                                 ", found " + describeJson(value));
    }
    return TokenId{value.get<std::int32_t>()};
}

struct Vocabulary {
    TokenIdByText idByBytes;  ///< tokens of the byte-level alphabet
    TokenIdByText idByText;   ///< all of them
};

Vocabulary readVocabulary(const JsonObject& model, Pieces& pieces) {
    const JsonObject vocab = model.requireObject("vocab");
    Vocabulary result;
    result.idByBytes.reserve(vocab.value().size());
    result.idByText.reserve(vocab.value().size());
    for (const auto& [text, value] : vocab.value().items()) {
        const TokenId id = requireId(value, model.fileName(), "model.vocab[" + inQuotes(text) + "]");
        auto bytes = findByteLevelBytes(text);
        if (bytes) result.idByBytes.emplace(*bytes, id);
        result.idByText.emplace(text, id);
        pieces.put(id, text, bytes ? *std::move(bytes) : text, false);
    }
    return result;
}

/// "a b" or ["a", "b"].
std::pair<std::string_view, std::string_view> mergeParts(const JsonObject& model, const json& merge, std::size_t rank) {
    const std::string place = "merges." + std::to_string(rank);
    if (merge.is_array() && merge.size() == 2 && merge[0].is_string() && merge[1].is_string())
        return {merge[0].get_ref<const std::string&>(), merge[1].get_ref<const std::string&>()};
    if (!merge.is_string()) model.fail(place, "expected \"a b\" or [\"a\", \"b\"], found " + describeJson(merge));
    const std::string_view text = merge.get_ref<const std::string&>();
    const auto space = text.find(' ');
    if (space == std::string_view::npos || text.find(' ', space + 1) != std::string_view::npos)
        model.fail(place, "expected two tokens with one space between, found " + inQuotes(text));
    return {text.substr(0, space), text.substr(space + 1)};
}

void readMerges(const JsonObject& model, const TokenIdByText& idByText, BytePairEncoder& encoder) {
    const json& merges = model.requireValue("merges", "a list");
    if (!merges.is_array()) model.fail("merges", "expected a list, found " + describeJson(merges));
    for (std::size_t rank = 0; rank < merges.size(); ++rank) {
        if (merges[rank].is_string() && merges[rank].get_ref<const std::string&>().starts_with("#version")) continue;
        const auto [left, right] = mergeParts(model, merges[rank], rank);
        const auto requireToken = [&](const std::string& text) {
            const auto found = idByText.find(text);
            if (found == idByText.end())
                model.fail("merges." + std::to_string(rank),
                           "expected tokens of the vocabulary, found " + inQuotes(text));
            return found->second;
        };
        const std::string leftText(left);
        const std::string rightText(right);
        encoder.addMerge(requireToken(leftText), requireToken(rightText), requireToken(leftText + rightText));
    }
}

BytePairEncoder readModel(const JsonObject& tokenizer, Pieces& pieces, TokenIdByText& idByText) {
    const JsonObject model = tokenizer.requireObject("model");
    requirePlainModel(model);
    Vocabulary vocabulary = readVocabulary(model, pieces);
    std::optional<BytePairEncoder::Unknown> unknown;
    if (const auto text = model.findString("unk_token")) {
        const auto found = vocabulary.idByText.find(*text);
        if (found != vocabulary.idByText.end()) unknown = {found->second, model.findBool("fuse_unk").value_or(false)};
    }
    BytePairEncoder encoder(std::move(vocabulary.idByBytes), unknown, model.findBool("ignore_merges").value_or(false));
    readMerges(model, vocabulary.idByText, encoder);
    idByText = std::move(vocabulary.idByText);
    return encoder;
}

AddedToken readAddedToken(const JsonObject& token) {
    return {.content = token.requireString("content"),
            .id = requireId(token.requireValue("id", "an id"), token.fileName(), token.placeOf("id")),
            .special = token.findBool("special").value_or(false),
            .singleWord = token.findBool("single_word").value_or(false),
            .stripLeft = token.findBool("lstrip").value_or(false),
            .stripRight = token.findBool("rstrip").value_or(false),
            .normalized = token.findBool("normalized").value_or(true)};
}

void readAddedTokens(const JsonObject& tokenizer, const TokenIdByText& vocabulary, Pieces& pieces,
                     TokenizerParts& parts) {
    const json* list = tokenizer.findValue("added_tokens");
    if (list == nullptr) return;
    if (!list->is_array() || list->size() > kMaxAddedTokens) {
        tokenizer.fail("added_tokens", "expected a list of at most " + std::to_string(kMaxAddedTokens) +
                                           " tokens, found " + describeJson(*list));
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        const JsonObject entry((*list)[i], tokenizer.fileName(), "added_tokens." + std::to_string(i));
        const AddedToken token = readAddedToken(entry);
        if (token.content.empty()) continue;
        const auto known = vocabulary.find(token.content);
        if (known != vocabulary.end() && known->second != token.id) {
            entry.fail("id", "expected " + std::to_string(index(known->second)) + " as in model.vocab, found " +
                                 std::to_string(index(token.id)));
        }
        if (!parts.addedIds.emplace(token.content, token.id).second) continue;
        pieces.put(token.id, token.content, findByteLevelBytes(token.content).value_or(token.content), token.special);
        if (token.normalized)
            parts.normalizedTokens.add(token, parts.normalizeNfc ? toNfc(token.content) : token.content);
        else
            parts.rawTokens.add(token, token.content);
    }
}

/// The tokens that a TemplateProcessing step puts before a text that stands alone.
void readTemplateProcessing(const JsonObject& step, std::vector<TokenId>& leading) {
    const json& pieces = step.requireValue("single", "a list");
    if (!pieces.is_array()) step.fail("single", "expected a list, found " + describeJson(pieces));
    const JsonObject tokens = step.requireObject("special_tokens");
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const JsonObject piece(pieces[i], step.fileName(), step.placeOf("single." + std::to_string(i)));
        if (piece.has("Sequence")) return;
        const JsonObject token = tokens.requireObject(piece.requireObject("SpecialToken").requireString("id"));
        const json& ids = token.requireValue("ids", "a list");
        if (!ids.is_array() || ids.size() > 16)
            token.fail("ids", "expected a list of at most 16 ids, found " + describeJson(ids));
        for (const json& id : ids) leading.push_back(requireId(id, token.fileName(), token.placeOf("ids")));
    }
}

/// What the post-processor puts before a text. The steps are known to be understood.
std::vector<TokenId> readLeading(const JsonObject& tokenizer) {
    std::vector<TokenId> leading;
    if (!tokenizer.has("post_processor")) return leading;
    const auto read = [&](const JsonObject& step) {
        const std::string type = step.requireString("type");
        if (type == "TemplateProcessing") readTemplateProcessing(step, leading);
        if (type != "RobertaProcessing") return;
        const json& cls = step.requireValue("cls", "a token and its id");
        if (!cls.is_array() || cls.size() != 2)
            step.fail("cls", "expected a token and its id, found " + describeJson(cls));
        leading.push_back(requireId(cls[1], step.fileName(), step.placeOf("cls.1")));
    };
    const JsonObject step = tokenizer.requireObject("post_processor");
    if (step.requireString("type") != "Sequence") {
        read(step);
        return leading;
    }
    const json& steps = step.requireValue("processors", "a list");
    for (std::size_t i = 0; i < steps.size(); ++i)
        read(JsonObject(steps[i], step.fileName(), step.placeOf("processors." + std::to_string(i))));
    return leading;
}

}  // namespace

void applyTokenizerConfig(std::string_view configText, const std::string& fileName, TokenizerParts& parts) {
    const json document = parseJson(configText, fileName);
    const JsonObject config(document, fileName);
    const auto adds = config.findBool("add_bos_token");
    if (!adds) return;
    const json* value = config.findValue("bos_token");
    const bool isObject = value != nullptr && value->is_object();
    const std::string bos = value == nullptr ? ""
                            : isObject       ? config.requireObject("bos_token").requireString("content")
                                             : config.requireString("bos_token");
    const auto found = parts.addedIds.find(bos);
    if (*adds && parts.leadingIds.empty() && found != parts.addedIds.end()) parts.leadingIds = {found->second};
    // This class of the reference makes its post-processor anew from the flag; the others keep the file's.
    const bool isLlama = config.findString("tokenizer_class").value_or("").starts_with("LlamaTokenizer");
    if (!*adds && isLlama && found != parts.addedIds.end() && parts.leadingIds == std::vector{found->second})
        parts.leadingIds.clear();
}

TokenizerParts readTokenizer(std::string_view jsonText, const std::string& fileName) {
    const json document = parseJson(jsonText, fileName);
    const JsonObject tokenizer(document, fileName);
    Pieces pieces(fileName);
    TokenIdByText vocabulary;
    TokenizerParts parts{
        .normalizeNfc = readNormalizer(tokenizer),
        .rawTokens = {},
        .normalizedTokens = {},
        .preTokenizer = PreTokenizer::parse(tokenizer.requireValue("pre_tokenizer", "an object"), fileName),
        .encoder = readModel(tokenizer, pieces, vocabulary),
        .pieces = {},
        .addedIds = {},
        .leadingIds = {},
        .fileName = fileName};
    requireHarmless(tokenizer, "post_processor", "processors",
                    {"ByteLevel", "TemplateProcessing", "RobertaProcessing"});
    requireDecoder(tokenizer);
    readAddedTokens(tokenizer, vocabulary, pieces, parts);
    parts.rawTokens.finish();
    parts.normalizedTokens.finish();
    parts.pieces = pieces.take();
    parts.leadingIds = readLeading(tokenizer);
    return parts;
}

}  // namespace engine
