// The filters, tests, functions and methods that chat templates use: the part of the renderer that grows.
#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

#include "engine/json_text.h"
#include "engine/template_renderer.h"

namespace engine {
namespace {

constexpr std::array<std::string_view, 9> kStringMethods{"strip", "lstrip", "rstrip", "startswith", "endswith",
                                                         "upper", "lower",  "replace", "split"};

using Kind = TemplateExpression::Kind;

std::string replacedAll(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    for (;;) {
        const auto at = text.find(from);
        result += text.substr(0, at);
        if (at == std::string_view::npos) return result;
        result += to;
        if (result.size() > kMaxTemplateTextBytes) throw std::runtime_error("chat template: the text becomes too long");
        text.remove_prefix(at + from.size());
    }
}

/// Python's strftime in the C locale, whatever the program's, for the letters that dates are written with.
std::string formatTime(const std::string& format, const std::tm& now, int line) {
    constexpr std::array kDays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    constexpr std::array kMonths{"January", "February", "March",     "April",   "May",      "June",
                                 "July",    "August",   "September", "October", "November", "December"};
    const auto number = [](int value, int width) {
        const std::string digits = std::to_string(value);
        return std::string(static_cast<std::size_t>(std::max(0, width - static_cast<int>(digits.size()))), '0') + digits;
    };
    const std::string day = kDays[static_cast<std::size_t>(now.tm_wday) % kDays.size()];
    const std::string month = kMonths[static_cast<std::size_t>(now.tm_mon) % kMonths.size()];
    std::string result;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            result += format[i];
            continue;
        }
        switch (++i < format.size() ? format[i] : '\0') {
            case 'a': result += day.substr(0, 3); break;
            case 'A': result += day; break;
            case 'b': result += month.substr(0, 3); break;
            case 'B': result += month; break;
            case 'd': result += number(now.tm_mday, 2); break;
            case 'H': result += number(now.tm_hour, 2); break;
            case 'I': result += number((now.tm_hour + 11) % 12 + 1, 2); break;
            case 'j': result += number(now.tm_yday + 1, 3); break;
            case 'm': result += number(now.tm_mon + 1, 2); break;
            case 'M': result += number(now.tm_min, 2); break;
            case 'p': result += now.tm_hour < 12 ? "AM" : "PM"; break;
            case 'S': result += number(now.tm_sec, 2); break;
            case 'y': result += number(now.tm_year % 100, 2); break;
            case 'Y': result += std::to_string(now.tm_year + 1900); break;
            case '%': result += '%'; break;
            default: failTemplateUse("a time as " + inQuotes(format), line);
        }
    }
    return result;
}

/// Upper or lower case, for ASCII; other letters need tables whose result may differ from Python's.
std::string withCase(std::string text, bool upper, int line) {
    for (char& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) failTemplateUse("upper or lower case of letters beyond ASCII", line);
        if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

}  // namespace

TemplateValue TemplateRenderer::evaluateTest(const Expression& expression) {
    const TemplateValue value = evaluate(*expression.operands[0]);
    const std::string& test = expression.name;
    const bool isMap = value.as<TemplateMap>() != nullptr;
    const bool isString = value.as<std::string>() != nullptr;
    const auto* flag = value.as<bool>();
    if (test == "defined") return {!value.isUndefined()};
    if (test == "undefined") return {value.isUndefined()};
    if (test == "none") return {value.as<TemplateNone>() != nullptr};
    if (test == "string") return {isString};
    if (test == "boolean") return {flag != nullptr};
    if (test == "true") return {flag != nullptr && *flag};
    if (test == "false") return {flag != nullptr && !*flag};
    if (test == "integer") return {value.as<std::int64_t>() != nullptr};
    if (test == "number") return {value.as<std::int64_t>() != nullptr || flag != nullptr};
    if (test == "mapping") return {isMap};
    if (test == "iterable") return {isMap || isString || value.as<TemplateList>() != nullptr || value.isUndefined()};
    failTemplateUse("the test '" + test + "'", expression.line);
}

TemplateValue TemplateRenderer::evaluateFilter(const Expression& expression) {
    const std::string& filter = expression.name;
    const TemplateValue value = evaluate(*expression.operands[0]);
    const std::size_t arguments = expression.operands.size() - 1;
    const auto requireArguments = [&](std::size_t least, std::size_t most) {
        if (!expression.named.empty() || arguments < least || arguments > most)
            failTemplateUse("the filter '" + filter + "' with these arguments", expression.line);
    };
    if (filter == "default") {
        requireArguments(1, 2);
        const bool alsoFalse = arguments == 2 && isTrue(evaluate(*expression.operands[2]));
        return value.isUndefined() || (alsoFalse && !isTrue(value)) ? evaluate(*expression.operands[1]) : value;
    }
    if (filter == "join") {
        requireArguments(0, 1);
        const std::string between =
            arguments == 1 ? requireText(evaluate(*expression.operands[1]), filter, expression.line) : "";
        TemplateValue result{std::string()};
        bool isFirst = true;
        for (const TemplateValue& item : itemsOf(value, expression.line)) {
            result = joined(*result.as<std::string>(), (isFirst ? "" : between) + textOf(item));
            isFirst = false;
        }
        return result;
    }
    if (filter == "replace") {
        requireArguments(2, 2);
        return callStringMethod(requireText(value, filter, expression.line), filter, expression);
    }
    if (filter == "items" && expression.named.empty() && arguments == 0) return itemPairs(value, expression.line);
    const bool isReached = filter == "trim" || filter == "length" || filter == "count" || filter == "string" || filter == "upper" ||
                           filter == "lower" || filter == "tojson" || filter == "first" || filter == "last";
    if (!isReached) failTemplateUse("the filter '" + filter + "'", expression.line);
    requireArguments(0, 0);
    if (filter == "trim") return {std::string(stripped(textOf(value), StripSide::Both))};
    if (filter == "length" || filter == "count") return {lengthOf(value)};
    if (filter == "string") return {textOf(value)};
    if (filter == "upper" || filter == "lower") return {withCase(textOf(value), filter == "upper", expression.line)};
    if (filter == "tojson") {
        std::string json = jsonOf(value, kMaxTemplateTextBytes);
        charge(json.size());
        return {std::move(json)};
    }
    const auto items = itemsOf(value, expression.line);  // first, last
    if (items.empty()) return {TemplateUndefined{"an entry of an empty list"}};
    return filter == "first" ? items.front() : items.back();
}

/// A mapping's entries, each a list of key and value; none of an undefined value.
TemplateValue TemplateRenderer::itemPairs(const TemplateValue& value, int line) {
    if (value.isUndefined()) return makeList({});
    const auto* map = value.as<TemplateMap>();
    if (map == nullptr) failTemplateUse("the filter 'items' of " + describeValue(value), line);
    std::vector<TemplateValue> pairs;
    for (const auto& [key, entry] : **map) pairs.push_back(makeList({TemplateValue{key}, charged(entry)}));
    charge(pairs.size() * sizeof(TemplateValue));
    return makeList(std::move(pairs));
}

TemplateValue TemplateRenderer::evaluateCall(const Expression& expression) {
    const Expression& callee = *expression.operands[0];
    if (callee.kind == Kind::Attribute) return callMethod(evaluate(*callee.operands[0]), expression);
    if (callee.kind == Kind::Name && callee.name == "namespace" && expression.operands.size() == 1) {
        TemplateScope values;
        for (const auto& [name, value] : expression.named) values.insert_or_assign(name, evaluate(*value));
        m_namespaces.push_back(std::move(values));
        return {TemplateNamespace{m_namespaces.size() - 1}};
    }
    if (callee.kind == Kind::Name && callee.name == "raise_exception" && expression.operands.size() == 2) {
        throw std::runtime_error("chat template refuses the messages: " +
                                 inQuotes(textOf(evaluate(*expression.operands[1]))));
    }
    if (callee.kind == Kind::Name && callee.name == kClockFunction && expression.operands.size() == 2 && expression.named.empty()) {
        return {formatTime(requireText(evaluate(*expression.operands[1]), callee.name, expression.line), m_now, expression.line)};
    }
    failTemplateUse(callee.kind == Kind::Name ? "the function '" + callee.name + "'" : "a call of a value",
                    expression.line);
}

TemplateValue TemplateRenderer::callMethod(const TemplateValue& object, const Expression& expression) {
    const std::string& method = expression.operands[0]->name;
    if (!expression.named.empty()) failTemplateUse("named arguments of '." + method + "'", expression.line);
    if (const auto* text = object.as<std::string>()) return callStringMethod(*text, method, expression);
    const auto* map = object.as<TemplateMap>();
    const std::size_t arguments = expression.operands.size() - 1;
    if (map != nullptr && method == "get" && (arguments == 1 || arguments == 2)) {
        const TemplateValue key = evaluate(*expression.operands[1]);
        const auto* name = key.as<std::string>();
        if (const auto* entry = name == nullptr ? nullptr : findEntry(*map, *name)) return *entry;
        return arguments == 2 ? evaluate(*expression.operands[2]) : TemplateValue{TemplateNone{}};
    }
    failTemplateUse("'." + method + "()' of " + describeValue(object), expression.line);
}

TemplateValue TemplateRenderer::callStringMethod(const std::string& text, const std::string& method,
                                                 const Expression& expression) {
    charge(text.size());
    if (std::ranges::find(kStringMethods, method) == kStringMethods.end())
        failTemplateUse("'." + method + "()' of a string", expression.line);
    std::vector<std::string> arguments;
    for (std::size_t i = 1; i < expression.operands.size(); ++i)
        arguments.push_back(requireText(evaluate(*expression.operands[i]), method, expression.line));
    const std::size_t count = arguments.size();
    if (count > 0) chargeSearch(text, arguments[0]);
    const auto strip = [&](StripSide side) -> TemplateValue {
        return {std::string(count == 0 ? stripped(text, side) : stripped(text, side, arguments[0]))};
    };
    if (method == "strip" && count <= 1) return strip(StripSide::Both);
    if (method == "lstrip" && count <= 1) return strip(StripSide::Left);
    if (method == "rstrip" && count <= 1) return strip(StripSide::Right);
    if (method == "startswith" && count == 1) return {text.starts_with(arguments[0])};
    if (method == "endswith" && count == 1) return {text.ends_with(arguments[0])};
    if ((method == "upper" || method == "lower") && count == 0)
        return {withCase(text, method == "upper", expression.line)};
    if (method == "replace" && count == 2 && !arguments[0].empty()) {
        std::string result = replacedAll(text, arguments[0], arguments[1]);
        charge(result.size());
        return {std::move(result)};
    }
    if (method == "split" && count == 1 && !arguments[0].empty()) {
        std::vector<TemplateValue> parts;
        for (std::size_t at = 0;;) {
            const auto next = text.find(arguments[0], at);
            parts.push_back({text.substr(at, next - at)});
            charge(sizeof(TemplateValue));
            if (next == std::string::npos) return makeList(std::move(parts));
            at = next + arguments[0].size();
        }
    }
    failTemplateUse("'." + method + "()' of a string with " + std::to_string(count) + " arguments", expression.line);
}

}  // namespace engine
