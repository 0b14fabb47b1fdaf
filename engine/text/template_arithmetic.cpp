// Arithmetic of template values as Python has it, text % values, and dates.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/files/json_text.h"
#include "engine/text/template_library.h"
#include "engine/text/template_text.h"

namespace engine {
namespace {

using Value = TemplateValue;

[[noreturn]] void failBetween(const std::string& op, const Value& left, const Value& right) {
    failTemplate("'" + op + "' between " + describeValue(left) + " and " + describeValue(right));
}

std::optional<Value> findPower(std::int64_t base, std::int64_t exponent) {
    if (exponent < 0)
        return base == 0 ? std::nullopt
                         : std::optional(Value{std::pow(static_cast<double>(base), static_cast<double>(exponent))});
    std::int64_t result = 1;
    if (base == 0 || base == 1 || base == -1) {
        const bool isOne = exponent % 2 == 0 || base == 1;
        return Value{exponent == 0 ? std::int64_t{1}
                     : base == 0   ? std::int64_t{0}
                     : isOne       ? std::int64_t{1}
                                   : std::int64_t{-1}};
    }
    for (std::int64_t i = 0; i < exponent; ++i)
        if (__builtin_mul_overflow(result, base, &result)) return std::nullopt;
    return Value{result};
}

/// Nothing where Python divides by zero, or where the result does not fit.
std::optional<Value> findOfIntegers(const std::string& op, std::int64_t a, std::int64_t b) {
    std::int64_t result = 0;
    if (op == "+") return __builtin_add_overflow(a, b, &result) ? std::nullopt : std::optional(Value{result});
    if (op == "-") return __builtin_sub_overflow(a, b, &result) ? std::nullopt : std::optional(Value{result});
    if (op == "*") return __builtin_mul_overflow(a, b, &result) ? std::nullopt : std::optional(Value{result});
    if (op == "**") return findPower(a, b);
    if (b == 0) return std::nullopt;
    if (op == "/") return Value{static_cast<double>(a) / static_cast<double>(b)};
    if (b == -1) return op == "%" ? Value{std::int64_t{0}} : findOfIntegers("-", 0, a);
    const bool isBelow = a % b != 0 && (a % b < 0) != (b < 0);  // Python rounds down, and the remainder has b's sign
    return Value{op == "//" ? a / b - (isBelow ? 1 : 0) : a % b + (isBelow ? b : 0)};
}

std::optional<Value> findOfFractions(const std::string& op, double a, double b) {
    double result = 0;
    if (op == "+")
        result = a + b;
    else if (op == "-")
        result = a - b;
    else if (op == "*")
        result = a * b;
    else if (op == "**")
        result = std::pow(a, b);
    else if (b == 0)
        return std::nullopt;
    else if (op == "/")
        result = a / b;
    else {
        double remainder = std::fmod(a, b);
        if (remainder != 0 && (remainder < 0) != (b < 0)) remainder += b;
        if (remainder == 0) remainder = std::copysign(0.0, b);
        const double quotient = (a - remainder) / b;
        const double whole = std::floor(quotient);
        result = op == "%"       ? remainder
                 : quotient == 0 ? std::copysign(0.0, a / b)
                                 : whole + (quotient - whole > 0.5 ? 1 : 0);
    }
    if (!std::isfinite(result)) failTemplateUse("a number that is not finite");
    return Value{result};
}

Value repeatedItems(const TemplateList& list, std::int64_t count, TemplateBudget& budget) {
    TemplateItems items;
    const TemplateItems& all = list.data->items;
    for (std::int64_t i = 0; i < count && !all.empty(); ++i) {
        budget.charge(all.size() * sizeof(Value));
        items.insert(items.end(), all.begin(), all.end());
    }
    return makeList(std::move(items), list.kind);
}

bool isListOrTuple(const Value& value) {
    return value.isKind(TemplateList::Kind::List) || value.isKind(TemplateList::Kind::Tuple);
}

/// Text that is added to text marked safe is escaped.
Value addedTexts(const TemplateText& left, const TemplateText& right, TemplateBudget& budget) {
    const bool isMarkup = left.isMarkup || right.isMarkup;
    const auto form = [&](const TemplateText& text) {
        return isMarkup && !text.isMarkup ? escapedHtml(*text.text, budget) : *text.text;
    };
    budget.chargeText(left.text->size() + right.text->size());
    std::string result = form(left) + form(right);
    budget.chargeText(result.size());
    return makeText(std::move(result), isMarkup);
}

}  // namespace

TemplateValue applyArithmetic(const std::string& op, const TemplateValue& left, const TemplateValue& right,
                              TemplateBudget& budget) {
    const auto leftInteger = left.findInteger();
    const auto rightInteger = right.findInteger();
    if (leftInteger && rightInteger) {
        if (auto result = findOfIntegers(op, *leftInteger, *rightInteger)) return *std::move(result);
        failBetween(op, left, right);
    }
    if (left.findNumber() && right.findNumber()) {
        if (auto result = findOfFractions(op, *left.findNumber(), *right.findNumber())) return *std::move(result);
        failBetween(op, left, right);
    }
    const auto* leftText = left.as<TemplateText>();
    const auto* rightText = right.as<TemplateText>();
    if (op == "+" && leftText != nullptr && rightText != nullptr) return addedTexts(*leftText, *rightText, budget);
    if (op == "+" && isListOrTuple(left) && isListOrTuple(right) &&
        left.as<TemplateList>()->kind == right.as<TemplateList>()->kind) {
        budget.charge((left.items()->size() + right.items()->size()) * sizeof(Value));
        TemplateItems items = *left.items();
        items.insert(items.end(), right.items()->begin(), right.items()->end());
        return makeList(std::move(items), left.as<TemplateList>()->kind);
    }
    if (op == "*" && leftText != nullptr && rightInteger)
        return makeText(repeated(*leftText->text, *rightInteger, budget), leftText->isMarkup);
    if (op == "*" && rightText != nullptr && leftInteger)
        return makeText(repeated(*rightText->text, *leftInteger, budget), rightText->isMarkup);
    if (op == "*" && isListOrTuple(left) && rightInteger)
        return repeatedItems(*left.as<TemplateList>(), *rightInteger, budget);
    if (op == "*" && isListOrTuple(right) && leftInteger)
        return repeatedItems(*right.as<TemplateList>(), *leftInteger, budget);
    if (op == "%" && leftText != nullptr) {
        if (leftText->isMarkup) failTemplateUse("'%' of text that is marked safe");
        const TemplateItems values = right.isKind(TemplateList::Kind::Tuple) ? *right.items() : TemplateItems{right};
        return makeText(formatPercent(*leftText->text, values, right.entries(), budget));
    }
    failBetween(op, left, right);
}

namespace {

/// One %... of a format: what stands between the percent sign and the letter, and the letter.
struct FormatField {
    std::string name;
    bool hasName = false;
    std::string flags;
    int width = 0;
    int precision = -1;
    char letter = ' ';
};

FormatField readField(const std::string& format, std::size_t& at) {
    FormatField field;
    const auto now = [&] { return at < format.size() ? format[at] : '\0'; };
    const auto number = [&] {
        int value = 0;
        while (now() >= '0' && now() <= '9') {
            value = value * 10 + (format[at++] - '0');
            if (value > 1000) failTemplateUse("a format wider than 1000 characters");
        }
        return value;
    };
    if (now() == '(') {
        const auto close = format.find(')', at);
        if (close == std::string::npos) failTemplate("a format with a name that does not end");
        field.name = format.substr(at + 1, close - at - 1);
        field.hasName = true;
        at = close + 1;
    }
    while (now() != '\0' && std::string_view("-+ 0").find(now()) != std::string_view::npos) field.flags += format[at++];
    field.width = number();
    if (now() == '.') {
        ++at;
        field.precision = number();
    }
    field.letter = now();
    ++at;
    return field;
}

std::string numberForm(const FormatField& field, const Value& value) {
    std::string spec = "%" + field.flags + std::to_string(field.width);
    if (field.flags.empty() && field.width == 0) spec = "%";
    char out[2048];
    const auto number = value.findNumber();
    if (!number) failTemplate(std::string("a format %") + field.letter + " of " + describeValue(value));
    if (field.letter == 'f' || field.letter == 'F') {
        if (std::abs(*number) > 1e300) failTemplateUse("a number as large as this in a format");
        spec += "." + std::to_string(field.precision < 0 ? 6 : field.precision) + "f";
        std::snprintf(out, sizeof out, spec.c_str(), *number);
        std::string text = out;
        std::ranges::replace(text, ',', '.');  // whatever the locale's point
        return text;
    }
    if (field.precision >= 0) failTemplateUse("a format of a whole number with a precision");
    const auto whole = value.findInteger();
    if (!whole && (std::abs(*number) > 9e18 || field.letter != 'd')) failTemplateUse("this number in a format");
    const std::int64_t integer = whole ? *whole : static_cast<std::int64_t>(*number);
    if (field.letter != 'd' && integer < 0) failTemplateUse("a negative number in a format by 16 or 8");
    spec += field.letter == 'd' ? "lld" : field.letter == 'x' ? "llx" : field.letter == 'X' ? "llX" : "llo";
    std::snprintf(out, sizeof out, spec.c_str(), static_cast<long long>(integer));
    return out;
}

}  // namespace

std::string formatPercent(const std::string& format, const TemplateItems& values, const TemplateEntries* named,
                          TemplateBudget& budget) {
    std::string result;
    std::size_t used = 0;
    for (std::size_t i = 0; i < format.size();) {
        if (format[i] != '%') {
            result += format[i++];
            continue;
        }
        FormatField field = readField(format, ++i);
        if (field.letter == '%') {
            result += '%';
            continue;
        }
        const Value* value = nullptr;
        if (field.hasName)
            value = named == nullptr ? nullptr : findEntry(*named, field.name);
        else if (used < values.size())
            value = &values[used++];
        if (value == nullptr) failTemplate("a format without the value that it writes");
        if (field.letter == 'i' || field.letter == 'u') field.letter = 'd';
        std::string text;
        if (field.letter == 's') {
            text = textOf(*value, budget);
            if (field.precision >= 0) failTemplateUse("a format that cuts a text");
            const std::int64_t missing = field.width - static_cast<std::int64_t>(characterCount(text));
            const std::string space(static_cast<std::size_t>(std::max<std::int64_t>(0, missing)), ' ');
            text = field.flags.find('-') != std::string::npos ? text + space : space + text;
        } else if (std::string_view("dfFxXo").find(field.letter) != std::string_view::npos) {
            text = numberForm(field, *value);
        } else {
            failTemplateUse("the format " + inQuotes(std::string("%") + field.letter));
        }
        budget.chargeText(result.size() / 64 + text.size());
        result += text;
        if (result.size() > kMaxTemplateTextBytes) failTemplate("the text becomes too long");
    }
    const bool isAll = used == values.size() || (used == 0 && named != nullptr);
    if (!isAll) failTemplate("a format that does not write all its values");
    budget.chargeText(result.size());
    return result;
}

std::string formatTime(const std::string& format, const std::tm& now) {
    constexpr std::array kDays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    constexpr std::array kMonths{"January", "February", "March",     "April",   "May",      "June",
                                 "July",    "August",   "September", "October", "November", "December"};
    const auto number = [](int value, int width) {
        const std::string digits = std::to_string(value);
        return std::string(static_cast<std::size_t>(std::max(0, width - static_cast<int>(digits.size()))), '0') +
               digits;
    };
    const std::string day = kDays[static_cast<std::size_t>(now.tm_wday) % kDays.size()];
    const std::string month = kMonths[static_cast<std::size_t>(now.tm_mon) % kMonths.size()];
    const int hour = (now.tm_hour + 11) % 12 + 1;
    const std::string date =
        number(now.tm_year + 1900, 4) + "-" + number(now.tm_mon + 1, 2) + "-" + number(now.tm_mday, 2);
    std::string result;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            result += format[i];
            continue;
        }
        char letter = ++i < format.size() ? format[i] : '\0';
        // glibc's %-d: without the zero in front.
        const bool isShort = letter == '-' && i + 1 < format.size() &&
                             std::string_view("dmHIMSj").find(format[i + 1]) != std::string_view::npos;
        if (isShort) letter = format[++i];
        const auto wide = [&](int width) { return isShort ? 1 : width; };
        switch (letter) {
            case 'a': result += day.substr(0, 3); break;
            case 'A': result += day; break;
            case 'b':
            case 'h': result += month.substr(0, 3); break;
            case 'B': result += month; break;
            case 'd': result += number(now.tm_mday, wide(2)); break;
            case 'e': result += (now.tm_mday < 10 ? " " : "") + std::to_string(now.tm_mday); break;
            case 'F': result += date; break;
            case 'H': result += number(now.tm_hour, wide(2)); break;
            case 'I': result += number(hour, wide(2)); break;
            case 'j': result += number(now.tm_yday + 1, wide(3)); break;
            case 'm': result += number(now.tm_mon + 1, wide(2)); break;
            case 'M': result += number(now.tm_min, wide(2)); break;
            case 'p': result += now.tm_hour < 12 ? "AM" : "PM"; break;
            case 'S': result += number(now.tm_sec, wide(2)); break;
            case 'T':
                result += number(now.tm_hour, 2) + ":" + number(now.tm_min, 2) + ":" + number(now.tm_sec, 2);
                break;
            case 'y': result += number(now.tm_year % 100, 2); break;
            case 'Y': result += std::to_string(now.tm_year + 1900); break;
            case '%': result += '%'; break;
            default: failTemplateUse("a time as " + inQuotes(format));
        }
    }
    return result;
}

}  // namespace engine
