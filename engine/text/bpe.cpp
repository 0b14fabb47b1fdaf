#include "engine/text/bpe.h"

#include <queue>
#include <stdexcept>
#include <string>
#include <utility>

namespace engine {
namespace {

constexpr std::int32_t kNone = -1;

std::uint64_t pairKey(TokenId left, TokenId right) {
    return static_cast<std::uint64_t>(static_cast<std::uint32_t>(left)) << 32 | static_cast<std::uint32_t>(right);
}

std::string missingByte(char byte) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto value = static_cast<unsigned char>(byte);
    std::string text = std::string("the byte 0x") + kDigits[value >> 4] + kDigits[value & 15];
    if (value > 0x20 && value < 0x7F) text += std::string(" (\"") + byte + "\")";
    return text + " of the text has no token in the vocabulary, and no unknown token stands for it";
}

/// A merge that could be made, in the order it has to be made: by rank, then from the left.
struct Candidate {
    std::uint32_t rank;
    std::int32_t position;
    TokenId merged;

    bool operator>(const Candidate& other) const {
        return std::pair(rank, position) > std::pair(other.rank, other.position);
    }
};

}  // namespace

/// An element of the doubly linked list of symbols; a symbol merged into its left neighbour is no longer alive.
struct BytePairEncoder::Symbol {
    TokenId id{};
    std::int32_t previous = kNone;
    std::int32_t next = kNone;
    bool alive = true;
};

BytePairEncoder::BytePairEncoder(TokenIdByText idByBytes, std::optional<Unknown> unknown, bool ignoreMerges)
    : m_idByBytes(std::move(idByBytes)), m_unknown(unknown), m_ignoreMerges(ignoreMerges) {
    for (int byte = 0; byte < 256; ++byte) {
        const auto found = m_idByBytes.find(std::string(1, static_cast<char>(byte)));
        if (found != m_idByBytes.end()) m_idOfByte[byte] = found->second;
    }
}

void BytePairEncoder::addMerge(TokenId left, TokenId right, TokenId merged) {
    m_merges[pairKey(left, right)] = {m_mergeCount++, merged};
}

const BytePairEncoder::Merge* BytePairEncoder::findMerge(TokenId left, TokenId right) const {
    const auto found = m_merges.find(pairKey(left, right));
    return found == m_merges.end() ? nullptr : &found->second;
}

std::vector<BytePairEncoder::Symbol> BytePairEncoder::symbolsOf(std::string_view bytes) const {
    std::vector<Symbol> symbols;
    symbols.reserve(bytes.size());
    const auto append = [&symbols](TokenId id) {
        const auto position = static_cast<std::int32_t>(symbols.size());
        if (position > 0) symbols.back().next = position;
        symbols.push_back({id, position - 1, kNone, true});
    };
    bool afterUnknown = false;
    for (const char byte : bytes) {
        const auto id = m_idOfByte[static_cast<unsigned char>(byte)];
        // The reference library leaves out what has no token and no unknown token stands for: another text, silently.
        if (!id && !m_unknown) throw std::runtime_error(missingByte(byte));
        if (id)
            append(*id);
        else if (!(m_unknown->fuse && afterUnknown))
            append(m_unknown->id);
        afterUnknown = !id;
    }
    return symbols;
}

void BytePairEncoder::mergeAll(std::vector<Symbol>& symbols) const {
    std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
    const auto consider = [&](std::int32_t left) {
        if (left == kNone || symbols[left].next == kNone) return;
        if (const Merge* merge = findMerge(symbols[left].id, symbols[symbols[left].next].id))
            queue.push({merge->rank, left, merge->merged});
    };
    for (std::int32_t i = 0; i + 1 < static_cast<std::int32_t>(symbols.size()); ++i) consider(i);

    while (!queue.empty()) {
        const Candidate top = queue.top();
        queue.pop();
        Symbol& left = symbols[top.position];
        if (!left.alive || left.next == kNone) continue;
        Symbol& right = symbols[left.next];
        const Merge* merge = findMerge(left.id, right.id);
        if (merge == nullptr || merge->merged != top.merged) continue;  // the pair has changed since
        left.id = top.merged;
        left.next = right.next;
        right.alive = false;
        if (left.next != kNone) symbols[left.next].previous = top.position;
        consider(left.previous);
        consider(top.position);
    }
}

void BytePairEncoder::encodeWord(std::string_view bytes, std::vector<TokenId>& ids) const {
    if (m_ignoreMerges) {
        const auto whole = m_idByBytes.find(bytes);
        if (whole != m_idByBytes.end()) {
            ids.push_back(whole->second);
            return;
        }
    }
    auto symbols = symbolsOf(bytes);
    mergeAll(symbols);
    for (const Symbol& symbol : symbols)
        if (symbol.alive) ids.push_back(symbol.id);
}

}  // namespace engine
