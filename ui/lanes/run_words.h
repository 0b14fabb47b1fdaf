// What a run was set to and how it ended, in words: the line over the lanes. Pure functions over its state, GUI thread.
#pragma once

#include <QString>

#include "app/run/run_state.h"

namespace ui {

/// "STEP · n 32 · KV cache 24.0 MiB · seed 0 · temperature 0.85 · step_scorer.safetensors · Stepscope demo 14M".
QString settingsLine(const app::RunState& run);
/// A line for every option of the run that has a name in the window, as it was at the start.
QString settingsDetails(const app::RunState& run);
/// One or two sentences about a run that has ended: why it ended, what became of its traces, what the vote says. Empty
/// before the end.
QString outcomeText(const app::RunState& run);
/// "work-out-11-78-34_step_n32_seed0.stepscope": a name for the run's recording.
QString proposedName(const app::RunState& run);
/// "Done after 1.7 s: 8 traces finished, 24 were pruned." Of a run that has ended.
QString endingText(const app::RunState& run);
/// "Paused: memory is full".
QString pausedText(const app::RunState& run);
/// The answer of a plain majority of the same votes where it is another one; empty where it is the same, or unclear.
QString otherMajority(const app::VoteState& vote);

}  // namespace ui
