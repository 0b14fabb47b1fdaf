// The vote in words: by weight and by count, over the same finished traces. Nothing is guessed about traces that did
// not finish. Pure functions over a run's state, GUI thread.
#pragma once

#include <QString>

#include "app/run/run_state.h"

namespace ui {

/// Every vote weighs the same, so that votes are counted.
bool isCounted(const app::RunState& state);
/// "15 votes", or "2.10" where votes have weights.
QString formatVotes(const app::RunState& state, double weight);
/// "a tie with 7", "margin 1.01" or "margin 3 votes"; empty without a vote.
QString marginText(const app::RunState& state);
/// "A plain majority would say 4458 (4 of 8). By weight 1343 leads, 2.10 to 1.09." Where votes are counted: what they
/// would say if they were weighted by trace score, as far as the traces have one. Empty without a vote.
QString explainVote(const app::RunState& state);

}  // namespace ui
