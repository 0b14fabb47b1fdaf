#include "app/lesson/lesson_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "app/lesson/lesson_values.h"
#include "app/run/number_text.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

constexpr std::array<std::string_view, 6> kRelations{"<", "<=", "=", "!=", ">=", ">"};

/// @param actions  null: any
LessonTerm parseTerm(const std::string& text, const std::set<std::string>* actions) {
    const std::size_t dot = text.find('.');
    LessonTerm term;
    if (dot != std::string::npos) term.action = text.substr(0, dot);
    term.name = dot == std::string::npos ? text : text.substr(dot + 1);
    if (!isLessonValue(term.name)) throw std::runtime_error("there is no value " + engine::inQuotes(term.name));
    if (dot != std::string::npos && actions && !actions->contains(term.action))
        throw std::runtime_error("there is no action " + engine::inQuotes(term.action) + " up to here");
    return term;
}

LessonExpression parse(const std::string& text, const std::set<std::string>* actions) {
    const std::size_t slash = text.find('/');
    LessonExpression expression{.first = parseTerm(text.substr(0, slash), actions), .by = std::nullopt};
    if (slash != std::string::npos) expression.by = parseTerm(text.substr(slash + 1), actions);
    return expression;
}

std::optional<double> numberIn(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

bool compare(double a, const std::string& relation, double b) {
    if (relation == "<") return a < b;
    if (relation == "<=") return a <= b;
    if (relation == ">=") return a >= b;
    if (relation == ">") return a > b;
    return relation == "=" ? a == b : a != b;
}

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> found;
    for (std::size_t begin = 0; (begin = text.find_first_not_of(' ', begin)) != std::string::npos;) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        found.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return found;
}

/// Calls `plain` with what stands outside of braces and `inside` with what stands within.
template <typename Plain, typename Inside>
void eachPart(const std::string& text, Plain plain, Inside inside) {
    std::size_t at = 0;
    while (true) {
        const std::size_t open = text.find('{', at);
        plain(text.substr(at, open - at));
        if (open == std::string::npos) return;
        const std::size_t close = text.find('}', open);
        if (close == std::string::npos) throw std::runtime_error("a brace { without its }");
        inside(text.substr(open + 1, close - open - 1));
        at = close + 1;
    }
}

}  // namespace

std::optional<LessonValue> LessonExpression::find(const LessonLookUp& lookUp) const {
    auto value = lookUp(first.action, first.name);
    if (!by) return value;
    const auto below = lookUp(by->action, by->name);
    if (!value || !below || !value->number || !below->number || *below->number == 0) return std::nullopt;
    const double ratio = *value->number / *below->number;
    return LessonValue{fixedText(ratio, ratio < 10 ? 2 : 0), ratio};
}

std::string LessonClaim::text() const {
    return left.text() + " " + relation + " " + (right ? right->text() : literal.text);
}

std::optional<bool> LessonClaim::holds(const LessonLookUp& lookUp) const {
    const auto a = left.find(lookUp);
    const auto b = right ? right->find(lookUp) : std::optional(literal);
    if (!a || !b) return std::nullopt;
    if (a->number && b->number) return compare(*a->number, relation, *b->number);
    if (relation == "=") return a->text == b->text;
    return relation == "!=" ? std::optional(a->text != b->text) : std::nullopt;
}

LessonExpression parseLessonExpression(const std::string& text, const std::set<std::string>& actions) {
    return parse(text, &actions);
}

LessonClaim parseLessonClaim(const std::string& text, const std::set<std::string>& actions) {
    const std::vector<std::string> parts = words(text);
    const bool isWhole = parts.size() == 3 && std::ranges::find(kRelations, parts[1]) != kRelations.end();
    if (!isWhole) throw std::runtime_error("expected such as \"pruned > 0\", found " + engine::inQuotes(text));
    LessonClaim claim{
        .left = parseLessonExpression(parts[0], actions), .relation = parts[1], .right = {}, .literal = {}};
    const std::string& right = parts[2];
    claim.literal = {right, numberIn(right)};
    const bool isTerm = isLessonValue(right.substr(0, right.find('/'))) || right.find('.') != std::string::npos;
    if (!claim.literal.number && isTerm) claim.right = parseLessonExpression(right, actions);
    return claim;
}

std::vector<LessonExpression> placeholdersOf(const std::string& text, const std::set<std::string>& actions) {
    std::vector<LessonExpression> found;
    eachPart(
        text, [](const std::string&) {},
        [&](const std::string& inside) { found.push_back(parseLessonExpression(inside, actions)); });
    return found;
}

std::string filledText(const std::string& text, const LessonLookUp& lookUp, std::vector<std::string>& missing) {
    std::string filled;
    eachPart(
        text, [&](const std::string& plain) { filled += plain; },
        [&](const std::string& inside) {
            const LessonExpression expression = parse(inside, nullptr);
            const auto value = expression.find(lookUp);
            if (!value) missing.push_back(inside);
            filled += value ? value->text : "\u2013";
        });
    return filled;
}

}  // namespace app
