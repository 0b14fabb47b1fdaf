#include "engine/text/template_text.h"

#include <utf8proc.h>

#include <algorithm>
#include <limits>

#include "engine/files/utf8.h"
#include "engine/text/template_value.h"

namespace engine {
namespace {

template <typename Strips>
std::string_view stripWhere(std::string_view text, StripSide side, Strips strips) {
    while (side != StripSide::Right && !text.empty()) {
        const Utf8Step step = stepUtf8(text);
        if (!strips(step.character)) break;
        text.remove_prefix(step.length);
    }
    while (side != StripSide::Left && !text.empty()) {
        std::size_t start = text.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
        if (!strips(stepUtf8(text.substr(start)).character)) break;
        text = text.substr(0, start);
    }
    return text;
}

/// Letters whose upper and lower forms are one character each, the same in every version of Unicode.
bool hasPlainCase(char32_t c) {
    const bool isSpecial = c == 0xB5 || c == 0xDF || c == 0x130 || c == 0x131 || c == 0x149 || c == 0x17F || c == 0x1F0;
    const bool isLatin = c < 0x180 && !isSpecial;
    return c < 0x80 || isLatin || (c >= 0x400 && c < 0x482) || (c >= 0x48A && c < 0x52E);
}

bool isLetterWithCase(char32_t c) {
    const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
    if (category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT)
        return true;
    const auto plain = static_cast<utf8proc_int32_t>(c);
    return utf8proc_tolower(plain) != plain || utf8proc_toupper(plain) != plain;
}

char32_t inCase(char32_t c, bool upper) {
    if (!isLetterWithCase(c)) return c;
    if (!hasPlainCase(c))
        failTemplateUse("upper or lower case of this letter: U+" + std::to_string(static_cast<unsigned>(c)));
    const auto plain = static_cast<utf8proc_int32_t>(c);
    return static_cast<char32_t>(upper ? utf8proc_toupper(plain) : utf8proc_tolower(plain));
}

bool isLineEnd(char32_t c) {
    return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/// "At most" of Python's split and replace, where a negative number means all.
std::size_t limitOf(std::optional<std::int64_t> most) {
    return most && *most >= 0 ? static_cast<std::size_t>(*most) : std::numeric_limits<std::size_t>::max();
}

}  // namespace

bool isPythonSpace(char32_t character) {
    return isWhiteSpace(character) || (character >= 0x1C && character <= 0x1F);
}

std::size_t characterCount(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::vector<std::size_t> characterStarts(std::string_view text, TemplateBudget& budget) {
    budget.charge(text.size() * sizeof(std::size_t));
    std::vector<std::size_t> starts;
    starts.reserve(text.size() + 1);
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) starts.push_back(i);
    starts.push_back(text.size());
    return starts;
}

std::string_view stripped(std::string_view text, StripSide side) {
    return stripWhere(text, side, isPythonSpace);
}

std::string_view stripped(std::string_view text, StripSide side, std::string_view characters, TemplateBudget& budget) {
    return stripWhere(text, side, [&](char32_t character) {
        budget.charge(characters.size() / 8);
        std::string bytes;
        appendUtf8(bytes, character);
        return characters.find(bytes) != std::string_view::npos;
    });
}

std::string withCase(std::string_view text, LetterCase wanted) {
    std::string result;
    result.reserve(text.size());
    bool begins = true;  // a word, or the text
    while (!text.empty()) {
        const Utf8Step step = stepUtf8(text);
        const char32_t c = step.character;
        text.remove_prefix(step.length);
        const bool upper = wanted == LetterCase::Upper || (wanted != LetterCase::Lower && begins);
        appendUtf8(result, inCase(c, upper));
        if (wanted == LetterCase::Title)
            begins = !isLetterWithCase(c);
        else if (wanted == LetterCase::TitleOfWords)
            begins = isPythonSpace(c) || c == '-' || c == '(' || c == '{' || c == '[' || c == '<';
        else
            begins = false;
    }
    return result;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to,
                     std::optional<std::int64_t> count, TemplateBudget& budget) {
    budget.chargeSearch(text.size(), from.size());
    budget.charge(text.size());
    std::size_t left = limitOf(count);
    std::string result;
    while (left > 0) {
        const auto at = from.empty() ? 0 : text.find(from);
        if (at == std::string_view::npos) break;
        result += text.substr(0, at);
        budget.charge(to.size());
        if (result.size() + to.size() > kMaxTemplateTextBytes) failTemplate("the text becomes too long");
        result += to;
        --left;
        text.remove_prefix(at + from.size());
        if (!from.empty()) continue;
        if (text.empty()) return result;
        const std::size_t length = stepUtf8(text).length;
        result += text.substr(0, length);
        text.remove_prefix(length);
    }
    return result += text;
}

namespace {

std::vector<std::string> splitAtSpace(std::string_view text, std::size_t most, bool fromRight, TemplateBudget& budget) {
    const auto isSpaceAt = [&](std::string_view rest) { return isPythonSpace(stepUtf8(rest).character); };
    const auto lastStart = [](std::string_view rest) {
        std::size_t start = rest.size() - 1;
        while (start > 0 && (static_cast<unsigned char>(rest[start]) & 0xC0) == 0x80) --start;
        return start;
    };
    std::vector<std::string> parts;
    text = stripped(text, fromRight ? StripSide::Right : StripSide::Left);
    while (!text.empty() && parts.size() < most) {
        budget.charge(sizeof(TemplateValue));
        if (!fromRight) {
            std::size_t end = 0;
            while (end < text.size() && !isSpaceAt(text.substr(end))) end += stepUtf8(text.substr(end)).length;
            parts.emplace_back(text.substr(0, end));
            text = stripped(text.substr(end), StripSide::Left);
        } else {
            std::size_t start = text.size();
            while (start > 0 && !isSpaceAt(text.substr(lastStart(text.substr(0, start)))))
                start = lastStart(text.substr(0, start));
            parts.emplace_back(text.substr(start));
            text = stripped(text.substr(0, start), StripSide::Right);
        }
    }
    if (!text.empty()) parts.emplace_back(text);
    if (fromRight) std::ranges::reverse(parts);
    return parts;
}

}  // namespace

std::vector<std::string> splitText(std::string_view text, std::optional<std::string_view> separator,
                                   std::optional<std::int64_t> most, bool fromRight, TemplateBudget& budget) {
    budget.charge(text.size());
    if (!separator) return splitAtSpace(text, limitOf(most), fromRight, budget);
    if (separator->empty()) failTemplate("splits at an empty separator");
    budget.chargeSearch(text.size(), separator->size());
    std::vector<std::string> parts;
    while (parts.size() < limitOf(most)) {
        const auto at = fromRight ? text.rfind(*separator) : text.find(*separator);
        if (at == std::string_view::npos) break;
        budget.charge(sizeof(TemplateValue));
        const std::size_t after = at + separator->size();
        parts.emplace_back(fromRight ? text.substr(after) : text.substr(0, at));
        text = fromRight ? text.substr(0, at) : text.substr(after);
    }
    parts.emplace_back(text);
    if (fromRight) std::ranges::reverse(parts);
    return parts;
}

std::vector<std::string> splitLines(std::string_view text, bool keepEnds, TemplateBudget& budget) {
    budget.charge(text.size());
    std::vector<std::string> lines;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Step step = stepUtf8(text.substr(i));
        const std::size_t end = i;
        i += step.length;
        if (!isLineEnd(step.character)) continue;
        if (step.character == '\r' && i < text.size() && text[i] == '\n') ++i;
        budget.charge(sizeof(TemplateValue));
        lines.emplace_back(text.substr(start, (keepEnds ? i : end) - start));
        start = i;
    }
    if (start < text.size()) lines.emplace_back(text.substr(start));
    return lines;
}

std::string indented(std::string_view text, std::string_view with, bool first, bool blank, TemplateBudget& budget) {
    const auto lines = splitLines(std::string(text) + "\n", false, budget);
    std::string result(first ? with : "");
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool isIndented = i > 0 && (blank || !lines[i].empty());
        budget.charge(isIndented ? with.size() : 0);
        if (i > 0) result += '\n';
        if (isIndented) result += with;
        result += lines[i];
        if (result.size() > kMaxTemplateTextBytes) failTemplate("the text becomes too long");
    }
    return result;
}

std::string repeated(std::string_view text, std::int64_t count, TemplateBudget& budget) {
    if (count <= 0 || text.empty()) return {};
    const auto times = static_cast<std::size_t>(count);
    if (times > kMaxTemplateTextBytes / text.size()) failTemplate("the text becomes too long");
    budget.chargeText(text.size() * times);
    std::string result;
    result.reserve(text.size() * times);
    for (std::size_t i = 0; i < times; ++i) result += text;
    return result;
}

std::string escapedHtml(std::string_view text, TemplateBudget& budget) {
    budget.charge(text.size());
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '>': result += "&gt;"; break;
            case '\'': result += "&#39;"; break;
            case '"': result += "&#34;"; break;
            default: result += c;
        }
    }
    budget.chargeText(result.size());
    return result;
}

}  // namespace engine
