// A parsed chat template: expressions and statements as plain trees, no deeper than kMaxTemplateDepth.
// Immutable after parsing, any thread may read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/template_value.h"

namespace engine {

inline constexpr int kMaxTemplateDepth = 150;

struct TemplateExpression;
using ExpressionPtr = std::unique_ptr<TemplateExpression>;

struct TemplateExpression {
    enum class Kind {
        Literal,      ///< value
        Name,         ///< name
        List,         ///< operands
        Attribute,    ///< operands[0].name
        Subscript,    ///< operands[0][operands[1]]
        Slice,        ///< operands[0][operands[1] : operands[2] : operands[3]], each of the three perhaps null
        Call,         ///< operands[0](operands[1..], named)
        Filter,       ///< operands[0] | name(operands[1..], named)
        Test,         ///< operands[0] is name
        Unary,        ///< name operands[0]: "not", "-"
        Binary,       ///< operands[0] name operands[1]
        Conditional,  ///< operands[0] if operands[1] else operands[2] (perhaps null)
    };
    Kind kind = Kind::Literal;
    int line = 1;
    int depth = 1;
    std::string name;
    TemplateValue value;
    std::vector<ExpressionPtr> operands;
    std::vector<std::pair<std::string, ExpressionPtr>> named;
};

struct TemplateStatement;
using TemplateBody = std::vector<TemplateStatement>;

struct TemplateStatement {
    enum class Kind { Text, Output, If, For, Set, Scope };
    struct Branch {
        ExpressionPtr condition;  ///< null: else
        TemplateBody body;
    };
    Kind kind = Kind::Text;
    int line = 1;
    std::string text;                      ///< Text; For and Set: the variable
    std::optional<std::string> attribute;  ///< Set: of a namespace; For: the second variable
    ExpressionPtr expression;              ///< Output, Set: the value; For: what is walked through
    ExpressionPtr condition;               ///< For: which items; perhaps null
    std::vector<Branch> branches;          ///< If: in order; For: the body, then what is rendered without items; Scope: the body
};

}  // namespace engine
