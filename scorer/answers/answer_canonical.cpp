// From an answer's text to the one that makes equal answers equal: the quick ways first, then the reader and the value.
#include <algorithm>

#include "engine/text/ascii.h"
#include "scorer/answers/answer.h"
#include "scorer/answers/answer_choice.h"
#include "scorer/answers/answer_key.h"
#include "scorer/answers/answer_value.h"

namespace scorer {
namespace {

using engine::ascii::isDigit;

constexpr std::size_t kShortDigits = 18;  // as many as normaliseAnswer() brings to lowest terms

/// An integer or a fraction as normaliseAnswer() writes it.
bool isPlainNumber(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto slash = text.find('/');
    const std::string_view above = text.substr(0, slash);
    const std::string_view below = slash == std::string_view::npos ? "1" : text.substr(slash + 1);
    const auto isShort = [](std::string_view digits) {
        return !digits.empty() && digits.size() <= kShortDigits && std::all_of(digits.begin(), digits.end(), isDigit);
    };
    return isShort(above) && isShort(below) && below != "0";
}

}  // namespace

std::string namedAnswer(std::string_view answer) {
    if (answer.find('=') == std::string_view::npos) {
        std::string plain = normaliseAnswer(answer);
        if (isPlainNumber(plain)) return plain;
    }
    if (auto choice = findChoice(answer)) return *choice;
    if (const auto tree = readAnswer(answer)) {
        if (auto key = valueKey(*tree)) return *key;
    }
    return answerText(answer);
}

std::string canonicalAnswer(std::string_view answer) {
    return std::string(plainKey(namedAnswer(answer)));
}

}  // namespace scorer
