// The filters of a chat template that take one value; those that walk through sequences: template_sequences.cpp.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>

#include "engine/text/template_library.h"
#include "engine/text/template_text.h"

namespace engine {
namespace {

using Arguments = TemplateArguments;
using Value = TemplateValue;
using Filter = Value (*)(TemplateContext&, const Value&, const Arguments&);

std::string userOf(const char* name) {
    return std::string("the filter '") + name + "'";
}

Value filterDefault(TemplateContext&, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("default"), {"default_value", "boolean"});
    const bool alsoFalse = bound[1] && isTrue(*bound[1]);
    if (!value.isUndefined() && !(alsoFalse && !isTrue(value))) return value;
    return bound[0].value_or(makeText(""));
}

Value filterReplace(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("replace"), {"old", "new", "count"}, 2);
    std::optional<std::int64_t> count;
    if (bound[2] && !bound[2]->isNone()) count = requireInteger(*bound[2], userOf("replace"));
    TemplateBudget& budget = context.budget();
    return makeText(
        replaced(textOf(value, budget), textOf(*bound[0], budget), textOf(*bound[1], budget), count, budget));
}

Value filterTrim(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("trim"), {"chars"});
    const std::string text = textOf(value, context.budget());
    context.budget().charge(text.size());
    const bool isMarkup = value.text() != nullptr && value.as<TemplateText>()->isMarkup;
    if (!bound[0] || bound[0]->isNone()) return makeText(std::string(stripped(text, StripSide::Both)), isMarkup);
    return makeText(
        std::string(stripped(text, StripSide::Both, requireText(*bound[0], userOf("trim")), context.budget())),
        isMarkup);
}

Value filterIndent(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("indent"), {"width", "first", "blank"});
    std::string with(4, ' ');
    if (bound[0] && bound[0]->text() != nullptr)
        with = *bound[0]->text();
    else if (bound[0])
        with = repeated(" ", requireInteger(*bound[0], userOf("indent")), context.budget());
    const bool first = bound[1] && isTrue(*bound[1]);
    const bool blank = bound[2] && isTrue(*bound[2]);
    return makeText(indented(requireText(value, userOf("indent")), with, first, blank, context.budget()));
}

Value filterJson(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("tojson"), {"ensure_ascii", "indent", "separators", "sort_keys"});
    TemplateJsonForm form;
    form.asciiOnly = bound[0] && isTrue(*bound[0]);
    form.sortKeys = bound[3] && isTrue(*bound[3]);
    if (bound[1] && !bound[1]->isNone()) {
        form.itemSeparator = ",";
        if (const auto* text = bound[1]->text())
            form.indent = *text;
        else
            form.indent = repeated(" ", requireInteger(*bound[1], userOf("tojson")), context.budget());
    }
    if (bound[2] && !bound[2]->isNone()) {
        const TemplateItems separators = context.itemsOf(*bound[2]);
        if (separators.size() != 2) failTemplate("tojson with separators that are not two");
        form.itemSeparator = requireText(separators[0], userOf("tojson"));
        form.keySeparator = requireText(separators[1], userOf("tojson"));
    }
    return makeText(jsonOf(value, form, context.budget()));
}

/// A text as Python's int() or float() reads it: without white space around and without underscores between digits.
std::string numberTextOf(const std::string& text) {
    std::string plain;
    const std::string_view body = stripped(text, StripSide::Both);
    for (std::size_t i = 0; i < body.size(); ++i) {
        const auto isDigit = [&](std::size_t at) { return at < body.size() && body[at] >= '0' && body[at] <= '9'; };
        if (body[i] == '_' && i > 0 && isDigit(i - 1) && isDigit(i + 1)) continue;
        if (body[i] == '+' && i == 0 && !body.substr(1).starts_with('-')) continue;
        plain += body[i];
    }
    return plain;
}

std::optional<double> findFraction(const std::string& text) {
    const std::string plain = numberTextOf(text);
    double number = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (end != plain.data() + plain.size() || plain.empty() || error == std::errc::invalid_argument)
        return std::nullopt;
    if (error != std::errc() || !std::isfinite(number)) failTemplateUse("a number that is not finite");
    return number;
}

std::int64_t wholeOf(double number) {
    if (std::abs(number) > 9e18) failTemplateUse("a number that is no small whole number");
    return static_cast<std::int64_t>(number);
}

Value filterInt(TemplateContext&, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("int"), {"default", "base"});
    if (bound[1] && bound[1]->findInteger() != std::optional<std::int64_t>(10))
        failTemplateUse("the filter 'int' with another base");
    if (value.isUndefined()) failTemplate("int of " + describeValue(value));
    if (const auto number = value.findInteger()) return {*number};
    if (const auto number = value.findNumber()) return {wholeOf(*number)};
    const Value otherwise = bound[0].value_or(Value{std::int64_t{0}});
    if (value.text() == nullptr) return otherwise;
    const std::string plain = numberTextOf(*value.text());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), number);
    if (error == std::errc() && end == plain.data() + plain.size()) return {number};
    const auto fraction = findFraction(*value.text());
    return fraction ? Value{wholeOf(*fraction)} : otherwise;
}

Value filterFloat(TemplateContext&, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("float"), {"default"});
    if (value.isUndefined()) failTemplate("float of " + describeValue(value));
    if (const auto number = value.findNumber()) return {*number};
    const auto fraction = value.text() == nullptr ? std::nullopt : findFraction(*value.text());
    return fraction ? Value{*fraction} : bound[0].value_or(Value{0.0});
}

Value filterAbs(TemplateContext&, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("abs"), {});
    if (const auto* number = value.as<double>()) return {std::abs(*number)};
    const auto number = value.findInteger();
    if (!number || *number == std::numeric_limits<std::int64_t>::min()) failTemplate("abs of " + describeValue(value));
    return {std::abs(*number)};
}

Value filterRound(TemplateContext&, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("round"), {"precision", "method"});
    const std::int64_t precision = bound[0] ? requireInteger(*bound[0], userOf("round")) : 0;
    const std::string method = bound[1] ? requireText(*bound[1], userOf("round")) : "common";
    const auto number = value.findNumber();
    if (!number) failTemplate("round of " + describeValue(value));
    if (precision < 0 || precision > 15) failTemplateUse("round to this precision");
    if (method == "ceil" || method == "floor") {
        const double factor = std::pow(10.0, static_cast<double>(precision));
        return {(method == "ceil" ? std::ceil(*number * factor) : std::floor(*number * factor)) / factor};
    }
    if (method != "common") failTemplate("round by an unknown method");
    if (value.findInteger()) return {*value.findInteger()};
    if (std::abs(*number) > 1e15) return {*number};
    char digits[64];
    std::snprintf(digits, sizeof digits, "%.*f", static_cast<int>(precision), *number);
    std::string_view text = digits;
    double result = 0;
    for (char& c : digits)
        if (c == ',') c = '.';  // whatever the locale's point
    std::from_chars(text.data(), text.data() + text.size(), result);
    return {result};
}

template <LetterCase wanted>
Value filterCase(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound("the filter for the case of letters", {});
    const std::string text = textOf(value, context.budget());
    context.budget().chargeText(text.size() * 4);
    return makeText(withCase(text, wanted), value.text() != nullptr && value.as<TemplateText>()->isMarkup);
}

Value filterLength(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("length"), {});
    context.budget().charge(value.text() == nullptr ? 0 : value.text()->size() / 8);
    return {lengthOf(value)};
}

Value filterString(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("string"), {});
    return value.text() != nullptr ? value : makeText(textOf(value, context.budget()));
}

Value filterSafe(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("safe"), {});
    if (const auto* text = value.as<TemplateText>()) return {TemplateText{text->text, true}};
    return makeText(textOf(value, context.budget()), true);
}

Value filterEscape(TemplateContext& context, const Value& value, const Arguments& arguments) {
    (void)arguments.bound(userOf("escape"), {});
    if (value.text() != nullptr && value.as<TemplateText>()->isMarkup) return value;
    return makeText(escapedHtml(textOf(value, context.budget()), context.budget()), true);
}

Value filterFormat(TemplateContext& context, const Value& value, const Arguments& arguments) {
    if (!arguments.named.empty() && !arguments.positional.empty())
        failTemplate("the filter 'format' with both kinds of arguments");
    TemplateEntries named;
    for (const auto& [name, entry] : arguments.named) named.emplace_back(makeText(name), entry);
    const std::string format = textOf(value, context.budget());
    return makeText(formatPercent(format, arguments.positional, named.empty() ? nullptr : &named, context.budget()));
}

Value filterCenter(TemplateContext& context, const Value& value, const Arguments& arguments) {
    const auto bound = arguments.bound(userOf("center"), {"width"});
    return callTextMethod(context, TemplateText{std::make_shared<const std::string>(textOf(value, context.budget()))},
                          "center", {{bound[0].value_or(Value{std::int64_t{80}})}, {}});
}

const std::map<std::string_view, Filter>& filters() {
    static const std::map<std::string_view, Filter> all{
        {"default", filterDefault},
        {"d", filterDefault},
        {"replace", filterReplace},
        {"trim", filterTrim},
        {"indent", filterIndent},
        {"tojson", filterJson},
        {"int", filterInt},
        {"float", filterFloat},
        {"abs", filterAbs},
        {"round", filterRound},
        {"upper", filterCase<LetterCase::Upper>},
        {"lower", filterCase<LetterCase::Lower>},
        {"capitalize", filterCase<LetterCase::Capitalized>},
        {"title", filterCase<LetterCase::TitleOfWords>},
        {"length", filterLength},
        {"count", filterLength},
        {"string", filterString},
        {"safe", filterSafe},
        {"escape", filterEscape},
        {"e", filterEscape},
        {"format", filterFormat},
        {"center", filterCenter},
    };
    return all;
}

}  // namespace

TemplateValue applyFilter(TemplateContext& context, const std::string& name, const TemplateValue& value,
                          const TemplateArguments& arguments) {
    context.budget().charge(0);
    if (const auto found = filters().find(name); found != filters().end())
        return found->second(context, value, arguments);
    if (auto result = findSequenceFilter(context, name, value, arguments)) return *std::move(result);
    failTemplateUse("the filter '" + name + "'");
}

}  // namespace engine
