#include "app/cli/cli_numbers.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "engine/text/ascii.h"

namespace app {
namespace {

using engine::ascii::isDigits;

/// Digits in groups of three: 10,000,000.
std::string grouped(std::string digits) {
    const std::size_t first = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
    return digits;
}

std::string shown(double limit) {
    char text[32];
    if (limit == std::floor(limit) && std::abs(limit) < 1e15) {
        std::snprintf(text, sizeof text, "%.0f", limit);
        return grouped(text);
    }
    std::snprintf(text, sizeof text, "%g", limit);
    return text;
}

/// What is wrong with the text as a whole number; empty where nothing is. Its size is not looked at.
std::string wholeProblem(std::string_view text) {
    const std::string quoted = "'" + std::string(text) + "'";
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (!isDigits(digits)) return quoted + " is not a whole number in decimal digits";
    if (digits.size() > 1 && digits.front() == '0') return quoted + " starts with a zero; write the number without it";
    return {};
}

std::string tooSmall(std::string_view text, const std::string& low) {
    return std::string(text) + " is too small; at least " + low;
}
std::string tooLarge(std::string_view text, const std::string& high) {
    return std::string(text) + " is too large; at most " + high;
}

template <typename T>
CLI::Validator wholeValidator(T low, T high) {
    return CLI::Validator(
        [low, high](std::string& text) -> std::string {
            if (std::string problem = wholeProblem(text); !problem.empty()) return problem;
            T value = 0;
            const bool negative = text.starts_with('-');
            const auto error = std::from_chars(text.data(), text.data() + text.size(), value).ec;
            const bool fits = error == std::errc();  // not so: beyond T, or negative where T has no sign
            if (fits ? value < low : negative) return tooSmall(text, grouped(std::to_string(low)));
            if (!fits || value > high) return tooLarge(text, grouped(std::to_string(high)));
            return {};
        },
        "", "");
}

}  // namespace

CLI::Validator wholeRange(std::int64_t low, std::int64_t high) {
    return wholeValidator(low, high);
}

CLI::Validator seedRange() {
    return wholeValidator(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max());
}

CLI::Validator finiteRange(double low, double high) {
    return CLI::Validator(
        [low, high](std::string& text) -> std::string {
            const std::optional<double> value = findNumber(text);
            if (!value) return "'" + text + "' is not a finite number";
            if (*value < low) return tooSmall(text, shown(low));
            if (*value > high) return tooLarge(text, shown(high));
            return {};
        },
        "", "");
}

std::optional<double> findNumber(std::string_view text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::string listOf(const std::vector<std::string>& words) {
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) list += i + 1 == words.size() ? " or " : ", ";
        list += words[i];
    }
    return list;
}

}  // namespace app
