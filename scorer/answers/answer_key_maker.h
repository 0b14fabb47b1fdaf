// Makes the key of an answer's tree. Values and lists are in answer_value.cpp, equations and inequalities in
// answer_relation.cpp. One maker makes one key, under libraryLock().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scorer/answers/answer_evaluator.h"
#include "scorer/answers/answer_tree.h"

namespace scorer {

/// x > 3 is (3,oo) for x; the bounds as keys and as numbers.
struct AnswerInterval {
    std::string letter;
    std::string low = "-oo";
    std::string high = "oo";
    bool lowOpen = true;
    bool highOpen = true;
    double lowAt = 0;
    double highAt = 0;

    std::string text() const { return (lowOpen ? "(" : "[") + low + "," + high + (highOpen ? ")" : "]"); }
};

/// See answer_key.h.
struct AnswerKeyParts {
    std::string named;
    std::vector<std::string> plain;
    std::string letter;                      ///< the x of "x=5"
    std::optional<AnswerInterval> interval;  ///< where it is one of a letter

    const std::string& best() const { return named.empty() ? plain.front() : named; }
};

class AnswerKeyMaker {
public:
    AnswerKeyParts keyOf(const AnswerNode& n);

private:
    using Node = AnswerNode;
    using numeric = GiNaC::numeric;
    struct Line {  // offset + slope * letter
        numeric offset;
        numeric slope;
    };

    // ---- answer_value.cpp ----
    std::string textOf(const Node& n) { return keyOf(n).best(); }
    std::vector<std::string> textsOf(const std::vector<Node>& nodes);
    std::string scalar(const Node& n);
    AnswerKeyParts listOf(const std::vector<Node>& kids, const std::string& separator);
    std::vector<AnswerKeyParts> expanded(const Node& n);
    AnswerKeyParts tuple(const Node& n);
    std::string unionOf(const std::vector<Node>& kids);
    std::string difference(const Node& n);
    AnswerKeyParts marked(const Node& n);

    // ---- answer_relation.cpp ----
    AnswerKeyParts relation(const Node& n);
    AnswerKeyParts equation(const Node& left, const Node& right);
    std::vector<AnswerKeyParts> equations(const Node& left, const Node& right);
    AnswerKeyParts named(const std::string& name, const AnswerKeyParts& value);
    std::optional<AnswerKeyParts> balance(const Node& left, const Node& right, const std::string& relationName);
    std::optional<Line> lineOf(const Node& left, const Node* right, const std::string& letter);
    AnswerKeyParts member(const Node& letter, const Node& set);
    AnswerKeyParts inequality(std::vector<Node> sides, std::string operators);
    std::optional<AnswerInterval> halfLine(const Node& left, const Node& right, bool strict);
    std::optional<AnswerInterval> between(const std::vector<Node>& sides, const std::string& operators);
    AnswerKeyParts unequal(const Node& left, const Node& right);
    AnswerKeyParts generic(const std::vector<Node>& sides, std::string operators);
    std::string nameText(const Node& n);
    static AnswerKeyParts keyOfInterval(AnswerInterval interval);
    static std::optional<AnswerInterval> intersection(const std::vector<AnswerKeyParts>& keys);

    AnswerBudget m_budget;
};

bool containsKind(const AnswerNode& n, AnswerKind kind);

/// Sorted, each once, in braces if there are several.
std::string setKey(std::vector<std::string> keys);
std::string joinTexts(const std::vector<std::string>& texts, std::string_view separator);

}  // namespace scorer
