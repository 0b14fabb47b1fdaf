// Placeholders and claims of a lesson, read and filled. {latency} is a value of the page's own run, {wait.latency} one
// of the run of another action, {latency/wait.latency} the ratio of two. A claim is "latency < wait.latency". Pure
// functions, any thread.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace app {

/// A value of a run, as text for people and, where it is one, as a number.
struct LessonValue {
    std::string text;
    std::optional<double> number = std::nullopt;
};

/// A value of an action's run; nothing where there is none yet. An empty action: the one that speaks.
using LessonLookUp = std::function<std::optional<LessonValue>(const std::string& action, const std::string& name)>;

struct LessonTerm {
    std::string action;
    std::string name;
    std::string text() const { return action.empty() ? name : action + "." + name; }
};

/// A term, or the ratio of two.
struct LessonExpression {
    LessonTerm first;
    std::optional<LessonTerm> by;

    std::string text() const { return by ? first.text() + "/" + by->text() : first.text(); }
    std::optional<LessonValue> find(const LessonLookUp& lookUp) const;
};

struct LessonClaim {
    LessonExpression left;
    std::string relation;  ///< one of < <= = != >= >
    std::optional<LessonExpression> right;
    LessonValue literal;  ///< where the right side is none

    std::string text() const;
    /// Nothing where a value is missing.
    std::optional<bool> holds(const LessonLookUp& lookUp) const;
};

/// Throws std::runtime_error with what is wrong.
/// @param actions  those that it may name
LessonExpression parseLessonExpression(const std::string& text, const std::set<std::string>& actions);
LessonClaim parseLessonClaim(const std::string& text, const std::set<std::string>& actions);
/// The expressions in the braces of a text. Throws as above.
std::vector<LessonExpression> placeholdersOf(const std::string& text, const std::set<std::string>& actions);

/// The text with its placeholders filled in; those that cannot be are named in `missing` and shown as a dash.
std::string filledText(const std::string& text, const LessonLookUp& lookUp, std::vector<std::string>& missing);

}  // namespace app
