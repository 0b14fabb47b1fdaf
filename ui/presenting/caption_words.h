// The parts that captions are made of. Pure functions, GUI thread.
#pragma once

#include <QString>

#include "app/run/run_state.h"
#include "ui/presenting/caption.h"

namespace ui::caption {

QString tr(const char* text);
QString blocks(int count);         ///< "1 block", "6 blocks"
QString runningTraces(int count);  ///< "24 running traces"
/// "mean score", "last score"
QString nameOfScore(app::TraceScoreRule rule);
/// "the trace with the lowest mean score": who goes when memory is full.
QString victimInWords(const app::RunOptions& options);
/// "finishes", "reaches its token limit": said before its answer.
QString endingOf(app::FinishReason reason);
/// "Its vote weighs its mean score, 0.67.", or why it does not vote.
QString ballotOf(engine::TraceId trace, const app::RunState& shown);
/// "1343 leads with 2.10 to 1.09."
QString standing(const app::RunState& shown);
/// Of a run that has ended.
Caption ofEnd(const app::RunState& shown);

}  // namespace ui::caption
