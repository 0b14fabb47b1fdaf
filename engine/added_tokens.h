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

/// Finds the tokens of one set in a text: leftmost, then longest.
class AddedTokenFinder {
public:
    /// Adds a token that appears in the text as `form`.
    void add(const AddedToken& token, const std::string& form);

    bool isEmpty() const { return m_tokens.empty(); }

    /// A token, or text between tokens.
    struct Segment {
        std::optional<TokenId> token;
        std::string_view text;
    };
    std::vector<Segment> split(std::string_view text) const;

private:
    struct Node {
        std::unordered_map<char, std::int32_t> next;
        std::int32_t token = -1;  ///< index in m_tokens of the token that ends here
    };
    struct Match {
        std::size_t length = 0;
        const AddedToken* token = nullptr;
    };
    Match findAt(std::string_view text) const;

    std::vector<Node> m_nodes = std::vector<Node>(1);  ///< a trie over bytes; [0] is its root
    std::vector<AddedToken> m_tokens;
};

}  // namespace engine
