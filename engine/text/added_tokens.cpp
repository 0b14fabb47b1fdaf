#include "engine/text/added_tokens.h"

#include <algorithm>

#include "engine/files/utf8.h"

namespace engine {
namespace {

/// The character before `end`; `text` is valid UTF-8.
Utf8Step stepBack(std::string_view text) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    return stepUtf8(text.substr(start));
}

bool endsInWord(std::string_view text) {
    return !text.empty() && isWordCharacter(stepBack(text).character);
}

bool startsWithWord(std::string_view text) {
    return !text.empty() && isWordCharacter(stepUtf8(text).character);
}

std::size_t trailingSpace(std::string_view text) {
    const std::size_t whole = text.size();
    while (!text.empty()) {
        const Utf8Step step = stepBack(text);
        if (!isWhiteSpace(step.character)) break;
        text.remove_suffix(step.length);
    }
    return whole - text.size();
}

std::size_t leadingSpace(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const Utf8Step step = stepUtf8(text.substr(length));
        if (!isWhiteSpace(step.character)) break;
        length += step.length;
    }
    return length;
}

}  // namespace

void AddedTokenFinder::add(const AddedToken& token, const std::string& form) {
    if (form.empty()) return;
    std::int32_t at = 0;
    for (auto byte = form.rbegin(); byte != form.rend(); ++byte) {
        const auto key = static_cast<std::uint64_t>(at) << 8 | static_cast<unsigned char>(*byte);
        const auto [next, isNew] = m_children.try_emplace(key, static_cast<std::int32_t>(m_nodes.size()));
        if (isNew) m_nodes.emplace_back();
        at = next->second;
    }
    Node& node = m_nodes[static_cast<std::size_t>(at)];
    if (node.token >= 0) return;  // the first of two that look alike is the one that is found
    node.token = static_cast<std::int32_t>(m_tokens.size());
    m_tokens.push_back(token);
    m_lengths.push_back(form.size());
}

std::int32_t AddedTokenFinder::childOf(std::int32_t node, char byte) const {
    if (node == 0) return m_fromRoot[static_cast<unsigned char>(byte)];
    const auto found = m_children.find(static_cast<std::uint64_t>(node) << 8 | static_cast<unsigned char>(byte));
    return found == m_children.end() ? 0 : found->second;
}

/// The node of the longest end of what was read, with `byte`, that the tokens know.
std::int32_t AddedTokenFinder::step(std::int32_t node, char byte) const {
    for (;;) {
        if (const std::int32_t child = childOf(node, byte); child != 0) return child;
        if (node == 0) return 0;
        node = m_nodes[static_cast<std::size_t>(node)].shorter;
    }
}

void AddedTokenFinder::finish() {
    // A child is made behind its parent, so by place is an order in which parents come first, but not by depth.
    std::vector<std::vector<std::pair<char, std::int32_t>>> childrenOf(m_nodes.size());
    for (const auto& [key, child] : m_children) {
        const auto byte = static_cast<unsigned char>(key & 0xFF);
        childrenOf[key >> 8].emplace_back(static_cast<char>(byte), child);
        if (key >> 8 == 0) m_fromRoot[byte] = child;
    }
    std::vector<std::int32_t> level{0};
    while (!level.empty()) {
        std::vector<std::int32_t> deeper;
        for (const std::int32_t parent : level) {
            for (const auto& [byte, child] : childrenOf[static_cast<std::size_t>(parent)]) {
                Node& node = m_nodes[static_cast<std::size_t>(child)];
                node.shorter = parent == 0 ? 0 : step(m_nodes[static_cast<std::size_t>(parent)].shorter, byte);
                node.longest = node.token >= 0 ? node.token : m_nodes[static_cast<std::size_t>(node.shorter)].longest;
                deeper.push_back(child);
            }
        }
        level = std::move(deeper);
    }
}

/// Read backwards, the end of a token is its beginning: each place then knows the longest token that begins there.
std::vector<AddedTokenFinder::Match> AddedTokenFinder::longestMatches(std::string_view text) const {
    std::vector<Match> matches;
    std::int32_t node = 0;
    for (std::size_t at = text.size(); at-- > 0;) {
        node = step(node, text[at]);
        const std::int32_t token = m_nodes[static_cast<std::size_t>(node)].longest;
        if (token < 0) continue;
        const auto index = static_cast<std::size_t>(token);
        matches.push_back({at, &m_tokens[index], m_lengths[index]});
    }
    return matches;
}

std::vector<AddedTokenFinder::Segment> AddedTokenFinder::split(std::string_view text) const {
    std::vector<Segment> segments;
    std::size_t done = 0;
    std::size_t next = 0;      // where the next token may begin
    std::size_t spaceEnd = 0;  // end of the white space that was walked through last
    const auto matches = isEmpty() ? std::vector<Match>() : longestMatches(text);
    for (auto match = matches.rbegin(); match != matches.rend(); ++match) {
        if (match->at < next) continue;
        std::size_t start = match->at;
        std::size_t stop = start + match->length;
        next = stop;
        const bool touchesWord = endsInWord(text.substr(0, start)) || startsWithWord(text.substr(stop));
        if (match->token->singleWord && touchesWord) continue;
        if (match->token->stripLeft && start > done) start -= trailingSpace(text.substr(done, start - done));
        if (match->token->stripRight) {
            if (stop >= spaceEnd) spaceEnd = stop + leadingSpace(text.substr(stop));
            stop = spaceEnd;
        }
        if (done < start) segments.push_back({std::nullopt, text.substr(done, start - done)});
        segments.push_back({match->token->id, text.substr(start, stop - start)});
        done = stop;
    }
    if (done < text.size()) segments.push_back({std::nullopt, text.substr(done)});
    return segments;
}

}  // namespace engine
