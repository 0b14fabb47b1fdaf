// What is copied to the clipboard: traces, events and votes as plain text with their scores, a run's traces, memory and
// vote as CSV. Numbers of CSV are in the C locale. Pure functions over a run's state, GUI thread.
#pragma once

#include <QString>
#include <optional>

#include "app/run/run_state.h"

namespace ui {

struct ShareSeries;

/// A line with number, state, score, tokens and answer; then every step with its score in front: "[0.66] First ...".
QString traceAsText(const app::TraceState& trace);
/// One step as traceAsText() has it; their number stands for the text after the last scored one.
QString stepAsText(const app::TraceState& trace, int step);
/// "12.3 s  #4 pruned at 0.23, lowest of 29; frees 5 blocks", lines in the order of the log.
QString eventAsText(const app::LogEntry& entry, const app::RunState& state);
QString eventsAsText(const app::RunState& state);
/// A line per answer: "1343: weight 2.10, 3 traces (#1 0.71, #4 0.70, #9 0.69)".
QString voteAsText(const app::RunState& state);

/// One row per trace: number, state, score, steps, tokens, recomputed tokens, seconds waited and of its end, answer,
/// right or wrong, whether it votes, parent.
QString runAsCsv(const app::RunState& state);
/// One row per vote that counts: answer, trace, weight.
QString voteAsCsv(const app::RunState& state);
/// Seconds and used blocks.
QString memoryAsCsv(const app::KvState& kv);
/// Seconds and the share of each answer.
QString sharesAsCsv(const ShareSeries& series);

}  // namespace ui
