// The sentences of a run's log, apart from the fold that decides when they are said. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "app/run/run_state.h"

namespace app {

/// "0.42", "-" where there is none.
std::string formatScore(const std::optional<double>& score);
/// For a line of the log: cut where it is endless.
std::string shortAnswer(const std::string& answer);
/// "1 block", "3 blocks".
std::string plural(int count, const char* noun);

/// Said behind a finished trace's answer: " (length limit)"; empty where it ended by itself.
const char* endingText(FinishReason reason);
/// @param state  the run's: who is the victim, and DeepConf's threshold
std::string whyPruned(const TracePruned& pruned, const RunState& state);
/// Said behind the end of a trace that another one's protection brought on; empty where there was none.
std::string sparingText(const Sparing& sparing);
/// "forked from trace 3 after 57 tokens", "goes on from trace 3 of an earlier run after ..."
std::string forkedText(const TraceForked& forked);
std::string sparedText(const TraceSpared& spared);
std::string saturatedText(const Saturated& saturated);
std::string thresholdText(const ThresholdSet& threshold);
/// @param answers  that were counted: replies, and what finished traces answered
std::string probeText(const ProbeDone& probe, const scorer::ProbeTrack& track, int answers);
/// "traces 1, 2 and 3 were lost: the connection ended"
std::string lostText(const std::vector<TraceId>& traces, const std::string& why);
LogEntry entryOf(const RunFinished& finished, double t);

}  // namespace app
