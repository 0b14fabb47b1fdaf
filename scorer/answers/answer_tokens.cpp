#include "scorer/answers/answer_tokens.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scorer/answers/answer_commands.h"
#include "scorer/answers/answer_latex.h"
#include "scorer/answers/answer_numbers.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

constexpr int kMaxTextDepth = 8;  // \text{} in \text{}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isCapital(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || isCapital(c);
}
bool isSpace(char c) {
    return c == ' ' || c == '~' || (c >= '\t' && c <= '\r');
}
bool isForeign(char c) {
    return static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
public:
    Lexer(std::string text, int depth) : m_text(std::move(text)), m_textDepth(depth) {}

    std::vector<Token> run() {
        while (m_ok && m_at < m_text.size()) {
            if (isSpace(m_text[m_at])) {
                m_space = true;
                ++m_at;
            } else {
                next();
            }
        }
        return m_ok ? std::move(m_tokens) : std::vector<Token>();
    }

private:
    // ---- looking at text ----
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }
    std::string_view rest(std::size_t from) const {
        return std::string_view(m_text).substr(std::min(from, m_text.size()));
    }
    bool isAfter(TokenKind kind) const { return !m_tokens.empty() && m_tokens.back().kind == kind; }

    char nextVisible(std::size_t at) const {
        while (at < m_text.size() && isSpace(m_text[at])) ++at;
        return at < m_text.size() ? m_text[at] : '\0';
    }

    void add(TokenKind kind, std::string_view text) {
        m_tokens.push_back({kind, std::string(text), m_space});
        m_space = false;
    }

    void next() {
        const char c = peek();
        if ((isDigit(c) || isCapital(c) || c == '(') && based()) return;
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return number();
        if (isLetter(c)) return word();
        if (isForeign(c)) return foreignWord();
        if (c == '\\') return command();
        ++m_at;
        sign(c);
    }

    void sign(char c) {
        const auto takeAfter = [this](char next) { return peek() == next && ++m_at; };
        switch (c) {
            case '$': return;
            case '(':
            case '[':
            case '{': return add(TokenKind::Open, std::string(1, c));
            case ')':
            case ']':
            case '}': return add(TokenKind::Close, std::string(1, c));
            case '%': return add(TokenKind::Percent, "%");
            case '<': return add(TokenKind::Operator, takeAfter('=') ? "l" : "<");
            case '>': return add(TokenKind::Operator, takeAfter('=') ? "g" : ">");
            case '!': return add(TokenKind::Operator, takeAfter('=') ? "n" : "!");
            case '*': return add(TokenKind::Operator, takeAfter('*') ? "^" : "*");
            case '+': return add(TokenKind::Operator, takeAfter('-') ? "P" : "+");
            case '=': takeAfter('='); return add(TokenKind::Operator, "=");
            case '-':
            case '/':
            case '^':
            case ':':
            case ',':
            case ';':
            case '&':
            case '|':
            case '_': return add(TokenKind::Operator, std::string(1, c));
            case '\'':
                if (!isAfter(TokenKind::Symbol))
                    m_ok = false;
                else
                    m_tokens.back().text += '\'';
                return;
            case '.':  // a full stop, or three
                if (peek() == '.' && peek(1) == '.') {
                    m_at += 2;
                    add(TokenKind::Dots, "...");
                }
                return;
            default: m_ok = false;
        }
    }

    // ---- numbers ----

    void number() {
        const ScannedNumber scanned = scanNumber(m_text, m_at, depth() > 0);
        if (scanned.digits.empty()) {
            m_ok = false;
            return;
        }
        m_at = scanned.end;
        add(TokenKind::Number, scanned.digits);
        if (!scanned.exponent) return;
        add(TokenKind::Operator, "*");
        add(TokenKind::Number, "10");
        add(TokenKind::Operator, "^");
        add(TokenKind::Open, "{");
        if (scanned.exponent->starts_with('-')) add(TokenKind::Operator, "-");
        add(TokenKind::Number, scanned.exponent->substr(scanned.exponent->starts_with('-') ? 1 : 0));
        add(TokenKind::Close, "}");
    }

    int depth() const {
        int open = 0;
        for (const Token& token : m_tokens) {
            if (token.kind == TokenKind::Open) ++open;
            if (token.kind == TokenKind::Close) --open;
        }
        return open;
    }

    /// Takes nothing if there is none. A letter right in front makes it an argument: f(2)_1.
    bool based() {
        const bool after = isAfter(TokenKind::Symbol) || isAfter(TokenKind::Function);
        if (after && !m_space) return false;
        const auto scanned = scanBasedNumber(m_text, m_at);
        if (!scanned) return false;
        m_at = scanned->end;
        add(TokenKind::Based, scanned->digits);
        return true;
    }

    // ---- words ----

    void word() {
        const std::size_t begin = m_at;
        while (isLetter(peek())) ++m_at;
        const std::string letters = m_text.substr(begin, m_at - begin);
        const bool afterScript =
            isAfter(TokenKind::Operator) && (m_tokens.back().text == "_" || m_tokens.back().text == "^");
        const char follows = nextVisible(m_at);
        const bool amongWords =
            (m_tokens.empty() || isAfter(TokenKind::Words)) && (follows == '\0' || follows == ',' || isLetter(follows));
        if (letters == "infty" || letters == "infinity" || letters == "inf") return add(TokenKind::Infinity, letters);
        if (letters == "pi") return add(TokenKind::Symbol, "pi");
        const bool opens = follows == '(' || follows == '[' || follows == '\\' || follows == '{';
        if (letters == "U" && isAfter(TokenKind::Close) && opens) return add(TokenKind::Operator, "U");
        if (letters == "in" && isAfter(TokenKind::Symbol) && opens) return add(TokenKind::Operator, "I");
        const bool isUnit = isAfter(TokenKind::Number) && m_space && !opens && !isDigit(follows);
        if (isPlainFunction(letters) &&
            !(isUnit && (letters == "min" || letters == "sec" || letters == "max" || letters == "lg")))
            return add(TokenKind::Function, letters);
        if (isUnit && (letters == "in" || letters == "am" || letters == "pm")) return words(letters);
        if (letters.size() == 1 || (afterScript && letters.size() == 2)) return symbols(letters);
        // Units stand behind a value: nm alone is a product.
        const bool partsUnits =
            isAfter(TokenKind::Operator) && (m_tokens.back().text == "/" || m_tokens.back().text == "*");
        const bool leads =
            m_tokens.empty() || isAfter(TokenKind::Open) || (isAfter(TokenKind::Operator) && !partsUnits);
        if (leads && isShortUnit(letters)) return symbols(letters);
        switch (runOf(letters, amongWords)) {
            case LetterRun::Word: return words(letters);
            case LetterRun::Name: return add(TokenKind::Symbol, letters);
            case LetterRun::Product: return symbols(letters);
        }
    }

    void symbols(const std::string& letters) {
        for (const char c : letters) add(TokenKind::Symbol, std::string(1, c));
    }

    /// Letters outside of ASCII: a word of another script, often a unit.
    void foreignWord() {
        const std::size_t begin = m_at;
        while (isForeign(peek())) ++m_at;
        words(m_text.substr(begin, m_at - begin));
    }

    /// Words side by side are one token, but "and" and "or" part them.
    void words(const std::string& text) {
        std::string run;
        const auto flush = [&] {
            if (run.empty()) return;
            const bool joins =
                isAfter(TokenKind::Words) && m_tokens.back().text != "and" && m_tokens.back().text != "or";
            if (joins)
                m_tokens.back().text += ' ' + run;
            else
                add(TokenKind::Words, run);
            m_space = false;
            run.clear();
        };
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t end = std::min(text.find(' ', at), text.size());
            const std::string word = text.substr(at, end - at);
            const std::string lower = lowerCased(word);
            if (lower == "and" || lower == "or") {
                flush();
                add(TokenKind::Words, lower);
            } else if (!word.empty()) {
                run += (run.empty() ? "" : " ") + word;
            }
            at = end + 1;
        }
        flush();
    }

    // ---- commands ----

    std::string group() {
        while (isSpace(peek())) ++m_at;
        if (peek() != '{') return m_at < m_text.size() ? std::string(1, m_text[m_at++]) : std::string();
        int open = 0;
        const std::size_t begin = m_at;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '{') ++open;
            if (m_text[m_at] == '}' && --open == 0) {
                ++m_at;
                return m_text.substr(begin + 1, m_at - begin - 2);
            }
        }
        m_ok = false;
        return {};
    }

    void command() {
        ++m_at;
        if (!isLetter(peek())) return symbolCommand(peek());
        std::string name;
        while (isLetter(peek())) name += m_text[m_at++];
        if (peek() == '*') ++m_at;  // \hspace*, \operatorname*
        if (name == "begin" || name == "end") {
            std::string environment = group();
            while (environment.ends_with('*')) environment.pop_back();
            if (name == "begin" && environment == "array") group();  // its columns
            return add(name == "begin" ? TokenKind::Begin : TokenKind::End, environment);
        }
        const Command known = findCommand(name);
        switch (known.action) {
            case CommandAction::Token: return add(known.kind, known.text);
            case CommandAction::Ignore:
                if (peek() == '.') ++m_at;  // \left. \right.
                return;
            case CommandAction::IgnoreWithArgument: group(); return;
            case CommandAction::Space: m_space = true; return;
            case CommandAction::Skip: return skipLength();
            case CommandAction::Text: return text(group(), name);
            case CommandAction::Name: return nameOf(name, group());
            case CommandAction::Accent: return accent(name, group());
            case CommandAction::Unknown: m_ok = false;
        }
    }

    void symbolCommand(char c) {
        ++m_at;
        switch (c) {
            case ',':
            case ';':
            case ':':
            case '!':
            case ' ':
            case '>':
            case '$':
            case '(':
            case ')':
            case '[':
            case ']':
            case '/':
            case '-':
            case '_':
            case '#': m_space = true; return;
            case '{': return add(TokenKind::Open, "S");
            case '}': return add(TokenKind::Close, "S");
            case '%': return add(TokenKind::Percent, "%");
            case '|': return add(TokenKind::Operator, "|");
            case '\\': return rowBreak();
            case '&': return words("and");
            default: m_ok = false;
        }
    }

    /// The "-1.5em" behind \hskip.
    void skipLength() {
        while (isSpace(peek()) || isDigit(peek()) || peek() == '-' || peek() == '.') ++m_at;
        for (int letters = 0; letters < 2 && isLetter(peek()); ++letters) ++m_at;
        m_space = true;
    }

    /// \\ and \\[2pt], but not \\ [1,2].
    void rowBreak() {
        add(TokenKind::RowBreak, std::string());
        if (peek() != '[') return;
        const std::size_t close = m_text.find(']', m_at);
        if (close == std::string::npos || close - m_at < 4) return;
        const std::string_view unit = std::string_view(m_text).substr(close - 2, 2);
        if (unit == "pt" || unit == "em" || unit == "ex" || unit == "mm" || unit == "cm") m_at = close + 1;
    }

    /// \operatorname{lcm}, \mathbb{R}.
    void nameOf(const std::string& command, const std::string& content) {
        if (command != "operatorname") return add(TokenKind::Symbol, "\\" + content);
        if (isPlainFunction(content)) return add(TokenKind::Function, content);
        text(content, "mathrm");
    }

    /// \vec{v}, \hat{i}, \bar{x}, \overline{z}: names of their own. A line over two points is a segment.
    void accent(const std::string& command, const std::string& content) {
        std::string inner;
        for (const char c : content) {
            if (!isSpace(c)) inner += c;
        }
        const bool isPoints = inner.size() >= 2 && std::all_of(inner.begin(), inner.end(), isCapital);
        if (isPoints) return add(TokenKind::Symbol, inner);
        if (inner == "\\imath") inner = "i";
        if (inner == "\\jmath") inner = "j";
        if (inner.empty() || inner.size() > 16 || isDigit(inner[0])) m_ok = false;
        const bool isVector = command == "hat" || command == "vec" || command == "overrightarrow";
        add(TokenKind::Symbol, (isVector ? "\\hat " : "\\bar ") + inner);
    }

    /// Content of \text{}: a number or a formula in it is read as one, the rest are words.
    void text(const std::string& content, std::string_view command) {
        const std::string plain = withoutSpacing(content);
        const bool isFont = command == "mathbf" || command == "boldsymbol" || command == "bm" || command == "mathit" ||
                            command == "mathsf" || command == "textit";
        const auto first = plain.find_first_not_of(' ');
        if (first == std::string::npos) {
            m_space = true;
            return;
        }
        if (plain == "e" || plain == "i") return symbols(plain);
        if (isFont && plain.size() == 1 && isLetter(plain[0])) return symbols(plain);
        const auto isPlain = [](char c) {
            return isLetter(c) || isForeign(c) || isSpace(c) || c == '.' || c == '-' || c == '\'';
        };
        if (isLetter(plain[first]) || isForeign(plain[first])) {
            const bool isNumberInBase = peek() == '_' && plain.size() > 1;
            if (std::all_of(plain.begin(), plain.end(), isPlain) && !isNumberInBase) {
                const auto last = plain.find_last_not_of(" .");
                return words(plain.substr(first, last - first + 1));
            }
            if (isUnit(plain)) return words(plain.substr(first));
        }
        if (const auto unit = plain.find_first_of(' ', first);
            isDigit(plain[first]) && unit != std::string::npos) {  // \mathrm{12~V}
            const std::string_view number = std::string_view(plain).substr(first, unit - first);
            const auto letter = plain.find_first_not_of(' ', unit);
            const bool isNumber = number.find_first_not_of("0123456789.") == std::string_view::npos;
            if (isNumber && letter != std::string::npos && isLetter(plain[letter]) &&
                std::all_of(plain.begin() + static_cast<std::ptrdiff_t>(letter), plain.end(), isPlain)) {
                add(TokenKind::Number, number);
                m_space = true;
                return words(plain.substr(letter));
            }
        }
        if (peek() == '_') {  // \text{2A}_{16}
            m_text.insert(m_at, plain);
            return;
        }
        if (m_textDepth >= kMaxTextDepth) {
            m_ok = false;
            return;
        }
        const bool spaced = m_space;
        std::vector<Token> inner = Lexer(content, m_textDepth + 1).run();
        if (inner.empty())
            m_ok = false;
        else
            inner.front().spaceBefore = spaced;
        m_space = false;
        m_tokens.insert(m_tokens.end(), std::make_move_iterator(inner.begin()), std::make_move_iterator(inner.end()));
    }

    /// Units keep their letters: "~m\,s^{-2}" -> " m s^{-2}", "^\circ C" -> " C", "k\Omega" -> "kohm".
    static std::string withoutSpacing(std::string text) {
        constexpr std::pair<std::string_view, std::string_view> kAs[] = {
            {"^{\\circ}", ""},  {"^\\circ", ""}, {"\\circ", ""}, {"\\degree", ""}, {"\\cdot", " "}, {"\\mu", "u"},
            {"\\Omega", "ohm"}, {"\\,", " "},    {"\\;", " "},   {"\\:", " "},     {"\\!", ""},     {"\\ ", " "},
            {"~", " "},         {"\\quad", " "}, {"\\\\", " "},  {"$", ""},        {"\\$", ""}};
        for (const auto& [from, to] : kAs) {
            for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
                text.replace(at, from.size(), to);
        }
        return text;
    }

    /// "m/s", "kg m^2", "sq. cm": starts with a letter and has signs that units have.
    static bool isUnit(std::string_view text) {
        if (text.find_first_of("/^") == std::string_view::npos) return false;
        return std::all_of(text.begin(), text.end(), [](char c) {
            return isLetter(c) || isDigit(c) || isSpace(c) ||
                   std::string_view("./^-{}").find(c) != std::string_view::npos;
        });
    }

    std::string m_text;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
    int m_textDepth = 0;
    bool m_space = false;
    bool m_ok = true;
};

/// Single letters behind a value that are units or points of the compass: 45° E, 25 °C, 20 \Omega, 5 \mu\text{m}, 9.8
/// m/s^2.
void nameUnits(std::vector<Token>& tokens) {
    const auto is = [&](std::size_t i, TokenKind kind, std::string_view text = {}) {
        return i < tokens.size() && tokens[i].kind == kind && (text.empty() || tokens[i].text == text);
    };
    for (std::size_t i = 1; i < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::Symbol) continue;
        const std::string& letter = tokens[i].text;
        const bool ends = i + 1 == tokens.size() || is(i + 1, TokenKind::Operator, ",") || is(i + 1, TokenKind::Words);
        const bool afterDegree =
            is(i - 1, TokenKind::Degree) || (i > 1 && is(i - 1, TokenKind::Close, "}") && is(i - 2, TokenKind::Degree));
        const bool afterValue =
            is(i - 1, TokenKind::Number) || is(i - 1, TokenKind::Close) || is(i - 1, TokenKind::Words);
        const bool isDegreeUnit =
            letter.size() == 1 && std::string_view("NSEWCFK").find(letter[0]) != std::string_view::npos;
        // 3 m/s, with a space in front
        const auto isOneOf = [&](std::size_t at, std::string_view letters) {
            return is(at, TokenKind::Symbol) && tokens[at].text.size() == 1 &&
                   letters.find(tokens[at].text[0]) != std::string_view::npos;
        };
        const bool isQuotient = (is(i - 1, TokenKind::Number) || is(i - 1, TokenKind::Close)) &&
                                tokens[i].spaceBefore && isOneOf(i, "msgNJWLVA") &&
                                is(i + 1, TokenKind::Operator, "/") && isOneOf(i + 2, "smhKCLA");
        const bool toWords = (is(i - 1, TokenKind::Number) || is(i - 1, TokenKind::Close)) && tokens[i].spaceBefore &&
                             isOneOf(i, "msgNJWLVA") && is(i + 1, TokenKind::Operator, "/") &&
                             is(i + 2, TokenKind::Words);
        const bool isMicro = afterValue && tokens[i].spaceBefore && letter == "\\mu" && isOneOf(i + 1, "mgsAFlLVWJN") &&
                             (i + 2 == tokens.size() || is(i + 2, TokenKind::Words));
        if (isMicro) tokens[i].kind = tokens[i + 1].kind = TokenKind::Words;
        if (toWords) tokens[i].kind = TokenKind::Words;
        if (isQuotient && (i + 3 == tokens.size() || is(i + 3, TokenKind::Operator, "^"))) {
            tokens[i].kind = tokens[i + 2].kind = TokenKind::Words;
            continue;
        }
        const bool isUnit = (afterDegree && ends && isDegreeUnit) || (afterValue && ends && letter == "\\Omega") ||
                            (afterValue && letter == "\\mu" && is(i + 1, TokenKind::Words));
        if (isUnit) tokens[i].kind = TokenKind::Words;
    }
}

}  // namespace

std::vector<Token> tokenizeAnswer(std::string_view text) {
    std::vector<Token> tokens = Lexer(answerAsLatex(text), 0).run();
    nameUnits(tokens);
    return tokens;
}

}  // namespace scorer
