// Events as JSON objects, the schema of recordings. Included by .cpp files only. Pure functions, any thread.
//
// A recording is JSON Lines, one event per line. Every line has "e" (the type) and "t" (seconds since the run began).
//   run        format, program, started, backend, device, model {name, sha256, family, parameters, layers, hidden_size,
//              context_tokens, block_bytes, embedded, format, quantised}, scorer {name, sha256, input_width,
//              hidden_width, metrics}, options, problem, answer, hint, prompt_tokens, block_tokens, kv_blocks,
//              simulated; from 1.4 on prefill_rows, what_if; from 1.5 on others_options (those of policies that the run
//              does not have, where they are not the program's defaults)
//   prompt     blocks
//   added      trace
//   admitted   trace, blocks, recomputed, waited_s; from 1.4 on shared (blocks of its parent)
//   pass       tok [[trace, id, text, logprob, confidence]], granted [[trace, block]], prefill, pass_s, scorer_s;
//              before 1.4 confidence under DeepConf alone
//   score      trace, end, score
//   step       from 1.4 on, in place of score where no scorer is loaded: trace, end
//   saturated  needed, free, running
//   pruned     trace, score, among, freed; from 1.1 on cause (memory, similarity, confidence, refill; from 1.2 on
//              consensus; from 1.4 on hand), other, value; from 1.4 on spared, all_protected
//   branched   trace, parent, at_token, blocks, shared
//   threshold  threshold, percentile, traces
//   thought    trace, end, nearest, similarity
//   probe      from 1.2 on: replies [[trace, answer or null]], left, tokens, pass_s
//   preempted  trace, freed; from 1.4 on spared, all_protected
//   protected  from 1.4 on: trace, on
//   spared     from 1.4 on: trace, cause, value
//   forked     from 1.4 on: trace, at_token, given [[id, text, logprob or null, confidence]], parent, logprob,
//              unmeasured, confidences, written, hand_from, earlier_trace
//   finished   trace, reason (finished, length, stopped, probed; from 1.3 on memory), answer, freed
//   limits     kv_blocks, n
//   rescored   scorer, traces [{trace, scores}]
//   pace       tokens_per_s
//   paused     at (saturation, prune, leader, answer, pass, event), where the run paused by itself
//   resumed
//   notice     severity, text
//   end        end (done, stopped, vote-lock, beta-stop, consensus, probe, failed), message, prefill_s, decode_s,
//              scorer_s
//   continued  from 1.4 on: traces. It and the lines that follow from it have "continued": true, and t since it:
//              traces that the run cut go on, in lines of type pass, score, finished and end; a rescored line so marked
//              has all steps of these traces, an unmarked one those of the run
// A newer major format is refused. Unknown types are counted and skipped, unknown fields ignored, and an unknown word
// in a known field is read as the nearest known one.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "app/run/events.h"
#include "app/run/option_table.h"

namespace app {

nlohmann::json toJson(const Event& event);
/// Throws std::runtime_error naming the wrong or missing field; an unknown event type gives an empty optional, and so
/// does a score that is not a number.
std::optional<Event> eventFromJson(const nlohmann::json& json);
const char* nameOf(RunEnd end);  ///< "done", "stopped", "vote-lock" ...
/// A score of the kind that older versions wrote for NaN.
bool lacksScore(const nlohmann::json& json);
/// What a recording holds of them: not those of policies that the run does not have.
nlohmann::json toJson(const RunOptions& options);
/// Those of policies that the run does not have, where they are not the program's defaults: a what-if needs them.
nlohmann::json othersToJson(const RunOptions& options);
/// What othersToJson() wrote, into `options`. Throws std::runtime_error naming the field of another type.
void readOthers(const nlohmann::json& json, RunOptions& options);
/// All of them that are set.
nlohmann::json allToJson(const RunOptions& options);
/// A value as a recording holds it: the word of a Word, null for one that is not set.
nlohmann::json jsonOf(const OptionRow& row, const OptionValue& value);
/// Throws std::runtime_error naming the wrong or missing field.
RunOptions optionsFrom(const nlohmann::json& json);
/// Throws UsageError naming the option that a run must not have. A recording is read with any.
void requireInRange(const RunOptions& options, const std::string& file);
enum class OutOfRange { Refused, Kept };
/// What allToJson() wrote; one that is missing or empty, and not required, stays at the program's default. Throws
/// std::runtime_error naming the field that is missing, of another type, or out of range where that is refused.
RunOptions allOptionsFrom(const nlohmann::json& json, const std::string& file, OutOfRange outOfRange);

}  // namespace app
