// The outcome of a run for a person or a program, on standard output. One thread.
#pragma once

#include "app/run/run_state.h"

namespace app::cli {

/// The vote as text.
void printVote(const RunState& state);
/// The object of `run --json` on one line.
void printJson(const RunState& state);

}  // namespace app::cli
