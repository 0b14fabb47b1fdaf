// Moments of a run that one steps between: what the log tells, or passes of the model. They are told apart by their
// place among the events, since several may have the same time. Pure functions over a timeline.
#pragma once

#include <cstddef>
#include <optional>

#include "app/run/timeline.h"

namespace ui {

enum class Moment {
    Event,   ///< any entry of the log
    Prune,   ///< a trace lost its memory: pruned or preempted
    Leader,  ///< another answer leads the vote
    Pass     ///< of the model
};

/// @param from  the moment shown: that many events have happened
/// @return the number of events after which the next such moment, or the one before, is reached; empty if there is none
std::optional<std::size_t> findMoment(const app::Timeline& run, std::size_t from, Moment kind, bool forward);

/// The last entry of the log that the first `events` events have written, if the last of them wrote one.
std::optional<std::size_t> findEntryAt(const app::Timeline& run, std::size_t events);

/// The moment at which a trace ended: pruned, finished or stopped; empty if it has not.
std::optional<std::size_t> findEnd(const app::Timeline& run, engine::TraceId trace);

/// A trace lost its memory.
bool isRelief(app::LogKind kind);

}  // namespace ui
