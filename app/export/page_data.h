// A run as the web page reads it: what its fold took, in rows. resources/web/fold.js folds them again in the browser
// and gets the states that RunState::apply() gave. Included by .cpp files only. Pure functions, any thread.
//
// What needs the program's own knowledge is worked out here: which answers are equal, which are right, the sentences of
// the log. Everything else the page works out itself. Rows of "events" are [t, word, ...]; t is when the event came:
//   prompt N                    KV blocks of the prompt
//   add T                       a trace
//   admit T RECOMPUTED WAITED_S BLOCKS      memory was given to it; BLOCKS: that it holds now
//   pass SET [[T, BLOCKS]]      each trace of "sets"[SET] wrote a token; who holds another number of blocks now
//   score T END SCORE           a step ended at token END
//   saturated | limits TOTAL N | paused | resumed | other
//   prune T CAUSE FREED AMONG ANSWER RIGHT
//   preempt T | protect T ON | branch T PARENT TOKENS BLOCKS | fork T PARENT TOKENS GIVEN HAND_FROM EARLIER
//   finish T PHASE ANSWER RIGHT REASON
//   rescore SCORER [[T, [SCORES]]]
//   end WORD MESSAGE
//   go [T]                      cut traces go on after the run; rows that follow with "+" before their word are theirs
// Beside them, by their row: "kv" [row, used], "votes" [row, ...], "log" [row, t, kind, trace, text].
#pragma once

#include <nlohmann/json.hpp>

#include "app/run/event_log.h"

namespace app {

struct PageData {
    nlohmann::json run;    ///< everything but the texts of traces
    nlohmann::json texts;  ///< [trace]: {"own": [text, [length of each token]], "after": the same for after the run}
};

PageData pageDataOf(const EventLog& events);

}  // namespace app
