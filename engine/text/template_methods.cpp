// The methods of strings that chat templates may call: Python's, in characters.
#include <algorithm>
#include <array>
#include <map>

#include "engine/files/utf8.h"
#include "engine/text/template_library.h"
#include "engine/text/template_text.h"

namespace engine {
namespace {

using Arguments = TemplateArguments;
using Value = TemplateValue;

constexpr std::array<std::string_view, 15> kOthers{
    "casefold",    "encode",  "expandtabs", "format_map", "isascii",  "isdecimal", "isidentifier", "isnumeric",
    "isprintable", "istitle", "unescape",   "maketrans",  "swapcase", "translate", "striptags"};

/// One call: the string, its method and what all methods need.
class Call {
public:
    Call(TemplateContext& context, const TemplateText& text, const std::string& name, const Arguments& arguments)
        : m_context(context),
          m_budget(context.budget()),
          m_text(*text.text),
          m_isMarkup(text.isMarkup),
          m_name(name),
          m_user("'." + name + "()' of a string"),
          m_arguments(arguments) {}

    Value strip(StripSide side) {
        const auto bound = m_arguments.bound(m_user, {"chars"});
        if (!bound[0] || bound[0]->isNone()) return text(std::string(stripped(m_text, side)));
        refuseMarkup();
        return text(std::string(stripped(m_text, side, textAt(bound, 0), m_budget)));
    }

    Value inCase(LetterCase wanted) {
        (void)m_arguments.bound(m_user, {});
        m_budget.chargeText(m_text.size() * 4);
        return text(withCase(m_text, wanted));
    }

    Value startsOrEnds(bool starts) {
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        const auto fits = [&](const Value& part) {
            const std::string& wanted = requireText(part, m_user);
            m_budget.charge(wanted.size());
            return starts ? m_text.starts_with(wanted) : m_text.ends_with(wanted);
        };
        if (!bound[0]->isKind(TemplateList::Kind::Tuple)) return {fits(*bound[0])};
        return {std::ranges::any_of(*bound[0]->items(), fits)};
    }

    Value replace() {
        refuseMarkup();
        const auto bound = m_arguments.bound(m_user, {"old", "new", "count"}, 2);
        const auto count = bound[2] ? std::optional(requireInteger(*bound[2], m_user)) : std::nullopt;
        return text(replaced(m_text, textAt(bound, 0), textAt(bound, 1), count, m_budget));
    }

    Value split(bool fromRight) {
        refuseMarkup();
        const auto bound = m_arguments.bound(m_user, {"sep", "maxsplit"});
        std::optional<std::string_view> separator;
        if (bound[0] && !bound[0]->isNone()) separator = textAt(bound, 0);
        const auto most = bound[1] ? std::optional(requireInteger(*bound[1], m_user)) : std::nullopt;
        return list(splitText(m_text, separator, most, fromRight, m_budget));
    }

    Value lines() {
        const auto bound = m_arguments.bound(m_user, {"keepends"});
        return list(splitLines(m_text, bound[0] && isTrue(*bound[0]), m_budget));
    }

    Value join() {
        refuseMarkup();
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        std::string result;
        bool isFirst = true;
        for (const Value& item : m_context.itemsOf(*bound[0])) {
            const std::string& part = requireText(item, m_user);
            m_budget.charge(m_text.size() + part.size());
            if (result.size() + m_text.size() + part.size() > kMaxTemplateTextBytes)
                failTemplate("the text becomes too long");
            if (!std::exchange(isFirst, false)) result += m_text;
            result += part;
        }
        return text(std::move(result));
    }

    /// find, rfind, index, rindex: where a part begins, in characters.
    Value find(bool fromRight, bool mustBe) {
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        const std::string& part = textAt(bound, 0);
        m_budget.chargeSearch(m_text.size(), part.size());
        m_budget.charge(m_text.size());
        const auto at = fromRight ? m_text.rfind(part) : m_text.find(part);
        if (at == std::string::npos && mustBe) failTemplate(m_user + " for what is not in it");
        if (at == std::string::npos) return {std::int64_t{-1}};
        return {static_cast<std::int64_t>(characterCount(std::string_view(m_text).substr(0, at)))};
    }

    Value count() {
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        const std::string& part = textAt(bound, 0);
        m_budget.chargeSearch(m_text.size(), part.size());
        m_budget.charge(m_text.size());
        if (part.empty()) return {static_cast<std::int64_t>(characterCount(m_text)) + 1};
        std::int64_t found = 0;
        for (auto at = m_text.find(part); at != std::string::npos; at = m_text.find(part, at + part.size())) ++found;
        return {found};
    }

    Value removeFix(bool prefix) {
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        const std::string& part = textAt(bound, 0);
        m_budget.charge(part.size());
        const bool has = prefix ? m_text.starts_with(part) : m_text.ends_with(part);
        if (!has) return text(m_text);
        return text(prefix ? m_text.substr(part.size()) : m_text.substr(0, m_text.size() - part.size()));
    }

    Value partition(bool fromRight) {
        refuseMarkup();
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        const std::string& part = textAt(bound, 0);
        if (part.empty()) failTemplate("splits at an empty separator");
        m_budget.chargeSearch(m_text.size(), part.size());
        const auto at = fromRight ? m_text.rfind(part) : m_text.find(part);
        std::vector<std::string> parts{m_text, "", ""};
        if (at == std::string::npos && fromRight) parts = {"", "", m_text};
        if (at != std::string::npos) parts = {m_text.substr(0, at), part, m_text.substr(at + part.size())};
        return list(std::move(parts), TemplateList::Kind::Tuple);
    }

    /// center, ljust and rjust: where in the new width the text stands.
    Value justify(char where) {
        refuseMarkup();
        const auto bound = m_arguments.bound(m_user, {"", ""}, 1);
        const std::string fill = bound[1] ? textAt(bound, 1) : " ";
        if (characterCount(fill) != 1) failTemplate(m_user + " with more than one character to fill with");
        const std::int64_t width = requireInteger(*bound[0], m_user);
        const std::int64_t missing = width - static_cast<std::int64_t>(characterCount(m_text));
        if (missing <= 0) return text(m_text);
        const std::int64_t left = where == 'l' ? 0 : where == 'r' ? missing : missing / 2 + (missing & width & 1);
        const std::string before = repeated(fill, left, m_budget);
        return text(before + m_text + repeated(fill, missing - left, m_budget));
    }

    Value zeroFill() {
        const auto bound = m_arguments.bound(m_user, {""}, 1);
        const std::int64_t missing =
            requireInteger(*bound[0], m_user) - static_cast<std::int64_t>(characterCount(m_text));
        const bool hasSign = m_text.starts_with('-') || m_text.starts_with('+');
        return text(m_text.substr(0, hasSign ? 1 : 0) + repeated("0", missing, m_budget) +
                    m_text.substr(hasSign ? 1 : 0));
    }

    /// isdigit, isalpha, isalnum, isspace, isupper, islower.
    Value is() {
        (void)m_arguments.bound(m_user, {});
        m_budget.charge(m_text.size());
        if (m_name == "isspace") return {!m_text.empty() && stripped(m_text, StripSide::Both).empty()};
        bool hasLetter = false, hasOther = false, hasDigit = false, hasUpper = false, hasLower = false;
        for (const char c : m_text) {
            if (static_cast<unsigned char>(c) >= 0x80) failTemplateUse(m_user + " with letters beyond ASCII");
            hasUpper |= c >= 'A' && c <= 'Z';
            hasLower |= c >= 'a' && c <= 'z';
            const bool isLetter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            const bool isDigit = c >= '0' && c <= '9';
            hasLetter |= isLetter;
            hasDigit |= isDigit;
            hasOther |= !isLetter && !isDigit;
        }
        if (m_name == "isupper") return {hasUpper && !hasLower};
        if (m_name == "islower") return {hasLower && !hasUpper};
        if (m_name == "isdigit") return {hasDigit && !hasLetter && !hasOther};
        if (m_name == "isalpha") return {hasLetter && !hasDigit && !hasOther};
        return {(hasLetter || hasDigit) && !hasOther};
    }

    /// '{} {0} {name}'.format(...), without forms for the values.
    Value format() {
        refuseMarkup();
        std::string result;
        std::size_t nextPlace = 0;
        for (std::size_t i = 0; i < m_text.size(); ++i) {
            const char c = m_text[i];
            const bool isDouble = (c == '{' || c == '}') && i + 1 < m_text.size() && m_text[i + 1] == c;
            if (isDouble || (c != '{' && c != '}')) {
                result += c;
                i += isDouble ? 1 : 0;
                continue;
            }
            const auto close = m_text.find('}', i);
            if (c == '}' || close == std::string::npos) failTemplate(m_user + " with a single brace");
            const std::string part = textOf(fieldOf(m_text.substr(i + 1, close - i - 1), nextPlace), m_budget);
            m_budget.charge(part.size());
            result += part;
            if (result.size() > kMaxTemplateTextBytes) failTemplate("the text becomes too long");
            i = close;
        }
        m_budget.charge(result.size());
        return text(std::move(result));
    }

private:
    Value text(std::string value) {
        m_budget.chargeText(value.size());
        return makeText(std::move(value), m_isMarkup);
    }

    Value list(std::vector<std::string> parts, TemplateList::Kind kind = TemplateList::Kind::List) {
        TemplateItems items;
        for (std::string& part : parts) items.push_back(makeText(std::move(part), m_isMarkup));
        return makeList(std::move(items), kind);
    }

    const std::string& textAt(const std::vector<std::optional<Value>>& bound, std::size_t i) const {
        return requireText(*bound[i], m_user);
    }

    /// What text marked safe is joined with is escaped first: not done here.
    void refuseMarkup() const {
        if (m_isMarkup) failTemplateUse(m_user + " that is marked safe");
    }

    const Value& fieldOf(const std::string& field, std::size_t& nextPlace) const {
        const bool isNumber = !field.empty() && field.size() < 6 &&
                              std::ranges::all_of(field, [](char c) { return c >= '0' && c <= '9'; });
        if (field.empty() || isNumber) {
            const std::size_t place = field.empty() ? nextPlace++ : static_cast<std::size_t>(std::stoul(field));
            if (place >= m_arguments.positional.size()) failTemplate(m_user + " with too few arguments");
            return m_arguments.positional[place];
        }
        const auto found = std::ranges::find(m_arguments.named, field, [](const auto& entry) { return entry.first; });
        if (found == m_arguments.named.end()) failTemplateUse(m_user + " with the field {" + field.substr(0, 40) + "}");
        return found->second;
    }

    TemplateContext& m_context;
    TemplateBudget& m_budget;
    const std::string& m_text;
    bool m_isMarkup;
    const std::string& m_name;
    std::string m_user;
    const Arguments& m_arguments;
};

using Method = Value (*)(Call&);

const std::map<std::string_view, Method>& methods() {
    static const std::map<std::string_view, Method> all{
        {"strip", [](Call& c) { return c.strip(StripSide::Both); }},
        {"lstrip", [](Call& c) { return c.strip(StripSide::Left); }},
        {"rstrip", [](Call& c) { return c.strip(StripSide::Right); }},
        {"upper", [](Call& c) { return c.inCase(LetterCase::Upper); }},
        {"lower", [](Call& c) { return c.inCase(LetterCase::Lower); }},
        {"title", [](Call& c) { return c.inCase(LetterCase::Title); }},
        {"capitalize", [](Call& c) { return c.inCase(LetterCase::Capitalized); }},
        {"startswith", [](Call& c) { return c.startsOrEnds(true); }},
        {"endswith", [](Call& c) { return c.startsOrEnds(false); }},
        {"replace", [](Call& c) { return c.replace(); }},
        {"split", [](Call& c) { return c.split(false); }},
        {"rsplit", [](Call& c) { return c.split(true); }},
        {"splitlines", [](Call& c) { return c.lines(); }},
        {"join", [](Call& c) { return c.join(); }},
        {"find", [](Call& c) { return c.find(false, false); }},
        {"rfind", [](Call& c) { return c.find(true, false); }},
        {"index", [](Call& c) { return c.find(false, true); }},
        {"rindex", [](Call& c) { return c.find(true, true); }},
        {"count", [](Call& c) { return c.count(); }},
        {"removeprefix", [](Call& c) { return c.removeFix(true); }},
        {"removesuffix", [](Call& c) { return c.removeFix(false); }},
        {"partition", [](Call& c) { return c.partition(false); }},
        {"rpartition", [](Call& c) { return c.partition(true); }},
        {"center", [](Call& c) { return c.justify('c'); }},
        {"ljust", [](Call& c) { return c.justify('l'); }},
        {"rjust", [](Call& c) { return c.justify('r'); }},
        {"zfill", [](Call& c) { return c.zeroFill(); }},
        {"isdigit", [](Call& c) { return c.is(); }},
        {"isalpha", [](Call& c) { return c.is(); }},
        {"isalnum", [](Call& c) { return c.is(); }},
        {"isspace", [](Call& c) { return c.is(); }},
        {"isupper", [](Call& c) { return c.is(); }},
        {"islower", [](Call& c) { return c.is(); }},
        {"format", [](Call& c) { return c.format(); }},
    };
    return all;
}

}  // namespace

bool isTextMethod(std::string_view name) {
    return methods().contains(name);
}

bool isKnownTextMethod(std::string_view name) {
    return isTextMethod(name) || std::ranges::find(kOthers, name) != kOthers.end();
}

TemplateValue callTextMethod(TemplateContext& context, const TemplateText& text, const std::string& name,
                             const TemplateArguments& arguments) {
    context.budget().charge(text.text->size() / 8);
    Call call(context, text, name, arguments);
    return methods().find(name)->second(call);
}

}  // namespace engine
