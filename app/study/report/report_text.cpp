#include "app/study/report/report_text.h"

#include <cmath>

#include "app/run/number_text.h"

namespace app {
namespace {

constexpr const char* kNothing = "–";
constexpr const char* kReplacement = "\xEF\xBF\xBD";

/// Bytes of the UTF-8 character at the start of `text` that XML may hold; 0 for a broken or forbidden one.
std::size_t characterLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned first = byte(0);
    if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' || first == '\r' ? 1 : 0;
    const std::size_t length = first >= 0xF0 && first <= 0xF4  ? 4
                               : first >= 0xE0 && first < 0xF0 ? 3
                               : first >= 0xC2 && first < 0xE0 ? 2
                                                               : 0;
    if (length == 0 || text.size() < length) return 0;
    unsigned code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return 0;
        code = code << 6 | (byte(i) & 0x3FU);
    }
    const unsigned least = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    return code < least || code > 0x10FFFF || surrogate || code == 0xFFFE || code == 0xFFFF ? 0 : length;
}

std::string numberIn(double value, Unit unit) {
    switch (unit) {
        case Unit::Percent: return fixed(100 * value, 1);
        case Unit::Points: return fixed(value, 1);
        case Unit::Ratio: return fixed(value, 2);
        case Unit::Share: return fixed(value, 3);
        case Unit::Seconds:
        case Unit::Count: return brief(value);
    }
    return {};
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = characterLength(text);
        switch (length == 1 ? text.front() : 'a') {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: length == 0 ? out += kReplacement : out += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return out;
}

std::string fixed(double value, int digits) {
    if (!std::isfinite(value)) return kNothing;
    const std::string text = fixedText(std::abs(value), digits);
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    return (value < 0 && !zero ? "−" : "") + text;
}

std::string grouped(double value) {
    std::string text = fixed(value, 0);
    const std::size_t first = text.find_first_of("0123456789");
    if (first == std::string::npos) return text;
    for (std::size_t at = text.size(); at > first + 3;) text.insert(at -= 3, ",");
    return text;
}

std::string brief(double value) {
    const double size = std::abs(value);
    if (size >= 99.95) return grouped(value);
    if (size == 0) return "0";
    return fixed(value, size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3);
}

std::string plainNumber(double value) {
    std::string text = brief(value);
    while (text.find('.') != std::string::npos && (text.back() == '0' || text.back() == '.')) text.pop_back();
    return text;
}

std::string percent(double share, int digits) {
    return fixed(100 * share, digits) + " %";
}

std::string memoryPercent(double share) {
    return shortText(100 * share) + " %";
}

std::string plural(long long count, std::string_view word) {
    return grouped(static_cast<double>(count)) + " " + std::string(word) + (count == 1 ? "" : "s");
}

std::string shown(double value, Unit unit) {
    const std::string number = numberIn(value, unit);
    switch (unit) {
        case Unit::Percent: return number + " %";
        case Unit::Points: return (value > 0 && number != "0.0" ? "+" : "") + number;
        case Unit::Ratio: return number + "×";
        case Unit::Seconds: return number + " s";
        case Unit::Share:
        case Unit::Count: return number;
    }
    return number;
}

std::string shownInterval(const std::optional<Interval>& interval, Unit unit) {
    if (!interval) return {};
    return "[" + numberIn(interval->low, unit) + ", " + numberIn(interval->high, unit) + "]";
}

std::string shown(const std::optional<Estimate>& estimate, Unit unit) {
    if (!estimate) return kNothing;
    const std::string interval = shownInterval(estimate->interval, unit);
    return shown(estimate->value, unit) + (interval.empty() ? "" : " " + interval);
}

}  // namespace app
