#include "scorer/answers/answer_latex.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/text/ascii.h"

namespace scorer {
namespace {

using engine::ascii::isDigit;
using engine::ascii::isLetter;
using engine::ascii::isSpace;

using Pair = std::pair<std::string_view, std::string_view>;

// What people write outside of ASCII, in UTF-8, as LaTeX. Currencies in front of a number say nothing.
constexpr Pair kSigns[] = {{"\xE2\x88\x92", "-"},
                           {"\xC3\x97", "\\times "},
                           {"\xC2\xB7", "\\cdot "},
                           {"\xE2\x8B\x85", "\\cdot "},
                           {"\xE2\x88\x99", "\\cdot "},
                           {"\xE2\x80\xA2", "\\cdot "},
                           {"\xE2\x88\x97", "*"},
                           {"\xC3\xB7", "/"},
                           {"\xE2\x81\x84", "/"},
                           {"\xE2\x88\x95", "/"},
                           {"\xE2\x88\x9E", "\\infty "},
                           {"\xE2\x89\xA4", "\\le "},
                           {"\xE2\xA9\xBD", "\\le "},
                           {"\xE2\x89\xA6", "\\le "},
                           {"\xE2\x89\xA5", "\\ge "},
                           {"\xE2\xA9\xBE", "\\ge "},
                           {"\xE2\x89\xA7", "\\ge "},
                           {"\xE2\x89\xA0", "\\ne "},
                           {"\xC2\xB0", "\\degree "},
                           {"\xC2\xBA", "\\degree "},
                           {"\xE2\x88\xAA", "\\cup "},
                           {"\xE2\x8B\x83", "\\cup "},
                           {"\xE2\x88\xA9", "\\cap "},
                           {"\xE2\x88\x88", "\\in "},
                           {"\xE2\x88\x89", "\\notin "},
                           {"\xC2\xB1", "\\pm "},
                           {"\xE2\x88\x93", "\\mp "},
                           {"\xE2\x88\x85", "\\emptyset "},
                           {"\xE2\x89\x88", "\\approx "},
                           {"\xE2\x89\x83", "\\approx "},
                           {"\xE2\x89\x85", "\\approx "},
                           {"\xE2\x88\xBC", "\\approx "},
                           {"\xC2\xA0", " "},
                           {"\xE2\x80\x89", " "},
                           {"\xE2\x80\xAF", " "},
                           {"\xE2\x80\x87", " "},
                           {"\xE2\x80\x83", " "},
                           {"\xE2\x80\x82", " "},
                           {"\xE3\x80\x80", " "},
                           {"\xE2\x80\x8B", ""},
                           {"\xE2\x81\xA0", ""},
                           {"\xEF\xBB\xBF", ""},
                           {"\xE2\x81\xA2", ""},
                           {"\xE2\x82\xAC", ""},
                           {"\xC2\xA3", ""},
                           {"\xC2\xA5", ""},
                           {"\xEF\xBF\xA5", ""},
                           {"\xE2\x82\xB9", ""},
                           {"\xE2\x82\xA9", ""},
                           {"\xE2\x82\xBD", ""},
                           {"\xC2\xA2", "\\text{ cents}"},
                           {"\xE2\x84\x9D", "\\mathbb{R}"},
                           {"\xE2\x84\xA4", "\\mathbb{Z}"},
                           {"\xE2\x84\x95", "\\mathbb{N}"},
                           {"\xE2\x84\x9A", "\\mathbb{Q}"},
                           {"\xE2\x84\x82", "\\mathbb{C}"},
                           {"\xE2\x88\x96", "\\setminus "},
                           {"\xE2\x80\xA6", "\\ldots "},
                           {"\xE2\x8B\xAF", "\\ldots "},
                           {"\xE2\x80\xB2", "'"},
                           {"\xE2\x80\x99", "'"},
                           {"\xE2\x80\x98", "'"},
                           {"\xE2\x80\x9C", ""},
                           {"\xE2\x80\x9D", ""},
                           {"\xE2\x88\xA0", "\\angle "},
                           {"\xE2\x96\xB3", "\\triangle "},
                           {"\xE2\x8C\x8A", "\\lfloor "},
                           {"\xE2\x8C\x8B", "\\rfloor "},
                           {"\xE2\x8C\x88", "\\lceil "},
                           {"\xE2\x8C\x89", "\\rceil "},
                           {"\xE2\x9F\xA8", "\\langle "},
                           {"\xE2\x9F\xA9", "\\rangle "},
                           {"\xE2\x84\x83", "\\degree\\text{C}"},
                           {"\xE2\x84\x89", "\\degree\\text{F}"},
                           {"\xC2\xB5", "\\mu "},
                           {"\xCE\xA9", "\\Omega "},
                           {"\xC3\x85", "\\text{A}"},
                           {"\xE2\x84\x93", "\\ell "},
                           {"\xE2\x88\xA7", "\\land "},
                           {"\xE2\x88\xA8", "\\lor "},
                           {"\xEF\xBC\x8C", ","},
                           {"\xEF\xBC\x9B", ";"},
                           {"\xE3\x80\x82", "."},
                           {"\xE3\x80\x81", ","},
                           {"\xE2\x88\xB6", ":"},
                           {"\xE2\x86\x92", "\\to "},
                           {"\xE2\x88\x98", "\\circ "},
                           {"\xC2\xBD", "\\frac{1}{2}"},
                           {"\xE2\x85\x93", "\\frac{1}{3}"},
                           {"\xE2\x85\x94", "\\frac{2}{3}"},
                           {"\xC2\xBC", "\\frac{1}{4}"},
                           {"\xC2\xBE", "\\frac{3}{4}"},
                           {"\xE2\x85\x95", "\\frac{1}{5}"},
                           {"\xE2\x85\x96", "\\frac{2}{5}"},
                           {"\xE2\x85\x97", "\\frac{3}{5}"},
                           {"\xE2\x85\x98", "\\frac{4}{5}"},
                           {"\xE2\x85\x99", "\\frac{1}{6}"},
                           {"\xE2\x85\x9A", "\\frac{5}{6}"},
                           {"\xE2\x85\x90", "\\frac{1}{7}"},
                           {"\xE2\x85\x9B", "\\frac{1}{8}"},
                           {"\xE2\x85\x9C", "\\frac{3}{8}"},
                           {"\xE2\x85\x9D", "\\frac{5}{8}"},
                           {"\xE2\x85\x9E", "\\frac{7}{8}"},
                           {"\xE2\x85\x91", "\\frac{1}{9}"},
                           {"\xE2\x85\x92", "\\frac{1}{10}"},
                           {"\xCE\xB1", "\\alpha "},
                           {"\xCE\xB2", "\\beta "},
                           {"\xCE\xB3", "\\gamma "},
                           {"\xCE\xB4", "\\delta "},
                           {"\xCE\xB5", "\\epsilon "},
                           {"\xCE\xB6", "\\zeta "},
                           {"\xCE\xB7", "\\eta "},
                           {"\xCE\xB8", "\\theta "},
                           {"\xCE\xBA", "\\kappa "},
                           {"\xCE\xBB", "\\lambda "},
                           {"\xCE\xBC", "\\mu "},
                           {"\xCE\xBD", "\\nu "},
                           {"\xCE\xBE", "\\xi "},
                           {"\xCF\x80", "\\pi "},
                           {"\xCF\x81", "\\rho "},
                           {"\xCF\x83", "\\sigma "},
                           {"\xCF\x84", "\\tau "},
                           {"\xCF\x86", "\\phi "},
                           {"\xCF\x87", "\\chi "},
                           {"\xCF\x88", "\\psi "},
                           {"\xCF\x89", "\\omega "},
                           {"\xCE\x93", "\\Gamma "},
                           {"\xCE\x94", "\\Delta "},
                           {"\xCE\x98", "\\Theta "},
                           {"\xCE\x9B", "\\Lambda "},
                           {"\xCE\xA3", "\\Sigma "},
                           {"\xCE\xA6", "\\Phi "},
                           {"\xCE\xA8", "\\Psi "},
                           {"\xCF\x95", "\\varphi "}};
constexpr Pair kSuperscripts[] = {
    {"\xE2\x81\xB0", "0"}, {"\xC2\xB9", "1"},     {"\xC2\xB2", "2"},     {"\xC2\xB3", "3"},     {"\xE2\x81\xB4", "4"},
    {"\xE2\x81\xB5", "5"}, {"\xE2\x81\xB6", "6"}, {"\xE2\x81\xB7", "7"}, {"\xE2\x81\xB8", "8"}, {"\xE2\x81\xB9", "9"},
    {"\xE2\x81\xBA", "+"}, {"\xE2\x81\xBB", "-"}, {"\xE2\x81\xBD", "("}, {"\xE2\x81\xBE", ")"}, {"\xE2\x81\xBF", "n"},
    {"\xE2\x81\xB1", "i"}, {"\xCB\xA3", "x"},     {"\xE1\xB5\x8F", "k"}, {"\xE1\xB5\x90", "m"}};
constexpr Pair kSubscripts[] = {
    {"\xE2\x82\x80", "0"}, {"\xE2\x82\x81", "1"}, {"\xE2\x82\x82", "2"}, {"\xE2\x82\x83", "3"}, {"\xE2\x82\x84", "4"},
    {"\xE2\x82\x85", "5"}, {"\xE2\x82\x86", "6"}, {"\xE2\x82\x87", "7"}, {"\xE2\x82\x88", "8"}, {"\xE2\x82\x89", "9"},
    {"\xE2\x82\x8A", "+"}, {"\xE2\x82\x8B", "-"}, {"\xE2\x82\x99", "n"}, {"\xE2\x82\x96", "k"}, {"\xE2\x82\x98", "m"},
    {"\xE1\xB5\xA2", "i"}, {"\xE2\xB1\xBC", "j"}, {"\xE2\x82\x93", "x"}, {"\xE2\x82\x90", "a"}, {"\xE2\x82\x91", "e"}};

template <std::size_t N>
const Pair* findAt(const Pair (&pairs)[N], std::string_view text) {
    const auto found = std::find_if(std::begin(pairs), std::end(pairs),
                                    [&](const Pair& pair) { return text.starts_with(pair.first); });
    return found == std::end(pairs) ? nullptr : &*found;
}

/// Full-width forms U+FF01 to U+FF5E are ASCII moved by a constant.
std::optional<char> fullWidthAt(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xEF') return std::nullopt;
    const int point = 0xF000 | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F);
    if (point < 0xFF01 || point > 0xFF5E) return std::nullopt;
    return static_cast<char>(point - 0xFEE0);
}

/// Rewrites one text; `run()` is called once.
class Writer {
public:
    explicit Writer(std::string_view text) : m_text(text) {}

    std::string run() {
        while (m_at < m_text.size()) {
            if (static_cast<unsigned char>(m_text[m_at]) < 0x80)
                m_out += m_text[m_at++];
            else
                next();
        }
        return std::move(m_out);
    }

private:
    std::string_view rest() const { return m_text.substr(m_at); }

    void next() {
        if (const Pair* sign = findAt(kSigns, rest())) return take(sign->first.size(), sign->second);
        if (findAt(kSuperscripts, rest())) return superscript();
        if (findAt(kSubscripts, rest())) return script(kSubscripts, "_{");
        if (const auto c = fullWidthAt(rest())) return take(3, std::string_view(&*c, 1));
        if (rest().starts_with("\xE2\x88\x9A")) return root("\\sqrt", 3);
        if (rest().starts_with("\xE2\x88\x9B")) return root("\\sqrt[3]", 3);
        if (rest().starts_with("\xE2\x88\x9C")) return root("\\sqrt[4]", 3);
        if (rest().starts_with("\xE2\x80\x93") || rest().starts_with("\xE2\x80\x94")) return dash();
        m_out += m_text[m_at++];
    }

    void take(std::size_t bytes, std::string_view as) {
        m_out += as;
        m_at += bytes;
    }

    template <std::size_t N>
    void script(const Pair (&signs)[N], std::string_view opening) {
        m_out += opening;
        while (const Pair* sign = findAt(signs, rest())) take(sign->first.size(), sign->second);
        m_out += '}';
    }

    /// A power, but the index in front of a root.
    void superscript() {
        const std::size_t before = m_out.size();
        script(kSuperscripts, "^{");
        if (!rest().starts_with("\xE2\x88\x9A")) return;
        const std::string index = m_out.substr(before + 2, m_out.size() - before - 3);
        m_out.resize(before);
        root("\\sqrt[" + index + "]", 3);
    }

    /// The sign reaches over all digits that follow, where TeX's command takes one.
    void root(std::string_view command, std::size_t bytes) {
        take(bytes, command);
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isDigit(m_text[m_at])) ++m_at;
        if (m_at > begin)
            m_out.append("{").append(m_text.substr(begin, m_at - begin)).append("}");
        else
            m_out += ' ';
    }

    /// A dash is a minus sign but between two numbers that it touches: 1–5 is a range.
    void dash() {
        const bool touches =
            !m_out.empty() && isDigit(m_out.back()) && m_at + 3 < m_text.size() && isDigit(m_text[m_at + 3]);
        take(3, touches ? "\\text{ to }" : "-");
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_out;
};

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return text;
}

/// The text without what frames it as a whole.
std::string_view withoutFrames(std::string_view text) {
    constexpr std::array<Pair, 9> kFrames{{{"$", "$"},
                                           {"\\(", "\\)"},
                                           {"\\[", "\\]"},
                                           {"**", "**"},
                                           {"__", "__"},
                                           {"*", "*"},
                                           {"`", "`"},
                                           {"_", "_"},
                                           {"\"", "\""}}};
    for (bool changed = true; changed;) {
        changed = false;
        text = trimmed(text);
        for (const auto& [open, close] : kFrames) {
            if (text.size() <= open.size() + close.size() || !text.starts_with(open) || !text.ends_with(close))
                continue;
            const std::string_view inner = text.substr(open.size(), text.size() - open.size() - close.size());
            if (inner.find(open) != std::string_view::npos) continue;  // $1$, $2$
            text = inner;
            changed = true;
        }
        for (const std::string_view end : {"\\\\", "\\newline", ",", ";"}) {
            if (text.size() <= end.size() || !text.ends_with(end)) continue;
            if (end.size() == 1 && text[text.size() - 2] == '\\') continue;
            text.remove_suffix(end.size());
            changed = true;
        }
        if (text.size() > 1 && text.ends_with('.') && !text.ends_with("..")) {
            text.remove_suffix(1);
            if (text.ends_with('\\')) text = trimmed(text.substr(0, text.size() - 1));
            changed = true;
        }
    }
    return text;
}

/// A backslash that belongs to a line break starts no command.
void replaceAll(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
        if (at > 0 && text[at - 1] == '\\' && from.front() == '\\') {
            ++at;
            continue;
        }
        text.replace(at, from.size(), to);
        at += to.size();
    }
}

/// "{}" stands before an index that has no letter to its left: {}_{10}C_3.
void dropEmptyGroups(std::string& text) {
    for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos;) {
        const bool isArgument = at > 0 && (isLetter(text[at - 1]) || text[at - 1] == '}' || text[at - 1] == ']');
        if (isArgument)
            at += 2;
        else
            text.erase(at, 2);
    }
}

/// "a.m." and "P. M." -> "am", "pm".
void joinHours(std::string& text) {
    for (std::size_t i = 0; i + 3 < text.size(); ++i) {
        const char first = static_cast<char>(text[i] | 0x20);
        if ((first != 'a' && first != 'p') || text[i + 1] != '.' || (i > 0 && isLetter(text[i - 1]))) continue;
        const std::size_t m = text[i + 2] == ' ' ? i + 3 : i + 2;
        if (m >= text.size() || (text[m] | 0x20) != 'm' || (m + 1 < text.size() && isLetter(text[m + 1]))) continue;
        const bool full = m + 1 < text.size() && text[m + 1] == '.';
        text.replace(i, m + 1 - i + (full ? 1 : 0), first == 'a' ? "AM" : "PM");
    }
}

}  // namespace

std::string answerAsLatex(std::string_view answer) {
    std::string text = Writer(answer).run();
    for (const auto& [from, to] :
         {Pair{"{:}", ":"}, Pair{"{\\,}", "\\,"}, Pair{"US\\$", ""}, Pair{"CA\\$", ""}, Pair{"AU\\$", ""},
          Pair{"NZ\\$", ""}, Pair{"US \\$", ""}, Pair{"US$", ""}, Pair{"HK\\$", ""}, Pair{"C\\$", ""}, Pair{"A\\$", ""},
          Pair{"\\$", ""}, Pair{"\\pounds", ""}, Pair{"\\euro", ""}, Pair{"\\textdollar", ""}, Pair{"\\yen", ""},
          Pair{"{-}", "-"}, Pair{"{=}", "="}})
        replaceAll(text, from, to);
    dropEmptyGroups(text);
    joinHours(text);
    return std::string(withoutFrames(text));
}

}  // namespace scorer
