// Runs a parsed chat template over its variables, with limits on work, depth and output. One rendering, one thread.
#pragma once

#include <ctime>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/template_ast.h"
#include "engine/text/template_library.h"

namespace engine {

using TemplateScope = std::map<std::string, TemplateValue, std::less<>>;

class TemplateRenderer final : private TemplateContext {
public:
    /// `now` is the time that templates may write.
    TemplateRenderer(TemplateScope variables, const std::tm& now);

    /// Throws std::runtime_error with the line of what is not understood, or with the template's own refusal.
    std::string render(const TemplateBody& body);

private:
    using Expression = TemplateExpression;
    enum class Flow { Normal, Break, Continue };

    struct Scope {
        TemplateScope values;
        std::size_t parent = 0;  ///< place in m_scopes; its own for the outermost
        std::uint64_t id = 0;
    };
    struct Loop {
        const TemplateStatement* statement = nullptr;
        TemplateItems items;              ///< what is left to be asked for is behind `taken`
        std::size_t taken = 0;            ///< items that the condition was asked about
        std::deque<TemplateValue> ahead;  ///< items that passed the condition and were not rendered yet
        std::size_t index = 0;            ///< of the current round, among those that passed
        int depth = 0;
        std::size_t scope = 0;  ///< the scope around the for
        std::uint64_t id = 0;
        TemplateValue previous, current;
        std::optional<TemplateValue> changed;
    };
    struct Iterator {
        TemplateItems items;
        std::size_t next = 0;
    };
    /// Counts how deep the rendering is in itself.
    struct Deeper {
        explicit Deeper(TemplateRenderer& renderer);
        ~Deeper() { --m_renderer.m_depth; }
        Deeper(const Deeper&) = delete;
        TemplateRenderer& m_renderer;
    };

    // ---- statements: template_renderer.cpp
    Flow run(const TemplateBody& body);
    Flow runStatement(const TemplateStatement& statement);
    Flow runIf(const TemplateStatement& statement);
    Flow runFor(const TemplateStatement& statement, TemplateItems items, int depth);
    bool lookAhead(std::size_t place);
    void runSetBlock(const TemplateStatement& statement);
    void runFilterBlock(const TemplateStatement& statement);
    void runWith(const TemplateStatement& statement);
    void runCallBlock(const TemplateStatement& statement);
    std::string captured(const TemplateBody& body);
    void assign(const TemplateTarget& target, const TemplateValue& value);
    void write(std::string_view text);
    std::size_t pushScope(std::size_t parent);
    void popScope(std::size_t previous);
    TemplateValue functionHere(const TemplateStatement& statement) const;

    // ---- expressions: template_evaluator.cpp
    TemplateValue evaluate(const Expression& expression);
    TemplateValue evaluateName(const Expression& expression) const;
    TemplateValue evaluateMap(const Expression& expression);
    TemplateValue evaluateSlice(const Expression& expression);
    TemplateValue evaluateUnary(const Expression& expression);
    TemplateValue evaluateBinary(const Expression& expression);
    TemplateValue evaluateCompare(const Expression& expression);
    TemplateValue evaluateConcat(const Expression& expression);
    bool compare(const std::string& op, const TemplateValue& left, const TemplateValue& right);
    bool contains(const TemplateValue& container, const TemplateValue& item);
    TemplateArguments argumentsOf(const Expression& expression);

    // ---- calls: template_calls.cpp
    TemplateValue call(const TemplateValue& callee, const TemplateArguments& arguments);
    TemplateValue callFunction(const std::string& name, const TemplateArguments& arguments);
    TemplateValue callMacro(const TemplateFunctionData& macro, const TemplateArguments& arguments);
    TemplateValue callMethod(const TemplateFunctionData& method, const TemplateArguments& arguments);
    TemplateValue callLoop(const TemplateLoop& loop, const TemplateArguments& arguments);
    TemplateValue callLoopMethod(Loop& loop, const std::string& name, const TemplateArguments& arguments);
    TemplateValue makeNamespace(const TemplateArguments& arguments);
    TemplateValue makeMapOf(const TemplateArguments& arguments);
    TemplateValue loopAttribute(const TemplateLoop& loop, const std::string& name);
    Loop& requireLoop(const TemplateLoop& loop);

    // ---- TemplateContext
    TemplateBudget& budget() override { return m_budget; }
    TemplateItems itemsOf(const TemplateValue& value) override;
    std::optional<TemplateValue> takeFirst(const TemplateValue& value) override;
    TemplateValue makeIterator(TemplateItems items) override;
    TemplateValue attributeOf(const TemplateValue& object, const std::string& name) override;
    TemplateValue entryOf(const TemplateValue& object, const TemplateValue& key) override;
    bool isIn(const TemplateValue& container, const TemplateValue& item) override { return contains(container, item); }

    TemplateBudget m_budget;
    std::vector<Scope> m_scopes;  ///< those that are open; [0] is the outermost
    std::size_t m_scope = 0;      ///< where names are looked up first
    std::deque<TemplateScope> m_namespaces;
    std::deque<Iterator> m_iterators;
    std::deque<Loop> m_loops;
    std::uint64_t m_lastId = 0;
    std::string m_output;
    int m_depth = 0;
    int m_line = 1;
    std::tm m_now;
};

}  // namespace engine
