#include "engine/text/template_parser.h"

#include <algorithm>
#include <array>

#include "engine/text/template_expression_parser.h"
#include "engine/text/template_lexer.h"

namespace engine {
namespace {

constexpr std::size_t kMaxParts = 100;

/// Jinja's own blocks that this program does not render: refused where they are reached.
constexpr std::array<std::string_view, 4> kSingleTags{"include", "import", "from", "extends"};
constexpr std::array<std::string_view, 2> kTagsWithBody{"block", "autoescape"};

constexpr std::array<std::string_view, 14> kEnds{"elif",     "else",          "endif",     "endfor",        "endset",
                                                 "endmacro", "endcall",       "endfilter", "endgeneration", "endwith",
                                                 "endblock", "endautoescape", "endraw",    "endtrans"};

template <typename Names>
bool isOneOf(const Names& names, std::string_view name) {
    return std::ranges::find(names, name) != std::ranges::end(names);
}

class Parser : public TemplateExpressionParser {
public:
    explicit Parser(std::vector<TemplateToken> tokens) : TemplateExpressionParser(std::move(tokens)) {}

    TemplateBody run() {
        TemplateBody body = parseBody();
        if (!isAt(Token::End)) unexpected();
        return body;
    }

private:
    using Kind = TemplateStatement::Kind;

    TemplateStatement statementHere(Kind kind) const {
        TemplateStatement statement;
        statement.kind = kind;
        statement.line = now().line;
        return statement;
    }

    /// Statements up to a block that ends or divides the one they belong to, or the end of the template.
    TemplateBody parseBody() {
        const Deeper deeper(*this);
        TemplateBody body;
        for (;;) {
            if (isAt(Token::Text)) {
                body.push_back(statementHere(Kind::Text));
                body.back().text = take().text;
            } else if (isAt(Token::OutputBegin)) {
                body.push_back(statementHere(Kind::Output));
                take();
                body.back().expression = parseTuple(true);
                require(Token::OutputEnd);
            } else if (isAt(Token::End) ||
                       (isAt(Token::BlockBegin) && next().kind == Token::Name && isOneOf(kEnds, next().text))) {
                return body;
            } else {
                take();
                body.push_back(parseBlock());
            }
        }
    }

    /// The block whose name comes next.
    TemplateStatement parseBlock() {
        if (!isAt(Token::Name)) failTemplateUse("an empty block", now().line);
        const std::string name = now().text;
        if (name == "if") return parseIf();
        if (name == "for") return parseFor();
        if (name == "set") return parseSet();
        if (name == "macro") return parseMacro();
        if (name == "call") return parseCallBlock();
        if (name == "filter") return parseFilterBlock();
        if (name == "with") return parseWith();
        if (name == "generation") return parseWhole(Kind::Scope, "endgeneration");
        if (name == "break" || name == "continue") {
            TemplateStatement statement = statementHere(name == "break" ? Kind::Break : Kind::Continue);
            take();
            if (m_loops == 0) failTemplateUse("'" + name + "' outside of a for", statement.line);
            require(Token::BlockEnd);
            return statement;
        }
        if (name == "print") {
            TemplateStatement statement = statementHere(Kind::Output);
            take();
            std::vector<ExpressionPtr> parts;
            while (!isAt(Token::BlockEnd)) {
                if (!parts.empty()) requireOperator(",");
                parts.push_back(parseExpression());
                if (parts.size() > kMaxParts) failTemplateUse("a print of more than 100 values", now().line);
            }
            statement.expression = make(Expression::Kind::Concat, {}, std::move(parts));
            require(Token::BlockEnd);
            return statement;
        }
        if (isOneOf(kSingleTags, name) || isOneOf(kTagsWithBody, name)) return parseRefused(name);
        failTemplateUse("the block '" + name + "'", now().line);
    }

    TemplateStatement parseRefused(const std::string& name) {
        TemplateStatement statement = statementHere(Kind::Refused);
        statement.text = "the block '" + name + "'";
        while (!isAt(Token::BlockEnd) && !isAt(Token::End)) take();
        require(Token::BlockEnd);
        if (!isOneOf(kTagsWithBody, name)) return statement;
        (void)parseBody();
        requireBlock("end" + name);
        if (isAt(Token::Name)) take();  // endblock may repeat the name
        require(Token::BlockEnd);
        return statement;
    }

    /// The begin of a block that divides or ends another, and its name.
    std::string takeBlockName() {
        require(Token::BlockBegin);
        return requireName();
    }

    void requireBlock(const std::string& wanted) {
        const int line = now().line;
        if (!isAt(Token::BlockBegin)) unexpected();
        const std::string name = takeBlockName();
        if (name != wanted) failTemplateUse("'" + name + "' within a block that '" + wanted + "' ends", line);
    }

    void requireEndBlock(const std::string& wanted) {
        requireBlock(wanted);
        require(Token::BlockEnd);
    }

    /// A block of one name and its body.
    TemplateStatement parseWhole(Kind kind, const std::string& end) {
        TemplateStatement statement = statementHere(kind);
        take();
        parseBodyOf(statement, end);
        return statement;
    }

    /// The rest of a tag and the body behind it, in which the loops outside cannot be left.
    void parseBodyOf(TemplateStatement& statement, const std::string& end) {
        require(Token::BlockEnd);
        const int loops = std::exchange(m_loops, 0);
        statement.branches.push_back({nullptr, parseBody()});
        m_loops = loops;
        requireEndBlock(end);
    }

    TemplateStatement parseIf() {
        TemplateStatement statement = statementHere(Kind::If);
        std::string name = requireName();
        while (name == "if" || name == "elif") {
            ExpressionPtr condition = parseTuple(false);
            require(Token::BlockEnd);
            statement.branches.push_back({std::move(condition), parseBody()});
            name = takeEndOf("a block without its end");
        }
        if (name == "else") {
            require(Token::BlockEnd);
            statement.branches.push_back({nullptr, parseBody()});
            name = takeEndOf("a block without its end");
        }
        if (name != "endif") failTemplateUse("'" + name + "' within if", now().line);
        require(Token::BlockEnd);
        return statement;
    }

    std::string takeEndOf(const char* missing) {
        if (isAt(Token::End)) failTemplateUse(missing, now().line);
        return takeBlockName();
    }

    TemplateStatement parseFor() {
        TemplateStatement statement = statementHere(Kind::For);
        take();
        statement.target = parseTarget(false);
        if (!takeName("in")) unexpected();
        statement.expression = parseTuple(false);
        if (takeName("if")) statement.condition = parseExpression();
        statement.isRecursive = takeName("recursive");
        require(Token::BlockEnd);
        ++m_loops;
        statement.branches.push_back({nullptr, parseBody()});
        --m_loops;
        std::string name = takeEndOf("a block without its end");
        if (name == "else") {
            require(Token::BlockEnd);
            statement.branches.push_back({nullptr, parseBody()});
            name = takeEndOf("a block without its end");
        }
        if (name != "endfor") failTemplateUse("'" + name + "' within for", now().line);
        require(Token::BlockEnd);
        return statement;
    }

    /// `a`, `a.b` (of a namespace), or several with commas between.
    TemplateTarget parseTarget(bool withNamespaces) {
        const Deeper deeper(*this);
        TemplateTarget first = parseSingleTarget(withNamespaces);
        if (!isOperator(",")) return first;
        TemplateTarget all;
        all.isTuple = true;
        all.parts.push_back(std::move(first));
        while (takeOperator(",")) {
            if (isName("in") || isOperator("=") || isOperator(")")) break;
            all.parts.push_back(parseSingleTarget(withNamespaces));
            if (all.parts.size() > kMaxParts) failTemplateUse("more than 100 variables at once", now().line);
        }
        return all;
    }

    TemplateTarget parseSingleTarget(bool withNamespaces) {
        TemplateTarget target;
        if (takeOperator("(")) {
            target = parseTarget(withNamespaces);
            requireOperator(")");
            return target;
        }
        target.name = requireName();
        for (const auto word : {"true", "True", "false", "False", "none", "None"})
            if (target.name == word) failTemplateUse("'" + target.name + "' as a variable", now().line);
        if (withNamespaces && takeOperator(".")) target.attribute = requireName();
        return target;
    }

    TemplateStatement parseSet() {
        TemplateStatement statement = statementHere(Kind::Set);
        take();
        statement.target = parseTarget(true);
        if (takeOperator("=")) {
            statement.expression = parseTuple(true);
            require(Token::BlockEnd);
            return statement;
        }
        statement.kind = Kind::SetBlock;
        while (takeOperator("|")) statement.expression = parseFilter(std::move(statement.expression));
        parseBodyOf(statement, "endset");
        return statement;
    }

    TemplateStatement parseFilterBlock() {
        TemplateStatement statement = statementHere(Kind::FilterBlock);
        take();
        statement.expression = parseFilter(nullptr);
        while (takeOperator("|")) statement.expression = parseFilter(std::move(statement.expression));
        parseBodyOf(statement, "endfilter");
        return statement;
    }

    TemplateStatement parseWith() {
        TemplateStatement statement = statementHere(Kind::With);
        take();
        while (!isAt(Token::BlockEnd)) {
            if (!statement.assigned.empty()) requireOperator(",");
            TemplateTarget target = parseSingleTarget(false);
            requireOperator("=");
            statement.assigned.emplace_back(std::move(target), parseExpression());
            if (statement.assigned.size() > kMaxParts) failTemplateUse("more than 100 variables at once", now().line);
        }
        parseBodyOf(statement, "endwith");
        return statement;
    }

    void parseParameters(TemplateStatement& statement) {
        requireOperator("(");
        while (!takeOperator(")")) {
            if (!statement.parameters.empty()) requireOperator(",");
            TemplateParameter parameter;
            parameter.name = parseSingleTarget(false).name;
            if (takeOperator("="))
                parameter.otherwise = parseExpression();
            else if (!statement.parameters.empty() && statement.parameters.back().otherwise)
                unexpected();
            statement.parameters.push_back(std::move(parameter));
            if (statement.parameters.size() > kMaxParts) failTemplateUse("more than 100 parameters", now().line);
        }
    }

    void parseMacroBody(TemplateStatement& statement, const std::string& end) {
        TemplateStatement* outer = std::exchange(m_macro, &statement);
        parseBodyOf(statement, end);
        m_macro = outer;
    }

    TemplateStatement parseMacro() {
        TemplateStatement statement = statementHere(Kind::Macro);
        take();
        statement.text = requireName();
        parseParameters(statement);
        parseMacroBody(statement, "endmacro");
        return statement;
    }

    TemplateStatement parseCallBlock() {
        TemplateStatement statement = statementHere(Kind::CallBlock);
        take();
        if (isOperator("(")) parseParameters(statement);
        statement.expression = parseUnary(true);
        if (statement.expression->kind != Expression::Kind::Call)
            failTemplateUse("a call block without a call", statement.line);
        parseMacroBody(statement, "endcall");
        return statement;
    }

    int m_loops = 0;  ///< that a break here could leave
};

}  // namespace

TemplateBody parseTemplate(std::string_view source) {
    return Parser(lexTemplate(source)).run();
}

}  // namespace engine
