// The tokens of a recorded run's traces, with what is known of each: what lanes of a new run may begin with, and what a
// cut trace goes on from. Pure functions, any thread.
#pragma once

#include <utility>
#include <vector>

#include "app/run/event_log.h"
#include "app/run/given_start.h"

namespace app {

struct RecordedTrace {
    std::vector<TokenGiven> tokens;             ///< with those of the trace that it left, and those it was given
    std::vector<std::pair<int, float>> scored;  ///< its steps: end and score, ascending
    std::optional<int> handFrom;                ///< the first token that a person wrote
    /// Its first `tokens` tokens, their steps and marks. Fewer where it has fewer.
    RecordedTrace upTo(int tokens) const;
};

/// [trace - 1]. Throws UsageError where branches repeat more tokens than any run has.
std::vector<RecordedTrace> recordedTraces(const EventLog& events);

/// Throws UsageError where the loaded model is not the one that made a recording: its tokens mean nothing then.
void requireSameModel(const ModelInfo& recorded, const ModelInfo& loaded);

/// Throws UsageError where the run's model was on a server: "... cannot be WHAT".
void requireLocal(const RunStarted& header, const std::string& what);

/// What a lane begins with that leaves a recorded trace after `atToken` tokens. Steps are scored by the new run.
/// Throws UsageError for a trace or a token that the recording does not have.
GivenStart recordedStart(const EventLog& events, TraceId trace, int atToken);

}  // namespace app
