#include "engine/added_tokens.h"

#include <algorithm>

#include "engine/utf8.h"

namespace engine {
namespace {

/// The character before `end`; `text` is valid UTF-8.
Utf8Step stepBack(std::string_view text) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    return stepUtf8(text.substr(start));
}

bool endsInWord(std::string_view text) { return !text.empty() && isWordCharacter(stepBack(text).character); }

bool startsWithWord(std::string_view text) { return !text.empty() && isWordCharacter(stepUtf8(text).character); }

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
    for (const char byte : form) {
        const auto [next, isNew] = m_nodes[at].next.try_emplace(byte, static_cast<std::int32_t>(m_nodes.size()));
        at = next->second;
        if (isNew) m_nodes.emplace_back();
    }
    if (m_nodes[at].token >= 0) return;  // the first of two that look alike is the one that is found
    m_nodes[at].token = static_cast<std::int32_t>(m_tokens.size());
    m_tokens.push_back(token);
}

AddedTokenFinder::Match AddedTokenFinder::findAt(std::string_view text) const {
    Match longest;
    std::int32_t at = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto next = m_nodes[at].next.find(text[i]);
        if (next == m_nodes[at].next.end()) break;
        at = next->second;
        if (m_nodes[at].token >= 0) longest = {i + 1, &m_tokens[m_nodes[at].token]};
    }
    return longest;
}

std::vector<AddedTokenFinder::Segment> AddedTokenFinder::split(std::string_view text) const {
    std::vector<Segment> segments;
    std::size_t done = 0;
    for (std::size_t at = 0; at < text.size() && !isEmpty();) {
        const Match match = findAt(text.substr(at));
        if (match.token == nullptr) {
            ++at;
            continue;
        }
        std::size_t start = at;
        std::size_t stop = at + match.length;
        at = stop;
        const bool touchesWord = endsInWord(text.substr(0, start)) || startsWithWord(text.substr(stop));
        if (match.token->singleWord && touchesWord) continue;
        if (match.token->stripLeft) start = std::max(start - trailingSpace(text.substr(0, start)), done);
        if (match.token->stripRight) stop += leadingSpace(text.substr(stop));
        if (done < start) segments.push_back({std::nullopt, text.substr(done, start - done)});
        segments.push_back({match.token->id, text.substr(start, stop - start)});
        done = stop;
    }
    if (done < text.size()) segments.push_back({std::nullopt, text.substr(done)});
    return segments;
}

}  // namespace engine
