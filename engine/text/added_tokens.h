// Tokens that are found in the text before it is cut into words: "<|im_end|>", "<think>".
// Owned by the tokenizer; immutable after building, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/ids.h"

namespace engine {

struct AddedToken {
    std::string content;
    TokenId id{};
    bool special = false;
    bool singleWord = false;  ///< only where no word character touches it
    bool stripLeft = false;   ///< takes the white space before it along
    bool stripRight = false;  ///< and after it
    bool normalized = false;  ///< looked for in the normalised text instead of the raw one
};

/// Finds the tokens of one set in a text: leftmost, then longest. Time linear in the text, whatever the tokens.
class AddedTokenFinder {
public:
    /// Adds a token that appears in the text as `form`.
    void add(const AddedToken& token, const std::string& form);

    /// To be called once, behind the last add() and before split().
    void finish();

    bool isEmpty() const { return m_tokens.empty(); }

    /// A token, or text between tokens.
    struct Segment {
        std::optional<TokenId> token;
        std::string_view text;
    };
    std::vector<Segment> split(std::string_view text) const;

private:
    /// A node of the automaton of Aho and Corasick over the tokens read backwards.
    struct Node {
        std::int32_t shorter = 0;   ///< the node of the longest proper end of this one's text
        std::int32_t token = -1;    ///< index in m_tokens of the token that is complete here
        std::int32_t longest = -1;  ///< the same, or of the longest token that is an end of this one's text
    };
    struct Match {
        std::size_t at = 0;
        const AddedToken* token = nullptr;
        std::size_t length = 0;
    };
    /// The longest token at each place that has one, the last place first.
    std::vector<Match> longestMatches(std::string_view text) const;
    std::int32_t childOf(std::int32_t node, char byte) const;
    std::int32_t step(std::int32_t node, char byte) const;

    std::vector<Node> m_nodes = std::vector<Node>(1);            ///< [0] is the root
    std::unordered_map<std::uint64_t, std::int32_t> m_children;  ///< by node << 8 | byte
    std::vector<std::int32_t> m_fromRoot = std::vector<std::int32_t>(256, 0);
    std::vector<AddedToken> m_tokens;
    std::vector<std::size_t> m_lengths;  ///< of the tokens' forms, in bytes
};

}  // namespace engine
