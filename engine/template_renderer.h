// Runs a parsed chat template over its variables, with limits on work and output. One rendering, one thread.
#pragma once

#include <ctime>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/template_ast.h"

namespace engine {

/// Of the output and of any string on the way.
inline constexpr std::size_t kMaxTemplateTextBytes = 16 << 20;

/// The one function of the clock that templates know; defined for all of them.
inline constexpr std::string_view kClockFunction = "strftime_now";

using TemplateScope = std::map<std::string, TemplateValue, std::less<>>;

class TemplateRenderer {
public:
    TemplateRenderer(TemplateScope variables, const std::tm& now) : m_now(now) {
        m_scopes.push_back(std::move(variables));
        m_scopes.back().insert_or_assign(std::string(kClockFunction), TemplateValue{true});
    }

    /// Throws std::runtime_error with the line of what is not understood, or with the template's own refusal.
    std::string render(const TemplateBody& body);

private:
    using Expression = TemplateExpression;

    void run(const TemplateBody& body);
    void runFor(const TemplateStatement& statement);
    void setItem(const TemplateStatement& statement, const TemplateValue& item);
    void runSet(const TemplateStatement& statement);

    TemplateValue evaluate(const Expression& expression);
    TemplateValue evaluateName(const Expression& expression) const;
    TemplateValue evaluateAttribute(const TemplateValue& object, const Expression& expression) const;
    TemplateValue evaluateSubscript(const TemplateValue& object, const TemplateValue& key,
                                    const Expression& expression) const;
    TemplateValue evaluateSlice(const Expression& expression);
    TemplateValue evaluateBinary(const Expression& expression);
    TemplateValue evaluateArithmetic(const TemplateValue& left, const TemplateValue& right,
                                     const Expression& expression);
    TemplateValue evaluateTest(const Expression& expression);
    TemplateValue evaluateFilter(const Expression& expression);
    TemplateValue evaluateCall(const Expression& expression);
    TemplateValue itemPairs(const TemplateValue& value, int line);
    TemplateValue callMethod(const TemplateValue& object, const Expression& expression);
    TemplateValue callStringMethod(const std::string& text, const std::string& method, const Expression& expression);

    bool contains(const TemplateValue& container, const TemplateValue& item, int line);
    std::string requireText(const TemplateValue& value, const std::string& user, int line) const;
    std::vector<TemplateValue> itemsOf(const TemplateValue& value, int line);
    TemplateValue joined(std::string left, const std::string& right);
    TemplateValue charged(TemplateValue value);
    void chargeSearch(const std::string& text, const std::string& part);
    void charge(std::size_t work);

    std::vector<TemplateScope> m_scopes;
    std::deque<TemplateScope> m_namespaces;
    std::string m_output;
    std::size_t m_work = 0;
    std::tm m_now;
};

}  // namespace engine
