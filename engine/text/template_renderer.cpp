#include "engine/text/template_renderer.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace engine {
namespace {

/// Expressions, blocks, macros and loops within each other, all together: what the stack holds with room to spare.
constexpr int kMaxDepth = 1200;

/// What Jinja's environment and the model libraries define besides a template's variables.
constexpr std::array kFunctions{"range",  "dict",      "lipsum",          "cycler",
                                "joiner", "namespace", "raise_exception", "strftime_now"};

}  // namespace

TemplateRenderer::TemplateRenderer(TemplateScope variables, const std::tm& now) : m_now(now) {
    Scope globals;
    for (const char* name : kFunctions) {
        const TemplateFunctionData data{.name = name, .object = {}};
        globals.values.emplace(name,
                               TemplateValue{TemplateFunction{std::make_shared<const TemplateFunctionData>(data)}});
    }
    m_scopes.push_back(std::move(globals));
    m_scope = pushScope(0);
    m_scopes.back().values = std::move(variables);
}

std::string TemplateRenderer::render(const TemplateBody& body) {
    try {
        run(body);
    } catch (const TemplateFailure& failure) {
        throw std::runtime_error(std::string(failure.what()) + " (line " + std::to_string(m_line) + ")");
    }
    return std::move(m_output);
}

TemplateRenderer::Deeper::Deeper(TemplateRenderer& renderer) : m_renderer(renderer) {
    if (++m_renderer.m_depth > kMaxDepth)
        failTemplateUse("calls and blocks more than " + std::to_string(kMaxDepth) + " deep in each other");
}

void TemplateRenderer::write(std::string_view text) {
    m_budget.charge(text.size());
    if (m_output.size() + text.size() > kMaxTemplateTextBytes) failTemplate("the text becomes too long");
    m_output += text;
}

std::size_t TemplateRenderer::pushScope(std::size_t parent) {
    m_scopes.push_back({{}, parent, ++m_lastId});
    return m_scopes.size() - 1;
}

/// Closes the newest scope; `previous` is where names are looked up again.
void TemplateRenderer::popScope(std::size_t previous) {
    m_scopes.pop_back();
    m_scope = previous;
}

TemplateRenderer::Flow TemplateRenderer::run(const TemplateBody& body) {
    const Deeper deeper(*this);
    for (const TemplateStatement& statement : body) {
        m_budget.charge(0);
        if (const Flow flow = runStatement(statement); flow != Flow::Normal) return flow;
    }
    return Flow::Normal;
}

TemplateRenderer::Flow TemplateRenderer::runStatement(const TemplateStatement& statement) {
    using Kind = TemplateStatement::Kind;
    m_line = statement.line;
    switch (statement.kind) {
        case Kind::Text: write(statement.text); break;
        case Kind::Output: {
            const TemplateValue value = evaluate(*statement.expression);
            if (const auto* text = value.text())
                write(*text);
            else
                write(textOf(value, m_budget));
            break;
        }
        case Kind::If: return runIf(statement);
        case Kind::For: return runFor(statement, itemsOf(evaluate(*statement.expression)), 0);
        case Kind::Set: assign(statement.target, evaluate(*statement.expression)); break;
        case Kind::SetBlock: runSetBlock(statement); break;
        case Kind::Scope: write(captured(statement.branches[0].body)); break;
        case Kind::With: runWith(statement); break;
        case Kind::Macro: m_scopes[m_scope].values.insert_or_assign(statement.text, functionHere(statement)); break;
        case Kind::CallBlock: runCallBlock(statement); break;
        case Kind::FilterBlock: runFilterBlock(statement); break;
        case Kind::Break: return Flow::Break;
        case Kind::Continue: return Flow::Continue;
        case Kind::Refused: failTemplateUse(statement.text);
    }
    return Flow::Normal;
}

TemplateRenderer::Flow TemplateRenderer::runIf(const TemplateStatement& statement) {
    for (const auto& branch : statement.branches) {
        if (branch.condition && !isTrue(evaluate(*branch.condition))) continue;
        return run(branch.body);
    }
    return Flow::Normal;
}

/// The text of a body that has variables of its own.
std::string TemplateRenderer::captured(const TemplateBody& body) {
    std::string outer = std::exchange(m_output, {});
    const std::size_t previous = m_scope;
    m_scope = pushScope(previous);
    run(body);
    popScope(previous);
    return std::exchange(m_output, std::move(outer));
}

void TemplateRenderer::runSetBlock(const TemplateStatement& statement) {
    TemplateValue value = makeText(captured(statement.branches[0].body));
    if (statement.expression) {
        // The filters are parsed over nothing; the body is what they take.
        const std::size_t previous = m_scope;
        m_scope = pushScope(previous);
        m_scopes.back().values.emplace("", std::move(value));
        value = evaluate(*statement.expression);
        popScope(previous);
    }
    assign(statement.target, value);
}

void TemplateRenderer::runFilterBlock(const TemplateStatement& statement) {
    TemplateValue value = makeText(captured(statement.branches[0].body));
    const std::size_t previous = m_scope;
    m_scope = pushScope(previous);
    m_scopes.back().values.emplace("", std::move(value));
    value = evaluate(*statement.expression);
    popScope(previous);
    write(textOf(value, m_budget));
}

void TemplateRenderer::runWith(const TemplateStatement& statement) {
    TemplateItems values;  // all are evaluated outside
    for (const auto& [target, expression] : statement.assigned) values.push_back(evaluate(*expression));
    const std::size_t previous = m_scope;
    m_scope = pushScope(previous);
    for (std::size_t i = 0; i < values.size(); ++i) assign(statement.assigned[i].first, values[i]);
    run(statement.branches[0].body);
    popScope(previous);
}

TemplateValue TemplateRenderer::functionHere(const TemplateStatement& statement) const {
    TemplateFunctionData data{.name = statement.text, .object = {}};
    data.macro = &statement;
    data.scopePlace = m_scope;
    data.scopeId = m_scopes[m_scope].id;
    return {TemplateFunction{std::make_shared<const TemplateFunctionData>(std::move(data))}};
}

void TemplateRenderer::runCallBlock(const TemplateStatement& statement) {
    const TemplateValue callee = evaluate(*statement.expression->operands[0]);
    const auto* function = callee.as<TemplateFunction>();
    const bool takesCaller =
        function != nullptr && function->data->macro != nullptr && function->data->macro->usesCaller;
    if (!takesCaller) failTemplate("a call block around " + describeValue(callee) + " that uses no caller()");
    TemplateArguments arguments = argumentsOf(*statement.expression);
    arguments.named.emplace_back("caller", functionHere(statement));
    write(textOf(call(callee, arguments), m_budget));
}

/// Brings the next item that the for's condition accepts into `ahead`; false when there is none left. The condition is
/// asked as late as the reference asks it, since it may depend on what the rounds before have set.
bool TemplateRenderer::lookAhead(std::size_t place) {
    if (!m_loops[place].ahead.empty()) return true;
    const TemplateStatement& statement = *m_loops[place].statement;
    while (m_loops[place].taken < m_loops[place].items.size()) {
        TemplateValue item = m_loops[place].items[m_loops[place].taken++];
        bool isWanted = true;
        if (statement.condition) {
            const std::size_t previous = m_scope;
            m_scope = pushScope(m_loops[place].scope);
            assign(statement.target, item);
            isWanted = isTrue(evaluate(*statement.condition));
            popScope(previous);
        }
        if (!isWanted) continue;
        m_loops[place].ahead.push_back(std::move(item));
        return true;
    }
    return false;
}

TemplateRenderer::Flow TemplateRenderer::runFor(const TemplateStatement& statement, TemplateItems items, int depth) {
    const Deeper deeper(*this);
    const std::size_t outer = m_scope;
    const std::size_t place = m_loops.size();
    const TemplateLoop handle{place, ++m_lastId};
    m_loops.push_back({.statement = &statement,
                       .items = std::move(items),
                       .ahead = {},
                       .depth = depth,
                       .scope = outer,
                       .id = handle.id,
                       .previous = makeUndefined("'loop.previtem'"),
                       .current = {},
                       .changed = {}});
    bool isFirst = true;
    bool isFinished = false;  // some round came to its end; as in Jinja, one that was left early does not count
    while (lookAhead(place)) {
        Loop& loop = m_loops[place];
        if (!isFirst) {
            loop.previous = std::move(loop.current);
            ++loop.index;
        }
        isFirst = false;
        loop.current = std::move(loop.ahead.front());
        loop.ahead.pop_front();
        m_scope = pushScope(outer);  // what one round sets, the next does not see
        assign(statement.target, m_loops[place].current);
        m_scopes[m_scope].values.insert_or_assign("loop", TemplateValue{handle});
        const Flow flow = run(statement.branches[0].body);
        popScope(outer);
        if (flow == Flow::Break) break;
        isFinished |= flow == Flow::Normal;
    }
    m_loops.pop_back();
    if (!isFinished && statement.branches.size() > 1) return run(statement.branches[1].body);
    return Flow::Normal;
}

void TemplateRenderer::assign(const TemplateTarget& target, const TemplateValue& value) {
    m_budget.charge(0);
    if (target.isTuple) {
        const TemplateItems items = itemsOf(value);
        if (items.size() != target.parts.size())
            failTemplate("expected " + std::to_string(target.parts.size()) + " values for as many variables, found " +
                         std::to_string(items.size()));
        for (std::size_t i = 0; i < items.size(); ++i) assign(target.parts[i], items[i]);
        return;
    }
    if (!target.attribute) {
        m_scopes[m_scope].values.insert_or_assign(target.name, value);
        return;
    }
    Expression name;
    name.name = target.name;
    const TemplateValue object = evaluateName(name);
    const auto* space = object.as<TemplateNamespace>();
    if (space == nullptr)
        failTemplate("a set of '" + target.name + "." + *target.attribute + "', which is no namespace");
    m_namespaces[static_cast<std::size_t>(*space)].insert_or_assign(*target.attribute, value);
}

}  // namespace engine
