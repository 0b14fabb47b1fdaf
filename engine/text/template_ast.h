// A parsed chat template: expressions and statements as plain trees, no deeper than kMaxTemplateDepth.
// Immutable after parsing, any thread may read.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/text/template_value.h"

namespace engine {

inline constexpr int kMaxTemplateDepth = 150;

struct TemplateExpression;
using ExpressionPtr = std::unique_ptr<TemplateExpression>;

struct TemplateExpression {
    enum class Kind {
        Literal,      ///< value
        Name,         ///< name
        List,         ///< operands
        Tuple,        ///< operands
        Map,          ///< operands: key, value, key, value ...
        Attribute,    ///< operands[0].name
        Subscript,    ///< operands[0][operands[1]]
        Slice,        ///< operands[0][operands[1] : operands[2] : operands[3]], each of the three perhaps null
        Call,         ///< operands[0](operands[1..], named)
        Filter,       ///< operands[0] | name(operands[1..], named); operands[0] is null in a filter block
        Test,         ///< operands[0] is name(operands[1..], named)
        Unary,        ///< name operands[0]: "not", "-", "+"
        Binary,       ///< operands[0] name operands[1]
        Concat,       ///< operands as one text
        Compare,      ///< operands[0] ops[0] operands[1] ops[1] operands[2] ...
        Conditional,  ///< operands[0] if operands[1] else operands[2] (perhaps null)
        Refused,      ///< name: what is not understood, where it is reached
    };
    Kind kind = Kind::Literal;
    int line = 1;
    int depth = 1;
    std::string name;
    TemplateValue value;
    std::vector<ExpressionPtr> operands;
    std::vector<std::pair<std::string, ExpressionPtr>> named;
    std::vector<std::string> ops;
};

/// What a set or a for writes to: a name, an entry of a namespace, or several of them.
struct TemplateTarget {
    std::string name;
    std::optional<std::string> attribute;
    bool isTuple = false;
    std::vector<TemplateTarget> parts;
};

struct TemplateStatement;
using TemplateBody = std::vector<TemplateStatement>;

struct TemplateParameter {
    std::string name;
    ExpressionPtr otherwise;  ///< null: undefined where it is not given
};

struct TemplateStatement {
    enum class Kind {
        Text,
        Output,
        If,
        For,
        Set,
        SetBlock,
        Scope,
        With,
        Macro,
        CallBlock,
        FilterBlock,
        Break,
        Continue,
        Refused
    };
    struct Branch {
        ExpressionPtr condition;  ///< null: else
        TemplateBody body;
    };
    Kind kind = Kind::Text;
    int line = 1;
    std::string text;          ///< Text; Macro: its name; Refused: what is not understood
    TemplateTarget target;     ///< Set, SetBlock, For
    ExpressionPtr expression;  ///< Output, Set: the value; For: what is walked through; CallBlock: the call;
                               ///< SetBlock, FilterBlock: the filters over the body, perhaps null
    ExpressionPtr condition;   ///< For: which items; perhaps null
    bool isRecursive = false;  ///< For
    std::vector<Branch>
        branches;  ///< If: in order; For: the body, then what is rendered without items; others: the body
    std::vector<TemplateParameter> parameters;                       ///< Macro, CallBlock
    std::vector<std::pair<TemplateTarget, ExpressionPtr>> assigned;  ///< With
    bool usesVarargs = false;                                        ///< Macro
    bool usesKwargs = false;
    bool usesCaller = false;
};

}  // namespace engine
