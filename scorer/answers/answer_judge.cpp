#include "scorer/answers/answer_judge.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <optional>

#include "engine/text/ascii.h"
#include "scorer/answers/answer.h"
#include "scorer/answers/answer_key.h"
#include "scorer/answers/answer_tree.h"
#include "scorer/answers/answer_value.h"

namespace scorer {
namespace {

using engine::ascii::lower;

constexpr double kTolerance = 1e-4;  // relative, of the reference script

bool isWordByte(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool equalButForCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

/// The last of A to E, in either case, with no letter, digit or underscore beside it: what the script takes for a
/// choice.
std::optional<char> lastLoneLetter(std::string_view text) {
    for (std::size_t i = text.size(); i-- > 0;) {
        const char c = lower(text[i]);
        const bool alone = (i == 0 || !isWordByte(text[i - 1])) && (i + 1 == text.size() || !isWordByte(text[i + 1]));
        if (c >= 'a' && c <= 'e' && alone) return static_cast<char>(c - 32);
    }
    return std::nullopt;
}

std::optional<double> numberOf(std::string_view text) {
    const auto tree = readAnswer(text);
    return tree ? realValue(*tree) : std::nullopt;
}

bool isNear(double a, double b) {
    return std::abs(a - b) <= kTolerance * std::max(std::abs(a), std::abs(b));
}

}  // namespace

bool isRightByValue(std::string_view answer, std::string_view truth) {
    const std::string known = namedAnswer(truth);
    const bool isChoice = known.size() == 1 && known[0] >= 'A' && known[0] <= 'J';
    const std::string_view letter = withoutOuterSpace(answer);
    if (isChoice && letter.size() == 1 && lower(letter[0]) == lower(known[0])) return true;
    return sameKeys(namedAnswer(answer), known);
}

bool isRightByReference(std::string_view answer, std::string_view truth) {
    answer = withoutOuterSpace(answer);
    truth = withoutOuterSpace(truth);
    if (equalButForCase(answer, truth)) return true;
    if (truth.size() == 1 && truth[0] >= 'A' && truth[0] <= 'E' && lastLoneLetter(answer) == truth[0]) return true;
    const auto known = numberOf(truth);
    const auto given = known ? numberOf(answer) : std::nullopt;
    if (given) {
        for (const double accepted : {*known, *known / 100, *known * 100}) {
            if (isNear(*given, accepted)) return true;
        }
    }
    return isRightByValue(answer, truth);
}

}  // namespace scorer
