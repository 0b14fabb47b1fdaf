#include "scorer/answer_tokens.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

namespace scorer {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool isSpace(char c) { return c == ' ' || c == '~' || (c >= '\t' && c <= '\r'); }

using Pair = std::pair<std::string_view, std::string_view>;

// What people write outside of ASCII, as LaTeX.
constexpr Pair kUnicode[] = {
    {"\xE2\x88\x92", "-"},        {"\xE2\x80\x93", "-"},        {"\xC3\x97", "\\times "},     {"\xC2\xB7", "\\cdot "},
    {"\xE2\x8B\x85", "\\cdot "},  {"\xC3\xB7", "/"},            {"\xCF\x80", "\\pi "},        {"\xE2\x88\x9A", "\\sqrt "},
    {"\xE2\x88\x9E", "\\infty "}, {"\xE2\x89\xA4", "\\le "},    {"\xE2\x89\xA5", "\\ge "},    {"\xE2\x89\xA0", "\\ne "},
    {"\xC2\xB0", "\\degree "},    {"\xC2\xB2", "^{2}"},         {"\xC2\xB3", "^{3}"},         {"\xC2\xBD", "\\frac{1}{2}"},
    {"\xC2\xBC", "\\frac{1}{4}"}, {"\xC2\xBE", "\\frac{3}{4}"}, {"\xE2\x88\xAA", "\\cup "},   {"\xE2\x88\x88", "\\in "},
    {"\xC2\xB1", "\\pm "},        {"\xE2\x88\x85", "\\emptyset "}, {"\xE2\x89\x88", "\\approx "}, {"\xC2\xA0", " "},
    {"\xE2\x82\xAC", ""},         {"\xC2\xA3", ""},             {"\xCE\xB8", "\\theta "},     {"\xCE\xB1", "\\alpha "},
    {"\xCE\xB2", "\\beta "},      {"\xE2\x84\x9D", "\\mathbb{R}"}, {"\xE2\x80\x89", " "},     {"\xE2\x80\xAF", " "}};

// Commands that only space or set type.
const std::set<std::string_view> kIgnored = {
    "left",  "right", "displaystyle", "textstyle", "limits", "big",  "Big",     "bigg",  "Bigg",   "bigl", "bigr",
    "Bigl",  "Bigr",  "biggl",        "biggr",     "middle", "quad", "qquad",   "hfill", "strut",  "nobreak",
    "newline", "hline", "scriptstyle", "boldsymbol", "mathop", "operatorname", "ensuremath", "rm", "bf", "it", "mathstrut"};
const std::set<std::string_view> kTextCommands = {"text",   "textbf", "textit", "textrm",     "mathrm",    "mbox",
                                                  "mathbf", "textsf", "mathit", "mathsf",     "texttt",    "mathtt",
                                                  "textnormal", "bm", "hbox",  "textup",     "unit",      "emph"};
const std::set<std::string_view> kFunctions = {
    "sin",    "cos",    "tan",    "cot",   "sec",   "csc",   "arcsin", "arccos", "arctan", "arccot", "sinh", "cosh",
    "tanh",   "ln",     "log",    "lg",    "exp",   "sqrt",  "frac",   "dfrac",  "tfrac",  "cfrac",  "binom", "dbinom",
    "tbinom", "overline", "max",  "min",   "gcd",   "lcm",   "abs",    "floor",  "ceil",   "cbrt"};
constexpr Pair kOperators[] = {
    {"times", "*"},   {"cdot", "*"},  {"ast", "*"},  {"div", "/"},      {"pm", "P"},     {"mp", "P"},   {"le", "l"},
    {"leq", "l"},     {"leqslant", "l"}, {"ge", "g"}, {"geq", "g"},     {"geqslant", "g"}, {"ne", "n"}, {"neq", "n"},
    {"lt", "<"},      {"gt", ">"},    {"approx", "~"}, {"cup", "U"},    {"in", "I"},     {"colon", ":"}, {"mid", "|"},
    {"vert", "|"},    {"lvert", "|"}, {"rvert", "|"}, {"simeq", "~"}};
constexpr Pair kOpen[] = {{"langle", "<"}, {"lfloor", "f"}, {"lceil", "c"}, {"lbrace", "S"}, {"lbrack", "["}};
constexpr Pair kClose[] = {{"rangle", ">"}, {"rfloor", "f"}, {"rceil", "c"}, {"rbrace", "S"}, {"rbrack", "]"}};
const std::set<std::string_view> kGreek = {"alpha", "beta",  "gamma", "delta", "epsilon", "varepsilon", "zeta",  "eta",
                                           "theta", "lambda", "mu",   "nu",    "xi",      "rho",        "sigma", "tau",
                                           "phi",   "varphi", "chi",  "psi",   "omega",   "Gamma",      "Delta", "Theta",
                                           "Lambda", "Sigma", "Phi",  "Psi",   "Omega",   "kappa",      "ell",   "angle",
                                           "triangle", "hbar", "vartheta"};
// Units of two letters that would otherwise read as products.
const std::set<std::string_view> kShortUnits = {"cm", "mm", "km", "kg", "mg", "ft", "hr", "mi", "lb", "oz", "ml", "mL",
                                                "eV", "Hz", "Pa", "kJ", "nm", "ms", "yd", "no", "am", "pm", "pt", "MB", "No", "is", "or"};

template <std::size_t N>
std::optional<std::string_view> find(const Pair (&pairs)[N], std::string_view key) {
    for (const auto& [from, to] : pairs) {
        if (from == key) return to;
    }
    return std::nullopt;
}

std::string asLatex(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        if (static_cast<unsigned char>(text[i]) < 0x80) {
            result += text[i++];
            continue;
        }
        const auto known = std::find_if(std::begin(kUnicode), std::end(kUnicode),
                                        [&](const Pair& pair) { return text.substr(i).starts_with(pair.first); });
        if (known == std::end(kUnicode)) {
            result += text[i++];
        } else {
            result += known->second;
            i += known->first.size();
        }
    }
    return result;
}

class Lexer {
public:
    explicit Lexer(std::string text) : m_text(std::move(text)) {}

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
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_text.size() ? m_text[m_at + ahead] : '\0'; }

    void add(TokenKind kind, std::string text) {
        m_tokens.push_back({kind, std::move(text), m_space});
        m_space = false;
    }

    void next() {
        const char c = peek();
        if (isDigit(c) || (c == '.' && isDigit(peek(1)))) return number();
        if (isLetter(c)) return word();
        if (c == '\\') return command();
        ++m_at;
        switch (c) {
            case '$': return;
            case '(': case '[': case '{': return add(TokenKind::Open, std::string(1, c));
            case ')': case ']': case '}': return add(TokenKind::Close, std::string(1, c));
            case '%': return add(TokenKind::Percent, "%");
            case '<': case '>':
                if (peek() == '=') {
                    ++m_at;
                    return add(TokenKind::Operator, c == '<' ? "l" : "g");
                }
                return add(TokenKind::Operator, std::string(1, c));
            case '!':
                if (peek() == '=') {
                    ++m_at;
                    return add(TokenKind::Operator, "n");
                }
                return add(TokenKind::Operator, "!");
            case '*':
                if (peek() == '*') ++m_at, add(TokenKind::Operator, "^");
                else add(TokenKind::Operator, "*");
                return;
            case '+':
                if (peek() == '-') ++m_at, add(TokenKind::Operator, "P");
                else add(TokenKind::Operator, "+");
                return;
            case '-': case '/': case '^': case '=': case ':': case ',': case ';': case '&': case '|': case '_':
                return add(TokenKind::Operator, std::string(1, c));
            case '.':  // a full stop
                return;
            default: m_ok = false;
        }
    }

    /// Length of a thousands separator at `at` that three more digits follow, and no fourth.
    std::size_t separatorAt(std::size_t at) const {
        std::size_t length = 0;
        const std::string_view rest = std::string_view(m_text).substr(at);
        for (const std::string_view separator : {std::string_view("{,}"), std::string_view("\\,"), std::string_view("\\!"),
                                                 std::string_view(",\\!"), std::string_view(","), std::string_view(" ")}) {
            if (rest.starts_with(separator)) length = separator.size();
            if (length) break;
        }
        if (!length || rest.size() < length + 3) return 0;
        for (std::size_t i = 0; i < 3; ++i) {
            if (!isDigit(rest[length + i])) return 0;
        }
        return rest.size() > length + 3 && isDigit(rest[length + 3]) ? 0 : length;
    }

    void number() {
        std::string digits;
        while (isDigit(peek())) digits += m_text[m_at++];
        // In a tuple or a set a plain comma parts members.
        if (digits.size() <= 3 && !digits.empty() && digits[0] != '0') {
            while (const std::size_t length = separatorAt(m_at)) {
                const bool plain = m_text[m_at] == ',' && length == 1;
                if (plain && (depth() > 0 || !groupsToTheEnd())) break;
                digits += m_text.substr(m_at + length, 3);
                m_at += length + 3;
            }
        }
        if (peek() == '.' && isDigit(peek(1))) {
            digits += m_text[m_at++];
            while (isDigit(peek())) digits += m_text[m_at++];
        } else if (peek() == '.' && std::string_view(m_text).substr(m_at + 1).starts_with("\\overline")) {
            digits += m_text[m_at++];
        }
        const std::size_t sign = peek(1) == '-' || peek(1) == '+' ? 1 : 0;
        const bool scientific = (peek() == 'e' || peek() == 'E') && isDigit(peek(1 + sign));
        add(TokenKind::Number, digits);
        if (!scientific) return;
        m_at += 1;
        std::string exponent;
        if (sign) exponent += m_text[m_at++];
        while (isDigit(peek())) exponent += m_text[m_at++];
        add(TokenKind::Operator, "*");
        add(TokenKind::Number, "10");
        add(TokenKind::Operator, "^");
        add(TokenKind::Open, "{");
        if (exponent[0] == '-') add(TokenKind::Operator, "-");
        add(TokenKind::Number, exponent.substr(isDigit(exponent[0]) ? 0 : 1));
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

    /// "1,234,567" is one number, "1,234,5" three.
    bool groupsToTheEnd() const {
        std::size_t at = m_at;
        while (at < m_text.size() && m_text[at] == ',') {
            const std::size_t length = separatorAt(at);
            if (!length) return false;
            at += length + 3;
        }
        return true;
    }

    void word() {
        std::string letters;
        while (isLetter(peek())) letters += m_text[m_at++];
        const bool afterScript = !m_tokens.empty() && m_tokens.back().kind == TokenKind::Operator &&
                                 (m_tokens.back().text == "_" || m_tokens.back().text == "^");
        if (letters == "infty" || letters == "infinity" || letters == "inf") return add(TokenKind::Infinity, letters);
        if (letters == "pi") return add(TokenKind::Symbol, "pi");
        if (letters == "U" && m_space && !m_tokens.empty() && m_tokens.back().kind == TokenKind::Close)
            return add(TokenKind::Operator, "U");
        if (kFunctions.contains(letters)) return add(TokenKind::Function, letters);
        if (letters.size() == 1 || (afterScript && letters.size() == 2)) return symbols(letters);
        if (letters.size() == 2 && !kShortUnits.contains(letters)) return symbols(letters);
        std::string ordered = letters;  // abc, zxy, PQR
        std::sort(ordered.begin(), ordered.end());
        const bool alphabet = letters.size() == 3 && ordered[1] == ordered[0] + 1 && ordered[2] == ordered[1] + 1;
        const bool capitals = letters.size() == 3 && letters != "YES" && letters != "DNE" &&
                              std::all_of(letters.begin(), letters.end(), [](char c) { return c <= 'Z'; });
        if (alphabet || capitals) return symbols(letters);
        words(letters);
    }

    void symbols(const std::string& letters) {
        for (const char c : letters) add(TokenKind::Symbol, std::string(1, c));
    }

    /// Words side by side are one token.
    void words(const std::string& text) {
        if (!m_tokens.empty() && m_tokens.back().kind == TokenKind::Words) {
            m_tokens.back().text += ' ' + text;
            m_space = false;
        } else {
            add(TokenKind::Words, text);
        }
    }

    std::string group() {
        while (isSpace(peek())) ++m_at;
        if (peek() != '{') return m_at < m_text.size() ? std::string(1, m_text[m_at++]) : std::string();
        int depth = 0;
        const std::size_t open = m_at;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '{') ++depth;
            if (m_text[m_at] == '}' && --depth == 0) {
                ++m_at;
                return m_text.substr(open + 1, m_at - open - 2);
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
        if (name == "circ" || name == "degree") return add(TokenKind::Degree, name);
        if (name == "infty") return add(TokenKind::Infinity, name);
        if (name == "pi") return add(TokenKind::Symbol, "pi");
        if (name == "emptyset" || name == "varnothing") return add(TokenKind::EmptySet, name);
        if (name == "begin" || name == "end") {
            const std::string environment = group();
            if (name == "begin" && environment == "array") group();  // its columns
            return add(name == "begin" ? TokenKind::Begin : TokenKind::End, environment);
        }
        if (name == "mathbb" || name == "mathcal") return add(TokenKind::Symbol, "\\" + group());
        if (kTextCommands.contains(name)) return text(group());
        if (name == "boxed" || name == "fbox") return;  // its braces stay
        if (kIgnored.contains(name)) {
            if (peek() == '.') ++m_at;  // \left. \right.
            return;
        }
        if (name == "dollar") return;
        if (kFunctions.contains(name)) return add(TokenKind::Function, name);
        if (const auto op = find(kOperators, name)) return add(TokenKind::Operator, std::string(*op));
        if (const auto open = find(kOpen, name)) return add(TokenKind::Open, std::string(*open));
        if (const auto close = find(kClose, name)) return add(TokenKind::Close, std::string(*close));
        if (kGreek.contains(name)) return add(TokenKind::Symbol, "\\" + name);
        m_ok = false;
    }

    void symbolCommand(char c) {
        ++m_at;
        switch (c) {
            case ',': case ';': case ':': case '!': case ' ': case '>': case '$': case '(': case ')': case '[': case ']':
                m_space = true;
                return;
            case '{': return add(TokenKind::Open, "S");
            case '}': return add(TokenKind::Close, "S");
            case '%': return add(TokenKind::Percent, "%");
            case '|': return add(TokenKind::Operator, "|");
            case '\\': return add(TokenKind::RowBreak, {});
            case '&': return add(TokenKind::Words, "&");
            default: m_ok = false;
        }
    }

    /// Content of \text{}: a number or a formula in it is read as one, the rest are words.
    void text(const std::string& content) {
        std::string plain;
        for (const char c : content) {
            if (c != '$' && c != '\\') plain += c;
        }
        const auto isPlain = [](char c) { return isLetter(c) || isSpace(c) || c == '.' || c == '-' || c == '\''; };
        const bool spaced = m_space;
        if (plain == "e" || plain == "i") return symbols(plain);
        if (plain.find_first_not_of(" ") != std::string::npos && std::all_of(plain.begin(), plain.end(), isPlain)) {
            const auto first = plain.find_first_not_of(" .");
            if (first == std::string::npos) return;
            const auto last = plain.find_last_not_of(" .");
            return words(plain.substr(first, last - first + 1));
        }
        if (isUnit(plain)) return words(plain);
        std::vector<Token> inner = Lexer(content).run();
        if (inner.empty() && plain.find_first_not_of(" ") != std::string::npos) m_ok = false;
        if (!inner.empty()) inner.front().spaceBefore = spaced;
        m_tokens.insert(m_tokens.end(), inner.begin(), inner.end());
    }

    /// "m/s", "kg m^2", "sq. cm": starts with a letter and has signs that units have.
    static bool isUnit(std::string_view text) {
        const auto first = text.find_first_not_of(' ');
        if (first == std::string_view::npos || !isLetter(text[first]) || text.find_first_of("/^") == std::string_view::npos) return false;
        return std::all_of(text.begin(), text.end(), [](char c) {
            return isLetter(c) || isDigit(c) || isSpace(c) || std::string_view("./^-{}").find(c) != std::string_view::npos;
        });
    }

    std::string m_text;
    std::size_t m_at = 0;
    std::vector<Token> m_tokens;
    bool m_space = false;
    bool m_ok = true;
};

}  // namespace

std::vector<Token> tokenizeAnswer(std::string_view text) { return Lexer(asLatex(text)).run(); }

}  // namespace scorer
