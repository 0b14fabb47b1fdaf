// Another scorer for a run that is over: every recorded step is scored again, from hidden rows that were kept beside
// the recording or by one pass of its model over the recorded tokens. On the CPU the scores are those of a run with
// that scorer, bit for bit. The result is events to append: Rescored, and for steps that had no score StepScored before
// it. One thread at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/hidden_file.h"
#include "app/run/recorded_steps.h"

namespace app {

class ModelSession;
class RowScorer;

/// Called now and then with a fraction 0..1; false gives up.
using RescoreProgress = std::function<bool(double fraction)>;

/// Why these rows are not enough, one line with what to do; nothing where every step has its row.
std::optional<std::string> whyNotFromRows(const RecordedSteps& steps, const HiddenFile& rows);

/// Without the model. Nothing where `progress` gave up. Throws UsageError for what whyNotFromRows() names and for
/// scores that are not numbers.
std::optional<std::vector<Event>> rescoreFromRows(const RecordedSteps& steps, const HiddenFile& rows, RowScorer& scorer,
                                                  const RescoreProgress& progress = {});

/// With the session's scorer. The session must have no run in progress; its KV cache is overwritten. Nothing where
/// `progress` gave up. Throws UsageError: another model than the recording's, no scorer, too little memory for the
/// longest trace, scores that are not numbers.
std::optional<std::vector<Event>> rescoreWithModel(const RecordedSteps& steps, ModelSession& session,
                                                   const RescoreProgress& progress = {});

}  // namespace app
