#include "scorer/answers/answer_value.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "scorer/answers/answer_key.h"
#include "scorer/answers/answer_key_maker.h"
#include "scorer/answers/answer_words.h"

namespace scorer {
namespace {

using GiNaC::numeric;
using Kind = AnswerKind;

constexpr std::string_view kReals = "(-oo,oo)";

/// The tree with every "plus or minus" made one of the two.
AnswerNode withSign(const AnswerNode& n, bool plus) {
    AnswerNode result{n.kind == Kind::PlusMinus ? Kind::Sum : n.kind, n.text, {}};
    for (const AnswerNode& kid : n.kids) result.kids.push_back(withSign(kid, plus));
    if (n.kind == Kind::PlusMinus && !plus) {
        AnswerNode minus{Kind::Negative, {}, {}};
        minus.kids.push_back(std::move(result.kids[1]));
        result.kids[1] = std::move(minus);
    }
    return result;
}

std::string wordsKey(std::string_view text) {
    std::string words = lowerCased(text);
    while (words.ends_with('.') && words != "...") words.pop_back();
    for (const std::string_view article : {"the ", "a ", "an "}) {
        if (words.starts_with(article)) words.erase(0, article.size());
    }
    if (words == "infinity") return "oo";
    if (words == "empty set") return "{}";
    if (words == "dne") return "does not exist";
    if (words == "no solutions" || words == "no real solution" || words == "no real solutions") return "no solution";
    if (words == "all real numbers" || words == "all reals" || words == "all real" || words == "reals" ||
        words == "real numbers")
        return std::string(kReals);
    return words;
}

/// "01011_2" and "1011_2" are one; in base ten it is a number.
std::string basedKey(const std::string& text) {
    const auto bar = text.find('_');
    std::string digits = text.substr(0, bar);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    return text.substr(bar) == "_10" ? digits : digits + text.substr(bar);
}

bool isScalar(const AnswerNode& n) {
    static const std::set<Kind> kOthers = {Kind::Words, Kind::Relation, Kind::Named,  Kind::Tuple,
                                           Kind::List,  Kind::Union,    Kind::Matrix, Kind::Ratio};
    return n.kind == Kind::Measured ? isScalar(n.kids[0]) : !kOthers.contains(n.kind);
}

/// "boys" and "boy" are one.
std::string unitOf(const AnswerNode& n) {
    std::string unit = n.text;
    if (unit.size() > 2 && unit.ends_with('s')) unit.pop_back();
    return unit;
}

/// 4 boys, 5 girls: the units say which is which.
bool haveSeveralUnits(const std::vector<AnswerNode>& kids) {
    const auto isMeasured = [](const AnswerNode& kid) { return kid.kind == Kind::Measured; };
    if (kids.size() < 2 || !std::all_of(kids.begin(), kids.end(), isMeasured)) return false;
    return std::any_of(kids.begin(), kids.end(), [&](const AnswerNode& kid) { return unitOf(kid) != unitOf(kids[0]); });
}

bool isCapitals(const std::string& text) {
    return text.size() > 1 && std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

}  // namespace

bool containsKind(const AnswerNode& n, Kind kind) {
    return n.kind == kind ||
           std::any_of(n.kids.begin(), n.kids.end(), [kind](const AnswerNode& kid) { return containsKind(kid, kind); });
}

std::string joinTexts(const std::vector<std::string>& texts, std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < texts.size(); ++i) text.append(i ? separator : std::string_view()).append(texts[i]);
    return text;
}

std::string setKey(std::vector<std::string> keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys.size() == 1 ? keys[0] : "{" + joinTexts(keys, ",") + "}";
}

std::vector<std::string> AnswerKeyMaker::textsOf(const std::vector<Node>& nodes) {
    std::vector<std::string> texts;
    for (const Node& n : nodes) texts.push_back(textOf(n));
    return texts;
}

AnswerKeyParts AnswerKeyMaker::keyOf(const Node& n) {
    const auto plain = [](std::string key) { return AnswerKeyParts{{}, {std::move(key)}, {}, {}}; };
    switch (n.kind) {
        case Kind::Words: return plain(wordsKey(n.text));
        case Kind::Infinity: return plain("oo");
        case Kind::Based: return plain(basedKey(n.text));
        case Kind::List: return listOf(n.kids, n.text);
        case Kind::Union: return plain(unionOf(n.kids));
        case Kind::Difference: return plain(difference(n));
        case Kind::Tuple: return tuple(n);
        case Kind::Ratio: return plain(joinTexts(textsOf(n.kids), ":"));
        case Kind::Matrix: return plain(n.text + "[" + joinTexts(textsOf(n.kids), ";") + "]");
        case Kind::Relation: return relation(n);
        case Kind::Named: return named(n.text, keyOf(n.kids[0]));
        case Kind::Marked: return marked(n);
        case Kind::Measured: return keyOf(n.kids[0]);
        case Kind::Negative:
            if (n.kids[0].kind == Kind::Infinity) return plain("-oo");
            break;
        case Kind::Symbol:
            if (n.text == "\\R") return plain(std::string(kReals));
            if (n.text == "\\Z" || n.text == "\\N" || n.text == "\\Q" || n.text == "\\C") return plain(n.text);
            if (isCapitals(n.text)) return plain(wordsKey(n.text));
            break;
        default: break;
    }
    return containsKind(n, Kind::PlusMinus) ? listOf({n}, ",") : plain(scalar(n));
}

std::string AnswerKeyMaker::scalar(const Node& n) {
    if (!hasLetters(n)) return numberKey(AnswerEvaluator(m_budget, 0).of(n));
    std::vector<std::string> keys;
    for (int point = 0; point < AnswerEvaluator::kPoints; ++point) {
        try {
            keys.push_back(numberKey(AnswerEvaluator(m_budget, point).of(n)));
        } catch (const Undefined&) {
            keys.emplace_back("?");
        }
    }
    // A value that does not depend on its letters is a number.
    const bool constant = std::all_of(keys.begin(), keys.end(), [&](const std::string& key) { return key == keys[0]; });
    return constant ? keys[0] : "f " + joinTexts(keys, ",");
}

/// One answer, or the two of a "plus or minus", or what a name may be.
std::vector<AnswerKeyParts> AnswerKeyMaker::expanded(const Node& n) {
    if (n.kind == Kind::Relation && n.text == "=") return equations(n.kids[0], n.kids[1]);
    std::vector<AnswerKeyParts> keys;
    if (isScalar(n) && containsKind(n, Kind::PlusMinus)) {
        for (const bool plus : {true, false}) keys.push_back(keyOf(withSign(n, plus)));
    } else {
        keys.push_back(keyOf(n));
    }
    return keys;
}

AnswerKeyParts AnswerKeyMaker::listOf(const std::vector<Node>& kids, const std::string& separator) {
    std::vector<AnswerKeyParts> keys;
    const bool units = haveSeveralUnits(kids);
    for (const Node& kid : kids) {
        for (AnswerKeyParts& key : expanded(kid)) {
            if (units) key.named = key.best() + " " + unitOf(kid);
            // x = 1, 5: the name is carried on.
            const bool carries = !keys.empty() && !keys[0].letter.empty() && key.named.empty() && isScalar(kid);
            keys.push_back(carries ? named(keys[0].letter, key) : std::move(key));
        }
    }
    if (keys.size() == 1) return std::move(keys[0]);
    const bool intervals = keys.size() > 1 && std::all_of(keys.begin(), keys.end(), [&](const AnswerKeyParts& key) {
                               return key.interval && key.interval->letter == keys[0].interval->letter;
                           });
    if (intervals) {
        const auto common = separator == "or" ? std::nullopt : intersection(keys);
        if (common) return keyOfInterval(*common);
        std::vector<std::string> parts;
        for (const AnswerKeyParts& key : keys) parts.push_back(key.interval->text());
        std::sort(parts.begin(), parts.end());
        const std::string text = joinTexts(parts, "U");
        return {keys[0].interval->letter + " in " + text, {text}, {}, {}};
    }
    std::vector<std::string> withNames;
    std::vector<std::string> without;
    std::vector<std::pair<std::string, std::string>> byLetter;
    bool anyNamed = false;
    for (const AnswerKeyParts& key : keys) {
        anyNamed = anyNamed || !key.named.empty();
        withNames.push_back(key.best());
        if (!key.plain.empty()) without.push_back(key.plain[0]);
        if (!key.plain.empty() && !key.letter.empty()) byLetter.emplace_back(key.letter, key.plain[0]);
    }
    if (!anyNamed) return {{}, {setKey(std::move(without))}, {}, {}};
    AnswerKeyParts list{setKey(withNames), {}, {}, {}};
    // x = 5, y = 3 is the point (5,3), or 3 and 5.
    std::sort(byLetter.begin(), byLetter.end());
    const bool distinct = byLetter.size() == keys.size() &&
                          std::adjacent_find(byLetter.begin(), byLetter.end(), [](const auto& a, const auto& b) {
                              return a.first == b.first;
                          }) == byLetter.end();
    if (distinct) {
        std::vector<std::string> values;
        for (const auto& [letter, value] : byLetter) values.push_back(value);
        list.plain.push_back("(" + joinTexts(values, ",") + ")");
    }
    if (without.size() == keys.size()) list.plain.push_back(setKey(without));
    return list;
}

AnswerKeyParts AnswerKeyMaker::tuple(const Node& n) {
    const auto isNamed = [](const Node& kid) { return kid.kind == Kind::Relation || kid.kind == Kind::Named; };
    if (n.text == "()" && std::all_of(n.kids.begin(), n.kids.end(), isNamed)) return listOf(n.kids, ",");
    return {{}, {n.text.substr(0, 1) + joinTexts(textsOf(n.kids), ",") + n.text.substr(1)}, {}, {}};
}

std::string AnswerKeyMaker::unionOf(const std::vector<Node>& kids) {
    // {3} without backslashes reads as 3.
    const auto isSet = [](const Node& kid) { return kid.kind == Kind::List; };
    const bool sets =
        std::any_of(kids.begin(), kids.end(), isSet) &&
        std::all_of(kids.begin(), kids.end(), [&](const Node& kid) { return isSet(kid) || isScalar(kid); });
    if (sets) {
        std::vector<Node> all;
        for (const Node& kid : kids) {
            if (isSet(kid))
                all.insert(all.end(), kid.kids.begin(), kid.kids.end());
            else
                all.push_back(kid);
        }
        return listOf(all, ",").best();
    }
    std::vector<std::string> parts = textsOf(kids);
    std::sort(parts.begin(), parts.end());
    parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
    return joinTexts(parts, "U");
}

/// All numbers but some are the intervals between these.
std::string AnswerKeyMaker::difference(const Node& n) {
    const std::string whole = textOf(n.kids[0]);
    const Node& points = n.kids[1];
    if (whole != kReals || points.kind != Kind::List || points.kids.empty()) return whole + "\\" + textOf(points);
    std::vector<std::pair<double, std::string>> at;
    for (const Node& point : points.kids) {
        if (hasLetters(point)) return whole + "\\" + textOf(points);
        at.emplace_back(AnswerEvaluator(m_budget, 0).of(point).to_double(), textOf(point));
    }
    std::sort(at.begin(), at.end());
    std::vector<std::string> parts;
    std::string low = "-oo";
    for (const auto& [value, key] : at) {
        parts.push_back("(" + low + "," + key + ")");
        low = key;
    }
    parts.push_back("(" + low + ",oo)");
    std::sort(parts.begin(), parts.end());
    return joinTexts(parts, "U");
}

/// "5 north" is "5" to somebody who left the direction out, but 8 AM is not 8.
AnswerKeyParts AnswerKeyMaker::marked(const Node& n) {
    const std::string value = textOf(n.kids[0]);
    const std::string both = value + " " + n.text;
    const std::vector<std::string> words = wordsOf(n.text);
    if (std::any_of(words.begin(), words.end(), isStrictMark)) return {{}, {both}, {}, {}};
    return {both, {value}, {}, {}};
}

std::optional<std::string> valueKey(const AnswerNode& answer) {
    const std::lock_guard lock(libraryLock());
    try {
        const AnswerKeyParts key = AnswerKeyMaker().keyOf(answer);
        return joinKey(key.named, key.plain);
    } catch (const Unvalued&) {
        return std::nullopt;
    } catch (const Undefined&) {
        return std::nullopt;
    } catch (const std::exception&) {  // the library's own: a pole, a division by zero
        return std::nullopt;
    }
}

std::optional<double> realValue(const AnswerNode& answer) {
    const AnswerNode* value = &answer;
    while (value->kind == Kind::Marked || value->kind == Kind::Named ||
           (value->kind == Kind::Relation && value->text == "=" && value->kids[0].kind == Kind::Symbol))
        value = &value->kids.back();
    if (hasLetters(*value)) return std::nullopt;
    const std::lock_guard lock(libraryLock());
    try {
        AnswerBudget budget;
        const numeric number = AnswerEvaluator(budget, 0).of(*value);
        if (!number.is_real()) return std::nullopt;
        const double real = number.to_double();
        return std::isfinite(real) ? std::optional(real) : std::nullopt;
    } catch (const Unvalued&) {
        return std::nullopt;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace scorer
