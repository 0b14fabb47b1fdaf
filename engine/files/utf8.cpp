#include "engine/files/utf8.h"

#include <utf8proc.h>

namespace engine {
namespace {

/// What a lead byte announces: continuation bytes and the range of the first of them (it shuts out overlong forms,
/// surrogates and values above U+10FFFF).
struct Lead {
    int continuations = -1;  ///< -1: no lead byte
    unsigned char least = 0x80;
    unsigned char most = 0xBF;
};

Lead leadOf(unsigned char byte) {
    if (byte < 0x80) return {0};
    if (byte < 0xC2) return {-1};
    if (byte < 0xE0) return {1};
    if (byte == 0xE0) return {2, 0xA0, 0xBF};
    if (byte == 0xED) return {2, 0x80, 0x9F};
    if (byte < 0xF0) return {2};
    if (byte == 0xF0) return {3, 0x90, 0xBF};
    if (byte < 0xF4) return {3};
    if (byte == 0xF4) return {3, 0x80, 0x8F};
    return {-1};
}

bool isBetween(char32_t character, char32_t first, char32_t last) {
    return character >= first && character <= last;
}

}  // namespace

Utf8Step stepUtf8(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const Lead lead = leadOf(first);
    if (lead.continuations < 0) return {Utf8Step::Kind::Broken, 1};
    if (lead.continuations == 0) return {Utf8Step::Kind::Character, 1, first};

    char32_t character = first & (0x3Fu >> lead.continuations);
    for (int i = 1; i <= lead.continuations; ++i) {
        const auto length = static_cast<std::size_t>(i);
        if (length == text.size()) return {Utf8Step::Kind::Unfinished, length};
        const auto byte = static_cast<unsigned char>(text[length]);
        const bool fits = i == 1 ? byte >= lead.least && byte <= lead.most : byte >= 0x80 && byte <= 0xBF;
        if (!fits) return {Utf8Step::Kind::Broken, length};
        character = character << 6 | (byte & 0x3Fu);
    }
    return {Utf8Step::Kind::Character, static_cast<std::size_t>(lead.continuations) + 1, character};
}

void appendUtf8(std::string& text, char32_t character) {
    const auto put = [&text](char32_t byte) { text += static_cast<char>(byte); };
    if (character < 0x80) {
        put(character);
    } else if (character < 0x800) {
        put(0xC0 | character >> 6);
        put(0x80 | (character & 0x3F));
    } else if (character < 0x10000) {
        put(0xE0 | character >> 12);
        put(0x80 | (character >> 6 & 0x3F));
        put(0x80 | (character & 0x3F));
    } else {
        put(0xF0 | character >> 18);
        put(0x80 | (character >> 12 & 0x3F));
        put(0x80 | (character >> 6 & 0x3F));
        put(0x80 | (character & 0x3F));
    }
}

std::string replaceInvalidUtf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    while (!bytes.empty()) {
        const Utf8Step step = stepUtf8(bytes);
        if (step.kind == Utf8Step::Kind::Character)
            text += bytes.substr(0, step.length);
        else
            appendUtf8(text, kReplacementCharacter);
        bytes.remove_prefix(step.length);
    }
    return text;
}

std::size_t finishedLength(std::string_view bytes) {
    // Only the last three bytes can begin a character that lacks its end.
    for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
        const std::size_t start = bytes.size() - back;
        const bool isContinuation = (static_cast<unsigned char>(bytes[start]) & 0xC0) == 0x80;
        if (isContinuation) continue;
        return stepUtf8(bytes.substr(start)).kind == Utf8Step::Kind::Unfinished ? start : bytes.size();
    }
    return bytes.size();
}

bool isWhiteSpace(char32_t character) {
    return isBetween(character, 0x09, 0x0D) || character == 0x20 || character == 0x85 || character == 0xA0 ||
           character == 0x1680 || isBetween(character, 0x2000, 0x200A) || isBetween(character, 0x2028, 0x2029) ||
           character == 0x202F || character == 0x205F || character == 0x3000;
}

bool isWordCharacter(char32_t character) {
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LM:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_MN:
        case UTF8PROC_CATEGORY_MC:
        case UTF8PROC_CATEGORY_ME:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_PC: return true;
        default: break;
    }
    // Joiners, and the symbols that count as letters (circled, squared, regional).
    return isBetween(character, 0x200C, 0x200D) || isBetween(character, 0x24B6, 0x24E9) ||
           isBetween(character, 0x1F130, 0x1F149) || isBetween(character, 0x1F150, 0x1F169) ||
           isBetween(character, 0x1F170, 0x1F189);
}

}  // namespace engine
