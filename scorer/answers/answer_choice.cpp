#include "scorer/answers/answer_choice.h"

#include <algorithm>

#include "engine/text/ascii.h"
#include "scorer/answers/answer_latex.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

using engine::ascii::isDigit;
using engine::ascii::isLetter;

constexpr std::size_t kMaxBytes = 2000;
constexpr char kGap = '\t';  // stands for \quad, which parts a choice from its text

bool isBlank(char c) {
    return c == ' ' || c == kGap;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
    while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
    return text;
}

/// The letters without what sets their type. `gapAfterText` tells "\text{B} 42" from "B 42".
std::string withoutTypesetting(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '\\') {
            std::size_t end = i + 1;
            while (end < text.size() && isLetter(text[end])) ++end;
            const std::string_view name = text.substr(i + 1, end - i - 1);
            const bool space = name.empty() && end < text.size() &&
                               std::string_view(" ,;:!").find(text[end]) != std::string_view::npos;
            const bool sets = name.starts_with("text") ||
                              (name.starts_with("math") && name != "mathbb" && name != "mathcal") || name == "boxed" ||
                              name == "fbox" || name == "left" || name == "right" || name == "boldsymbol" ||
                              name == "bf" || name == "rm" || name == "mbox" || name == "operatorname";
            if (name == "quad" || name == "qquad")
                result += kGap;
            else if (space)
                result += ' ';
            else if (!sets)
                result += text.substr(i, std::max<std::size_t>(end - i, 2));
            i = std::max(end, i + (name.empty() ? 2 : 1));
        } else {
            if (text[i] == '~')
                result += ' ';
            else if (text[i] == '\n')
                result += kGap;
            else if (text[i] != '{' && text[i] != '}' && text[i] != '$' && text[i] != '*')
                result += text[i];
            ++i;
        }
    }
    return result;
}

bool takeLead(std::string_view& text) {
    for (const std::string_view lead :
         {"the correct answer is", "the correct option is", "the correct choice is", "the final answer is",
          "the answer is", "correct answer", "final answer", "answer", "option", "choice"}) {
        if (lowerCased(text.substr(0, lead.size())) != lead) continue;
        std::string_view rest = text.substr(lead.size());
        if (!rest.empty() && isLetter(rest[0])) continue;
        rest = trimmed(rest);
        if (rest.starts_with(':')) rest = trimmed(rest.substr(1));
        if (rest.starts_with("is ")) rest = trimmed(rest.substr(3));
        text = rest;
        return true;
    }
    return false;
}

/// "A: 5, B: 3" names values.
bool namesAnother(std::string_view rest) {
    for (std::size_t i = 1; i + 1 < rest.size(); ++i) {
        const bool lone = !isLetter(rest[i - 1]) && rest[i] >= 'A' && rest[i] <= 'Z';
        if (lone && (rest[i + 1] == ':' || rest[i + 1] == '=')) return true;
    }
    return false;
}

bool mayLabel(char c) {
    return (c >= 'a' && c <= 'e') || (c >= 'A' && c <= 'J');
}

/// Another label behind the first: "(a) 5, (b) 6", "A. true B. false", "A.C" are several parts or choices. "f(b)" and
/// "(2 b)" hold none.
bool labelsMore(std::string_view rest) {
    int depth = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        const char c = rest[i];
        const char before = i > 0 ? rest[i - 1] : ' ';
        const char after = i + 1 < rest.size() ? rest[i + 1] : '\0';
        const bool opensLabel = (c == '(' || c == '[') && !isLetter(before) && !isDigit(before) &&
                                i + 2 < rest.size() && mayLabel(after) && (rest[i + 2] == ')' || rest[i + 2] == ']');
        if (opensLabel && depth == 0) return true;
        if (c == '(' || c == '[') ++depth;
        if ((c == ')' || c == ']') && depth > 0) --depth;
        if (depth > 0 || !mayLabel(c) || isLetter(before) || before == '\\' || isDigit(before)) continue;
        const bool standsAlone = before == '.' && (after == '\0' || (after == '.' && i + 2 == rest.size()));
        if (after == ')' || standsAlone || (after == '.' && i + 2 < rest.size() && !isDigit(rest[i + 2]))) return true;
    }
    return false;
}

/// Is what stands behind a letter in brackets the text of the choice, and not more mathematics?
bool isTextOfChoice(std::string_view rest) {
    const std::string_view text = trimmed(rest);
    if (text.empty()) return true;
    if (std::string_view("+-*/^=<>|_,;&(!'").find(text[0]) != std::string_view::npos || text.starts_with("\\c") ||
        text.starts_with("\\times"))
        return false;
    const std::string lower = lowerCased(text.substr(0, 4));
    return !lower.starts_with("and ") && !lower.starts_with("or ");
}

/// Behind a letter without brackets.
bool isBareChoice(std::string_view rest, bool capital, bool led, bool fromText) {
    if (rest.empty() || rest == "." || rest == ":" || rest == ")") return capital || led || rest == ")";
    const std::string_view text = trimmed(rest);
    if (rest[0] == ')') return isTextOfChoice(rest.substr(1));
    if (!capital) return false;
    if (rest[0] == '.') return rest.size() > 1 && !isDigit(rest[1]);
    if (rest[0] == ':') return !namesAnother(rest);
    if (rest.find(kGap) == 0 || rest.starts_with(" \t")) return isTextOfChoice(rest);
    if (fromText && isBlank(rest[0]) && !text.empty() && isDigit(text[0])) return true;
    const std::string lower = lowerCased(text.substr(0, 5));
    const bool explained = isBlank(rest[0]) && text.size() > 4 && text[0] == '(' && isLetter(text[1]) &&
                           isLetter(text[2]) && text.back() == ')';
    return explained && lower != "(and " && !lower.starts_with("(or ");
}

}  // namespace

std::optional<std::string> findChoice(std::string_view answer) {
    if (answer.size() > kMaxBytes) return std::nullopt;
    const std::string latex = answerAsLatex(answer);
    const std::string plain = withoutTypesetting(latex);
    std::string_view text = trimmed(plain);
    bool led = false;
    while (takeLead(text)) led = true;
    if (text.empty()) return std::nullopt;
    const char open = text[0] == '(' || text[0] == '[' ? text[0] : '\0';
    if (open) text.remove_prefix(1);
    text = trimmed(text);
    if (text.empty() || !isLetter(text[0])) return std::nullopt;
    const char letter = text[0];
    const bool capital = letter <= 'Z';
    const std::string found(1, capital ? letter : static_cast<char>(letter - 32));
    std::string_view rest = text.substr(1);
    if (labelsMore(rest)) return std::nullopt;
    const bool isLast = trimmed(rest).empty() || trimmed(rest) == ".";
    const bool isOfSeveral = found[0] <= (capital ? 'J' : 'E');
    if (!isOfSeveral && !(capital && (isLast || open))) return std::nullopt;
    if (!open) {
        const bool fromText =
            latex.starts_with("\\text") || latex.starts_with("\\mathbf{") || latex.starts_with("\\mathrm{");
        return isBareChoice(rest, capital, led, fromText) ? std::optional(found) : std::nullopt;
    }
    rest = trimmed(rest);
    const char close = open == '(' ? ')' : ']';
    if (rest.empty() || rest[0] != close) return std::nullopt;
    rest.remove_prefix(1);
    if (!isOfSeveral && !trimmed(rest).empty()) return std::nullopt;
    return isTextOfChoice(rest) || trimmed(rest) == "." ? std::optional(found) : std::nullopt;
}

}  // namespace scorer
