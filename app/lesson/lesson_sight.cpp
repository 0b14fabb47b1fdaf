#include "app/lesson/lesson_sight.h"

#include <set>

#include "app/lesson/lesson_values.h"

namespace app {

std::optional<std::pair<TraceId, int>> findLessonStep(const RunState& run, LessonSight sight) {
    std::optional<std::pair<TraceId, int>> found;
    float best = 0;
    for (const TraceState& trace : run.traces) {
        for (std::size_t i = 0; i < trace.steps.size(); ++i) {
            const float score = trace.steps[i].score;
            const std::pair here(trace.id, static_cast<int>(i));
            switch (sight) {
                case LessonSight::LowestStep:
                    if (found && score >= best) continue;
                    break;
                case LessonSight::HighestStep:
                    if (found && score <= best) continue;
                    break;
                case LessonSight::FirstLowStep:
                    if (static_cast<double>(score) < kLowScore) return here;
                    continue;
                case LessonSight::MemoryFull:
                case LessonSight::MostWaiting: return std::nullopt;
            }
            best = score;
            found = here;
        }
    }
    return found;
}

std::optional<std::size_t> findLessonMoment(const Timeline& run, LessonSight sight) {
    std::optional<std::size_t> found;
    std::set<TraceId> waiting;
    std::size_t most = 0;
    std::size_t entry = 0;
    for (const LogEntry& line : run.latest().log) {
        const std::size_t events = run.markOf(entry++).events;
        if (line.kind == LogKind::Saturated && sight == LessonSight::MemoryFull) return events;
        if (!line.trace || sight != LessonSight::MostWaiting) continue;
        if (line.kind == LogKind::Waiting) waiting.insert(*line.trace);
        if (line.kind == LogKind::Resumed || line.kind == LogKind::Finished || line.kind == LogKind::Stopped)
            waiting.erase(*line.trace);
        if (waiting.size() <= most) continue;
        most = waiting.size();
        found = events;
    }
    return found;
}

}  // namespace app
