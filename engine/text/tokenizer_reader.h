// Reads tokenizer.json, or GGUF metadata, into the parts a tokenizer is made of; refuses, by name, what is not
// understood. Called once per model; no state, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/added_tokens.h"
#include "engine/text/bpe.h"
#include "engine/text/pretokenizer.h"

namespace engine {

class GgufFile;

struct TokenizerParts {
    /// What is known about one id.
    struct Piece {
        std::string text;   ///< as in tokenizer.json; empty if no token has the id
        std::string bytes;  ///< what it decodes to
        bool special = false;
    };

    bool normalizeNfc = false;
    AddedTokenFinder rawTokens;         ///< looked for before normalising
    AddedTokenFinder normalizedTokens;  ///< looked for after it
    PreTokenizer preTokenizer;
    BytePairEncoder encoder;
    std::vector<Piece> pieces;        ///< by id
    TokenIdByText addedIds;           ///< by content
    std::vector<TokenId> leadingIds;  ///< what the file's post-processor puts before a text
    std::string fileName;             ///< for messages
};

/// Throws std::runtime_error naming the file, the field, expected and found.
TokenizerParts readTokenizer(std::string_view jsonText, const std::string& fileName);

/// Applies `add_bos_token` of tokenizer_config.json (`configText` is its text) to leadingIds.
void applyTokenizerConfig(std::string_view configText, const std::string& fileName, TokenizerParts& parts);

/// The same of `tokenizer.ggml.*` in a GGUF file's metadata: gguf_tokenizer.cpp.
TokenizerParts readTokenizer(const GgufFile& file);

}  // namespace engine
