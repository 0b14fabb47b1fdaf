// How template values are written out: Python's str() and repr(), and json.dumps().
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "engine/files/utf8.h"
#include "engine/text/template_value.h"

namespace engine {
namespace {

/// Python's str.isprintable() of one character.
bool isPrintable(char32_t character) {
    if (character == ' ') return true;
    switch (utf8proc_category(static_cast<utf8proc_int32_t>(character))) {
        case UTF8PROC_CATEGORY_CN:
        case UTF8PROC_CATEGORY_CC:
        case UTF8PROC_CATEGORY_CF:
        case UTF8PROC_CATEGORY_CS:
        case UTF8PROC_CATEGORY_CO:
        case UTF8PROC_CATEGORY_ZL:
        case UTF8PROC_CATEGORY_ZP:
        case UTF8PROC_CATEGORY_ZS: return false;
        default: return true;
    }
}

std::string hexEscape(const char* format, char32_t character) {
    std::array<char, 16> escaped{};
    std::snprintf(escaped.data(), escaped.size(), format, static_cast<unsigned>(character));
    return escaped.data();
}

void appendJsonString(std::string& out, std::string_view text, bool asciiOnly) {
    constexpr std::string_view kShort = "\"\\\n\r\t\b\f";
    constexpr std::string_view kLetters = "\"\\nrtbf";
    out += '"';
    while (!text.empty()) {
        const Utf8Step step = stepUtf8(text);
        const auto found = step.length == 1 ? kShort.find(text[0]) : std::string_view::npos;
        if (found != std::string_view::npos) {
            out += '\\';
            out += kLetters[found];
        } else if (step.character < 0x20 || (asciiOnly && step.character > 0x7E && step.character < 0x10000)) {
            out += hexEscape("\\u%04x", step.character);
        } else if (asciiOnly && step.character > 0x7E) {
            out += hexEscape("\\u%04x", 0xD800 + ((step.character - 0x10000) >> 10));
            out += hexEscape("\\u%04x", 0xDC00 + ((step.character - 0x10000) & 0x3FF));
        } else {
            out += text.substr(0, step.length);
        }
        text.remove_prefix(step.length);
    }
    out += '"';
}

/// What both ways of writing share: the text so far, its budget and where it began to be counted.
class Printer {
public:
    explicit Printer(TemplateBudget& budget) : m_budget(budget) {}
    std::string take() {
        settle();
        return std::move(m_out);
    }

protected:
    void put(std::string_view text) {
        m_out += text;
        if (m_out.size() > m_charged + 4096) settle();
    }
    void settle() {
        if (m_out.size() > kMaxTemplateTextBytes) failTemplate("the text becomes too long");
        m_budget.charge(m_out.size() - m_charged);
        m_charged = m_out.size();
    }
    /// Counts a step, so that values which share their parts cannot take time without writing much.
    void step() { m_budget.charge(0); }

    TemplateBudget& m_budget;
    std::string m_out;

private:
    std::size_t m_charged = 0;
};

class Repr : public Printer {
public:
    using Printer::Printer;

    void value(const TemplateValue& value) {
        step();
        if (value.isUndefined())
            put("Undefined");
        else if (value.isNone())
            put("None");
        else if (const auto* flag = value.as<bool>())
            put(*flag ? "True" : "False");
        else if (const auto* number = value.as<std::int64_t>())
            put(std::to_string(*number));
        else if (const auto* fraction = value.as<double>())
            put(numberText(*fraction));
        else if (const auto* text = value.as<TemplateText>())
            quoted(*text);
        else if (const auto* list = value.as<TemplateList>())
            this->list(*list);
        else if (const auto* entries = value.entries())
            this->entries(*entries);
        else
            failTemplateUse("the printed form of " + describeValue(value));
    }

private:
    void list(const TemplateList& list) {
        using Kind = TemplateList::Kind;
        const TemplateItems& items = list.data->items;
        if (list.kind == Kind::Range) failTemplateUse("the printed form of a range");
        if (list.kind == Kind::Keys) put("dict_keys(");
        if (list.kind == Kind::Values) put("dict_values(");
        if (list.kind == Kind::Items) put("dict_items(");
        put(list.kind == Kind::Tuple ? "(" : "[");
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) put(", ");
            value(items[i]);
        }
        if (list.kind == Kind::Tuple)
            put(items.size() == 1 ? ",)" : ")");
        else
            put(list.kind == Kind::List ? "]" : "])");
    }

    void entries(const TemplateEntries& entries) {
        put("{");
        for (std::size_t i = 0; i < entries.size(); ++i) {
            if (i > 0) put(", ");
            value(entries[i].first);
            put(": ");
            value(entries[i].second);
        }
        put("}");
    }

    void quoted(const TemplateText& text) {
        std::string_view rest = *text.text;
        m_budget.charge(rest.size());
        const bool hasSingle = rest.find('\'') != std::string_view::npos;
        const char quote = hasSingle && rest.find('"') == std::string_view::npos ? '"' : '\'';
        std::string result(1, quote);
        while (!rest.empty()) {
            const Utf8Step step = stepUtf8(rest);
            const char32_t c = step.character;
            if (c == '\n')
                result += "\\n";
            else if (c == '\r')
                result += "\\r";
            else if (c == '\t')
                result += "\\t";
            else if (c == '\\' || c == static_cast<unsigned char>(quote))
                (result += '\\') += static_cast<char>(c);
            else if (isPrintable(c))
                result += rest.substr(0, step.length);
            else
                result += hexEscape(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
            rest.remove_prefix(step.length);
        }
        result += quote;
        put(text.isMarkup ? "Markup(" + result + ")" : result);
    }
};

class Json : public Printer {
public:
    Json(const TemplateJsonForm& form, TemplateBudget& budget) : Printer(budget), m_form(form) {}

    void value(const TemplateValue& value) {
        step();
        using Kind = TemplateList::Kind;
        if (value.isNone())
            put("null");
        else if (const auto* flag = value.as<bool>())
            put(*flag ? "true" : "false");
        else if (const auto* number = value.as<std::int64_t>())
            put(std::to_string(*number));
        else if (const auto* fraction = value.as<double>())
            put(numberText(*fraction));
        else if (const auto* text = value.text())
            string(*text);
        else if (value.isKind(Kind::List) || value.isKind(Kind::Tuple))
            items(*value.items());
        else if (const auto* list = value.entries())
            entries(*list);
        else
            failTemplate("tojson of " + describeValue(value));
    }

private:
    void string(const std::string& text) {
        appendJsonString(m_out, text, m_form.asciiOnly);
        settle();
    }

    void items(const TemplateItems& items) {
        if (items.empty()) return put("[]");
        put("[");
        ++m_level;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i > 0) put(m_form.itemSeparator);
            newLine();
            value(items[i]);
        }
        --m_level;
        newLine();
        put("]");
    }

    void entries(const TemplateEntries& entries) {
        if (entries.empty()) return put("{}");
        TemplateEntries ordered = entries;
        if (m_form.sortKeys)
            std::ranges::stable_sort(ordered,
                                     [&](const auto& a, const auto& b) { return isLess(a.first, b.first, m_budget); });
        put("{");
        ++m_level;
        for (std::size_t i = 0; i < ordered.size(); ++i) {
            if (i > 0) put(m_form.itemSeparator);
            newLine();
            key(ordered[i].first);
            put(m_form.keySeparator);
            value(ordered[i].second);
        }
        --m_level;
        newLine();
        put("}");
    }

    /// Keys that are not strings are written as the strings that JSON wants.
    void key(const TemplateValue& key) {
        if (const auto* text = key.text()) return string(*text);
        if (!key.isNone() && !key.findNumber()) failTemplate("tojson of a mapping with the key " + describeValue(key));
        put("\"");
        value(key);
        put("\"");
    }

    void newLine() {
        if (!m_form.indent) return;
        put("\n");
        for (int i = 0; i < m_level; ++i) put(*m_form.indent);
    }

    const TemplateJsonForm& m_form;
    int m_level = 0;
};

}  // namespace

std::string numberText(double number) {
    if (std::isnan(number)) return "nan";
    if (std::isinf(number)) return number < 0 ? "-inf" : "inf";
    std::array<char, 64> digits{};
    const double size = std::abs(number);
    const bool isScientific = size != 0 && (size < 1e-4 || size >= 1e16);
    const auto format = isScientific ? std::chars_format::scientific : std::chars_format::fixed;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, format).ptr;
    std::string text(digits.data(), end);
    if (!isScientific && text.find('.') == std::string::npos) text += ".0";
    return text;
}

std::string textOf(const TemplateValue& value, TemplateBudget& budget) {
    if (const auto* text = value.text()) return *text;
    if (value.isUndefined()) return "";
    Repr repr(budget);
    repr.value(value);
    return repr.take();
}

std::string jsonOf(const TemplateValue& value, const TemplateJsonForm& form, TemplateBudget& budget) {
    Json json(form, budget);
    json.value(value);
    return json.take();
}

}  // namespace engine
