#include "scorer/answers/answer_numbers.h"

#include <algorithm>

#include "engine/text/ascii.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

using engine::ascii::isCapital;
using engine::ascii::isDigit;
using engine::ascii::isDigits;
using engine::ascii::isLetter;

constexpr std::size_t kMaxBasedDigits = 60;

class Scanner {
public:
    Scanner(std::string_view text, std::size_t at) : m_text(text), m_at(at) {}

    ScannedNumber number(bool inBrackets) {
        std::string digits(digitsHere());
        if (digits.size() <= 3 && !digits.empty() && digits[0] != '0') takeThousands(digits, inBrackets);
        if (peek() == '.' && isDigit(peek(1))) {
            ++m_at;
            digits += '.';
            digits += digitsHere();
        } else if (peek() == '.' && repeatsAt(m_at + 1)) {
            digits += m_text[m_at++];
        }
        if (digits.find('.') != std::string::npos && !repeating(digits)) return {};
        takeOrdinal();
        ScannedNumber scanned{digits, exponent(), 0};
        scanned.end = m_at;
        return scanned;
    }

    std::optional<ScannedNumber> based() {
        const bool bracket = peek() == '(';
        if (bracket) ++m_at;
        const std::size_t begin = m_at;
        while (isDigit(peek()) || isCapital(peek())) ++m_at;
        const std::string digits(m_text.substr(begin, m_at - begin));
        if (digits.empty() || digits.size() > kMaxBasedDigits || (bracket && !take(')')) || !take('_'))
            return std::nullopt;
        const auto base = baseHere();
        if (!base || *base < 2 || *base > 36) return std::nullopt;
        const bool fits = std::all_of(digits.begin(), digits.end(),
                                      [&](char c) { return (isDigit(c) ? c - '0' : c - 'A' + 10) < *base; });
        const bool isName = digits.size() == 1 && isCapital(digits[0]);
        if (!fits || isName) return std::nullopt;
        return ScannedNumber{digits + '_' + std::to_string(*base), std::nullopt, m_at};
    }

private:
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    std::string_view rest() const { return m_text.substr(std::min(m_at, m_text.size())); }
    bool take(char c) { return peek() == c && ++m_at; }

    std::string_view digitsHere() {
        const std::size_t begin = m_at;
        while (isDigit(peek())) ++m_at;
        return m_text.substr(begin, m_at - begin);
    }

    /// Length of a thousands separator at `at` that three more digits follow, and no fourth.
    std::size_t separatorAt(std::size_t at) const {
        const std::string_view after = m_text.substr(std::min(at, m_text.size()));
        std::size_t length = 0;
        for (const std::string_view separator :
             {"{,}", ",\\! ", ",\\!", "\\,", "\\!", "\\ ", "\\:", "\\;", ",", " ", "~"}) {
            if (after.starts_with(separator)) length = separator.size();
            if (length) break;
        }
        if (!length || after.size() < length + 3 || !isDigits(after.substr(length, 3))) return 0;
        return after.size() > length + 3 && isDigit(after[length + 3]) ? 0 : length;
    }

    void takeThousands(std::string& digits, bool inBrackets) {
        while (const std::size_t length = separatorAt(m_at)) {
            const bool plain = m_text[m_at] == ',' && length == 1;
            if (plain && (inBrackets || !groupsToTheEnd())) return;
            digits += m_text.substr(m_at + length, 3);
            m_at += length + 3;
        }
    }

    /// "1,234,567" is one number, "1,234,5" three.
    bool groupsToTheEnd() const {
        for (std::size_t at = m_at; at < m_text.size() && m_text[at] == ',';) {
            const std::size_t length = separatorAt(at);
            if (!length) return false;
            at += length + 3;
        }
        return true;
    }

    static bool isDottedDigit(std::string_view text) {
        return text.starts_with("\\dot") && text.size() > 4 && isDigit(text[4]);
    }

    bool repeatsAt(std::size_t at) const {
        const std::string_view after = m_text.substr(std::min(at, m_text.size()));
        return after.starts_with("\\overline") || after.starts_with("\\bar") || isDottedDigit(after) ||
               after.starts_with("\\dot{") || after.starts_with("\\dot ") ||
               (after.starts_with('(') && after.size() > 2 && isDigit(after[1]) && m_text[at - 1] == '.');
    }

    /// What repeats behind the digits "0.1": \overline{6}, \dot{6}, \dot{1}4285\dot{7}, or digits and three dots;
    /// 0.(6).
    bool repeating(std::string& digits) {
        if (!repeatsAt(m_at)) {
            repeatingByDots(digits);
            return true;
        }
        std::string period;
        if (take('(')) {
            period = digitsHere();
            if (!take(')')) return false;
        } else if (rest().starts_with("\\overline") || rest().starts_with("\\bar")) {
            m_at += rest().starts_with("\\bar") ? 4 : 9;
            period = group();
        } else {
            period = dotted();
            const std::size_t between = m_at;
            const std::string middle(digitsHere());
            if (rest().starts_with("\\dot") && repeatsAt(m_at))
                period += middle + dotted();
            else
                m_at = between;
        }
        digits += '|' + period;
        return isDigits(period);
    }

    std::string dotted() {
        m_at += 4;
        return group();
    }

    /// "0.333..." and "0.1666\ldots": the last digit at least three times.
    void repeatingByDots(std::string& digits) {
        std::size_t length = 0;
        for (const std::string_view dots : {"...", "\\ldots", "\\dots", "\\cdots"}) {
            if (rest().starts_with(dots)) length = std::max(length, dots.size());
        }
        const std::size_t last = digits.find_last_not_of(digits.back());
        if (length == 0 || last == std::string::npos || digits.size() - 1 - last < 3) return;
        m_at += length;
        const char period = digits.back();
        digits.erase(std::max(last, digits.find('.')) + 1);
        digits += '|';
        digits += period;
    }

    /// In braces, or one character.
    std::string group() {
        while (peek() == ' ') ++m_at;
        if (peek() != '{') return m_at < m_text.size() ? std::string(1, m_text[m_at++]) : std::string();
        const std::size_t close = m_text.find('}', m_at);
        if (close == std::string_view::npos) return {};
        const std::string inner(m_text.substr(m_at + 1, close - m_at - 1));
        m_at = close + 1;
        return inner;
    }

    /// The "th" of 5th and 5^{\text{th}}.
    void takeOrdinal() {
        for (const char* end : {"th", "st", "nd", "rd"}) {
            const std::string ending(end);
            for (const std::string& written :
                 {ending, "^{" + ending + "}", "^{\\text{" + ending + "}}", "^\\text{" + ending + "}"}) {
                if (!rest().starts_with(written) || isLetter(peek(written.size()))) continue;
                m_at += written.size();
                return;
            }
        }
    }

    std::optional<std::string> exponent() {
        const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
        if ((peek() != 'e' && peek() != 'E') || !isDigit(peek(1 + sign))) return std::nullopt;
        std::string power = peek(1) == '-' ? "-" : "";
        m_at += 1 + sign;
        power += digitsHere();
        return power;
    }

    /// _2, _10, _{16}, _{\text{two}}, _\text{five}
    std::optional<int> baseHere() {
        std::string inner;
        if (peek() == '{') {
            const std::string_view text = rest();
            std::size_t close = 0;
            for (int open = 0; close < text.size(); ++close) {
                if (text[close] == '{') ++open;
                if (text[close] == '}' && --open == 0) break;
            }
            if (close == text.size()) return std::nullopt;
            inner = text.substr(1, close - 1);
            m_at += close + 1;
        } else if (peek() == '\\') {
            const std::size_t close = m_text.find('}', m_at);
            if (close == std::string_view::npos) return std::nullopt;
            inner = m_text.substr(m_at, close + 1 - m_at);
            m_at = close + 1;
        } else {
            inner = digitsHere();
        }
        return baseIn(std::move(inner));
    }

    static std::optional<int> baseIn(std::string inner) {
        for (const std::string_view wrapper : {"\\text{", "\\mathrm{", "\\textrm{"}) {
            if (inner.starts_with(wrapper) && inner.ends_with('}'))
                inner = inner.substr(wrapper.size(), inner.size() - wrapper.size() - 1);
        }
        if (inner.empty() || inner.size() > 12) return std::nullopt;
        if (isDigits(inner)) return inner.size() <= 2 ? std::optional(std::stoi(inner)) : std::nullopt;
        const auto words = wordsOf(inner);
        const auto number = findWordNumber(words);
        if (!number || number->used != words.size() || number->numerator.size() > 2 || number->denominator != "1")
            return std::nullopt;
        return std::stoi(number->numerator);
    }

    std::string_view m_text;
    std::size_t m_at;
};

}  // namespace

ScannedNumber scanNumber(std::string_view text, std::size_t at, bool inBrackets) {
    return Scanner(text, at).number(inBrackets);
}

std::optional<ScannedNumber> scanBasedNumber(std::string_view text, std::size_t at) {
    return Scanner(text, at).based();
}

}  // namespace scorer
