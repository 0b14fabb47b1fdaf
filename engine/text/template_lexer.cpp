#include "engine/text/template_lexer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <stdexcept>

#include "engine/files/utf8.h"
#include "engine/text/ascii.h"
#include "engine/text/template_text.h"
#include "engine/text/template_value.h"

namespace engine {
namespace {

using ascii::isDigit;
using Kind = TemplateToken::Kind;

bool isNameStart(char c) {
    return ascii::isLetter(c) || c == '_';
}

/// "\r\n" and "\r" as "\n", and without a newline at the very end.
std::string withPlainNewlines(std::string_view source) {
    std::string text;
    text.reserve(source.size());
    for (std::size_t i = 0; i < source.size(); ++i) {
        if (source[i] != '\r')
            text += source[i];
        else if (i + 1 == source.size() || source[i + 1] != '\n')
            text += '\n';
    }
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

class Lexer {
public:
    explicit Lexer(std::string_view source) : m_source(source) {}

    std::vector<TemplateToken> run() {
        while (m_at < m_source.size()) {
            const std::size_t tag = findTag();
            const std::string_view text = m_source.substr(m_at, tag - m_at);
            if (tag == m_source.size()) {
                putText(text);
                m_at = tag;
                break;
            }
            const char kind = m_source[tag + 1];
            const char sign = tag + 2 < m_source.size() ? m_source[tag + 2] : ' ';
            putText(textBefore(text, kind, sign));
            m_line += static_cast<int>(std::ranges::count(text, '\n'));
            m_at = tag + 2 + (sign == '-' || sign == '+' ? 1 : 0);
            if (kind == '#')
                comment();
            else if (const std::size_t raw = kind == '%' ? rawLength() : 0; raw > 0)
                rawText(raw);
            else
                tagSymbols(kind);
        }
        put(Kind::End);
        return std::move(m_tokens);
    }

private:
    void put(Kind kind, std::string text = {}, std::int64_t number = 0) {
        m_tokens.push_back({kind, std::move(text), number, 0, m_line});
    }
    void putText(std::string_view text) {
        if (!text.empty()) put(Kind::Text, std::string(text));
    }

    std::size_t findTag() const {
        for (std::size_t at = m_source.find('{', m_at); at != std::string_view::npos; at = m_source.find('{', at + 1)) {
            const char next = at + 1 < m_source.size() ? m_source[at + 1] : ' ';
            if (next == '{' || next == '%' || next == '#') return at;
        }
        return m_source.size();
    }

    /// A minus takes all white space before the tag; a block or comment alone at a line's start takes its indentation.
    std::string_view textBefore(std::string_view text, char kind, char sign) const {
        if (sign == '-') return stripped(text, StripSide::Right);
        if (kind == '{' || sign == '+') return text;
        const auto newline = text.rfind('\n');
        const std::size_t lineStart = newline == std::string_view::npos ? 0 : newline + 1;
        if (lineStart == 0 && !m_lineStarts) return text;
        const bool onlySpace = stripped(text.substr(lineStart), StripSide::Left).empty();
        return onlySpace ? text.substr(0, lineStart) : text;
    }

    void comment() {
        const auto end = m_source.find("#}", m_at);
        if (end == std::string_view::npos)
            throw std::runtime_error("chat template: a comment without end (line " + std::to_string(m_line) + ")");
        const char sign = end > m_at ? m_source[end - 1] : ' ';
        advance(end + 2);
        afterTag(sign, '#');
    }

    /// Length of `raw %}` where it stands here; 0 if it doesn't.
    std::size_t rawLength() const {
        const auto isSpace = [&](std::size_t at) {
            return at < m_source.size() && isPythonSpace(static_cast<unsigned char>(m_source[at]));
        };
        std::size_t at = m_at;
        while (isSpace(at)) ++at;
        if (!m_source.substr(at).starts_with("raw")) return 0;
        at += 3;
        while (isSpace(at)) ++at;
        if (m_source.substr(at).starts_with("-%}"))
            at += 3;
        else if (m_source.substr(at).starts_with("%}"))
            at += 2;
        else
            return 0;
        return at - m_at;
    }

    /// Text between raw and endraw, as it stands. The newline after `raw %}` belongs to it.
    void rawText(std::size_t begin) {
        const bool strips = m_source[m_at + begin - 3] == '-';
        advance(m_at + begin);
        if (strips) advance(m_source.size() - stripped(m_source.substr(m_at), StripSide::Left).size());
        m_lineStarts = false;
        for (auto tag = m_source.find("{%", m_at); tag != std::string_view::npos; tag = m_source.find("{%", tag + 2)) {
            const char sign = tag + 2 < m_source.size() ? m_source[tag + 2] : ' ';
            std::string_view rest =
                m_source.substr(std::min(m_source.size(), tag + 2 + (sign == '-' || sign == '+' ? 1 : 0)));
            rest = stripped(rest, StripSide::Left);
            if (!rest.starts_with("endraw")) continue;
            rest = stripped(rest.substr(6), StripSide::Left);
            const char endSign = rest.empty() ? ' ' : rest[0];
            const bool hasSign = endSign == '-' || endSign == '+';
            if (!rest.substr(hasSign ? 1 : 0).starts_with("%}")) continue;
            putText(textBefore(m_source.substr(m_at, tag - m_at), '%', sign));
            advance(m_source.size() - rest.size() + (hasSign ? 3 : 2));
            afterTag(hasSign ? endSign : ' ', '%');
            return;
        }
        throw std::runtime_error("chat template: a raw block without end (line " + std::to_string(m_line) + ")");
    }

    void advance(std::size_t to) {
        m_line += static_cast<int>(std::ranges::count(m_source.substr(m_at, to - m_at), '\n'));
        m_at = to;
    }

    /// White space that a tag's end takes along.
    void afterTag(char sign, char kind) {
        const std::size_t start = m_at;
        if (sign == '-') {
            advance(m_source.size() - stripped(m_source.substr(m_at), StripSide::Left).size());
        } else if (kind != '{' && sign != '+' && m_at < m_source.size() && m_source[m_at] == '\n') {
            advance(m_at + 1);
        }
        m_lineStarts = m_at > start && m_source[m_at - 1] == '\n';
    }

    void tagSymbols(char kind) {
        put(kind == '{' ? Kind::OutputBegin : Kind::BlockBegin);
        const std::string_view close = kind == '{' ? "}}" : "%}";
        m_open = 0;
        for (;;) {
            if (m_at >= m_source.size())
                throw std::runtime_error("chat template: a tag without end (line " + std::to_string(m_line) + ")");
            const std::string_view rest = m_source.substr(m_at);
            const bool hasSign = rest[0] == '-' || (rest[0] == '+' && kind != '{');
            if (m_open == 0 && rest.substr(hasSign ? 1 : 0).starts_with(close)) {
                put(kind == '{' ? Kind::OutputEnd : Kind::BlockEnd);
                advance(m_at + close.size() + (hasSign ? 1 : 0));
                afterTag(hasSign ? rest[0] : ' ', kind);
                return;
            }
            symbol(rest);
        }
    }

    void symbol(std::string_view rest) {
        const char c = rest[0];
        if (c == ' ' || (c >= '\t' && c <= '\r')) return advance(m_at + 1);
        if (isNameStart(c)) {
            std::size_t length = 1;
            while (length < rest.size() && (isNameStart(rest[length]) || isDigit(rest[length]))) ++length;
            put(Kind::Name, std::string(rest.substr(0, length)));
            m_at += length;
        } else if (isDigit(c)) {
            number(rest);
        } else if (c == '"' || c == '\'') {
            string(rest);
        } else {
            constexpr std::array<std::string_view, 25> kOperators{"==", "!=", "<=", ">=", "//", "**", "+", "-", "*",
                                                                  "/",  "%",  "~",  "|",  "(",  ")",  "[", "]", "<",
                                                                  ">",  "=",  ".",  ",",  ":",  "{",  "}"};
            const auto found = std::ranges::find_if(kOperators, [&](auto op) { return rest.starts_with(op); });
            if (found == kOperators.end())
                failTemplateUse("the sign '" + replaceInvalidUtf8(rest.substr(0, stepUtf8(rest).length)) + "'", m_line);
            put(Kind::Operator, std::string(*found));
            if (c == '(' || c == '[' || c == '{') ++m_open;
            if ((c == ')' || c == ']' || c == '}') && --m_open < 0)
                failTemplateUse(std::string("'") + c + "' here", m_line);
            m_at += found->size();
        }
    }

    void number(std::string_view rest) {
        std::int64_t whole = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), whole);
        auto length = static_cast<std::size_t>(end - rest.data());
        const auto at = [&](std::size_t i) { return i < rest.size() ? rest[i] : ' '; };
        const std::size_t exponent = length + (at(length + 1) == '+' || at(length + 1) == '-' ? 2 : 1);
        const bool isFraction =
            at(length) == '.' && isDigit(at(length + 1)) && (m_at == 0 || m_source[m_at - 1] != '.');
        const bool isPower = (at(length) == 'e' || at(length) == 'E') && isDigit(at(exponent));
        if (isFraction || isPower) {
            double fraction = 0;
            const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), fraction);
            length = static_cast<std::size_t>(result.ptr - rest.data());
            if (result.ec != std::errc() || !std::isfinite(fraction) || isNameStart(at(length)))
                failTemplateUse("this number", m_line);
            put(Kind::Float);
            m_tokens.back().fraction = fraction;
        } else {
            const bool hasZeros = rest[0] == '0' && length > 1 && whole != 0;
            if (error != std::errc() || hasZeros || isNameStart(at(length)))
                failTemplateUse("a number that is no small whole number", m_line);
            put(Kind::Integer, {}, whole);
        }
        m_at += length;
    }

    void string(std::string_view rest) {
        std::string value;
        std::size_t i = 1;
        for (; i < rest.size() && rest[i] != rest[0]; ++i) {
            if (rest[i] != '\\')
                value += rest[i];
            else if (++i < rest.size())
                i += escape(rest.substr(i), value);
        }
        if (i >= rest.size())
            throw std::runtime_error("chat template: a string without end (line " + std::to_string(m_line) + ")");
        put(Kind::String, std::move(value));
        advance(m_at + i + 1);
    }

    /// Python's escapes; what comes after the backslash is at rest[0]. Returns how many more characters it took.
    std::size_t escape(std::string_view rest, std::string& value) {
        constexpr std::string_view kNames = "nrtbfav\\'\"";
        constexpr std::string_view kValues = "\n\r\t\b\f\a\v\\'\"";
        if (const auto at = kNames.find(rest[0]); at != std::string_view::npos) {
            value += kValues[at];
        } else if (rest[0] == 'x' || rest[0] == 'u' || rest[0] == 'U') {
            const std::size_t digits = rest[0] == 'x' ? 2 : rest[0] == 'u' ? 4 : 8;
            const std::string_view hex = rest.substr(1, digits);
            if (hex.size() != digits || appendEscaped(hex, 16, value) != digits)
                failTemplateUse("a broken escape in a string", m_line);
            return digits;
        } else if (rest[0] >= '0' && rest[0] <= '7') {
            return appendEscaped(rest.substr(0, 3), 8, value) - 1;
        } else if (rest[0] == 'N') {
            failTemplateUse("the escape \\N", m_line);
        } else if (rest[0] != '\n') {
            value += '\\';
            value += rest[0];
        }
        return 0;
    }

    /// The character of a number at the start of `digits`. Returns how many digits it has.
    std::size_t appendEscaped(std::string_view digits, int base, std::string& value) const {
        std::uint32_t character = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), character, base);
        const bool isCharacter = character < 0xD800 || (character > 0xDFFF && character < 0x110000);
        if (error != std::errc() || !isCharacter) failTemplateUse("a broken escape in a string", m_line);
        appendUtf8(value, character);
        return static_cast<std::size_t>(end - digits.data());
    }

    std::string_view m_source;
    std::size_t m_at = 0;
    int m_line = 1;
    int m_open = 0;            ///< brackets of the tag that are not closed yet; a tag does not end within them
    bool m_lineStarts = true;  ///< the last tag took a newline along, or nothing has been read
    std::vector<TemplateToken> m_tokens;
};

}  // namespace

std::vector<TemplateToken> lexTemplate(std::string_view source) {
    const std::string text = withPlainNewlines(source);
    return Lexer(text).run();
}

}  // namespace engine
