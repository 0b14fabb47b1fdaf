// Parses the expressions of a chat template as Jinja does; the base of the parser for whole templates.
// One parsing, one thread. What Jinja does not know is refused with its line, in time linear in the template.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/template_ast.h"
#include "engine/text/template_lexer.h"

namespace engine {

class TemplateExpressionParser {
protected:
    using Expression = TemplateExpression;
    using Token = TemplateToken::Kind;

    explicit TemplateExpressionParser(std::vector<TemplateToken> tokens) : m_tokens(std::move(tokens)) {}

    // ---- tokens

    const TemplateToken& now() const { return m_tokens[m_at]; }
    const TemplateToken& next() const { return m_tokens[m_at < m_tokens.size() - 1 ? m_at + 1 : m_at]; }
    bool isAt(Token kind) const { return now().kind == kind; }
    bool isOperator(std::string_view text) const { return isAt(Token::Operator) && now().text == text; }
    bool isName(std::string_view text) const { return isAt(Token::Name) && now().text == text; }

    TemplateToken take() { return m_tokens[m_at < m_tokens.size() - 1 ? m_at++ : m_at]; }
    bool takeOperator(std::string_view text) { return isOperator(text) && (take(), true); }
    bool takeName(std::string_view text) { return isName(text) && (take(), true); }
    void requireOperator(std::string_view text);
    std::string requireName();
    void require(Token kind);
    [[noreturn]] void unexpected() const;

    /// Counts how deep the parser is in itself.
    struct Deeper {
        explicit Deeper(TemplateExpressionParser& parser);
        ~Deeper() { --m_parser.m_depth; }
        Deeper(const Deeper&) = delete;
        TemplateExpressionParser& m_parser;
    };

    // ---- expressions

    ExpressionPtr parseExpression();
    /// A value, or several with commas between, which are a tuple. Without `withCondition`, "if" ends it.
    ExpressionPtr parseTuple(bool withCondition, bool inBrackets = false);
    ExpressionPtr parseUnary(bool withFilters);
    ExpressionPtr parsePrimary();
    ExpressionPtr parsePostfix(ExpressionPtr value);
    /// `name(arguments)` of a filter, over `value`.
    ExpressionPtr parseFilter(ExpressionPtr value);

    ExpressionPtr make(Expression::Kind kind, std::string name, std::vector<ExpressionPtr> operands);

    /// The macro that is being parsed, to see which of its special names it uses; null outside.
    TemplateStatement* m_macro = nullptr;

private:
    template <typename... Operands>
    ExpressionPtr makeFrom(Expression::Kind kind, std::string name, Operands... operands);
    static void setDepth(Expression& expression);
    ExpressionPtr literal(TemplateValue value);
    ExpressionPtr parseOr();
    ExpressionPtr parseAnd();
    ExpressionPtr parseNot();
    ExpressionPtr parseCompare();
    std::optional<std::string> takeComparison();
    ExpressionPtr parseSum();
    ExpressionPtr parseConcatenation();
    ExpressionPtr parseProduct();
    ExpressionPtr parsePower();
    ExpressionPtr parseList();
    ExpressionPtr parseMap();
    ExpressionPtr parseSubscript(ExpressionPtr value);
    void parseArguments(Expression& call);
    ExpressionPtr parseFilters(ExpressionPtr value);
    ExpressionPtr parseTest(ExpressionPtr value);
    bool isTupleEnd() const;

    std::vector<TemplateToken> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

}  // namespace engine
