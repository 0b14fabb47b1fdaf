// Byte-pair encoding of one word: symbols merged in the order the vocabulary was made.
// Owned by the tokenizer; immutable after building, any thread may encode.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ids.h"

namespace engine {

/// Lookup by std::string_view without making a string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using TokenIdByText = std::unordered_map<std::string, TokenId, TextHash, std::equal_to<>>;

class BytePairEncoder {
public:
    /// What a byte without a token becomes, where the vocabulary has a word for it.
    struct Unknown {
        TokenId id{};
        bool fuse = false;  ///< neighbours become one
    };

    /// `idByBytes` is the vocabulary by raw bytes. `ignoreMerges`: a word that is a token stays whole.
    BytePairEncoder(TokenIdByText idByBytes, std::optional<Unknown> unknown, bool ignoreMerges);

    /// Adds the next merge in rank order. The later of two merges of one pair counts.
    void addMerge(TokenId left, TokenId right, TokenId merged);

    /// Appends the ids of a word. Time n log n in its bytes. Throws for a byte that neither a token nor the unknown
    /// token stands for.
    void encodeWord(std::string_view bytes, std::vector<TokenId>& ids) const;

    const TokenIdByText& idByBytes() const { return m_idByBytes; }

private:
    struct Merge {
        std::uint32_t rank = 0;
        TokenId merged{};
    };
    struct Symbol;
    const Merge* findMerge(TokenId left, TokenId right) const;
    std::vector<Symbol> symbolsOf(std::string_view bytes) const;
    void mergeAll(std::vector<Symbol>& symbols) const;

    TokenIdByText m_idByBytes;
    std::array<std::optional<TokenId>, 256> m_idOfByte;
    std::unordered_map<std::uint64_t, Merge> m_merges;  ///< by left id << 32 | right id
    std::uint32_t m_mergeCount = 0;
    std::optional<Unknown> m_unknown;
    bool m_ignoreMerges;
};

}  // namespace engine
