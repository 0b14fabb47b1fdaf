// Text to token ids and back, as the `tokenizers` library does it for byte-level BPE (tokenizer.json, GGUF).
// Loaded once per model and shared: immutable, every const method may be called from any thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ids.h"

namespace engine {

class GgufFile;

class Tokenizer {
public:
    /// Reads a tokenizer.json. Throws std::runtime_error naming the file and the part that is wrong or not understood.
    static Tokenizer fromFile(const std::filesystem::path& path);
    static Tokenizer fromJson(std::string_view jsonText, const std::string& fileName);
    /// The tokenizer in a GGUF file's metadata.
    static Tokenizer fromGguf(const GgufFile& file);

    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;
    ~Tokenizer();

    /// Ids of the text. Added tokens in the text become their ids; nothing is put before or after (the chat template's
    /// business). Invalid UTF-8 is replaced by U+FFFD first. Time near linear in the text. Throws, naming the file,
    /// where the split pattern needs more work than any real one does, or where a byte has no token.
    std::vector<TokenId> encode(std::string_view text) const;

    /// What the tokenizer's file puts before a text that no chat template has written: the begin-of-text token, or
    /// nothing.
    const std::vector<TokenId>& leadingTokens() const;

    /// Throws, naming the file and the id, where some token's id is not below `vocabulary`, the rows of the model's
    /// embedding.
    void requireIdsBelow(int vocabulary) const;

    /// Text of the ids, valid UTF-8 (broken sequences become U+FFFD). Ids without a token give nothing.
    std::string decode(std::span<const TokenId> ids, bool skipSpecial = false) const;

    /// Raw bytes of this id alone, perhaps part of a character; empty for an id without a token.
    const std::string& pieceBytes(TokenId id) const;

    /// The token as it is written in tokenizer.json ("Ġthe"); empty for an id without a token.
    const std::string& pieceText(TokenId id) const;

    /// One more than the highest id. The model's embedding may have more rows.
    int vocabSize() const;

    /// True for ids that decode() leaves out with skipSpecial.
    bool isSpecial(TokenId id) const;

    /// The id of a token by its pieceText(), added tokens included.
    std::optional<TokenId> findToken(std::string_view pieceText) const;

    /// The ids whose own text contains `text`, special ones included, in order: what decoding may leave out and a
    /// reader of the decoded text therefore misses ("</think>"). Looks through the whole vocabulary: ask once per
    /// model.
    std::vector<TokenId> tokensHolding(std::string_view text) const;

private:
    struct Data;
    explicit Tokenizer(std::unique_ptr<Data> data);
    std::unique_ptr<Data> m_data;
};

/// Decodes one trace token by token. The pushed pieces joined with flush() equal Tokenizer::decode of all ids.
/// Owned by the trace, one thread at a time; the tokenizer must outlive it.
class StreamingDecoder {
public:
    explicit StreamingDecoder(const Tokenizer& tokenizer, bool skipSpecial = false)
        : m_tokenizer(&tokenizer), m_skipSpecial(skipSpecial) {}

    /// Text that is complete with this token: whole characters only, perhaps none.
    std::string push(TokenId id);

    /// What is left of an unfinished character, as U+FFFD. The decoder is then as new.
    std::string flush();

private:
    const Tokenizer* m_tokenizer;
    bool m_skipSpecial;
    std::string m_pending;  ///< start of a character, at most 3 bytes
};

}  // namespace engine
