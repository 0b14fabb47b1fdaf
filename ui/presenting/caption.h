// What just happened in a run and why, in words that can be read out: the caption of the presentation mode. It is made
// from the event itself and the order in which the policy would go on, so it holds for every policy and for what a
// person did. Pure functions, GUI thread.
#pragma once

#include <QString>
#include <cstddef>

#include "app/run/timeline.h"

namespace ui {

struct Caption {
    QString head;  ///< "Memory is full: #17 has the lowest mean score of 24 running traces, 0.16."
    QString why;   ///< "It is pruned and frees 6 blocks, so the other 23 go on."
    bool operator==(const Caption&) const = default;
};

/// @param entry    of the run's log
/// @param shown    the run's state at that entry or later
/// @param isExact  `shown` is the state right after the entry's event: who is next, and who has the same score, is
///                 known then
Caption captionAt(const app::Timeline& run, std::size_t entry, const app::RunState& shown, bool isExact);

/// While nothing has happened yet: what is about to.
Caption captionOfStart(const app::RunState& shown);

}  // namespace ui
