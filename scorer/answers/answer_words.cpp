#include "scorer/answers/answer_words.h"

#include <algorithm>
#include <set>
#include <utility>

namespace scorer {
namespace {

using Words = std::set<std::string_view>;

const Words kLeads = {"answer",
                      "answer is",
                      "the answer",
                      "the answer is",
                      "final answer",
                      "the final answer",
                      "the final answer is",
                      "final answer is",
                      "ans",
                      "result",
                      "the result is",
                      "solution",
                      "the solution is",
                      "option",
                      "choice",
                      "is",
                      "are",
                      "about",
                      "approximately",
                      "approx",
                      "exactly",
                      "around",
                      "roughly",
                      "nearly",
                      "almost",
                      "total",
                      "value",
                      "equals",
                      "correct answer",
                      "the correct answer",
                      "the correct answer is",
                      "correct option",
                      "the correct option is",
                      "the value is",
                      "a total of",
                      "therefore",
                      "thus",
                      "so",
                      "hence"};

const Words kCurrencies = {"usd", "us",  "rs",  "eur", "gbp", "inr", "cny", "rmb",
                           "jpy", "cad", "aud", "hkd", "nzd", "chf", "sgd"};

constexpr std::pair<std::string_view, std::string_view> kScales[] = {{"hundred", "100"},
                                                                     {"thousand", "1000"},
                                                                     {"million", "1000000"},
                                                                     {"billion", "1000000000"},
                                                                     {"trillion", "1000000000000"},
                                                                     {"quadrillion", "1000000000000000"},
                                                                     {"dozen", "12"},
                                                                     {"gross", "144"},
                                                                     {"lakh", "100000"},
                                                                     {"lac", "100000"},
                                                                     {"crore", "10000000"},
                                                                     {"\xE4\xB8\x87", "10000"},
                                                                     {"\xE5\x8D\x83", "1000"},
                                                                     {"\xE4\xBA\xBF", "100000000"},
                                                                     {"\xE5\x84\x84", "100000000"}};

// Grouped by what they are opposed to.
const Words kMarks = {"am",
                      "pm",
                      "noon",
                      "midnight",
                      "bc",
                      "ad",
                      "bce",
                      "ce",
                      "n",
                      "s",
                      "e",
                      "w",
                      "ne",
                      "nw",
                      "se",
                      "sw",
                      "north",
                      "south",
                      "east",
                      "west",
                      "northeast",
                      "northwest",
                      "southeast",
                      "southwest",
                      "northward",
                      "southward",
                      "eastward",
                      "westward",
                      "northern",
                      "southern",
                      "eastern",
                      "western",
                      "profit",
                      "loss",
                      "gain",
                      "gained",
                      "lost",
                      "profits",
                      "losses",
                      "gains",
                      "more",
                      "fewer",
                      "less",
                      "greater",
                      "extra",
                      "short",
                      "increase",
                      "decrease",
                      "increased",
                      "decreased",
                      "rise",
                      "fall",
                      "rose",
                      "fell",
                      "up",
                      "down",
                      "upward",
                      "downward",
                      "upwards",
                      "downwards",
                      "growth",
                      "decline",
                      "drop",
                      "surplus",
                      "deficit",
                      "discount",
                      "markup",
                      "left",
                      "right",
                      "leftward",
                      "rightward",
                      "before",
                      "after",
                      "ago",
                      "hence",
                      "later",
                      "earlier",
                      "early",
                      "late",
                      "past",
                      "above",
                      "below",
                      "over",
                      "under",
                      "inside",
                      "outside",
                      "beyond",
                      "within",
                      "forward",
                      "backward",
                      "forwards",
                      "backwards",
                      "clockwise",
                      "counterclockwise",
                      "anticlockwise",
                      "higher",
                      "lower",
                      "faster",
                      "slower",
                      "older",
                      "younger",
                      "taller",
                      "shorter",
                      "longer",
                      "heavier",
                      "lighter",
                      "warmer",
                      "colder",
                      "hotter",
                      "cooler",
                      "cheaper",
                      "dearer",
                      "larger",
                      "smaller",
                      "bigger",
                      "wider",
                      "narrower",
                      "deeper",
                      "win",
                      "wins",
                      "won",
                      "defeat",
                      "defeats",
                      "draw",
                      "draws",
                      "tie",
                      "ties",
                      "heads",
                      "tails",
                      "deposit",
                      "withdrawal",
                      "debit",
                      "credit",
                      "debt",
                      "remaining",
                      "taken",
                      "owed",
                      "paid",
                      "ahead",
                      "behind",
                      "minimum",
                      "maximum",
                      "least",
                      "most"};

constexpr std::pair<std::string_view, std::string_view> kSmallNumbers[] = {
    {"zero", "0"},     {"one", "1"},      {"two", "2"},        {"three", "3"},     {"four", "4"},
    {"five", "5"},     {"six", "6"},      {"seven", "7"},      {"eight", "8"},     {"nine", "9"},
    {"ten", "10"},     {"eleven", "11"},  {"twelve", "12"},    {"thirteen", "13"}, {"fourteen", "14"},
    {"fifteen", "15"}, {"sixteen", "16"}, {"seventeen", "17"}, {"eighteen", "18"}, {"nineteen", "19"},
    {"twenty", "20"},  {"thirty", "30"},  {"forty", "40"},     {"fifty", "50"},    {"sixty", "60"},
    {"seventy", "70"}, {"eighty", "80"},  {"ninety", "90"}};

constexpr std::pair<std::string_view, std::string_view> kParts[] = {
    {"half", "2"},     {"halves", "2"},    {"third", "3"},       {"thirds", "3"},      {"quarter", "4"},
    {"quarters", "4"}, {"fourth", "4"},    {"fourths", "4"},     {"fifth", "5"},       {"fifths", "5"},
    {"sixth", "6"},    {"sixths", "6"},    {"seventh", "7"},     {"sevenths", "7"},    {"eighth", "8"},
    {"eighths", "8"},  {"ninth", "9"},     {"ninths", "9"},      {"tenth", "10"},      {"tenths", "10"},
    {"twelfth", "12"}, {"twelfths", "12"}, {"hundredth", "100"}, {"hundredths", "100"}};

const Words kShortWords = {
    "cm",  "mm",  "km",  "kg",  "mg",  "ft",  "hr",  "mi",  "lb",  "oz",  "ml",  "mL",  "eV",  "Hz",  "Pa",  "kJ",
    "nm",  "ms",  "yd",  "pt",  "kN",  "is",  "MB",  "GB",  "KB",  "TB",  "No",  "or",  "AM",  "PM",  "Am",  "Pm",
    "NO",  "YES", "DNE", "BC",  "AD",  "BCE", "CE",  "USD", "EUR", "GBP", "INR", "CNY", "RMB", "JPY", "MPH", "mph",
    "kph", "kmh", "lbs", "yds", "hrs", "kWh", "ODD", "GHz", "MHz", "kHz", "MeV", "keV", "GeV", "mol", "dm",  "hm",
    "Rs",  "dB",  "kW",  "MW",  "kV",  "mV",  "mA",  "kPa", "MPa", "cc",  "psi", "ppm", "rpm", "NW",  "SW"};
const Words kWordsAlone = {"no", "am", "pm", "on", "is", "in", "it", "at", "so", "up", "us", "we", "he", "be", "by",
                           "do", "go", "if", "my", "of", "to", "an", "as", "ok", "ii", "iv", "vi", "ix", "xi"};

template <std::size_t N>
std::optional<std::string_view> find(const std::pair<std::string_view, std::string_view> (&pairs)[N],
                                     std::string_view key) {
    for (const auto& [word, value] : pairs) {
        if (word == key) return value;
    }
    return std::nullopt;
}

bool isVowel(char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
}

}  // namespace

std::string lowerCased(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    const auto end = [&] {
        while (word.ends_with('.')) word.pop_back();
        if (!word.empty()) words.push_back(lowerCased(word));
        word.clear();
    };
    for (const char c : text) {
        if (c == ' ' || c == '-' || (c >= '\t' && c <= '\r'))
            end();
        else
            word += c;
    }
    end();
    return words;
}

bool isLead(std::string_view words) {
    for (const std::string_view before : {"so ", "thus ", "hence ", "therefore "}) {
        if (words.starts_with(before)) words.remove_prefix(before.size());
    }
    return kLeads.contains(words);
}

bool isCurrency(std::string_view words) {
    return kCurrencies.contains(words);
}

std::optional<std::string_view> findScale(std::string_view word) {
    if (const auto scale = find(kScales, word)) return scale;
    if (word.size() > 4 && word.ends_with('s')) return find(kScales, word.substr(0, word.size() - 1));
    return std::nullopt;
}

bool isMark(std::string_view word) {
    return kMarks.contains(word);
}

bool isStrictMark(std::string_view word) {
    static const Words kStrict = {"am", "pm", "noon", "midnight", "bc", "ad", "bce", "ce"};
    return kStrict.contains(word);
}

std::optional<WordNumber> findWordNumber(const std::vector<std::string>& words) {
    const auto at = [&](std::size_t i) { return i < words.size() ? std::string_view(words[i]) : std::string_view(); };
    std::size_t i = 0;
    long long total = 0;
    long long part = 0;
    WordNumber number;
    const auto smallAt = [&](std::size_t k) {
        const auto small = find(kSmallNumbers, at(k));
        return small ? std::optional(std::stoll(std::string(*small))) : std::nullopt;
    };
    if (at(i) == "half" || (at(i) == "a" && at(i + 1) == "half")) {  // half a million
        i += at(i) == "a" ? 2 : 1;
        if (at(i) == "a" || at(i) == "an") ++i;
        const auto scale = findScale(at(i));
        number.numerator = scale ? std::string(*scale) : "1";
        number.denominator = "2";
        number.used = scale ? i + 1 : i;
        return number;
    }
    if ((at(i) == "a" || at(i) == "an") && findScale(at(i + 1))) {
        part = 1;
        ++i;
    } else if (!smallAt(i)) {
        return std::nullopt;
    }
    for (; i < words.size() && i < 20; ++i) {
        if (const auto small = smallAt(i)) {
            if (part % 100 != 0 && (part % 10 != 0 || *small >= 10)) break;
            part += *small;
        } else if (const auto scale = findScale(at(i))) {
            const long long factor = std::stoll(std::string(*scale));
            long long scaled = 0;
            if (__builtin_mul_overflow(part, factor, &scaled) || scaled > 1'000'000'000'000'000'000)
                return std::nullopt;
            const bool goesOn = factor <= 144 || factor == 100000;  // three hundred thousand
            part = goesOn ? scaled : 0;
            total += goesOn ? 0 : scaled;
            if (total > 1'000'000'000'000'000'000) return std::nullopt;
        } else if (at(i) == "and" && smallAt(i + 1)) {
            continue;
        } else {
            break;
        }
    }
    number.numerator = std::to_string(total + part);
    number.used = i;
    if (const auto below = find(kParts, at(i)); below && total == 0 && part > 0 && part < 100) {  // two thirds
        number.denominator = *below;
        number.used = i + 1;
    }
    return number;
}

bool isShortUnit(std::string_view letters) {
    static const Words kUnits = {"cm", "mm", "km", "kg", "mg", "ft", "hr", "mi", "lb",
                                 "oz", "ml", "nm", "ms", "yd", "pt", "dm", "hm", "cc"};
    return kUnits.contains(letters);
}

bool isShortWord(std::string_view letters) {
    return kShortWords.contains(letters);
}

bool isWordAlone(std::string_view letters) {
    return kWordsAlone.contains(letters);
}

LetterRun runOf(std::string_view letters, bool amongWords) {
    if (isShortWord(letters) || (amongWords && isWordAlone(letters))) return LetterRun::Word;
    const auto isCapital = [](char c) { return c <= 'Z'; };
    if (std::all_of(letters.begin(), letters.end(), isCapital))
        return letters.size() <= 4 ? LetterRun::Name : LetterRun::Word;
    if (std::any_of(letters.begin(), letters.end(), isCapital))
        return letters.size() == 2 ? LetterRun::Product : LetterRun::Word;
    std::string ordered(letters);
    std::sort(ordered.begin(), ordered.end());
    if (std::adjacent_find(ordered.begin(), ordered.end()) != ordered.end()) return LetterRun::Word;
    if (letters.size() == 2) return LetterRun::Product;
    const bool inARow = static_cast<std::size_t>(ordered.back() - ordered.front()) == ordered.size() - 1;
    const bool hasVowel = std::any_of(letters.begin(), letters.end(), isVowel);
    const bool isSky =
        letters.find('y') != std::string_view::npos && letters.find_first_of("xz") == std::string_view::npos;
    return inARow || (letters.size() == 3 && !hasVowel && !isSky) ? LetterRun::Product : LetterRun::Word;
}

}  // namespace scorer
