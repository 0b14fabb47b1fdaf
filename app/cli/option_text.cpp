#include "app/cli/option_text.h"

#include <nlohmann/json.hpp>

#include "app/run/event_json.h"
#include "app/run/number_text.h"

namespace app::cli {
namespace {

constexpr int kDigits = 15;

}  // namespace

std::string valuesOf(const OptionRow& row, const char* quote) {
    switch (row.kind) {
        case OptionKind::Flag: return "";
        case OptionKind::Truth: return "true or false";
        case OptionKind::Whole: return shortText(row.low, kDigits) + " to " + shortText(row.high, kDigits);
        case OptionKind::Real:
            return "a number from " + shortText(row.low, kDigits) + " to " + shortText(row.high, kDigits);
        case OptionKind::Seed: return "0 to 18446744073709551615";
        case OptionKind::Text: return "text";
        case OptionKind::Pace: return "full, or a number above 0 and at most " + shortText(row.high, kDigits);
        case OptionKind::Word: break;
    }
    std::string words;
    for (const OptionWord& word : row.words)
        words += (words.empty() ? "" : ", ") + (quote + std::string(word.word)) + quote;
    return words;
}

std::string defaultTextOf(const OptionRow& row) {
    const nlohmann::json value = app::jsonOf(row, row.get(RunOptions{}));
    if (row.key == std::string_view("percentile")) return "90 or 10";
    if (row.kind == OptionKind::Flag || value.is_null()) return "";
    if (row.kind == OptionKind::Pace) return "full";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace app::cli
