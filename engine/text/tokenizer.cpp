#include "engine/text/tokenizer.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "engine/files/json_text.h"
#include "engine/files/utf8.h"
#include "engine/text/byte_level.h"
#include "engine/text/nfc.h"
#include "engine/text/tokenizer_reader.h"

namespace engine {
namespace {

constexpr std::uint64_t kMaxFileBytes = 64 << 20;
constexpr std::uint64_t kMaxConfigBytes = 16 << 20;
constexpr std::size_t kMaxCachedWordBytes = 64;

const TokenizerParts::Piece kNoPiece;

/// Words of one text that were seen before. Lives as long as one encode(), so nothing is shared between threads.
class WordCache {
public:
    explicit WordCache(const BytePairEncoder& encoder) : m_encoder(encoder) {}

    void encode(std::string_view word, std::vector<TokenId>& ids) {
        if (word.size() > kMaxCachedWordBytes) return m_encoder.encodeWord(word, ids);
        auto found = m_idsOfWord.find(word);
        if (found == m_idsOfWord.end()) {
            found = m_idsOfWord.emplace(word, std::vector<TokenId>()).first;
            m_encoder.encodeWord(word, found->second);
        }
        ids.insert(ids.end(), found->second.begin(), found->second.end());
    }

private:
    const BytePairEncoder& m_encoder;
    std::unordered_map<std::string, std::vector<TokenId>, TextHash, std::equal_to<>> m_idsOfWord;
};

}  // namespace

struct Tokenizer::Data {
    TokenizerParts parts;

    const TokenizerParts::Piece& piece(TokenId id) const {
        const auto at = static_cast<std::size_t>(index(id));
        return index(id) >= 0 && at < parts.pieces.size() ? parts.pieces[at] : kNoPiece;
    }
};

Tokenizer::Tokenizer(std::unique_ptr<Data> data) : m_data(std::move(data)) {}
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;
Tokenizer& Tokenizer::operator=(Tokenizer&&) noexcept = default;
Tokenizer::~Tokenizer() = default;

Tokenizer Tokenizer::fromFile(const std::filesystem::path& path) {
    TokenizerParts parts = readTokenizer(readTextFile(path, kMaxFileBytes), path.string());
    const auto config = path.parent_path() / "tokenizer_config.json";
    if (std::filesystem::exists(config))
        applyTokenizerConfig(readTextFile(config, kMaxConfigBytes), config.string(), parts);
    return Tokenizer(std::make_unique<Data>(Data{std::move(parts)}));
}

Tokenizer Tokenizer::fromJson(std::string_view jsonText, const std::string& fileName) {
    return Tokenizer(std::make_unique<Data>(Data{readTokenizer(jsonText, fileName)}));
}

Tokenizer Tokenizer::fromGguf(const GgufFile& file) {
    return Tokenizer(std::make_unique<Data>(Data{readTokenizer(file)}));
}

std::vector<TokenId> Tokenizer::encode(std::string_view text) const {
    const TokenizerParts& parts = m_data->parts;
    const std::string validText = replaceInvalidUtf8(text);
    std::vector<TokenId> ids;
    WordCache cache(parts.encoder);
    for (const auto& raw : parts.rawTokens.split(validText)) {
        if (raw.token) {
            ids.push_back(*raw.token);
            continue;
        }
        const std::string normalized = parts.normalizeNfc ? toNfc(raw.text) : std::string(raw.text);
        for (const auto& segment : parts.normalizedTokens.split(normalized)) {
            if (segment.token) {
                ids.push_back(*segment.token);
                continue;
            }
            const std::vector<std::string> words = parts.preTokenizer.split(segment.text);
            try {
                for (const std::string& word : words) cache.encode(word, ids);
            } catch (const std::runtime_error& error) {
                throw std::runtime_error(parts.fileName + ": " + error.what());
            }
        }
    }
    return ids;
}

std::string Tokenizer::decode(std::span<const TokenId> ids, bool skipSpecial) const {
    std::string bytes;
    for (const TokenId id : ids) {
        const auto& piece = m_data->piece(id);
        if (!(skipSpecial && piece.special)) bytes += piece.bytes;
    }
    return replaceInvalidUtf8(bytes);
}

const std::string& Tokenizer::pieceBytes(TokenId id) const {
    return m_data->piece(id).bytes;
}

const std::string& Tokenizer::pieceText(TokenId id) const {
    return m_data->piece(id).text;
}

const std::vector<TokenId>& Tokenizer::leadingTokens() const {
    return m_data->parts.leadingIds;
}

void Tokenizer::requireIdsBelow(int vocabulary) const {
    const TokenizerParts& parts = m_data->parts;
    const auto fail = [&](std::size_t id) {
        throw std::runtime_error(parts.fileName + ": expected ids below " + std::to_string(vocabulary) +
                                 ", the size of the model's vocabulary, found " + std::to_string(id) +
                                 " of the token " +
                                 inQuotes(id < parts.pieces.size() ? parts.pieces[id].text : std::string()));
    };
    for (std::size_t id = static_cast<std::size_t>(std::max(0, vocabulary)); id < parts.pieces.size(); ++id)
        if (!parts.pieces[id].text.empty()) fail(id);
    for (const TokenId id : parts.leadingIds)
        if (index(id) >= vocabulary) fail(static_cast<std::size_t>(index(id)));
}

int Tokenizer::vocabSize() const {
    return static_cast<int>(m_data->parts.pieces.size());
}

bool Tokenizer::isSpecial(TokenId id) const {
    return m_data->piece(id).special;
}

std::optional<TokenId> Tokenizer::findToken(std::string_view pieceText) const {
    const TokenizerParts& parts = m_data->parts;
    if (const auto added = parts.addedIds.find(pieceText); added != parts.addedIds.end()) return added->second;
    const auto bytes = findByteLevelBytes(pieceText);
    if (!bytes) return std::nullopt;
    const auto& idByBytes = parts.encoder.idByBytes();
    const auto found = idByBytes.find(*bytes);
    return found == idByBytes.end() ? std::nullopt : std::optional(found->second);
}

std::vector<TokenId> Tokenizer::tokensHolding(std::string_view text) const {
    std::vector<TokenId> ids;
    const auto& pieces = m_data->parts.pieces;
    for (std::size_t i = 0; i < pieces.size() && !text.empty(); ++i)
        if (pieces[i].bytes.find(text) != std::string::npos) ids.push_back(TokenId{static_cast<std::int32_t>(i)});
    return ids;
}

std::string StreamingDecoder::push(TokenId id) {
    if (m_skipSpecial && m_tokenizer->isSpecial(id)) return {};
    m_pending += m_tokenizer->pieceBytes(id);
    const std::size_t finished = finishedLength(m_pending);
    std::string text = replaceInvalidUtf8(std::string_view(m_pending).substr(0, finished));
    m_pending.erase(0, finished);
    return text;
}

std::string StreamingDecoder::flush() {
    std::string text = replaceInvalidUtf8(m_pending);
    m_pending.clear();
    return text;
}

}  // namespace engine
