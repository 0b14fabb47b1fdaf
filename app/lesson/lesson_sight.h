// What a lesson shows of a run that has been made: a step of a trace, or a moment of the run. Pure functions, any
// thread.
#pragma once

#include <optional>
#include <utility>

#include "app/run/timeline.h"

namespace app {

enum class LessonSight {
    LowestStep,    ///< the step with the lowest score of all
    HighestStep,   ///< that with the highest
    FirstLowStep,  ///< the first one, from the first trace on, that scores under one half
    MemoryFull,    ///< the moment when memory is full, before anything is done about it
    MostWaiting    ///< the moment when most traces wait
};

/// A trace and the index into its steps; nothing where there is none, or where the sight is a moment.
std::optional<std::pair<TraceId, int>> findLessonStep(const RunState& run, LessonSight sight);
/// The number of events after which it is there; nothing where it does not come, or where the sight is a step.
std::optional<std::size_t> findLessonMoment(const Timeline& run, LessonSight sight);

}  // namespace app
