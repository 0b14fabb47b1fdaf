// "What if": the run that another policy, memory or number of traces would have made of the recorded traces. The run
// loop, scheduler, policies, vote and fold are the real ones; only the passes come from the record (recorded_pass.h).
// On the CPU backend the result is the real run's, event for event but for the times, which are simulated. On a GPU a
// real run may draw other tokens, because there rounding depends on which traces share a pass.
// Functions over a record that is only read: any thread, several at once.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/run/event_log.h"
#include "app/whatif/recorded_run.h"
#include "app/whatif/what_if_figures.h"

namespace app {

/// Called now and then with a fraction 0..1; false gives up.
using WhatIfProgress = std::function<bool(double fraction)>;

struct WhatIfRequest {
    RunOptions options;           ///< those of the record with what is to be different
    std::optional<int> kvBlocks;  ///< empty: what options.kvCacheMib gives; as recorded, what the run had
    bool keepEvents = true;       ///< for a timeline; costs memory
};

struct WhatIfResult {
    RunState state;       ///< header.whatIf is set
    EventLog events;      ///< empty unless kept
    RunFigures figures;   ///< of the state
    bool isExact = true;  ///< a real run with these options draws the same tokens
};

/// Where a what-if starts: the recorded options at full speed.
RunOptions optionsToStartFrom(const RecordedRun& record);
/// Why the record cannot answer for these options, one line with what to do; nothing where it can. Memory that is too
/// small for the traces to start is not looked at.
std::optional<std::string> whyNotFrom(const RecordedRun& record, const RunOptions& options);

/// The answer is that of a real run: tokens do not depend on the company of a trace, and the record says with which
/// options the policy would have run.
bool isExact(const RecordedRun& record, const RunOptions& options);
/// The record does not hold options of the policy that a model may set for itself: the program's stand in for them.
bool guessesOptions(const RecordedRun& record, const RunOptions& options);

/// Nothing where `progress` gave up. Throws UsageError for what whyNotFrom() names and for memory in which the traces
/// cannot start (with the nearest that they can).
std::optional<WhatIfResult> whatIf(const RecordedRun& record, const WhatIfRequest& request,
                                   const WhatIfProgress& progress = {});

/// Blocks that `traces` of the recorded traces take at most if none is ever pruned or has to wait.
/// Nothing where `progress` gave up.
std::optional<int> unprunedPeakBlocks(const RecordedRun& record, int traces, const WhatIfProgress& progress = {});

}  // namespace app
