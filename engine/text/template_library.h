// The filters, tests and methods that chat templates may use: the part of the interpreter that grows.
// Free functions over values; what they need of the rendering they ask its TemplateContext for. One thread at a time.
#pragma once

#include <ctime>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/text/template_value.h"

namespace engine {

/// What a function, filter or test is called with.
struct TemplateArguments {
    TemplateItems positional;
    std::vector<std::pair<std::string, TemplateValue>> named;

    bool isEmpty() const { return positional.empty() && named.empty(); }
    /// The arguments in the order of `names`, nothing if one is not given. Throws if they do not fit; `user` is who
    /// takes them, e.g. "the filter 'join'".
    std::vector<std::optional<TemplateValue>> bound(const std::string& user,
                                                    std::initializer_list<std::string_view> names,
                                                    std::size_t least = 0) const;
    /// Without the first `count` of the positional ones.
    TemplateArguments after(std::size_t count) const;
};

/// What the library needs of a rendering.
class TemplateContext {
public:
    virtual TemplateBudget& budget() = 0;
    /// Everything that a walk through the value meets; takes what an iterator has left.
    virtual TemplateItems itemsOf(const TemplateValue& value) = 0;
    /// The first of them; an iterator keeps the rest.
    virtual std::optional<TemplateValue> takeFirst(const TemplateValue& value) = 0;
    virtual TemplateValue makeIterator(TemplateItems items) = 0;
    /// object.name and object[key]
    virtual TemplateValue attributeOf(const TemplateValue& object, const std::string& name) = 0;
    virtual TemplateValue entryOf(const TemplateValue& object, const TemplateValue& key) = 0;
    virtual bool isIn(const TemplateValue& container, const TemplateValue& item) = 0;

protected:
    ~TemplateContext() = default;
};

/// The string or the whole number that `user` needs; throws for anything else.
const std::string& requireText(const TemplateValue& value, const std::string& user);
std::int64_t requireInteger(const TemplateValue& value, const std::string& user);

/// value | name(arguments): template_filters.cpp.
TemplateValue applyFilter(TemplateContext& context, const std::string& name, const TemplateValue& value,
                          const TemplateArguments& arguments);

/// value is name(arguments): template_tests.cpp.
bool applyTest(TemplateContext& context, const std::string& name, const TemplateValue& value,
               const TemplateArguments& arguments);

/// The filters that walk through sequences; nothing where `name` is none of them: template_sequences.cpp.
std::optional<TemplateValue> findSequenceFilter(TemplateContext& context, const std::string& name,
                                                const TemplateValue& value, const TemplateArguments& arguments);

/// A method of a string: template_methods.cpp. `isKnown...`: Python has it; `isMethod...`: it can be called here too.
bool isKnownTextMethod(std::string_view name);
bool isTextMethod(std::string_view name);
TemplateValue callTextMethod(TemplateContext& context, const TemplateText& text, const std::string& name,
                             const TemplateArguments& arguments);

/// left op right for + - * / // % **: template_arithmetic.cpp.
TemplateValue applyArithmetic(const std::string& op, const TemplateValue& left, const TemplateValue& right,
                              TemplateBudget& budget);
/// Python's format % values.
std::string formatPercent(const std::string& format, const TemplateItems& values, const TemplateEntries* named,
                          TemplateBudget& budget);

/// Python's strftime in the C locale, whatever the program's, for the letters that dates are written with.
std::string formatTime(const std::string& format, const std::tm& now);

}  // namespace engine
