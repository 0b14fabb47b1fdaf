// What a lesson can say of a run: a table of values by name, each computed from the run's state. Constant data and pure
// functions, any thread.
#pragma once

#include <span>
#include <string>

#include "app/lesson/lesson_text.h"
#include "app/run/run_state.h"

namespace app {

/// A step below it counts as a low one.
constexpr double kLowScore = 0.5;

struct LessonValueRow {
    const char* name;
    const char* meaning;  ///< for the lesson's author
    std::optional<LessonValue> (*of)(const RunState& run);
};

std::span<const LessonValueRow> lessonValues();
bool isLessonValue(const std::string& name);
/// Nothing for an unknown name, or where the run has no such value.
std::optional<LessonValue> findLessonValue(const RunState& run, const std::string& name);

}  // namespace app
