// Keys of equations, inequalities and names.
#include <algorithm>
#include <limits>

#include "scorer/answers/answer_key_maker.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

using GiNaC::numeric;
using Kind = AnswerKind;

constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// f(x), P(A): a letter before a bracket that reads as a function and not as a factor.
bool isCall(const AnswerNode& n) {
    if (n.kind != Kind::Product || n.text != "()") return false;
    const AnswerNode& argument = n.kids[1];
    const bool plain = argument.kind == Kind::Symbol || argument.kind == Kind::Number || argument.kind == Kind::Tuple ||
                       argument.kind == Kind::Union;
    return plain || std::string_view("fghFGHPE").find(n.kids[0].text) != std::string_view::npos;
}

/// What may stand before an equals sign to name the answer: x, x_1, AB, f(x), (x, y), m + n, words.
bool isName(const AnswerNode& n) {
    switch (n.kind) {
        case Kind::Symbol:
        case Kind::Words: return true;
        case Kind::Product:
            return isCall(n) || (n.kids.size() <= 8 && std::all_of(n.kids.begin(), n.kids.end(), isName));
        case Kind::Tuple:
            return !n.kids.empty() && n.kids.size() <= 8 && std::all_of(n.kids.begin(), n.kids.end(), isName);
        case Kind::Sum:  // m + n, but not the x + y of a line
            return std::all_of(n.kids.begin(), n.kids.end(),
                               [](const AnswerNode& kid) { return kid.kind == Kind::Symbol && kid.text < "x"; });
        case Kind::Function: return n.text == "abs" && isName(n.kids[0]);
        default: return false;
    }
}

bool isInfinite(const AnswerNode& n) {
    return n.kind == Kind::Infinity || (n.kind == Kind::Negative && n.kids[0].kind == Kind::Infinity);
}

AnswerNode relationOf(const AnswerNode& left, const AnswerNode& right) {
    AnswerNode n{Kind::Relation, "=", {}};
    n.kids.push_back(left);
    n.kids.push_back(right);
    return n;
}

}  // namespace

std::string AnswerKeyMaker::nameText(const Node& n) {
    switch (n.kind) {
        case Kind::Words: return lowerCased(n.text);
        case Kind::Symbol: return n.text;
        case Kind::Product:
            if (isCall(n)) return n.kids[0].text + "(" + nameText(n.kids[1]) + ")";
            break;
        case Kind::Tuple: {
            std::vector<std::string> names;
            for (const Node& kid : n.kids) names.push_back(nameText(kid));
            return joinTexts(names, ",");
        }
        default: break;
    }
    return textOf(n);
}

AnswerKeyParts AnswerKeyMaker::named(const std::string& name, const AnswerKeyParts& value) {
    AnswerKeyParts key{name + "=" + value.best(), value.plain, name, {}};
    if (!value.named.empty()) key.plain.push_back(value.named);
    return key;
}

AnswerKeyParts AnswerKeyMaker::relation(const Node& n) {
    const std::string& operators = n.text;
    const auto isOnly = [&](std::string_view allowed) {
        return operators.find_first_not_of(allowed) == std::string::npos;
    };
    if (operators == "I") return member(n.kids[0], n.kids[1]);
    if (operators == "n") return unequal(n.kids[0], n.kids[1]);
    if (operators == "=") return listOf({n}, ",");
    if (isOnly("=")) {  // a = b = 5, or a chain of steps to the last value
        const auto isLetter = [](const Node& kid) { return kid.kind == Kind::Symbol; };
        if (!std::all_of(n.kids.begin(), n.kids.end() - 1, isLetter)) {
            if (isName(n.kids[0])) return equation(n.kids[0], n.kids.back());
            return generic(n.kids, operators);
        }
        std::vector<Node> each;
        for (std::size_t i = 0; i + 1 < n.kids.size(); ++i) each.push_back(relationOf(n.kids[i], n.kids.back()));
        return listOf(each, "and");
    }
    if (isOnly("<l") || isOnly(">g")) return inequality(n.kids, operators);
    return generic(n.kids, operators);
}

/// x = 5 is one; x = 1, 2 and x = \pm 2 are several.
std::vector<AnswerKeyParts> AnswerKeyMaker::equations(const Node& left, const Node& right) {
    const bool swap = !isName(left) && isName(right);
    const Node& name = swap ? right : left;
    const Node& value = swap ? left : right;
    std::vector<AnswerKeyParts> keys;
    const bool several =
        name.kind == Kind::Symbol && (value.kind == Kind::List || containsKind(value, Kind::PlusMinus));
    if (!several) {
        keys.push_back(equation(name, value));
        return keys;
    }
    const std::vector<Node> values = value.kind == Kind::List ? value.kids : std::vector<Node>{value};
    for (const Node& one : values) {
        for (const AnswerKeyParts& key : expanded(one)) keys.push_back(named(name.text, key));
    }
    if (keys.empty()) keys.push_back(named(name.text, keyOf(value)));
    return keys;
}

AnswerKeyParts AnswerKeyMaker::equation(const Node& left, const Node& right) {
    if (!isName(left)) {
        if (auto key = balance(left, right, "eq")) return *key;
        return generic({left, right}, "=");
    }
    if (left.kind == Kind::Tuple && right.kind == Kind::Tuple && left.kids.size() == right.kids.size()) {
        std::vector<Node> each;
        for (std::size_t i = 0; i < left.kids.size(); ++i) each.push_back(relationOf(left.kids[i], right.kids[i]));
        AnswerKeyParts point = listOf(each, "and");
        point.plain.insert(point.plain.begin(), textOf(right));
        return point;
    }
    AnswerKeyParts value;
    try {
        value = keyOf(right);
    } catch (const Unvalued&) {
        if (auto key = balance(left, right, "eq")) return *key;
        throw;
    }
    const bool isEquation = left.kind == Kind::Sum || (left.kind == Kind::Product && !isCall(left)) ||
                            left.kind == Kind::Function || (left.kind == Kind::Symbol && hasLetters(right));
    AnswerKeyParts key = named(nameText(left), value);
    if (left.kind != Kind::Symbol) key.letter.clear();
    if (const auto form = isEquation ? balance(left, right, "eq") : std::nullopt) key.named = form->named;
    return key;
}

/// The difference of two sides up to a factor; an equation in one letter that is a line is solved. Empty if it cannot
/// be worked out.
std::optional<AnswerKeyParts> AnswerKeyMaker::balance(const Node& left, const Node& right,
                                                      const std::string& relationName) {
    std::vector<std::string> letters = lettersOf(left);
    for (const std::string& letter : lettersOf(right)) letters.push_back(letter);
    std::sort(letters.begin(), letters.end());
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    if (letters.empty()) return std::nullopt;
    if (letters.size() == 1 && relationName == "eq") {
        if (const auto line = lineOf(left, &right, letters[0])) {
            AnswerEvaluator at(m_budget, 0);
            return named(letters[0], {{}, {numberKey(at.quotient(-line->offset, line->slope))}, {}, {}});
        }
    }
    try {
        std::string text = relationName;
        numeric first;
        for (int point = 0; point < AnswerEvaluator::kPoints; ++point) {
            AnswerEvaluator at(m_budget, point);
            try {
                const numeric difference = at.difference(at.of(right), at.of(left));
                if (point == 0) {
                    if (isZero(difference)) return std::nullopt;
                    const bool directed = relationName != "eq" && relationName != "ne";
                    if (directed && !difference.is_real()) return std::nullopt;
                    first = directed ? abs(difference) : difference;
                }
                text += (point ? "," : " ") + numberKey(at.quotient(difference, first));
            } catch (const Undefined&) {
                text += ",?";
            }
        }
        return AnswerKeyParts{std::move(text), {}, {}, {}};
    } catch (const Unvalued&) {
        return std::nullopt;
    }
}

/// right - left (or left alone) as a line over one letter.
std::optional<AnswerKeyMaker::Line> AnswerKeyMaker::lineOf(const Node& left, const Node* right,
                                                           const std::string& letter) {
    try {
        std::vector<numeric> values;
        AnswerEvaluator at(m_budget, 0);
        for (const int x : {0, 1, 2, 7}) {
            at.setLetter(letter, numeric(x));
            values.push_back(right ? at.difference(at.of(*right), at.of(left)) : at.of(left));
        }
        const numeric slope = at.difference(values[1], values[0]);
        const bool straight = isZero(at.difference(at.difference(values[2], values[1]), slope)) &&
                              isZero(at.difference(at.difference(values[3], values[0]), slope * numeric(7)));
        if (!straight || isZero(slope) || !slope.is_real() || !values[0].is_real()) return std::nullopt;
        return Line{values[0], slope};
    } catch (const Unvalued&) {
        return std::nullopt;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

AnswerKeyParts AnswerKeyMaker::member(const Node& letter, const Node& set) {
    if (set.kind == Kind::List && !set.kids.empty()) return listOf({relationOf(letter, set)}, ",");
    AnswerKeyParts key = keyOf(set);
    key.named = letter.text + " in " + key.best();
    return key;
}

AnswerKeyParts AnswerKeyMaker::keyOfInterval(AnswerInterval interval) {
    const std::string text = interval.text();
    AnswerKeyParts key{interval.letter + " in " + text, {text}, {}, {}};
    key.interval = std::move(interval);
    return key;
}

std::optional<AnswerInterval> AnswerKeyMaker::intersection(const std::vector<AnswerKeyParts>& keys) {
    AnswerInterval common = *keys[0].interval;
    for (const AnswerKeyParts& key : keys) {
        const AnswerInterval& next = *key.interval;
        if (next.lowAt > common.lowAt || (next.lowAt == common.lowAt && next.lowOpen)) {
            common.low = next.low;
            common.lowAt = next.lowAt;
            common.lowOpen = next.lowOpen;
        }
        if (next.highAt < common.highAt || (next.highAt == common.highAt && next.highOpen)) {
            common.high = next.high;
            common.highAt = next.highAt;
            common.highOpen = next.highOpen;
        }
    }
    return common.lowAt < common.highAt ? std::optional(common) : std::nullopt;
}

AnswerKeyParts AnswerKeyMaker::inequality(std::vector<Node> sides, std::string operators) {
    if (operators[0] == '>' || operators[0] == 'g') {
        std::reverse(sides.begin(), sides.end());
        std::reverse(operators.begin(), operators.end());
        for (char& c : operators) c = c == '>' ? '<' : 'l';
    }
    if (sides.size() == 2) {
        if (auto interval = halfLine(sides[0], sides[1], operators == "<")) return keyOfInterval(std::move(*interval));
        if (auto key = balance(sides[0], sides[1], operators == "<" ? "lt" : "le")) return *key;
    } else if (sides.size() == 3) {
        if (auto interval = between(sides, operators)) return keyOfInterval(std::move(*interval));
    }
    return generic(sides, operators);
}

/// left < right where their difference is a line over one letter.
std::optional<AnswerInterval> AnswerKeyMaker::halfLine(const Node& left, const Node& right, bool strict) {
    std::vector<std::string> letters = lettersOf(left);
    for (const std::string& letter : lettersOf(right)) letters.push_back(letter);
    if (letters.size() != 1) return std::nullopt;
    const auto line = lineOf(left, &right, letters[0]);
    if (!line) return std::nullopt;
    AnswerEvaluator at(m_budget, 0);
    const numeric root = at.quotient(-line->offset, line->slope);
    AnswerInterval interval{letters[0], "-oo", "oo", true, true, -kInfinite, kInfinite};
    const bool above = line->slope > numeric(0);
    (above ? interval.low : interval.high) = numberKey(root);
    (above ? interval.lowOpen : interval.highOpen) = strict;
    (above ? interval.lowAt : interval.highAt) = root.to_double();
    return interval;
}

/// a < x < b, also with a line over x in the middle.
std::optional<AnswerInterval> AnswerKeyMaker::between(const std::vector<Node>& sides, const std::string& operators) {
    const std::vector<std::string> letters = lettersOf(sides[1]);
    if (letters.size() != 1) return std::nullopt;
    AnswerInterval interval{letters[0], "", "", operators[0] == '<', operators[1] == '<', -kInfinite, kInfinite};
    if (hasLetters(sides[0]) || hasLetters(sides[2])) {
        if (sides[1].kind != Kind::Symbol) return std::nullopt;
        interval.low = textOf(sides[0]);
        interval.high = textOf(sides[2]);
        return interval;
    }
    const auto line = lineOf(sides[1], nullptr, letters[0]);
    if (!line) return std::nullopt;
    AnswerEvaluator at(m_budget, 0);
    const auto bound = [&](const Node& side, std::string& key, double& value) {
        if (isInfinite(side)) {
            key = textOf(side);
            return;
        }
        const numeric x = at.quotient(at.difference(at.of(side), line->offset), line->slope);
        key = numberKey(x);
        value = x.to_double();
    };
    bound(sides[0], interval.low, interval.lowAt);
    bound(sides[2], interval.high, interval.highAt);
    if (line->slope < numeric(0)) {
        std::swap(interval.low, interval.high);
        std::swap(interval.lowAt, interval.highAt);
        std::swap(interval.lowOpen, interval.highOpen);
    }
    return interval;
}

AnswerKeyParts AnswerKeyMaker::unequal(const Node& left, const Node& right) {
    if (auto interval = halfLine(left, right, true)) {
        const std::string& point = interval->low == "-oo" ? interval->high : interval->low;
        std::vector<std::string> parts{"(-oo," + point + ")", "(" + point + ",oo)"};
        std::sort(parts.begin(), parts.end());
        const std::string text = joinTexts(parts, "U");
        return {interval->letter + " in " + text, {text}, {}, {}};
    }
    if (auto key = balance(left, right, "ne")) return *key;
    return generic({left, right}, "n");
}

/// The sides' keys with what stands between them, the greater side last.
AnswerKeyParts AnswerKeyMaker::generic(const std::vector<Node>& sides, std::string operators) {
    std::vector<std::string> keys = textsOf(sides);
    if (operators.find_first_not_of(">g") == std::string::npos) {
        std::reverse(keys.begin(), keys.end());
        std::reverse(operators.begin(), operators.end());
        for (char& c : operators) c = c == '>' ? '<' : 'l';
    } else if (operators.find_first_not_of('n') == std::string::npos ||
               operators.find_first_not_of('=') == std::string::npos) {
        std::sort(keys.begin(), keys.end());
    }
    std::string text = keys[0];
    for (std::size_t i = 1; i < keys.size(); ++i) text += operators[i - 1] + keys[i];
    return {text, {}, {}, {}};
}

}  // namespace scorer
