#include "scorer/answers/answer.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <vector>

#include "engine/text/ascii.h"

namespace scorer {
namespace {

using engine::ascii::isDigit;
using engine::ascii::isLetter;
using engine::ascii::isSpace;

constexpr std::size_t kMaxAnswerBytes = 4096;  // above, only spaces are looked at
constexpr std::size_t kMaxDigits = 18;         // so that numerator and denominator fit 64 bits

struct Rational {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;
};

std::string_view trimRight(std::string_view text) {
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    return trimRight(text);
}

/// Index of the brace that closes the one at `open`; an escaped brace counts for nothing.
std::optional<std::size_t> findClosingBrace(std::string_view text, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == '{')
            ++depth;
        else if (text[i] == '}' && --depth == 0)
            return i;
    }
    return std::nullopt;
}

void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
}

/// `\name{content}` becomes `content`, at the outermost level and within.
void unwrapCommand(std::string& text, std::string_view command) {
    const std::string opening = std::string(command) + "{";
    for (std::size_t at = 0; (at = text.find(opening, at)) != std::string::npos;) {
        const std::size_t brace = at + opening.size() - 1;
        const auto close = findClosingBrace(text, brace);
        if (!close) return;
        text.erase(*close, 1);
        text.erase(at, opening.size());
    }
}

/// "a,bcd,efg" with groups of three digits; TeX's "{,}" has become "," before.
void dropThousandsCommas(std::string& text) {
    std::size_t i = 0;
    const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    std::size_t groupStart = sign;
    bool hasComma = false;
    for (i = sign; i < text.size() && (isDigit(text[i]) || text[i] == ','); ++i) {
        if (text[i] != ',') continue;
        const std::size_t length = i - groupStart;
        if (length == 0 || length > 3 || (hasComma && length != 3)) return;
        groupStart = i + 1;
        hasComma = true;
    }
    const bool restIsDecimals =
        i == text.size() ||
        (text[i] == '.' && std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i) + 1, text.end(), isDigit));
    if (hasComma && i - groupStart == 3 && restIsDecimals) std::erase(text, ',');
}

/// Typesetting that doesn't change what an answer says.
std::string withoutTypesetting(std::string_view answer) {
    std::string text(trim(answer));
    for (const auto wrapper : {"\\text", "\\mathrm", "\\textbf", "\\mathbf", "\\mbox", "\\displaystyle"})
        unwrapCommand(text, wrapper);
    constexpr std::array<std::array<std::string_view, 2>, 18> kReplacements{{{"\\dfrac", "\\frac"},
                                                                             {"\\tfrac", "\\frac"},
                                                                             {"\\cfrac", "\\frac"},
                                                                             {"\\left", ""},
                                                                             {"\\right", ""},
                                                                             {"^{\\circ}", ""},
                                                                             {"^\\circ", ""},
                                                                             {"\\degree", ""},
                                                                             {"\xC2\xB0", ""},
                                                                             {"\xE2\x88\x92", "-"},
                                                                             {"{,}", ","},
                                                                             {"\\,", ""},
                                                                             {"\\;", ""},
                                                                             {"\\:", ""},
                                                                             {"\\!", ""},
                                                                             {"\\ ", " "},
                                                                             {"\\$", ""},
                                                                             {"~", " "}}};
    for (const auto& [from, to] : kReplacements) replaceAll(text, from, to);
    return text;
}

/// The text without `$..$`, `\(..\)` and a period at its end.
std::string_view withoutMarks(std::string_view text) {
    text = trim(text);
    const auto strip = [&text](std::string_view before, std::string_view after) {
        if (text.size() < before.size() + after.size() || !text.starts_with(before) || !text.ends_with(after))
            return false;
        text.remove_prefix(before.size());
        text.remove_suffix(after.size());
        text = trim(text);
        return true;
    };
    while (strip("$", "$") || strip("\\(", "\\)") || strip("\\[", "\\]")) {
    }
    if (text.size() > 1 && text.starts_with('$') && text.find('$', 1) == std::string_view::npos)
        text = trim(text.substr(1));
    while (text.size() > 1 && text.ends_with('.')) text = trim(text.substr(0, text.size() - 1));
    return text;
}

/// The same, also without a name before an equals sign.
std::string_view withoutFrame(std::string_view text) {
    text = withoutMarks(text);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos && text.find('=', equals + 1) == std::string_view::npos) {
        const auto name = trim(text.substr(0, equals));
        const auto isNameByte = [](char c) { return isLetter(c) || isDigit(c) || c == '_' || c == '{' || c == '}'; };
        const bool isName =
            !name.empty() && name.size() <= 8 && isLetter(name[0]) && std::ranges::all_of(name, isNameByte);
        const bool isRelation =
            equals > 0 && (text[equals - 1] == '<' || text[equals - 1] == '>' || text[equals - 1] == '!');
        if (isName && !isRelation) text = trim(text.substr(equals + 1));
    }
    return text;
}

/// In lowest terms with a positive denominator; `denominator` is not 0 and neither is the lowest 64-bit number.
Rational reduced(std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t divisor = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
    return {numerator / divisor, denominator / divisor};
}

/// An integer or a decimal with an optional sign, at most 18 digits in all.
std::optional<Rational> findDecimal(std::string_view text) {
    text = trim(text);
    bool negative = false;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        negative = text[0] == '-';
        text = trim(text.substr(1));
    }
    Rational value;
    std::size_t digits = 0;
    bool afterPoint = false;
    for (const char c : text) {
        if (c == '.' && !afterPoint) {
            afterPoint = true;
            continue;
        }
        if (!isDigit(c)) return std::nullopt;
        if (value.numerator == 0 && c == '0' && !afterPoint) {  // leading zeros are not digits
            digits = std::max<std::size_t>(digits, 1);
            continue;
        }
        if (++digits > kMaxDigits) return std::nullopt;
        value.numerator = value.numerator * 10 + (c - '0');
        if (afterPoint) value.denominator *= 10;
    }
    if (digits == 0) return std::nullopt;
    return reduced(negative ? -value.numerator : value.numerator, value.denominator);
}

/// "{12}34" -> {12, 34}; "12" -> {1, 2}: TeX takes one group or one character.
std::optional<std::array<std::string_view, 2>> findFractionParts(std::string_view text) {
    std::array<std::string_view, 2> parts;
    for (auto& part : parts) {
        text = trim(text);
        if (text.empty()) return std::nullopt;
        if (text[0] == '{') {
            const auto close = findClosingBrace(text, 0);
            if (!close) return std::nullopt;
            part = text.substr(1, *close - 1);
            text.remove_prefix(*close + 1);
        } else {
            part = text.substr(0, 1);
            text.remove_prefix(1);
        }
    }
    if (!trim(text).empty()) return std::nullopt;
    return parts;
}

std::optional<Rational> quotient(std::optional<Rational> above, std::optional<Rational> below) {
    if (!above || !below || below->numerator == 0) return std::nullopt;
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    if (__builtin_mul_overflow(above->numerator, below->denominator, &numerator) ||
        __builtin_mul_overflow(above->denominator, below->numerator, &denominator))
        return std::nullopt;
    return reduced(numerator, denominator);
}

/// A decimal, `a/b` or `\frac{a}{b}`, each with an optional sign.
std::optional<Rational> findRational(std::string_view text) {
    constexpr std::string_view kFraction = "\\frac";
    if (const auto decimal = findDecimal(text)) return decimal;
    bool negative = false;
    if (text.starts_with('-') || text.starts_with('+')) {
        negative = text[0] == '-';
        text = trim(text.substr(1));
    }
    std::optional<Rational> value;
    if (text.starts_with(kFraction)) {
        if (const auto parts = findFractionParts(text.substr(kFraction.size())))
            value = quotient(findDecimal((*parts)[0]), findDecimal((*parts)[1]));
    } else if (const auto slash = text.find('/'); slash != std::string_view::npos) {
        value = quotient(findDecimal(text.substr(0, slash)), findDecimal(text.substr(slash + 1)));
    }
    if (value && negative) value->numerator = -value->numerator;
    return value;
}

std::string textOf(const Rational& value) {
    const std::string numerator = std::to_string(value.numerator);
    return value.denominator == 1 ? numerator : numerator + "/" + std::to_string(value.denominator);
}

/// Spaces matter between letters only ("no solution"); around signs and brackets they are typesetting.
std::string squeezed(std::string_view text) {
    const auto isWordByte = [](char c) { return isLetter(c) || isDigit(c) || static_cast<unsigned char>(c) >= 0x80; };
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!isSpace(text[i])) {
            result += text[i];
            continue;
        }
        while (i + 1 < text.size() && isSpace(text[i + 1])) ++i;
        const bool betweenWords =
            !result.empty() && isWordByte(result.back()) && i + 1 < text.size() && isWordByte(text[i + 1]);
        if (betweenWords) result += ' ';
    }
    return result;
}

}  // namespace

std::string_view withoutOuterSpace(std::string_view text) {
    return trim(text);
}

std::string answerText(std::string_view answer) {
    if (answer.size() > kMaxAnswerBytes) return squeezed(answer);
    std::string spaced(answer);
    for (const std::string_view space : {"\\, ", " \\,"}) replaceAll(spaced, space, "\\,");
    std::string plain = withoutTypesetting(spaced);
    for (const std::string_view dots : {"\\cdots", "\\dots"}) replaceAll(plain, dots, "\\ldots");
    return squeezed(withoutMarks(plain));
}

std::string normaliseAnswer(std::string_view answer) {
    if (answer.size() > kMaxAnswerBytes) return squeezed(answer);
    const std::string plain = withoutTypesetting(answer);
    std::string text(withoutFrame(plain));
    dropThousandsCommas(text);
    if (const auto value = findRational(text)) return textOf(*value);

    // These go where a number stands before them: the unit of the answer, not a factor.
    for (const std::string_view unit : {"\\%", "%", "degrees", "degree"}) {
        if (!text.ends_with(unit)) continue;
        std::string number(trim(std::string_view(text).substr(0, text.size() - unit.size())));
        dropThousandsCommas(number);
        if (const auto value = findRational(number)) return textOf(*value);
    }
    return squeezed(text);
}

}  // namespace scorer
