#include "app/run/summary.h"

#include "app/run/event_json.h"
#include "app/run/policy_table.h"
#include "app/run/verdict.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

using engine::orNull;
using nlohmann::json;

/// Branches hold their parents' text as well: a file of branches could ask for far more than its own size.
constexpr std::size_t kMostText = std::size_t{256} << 20;

json traceOf(const RunState& state, const TraceState& trace, std::size_t& textBytes) {
    json steps = json::array();
    for (const StepState& step : trace.steps) steps.push_back({{"end", step.endToken}, {"score", step.score}});
    json out = {{"trace", index(trace.id)},
                {"state", nameOf(trace.phase)},
                {"tokens", trace.tokenCount()},
                {"score", orNull(trace.score())},
                {"answer", orNull(trace.answer)},
                {"waited_s", state.waitedS(trace)},
                {"recomputed_tokens", trace.recomputedTokens},
                {"steps", std::move(steps)},
                {"text", ""}};
    textBytes += trace.text.size();
    if (textBytes <= kMostText) {
        out["text"] = trace.text.str();
    } else {
        out["text_left_out"] = true;
    }
    if (trace.parent) {
        out["parent"] = index(*trace.parent);
        out["branch_token"] = trace.branchToken;
    }
    if (trace.right) out["right"] = *trace.right;
    if (trace.isForked) out["given_tokens"] = trace.givenTokens;
    if (trace.earlierTrace) out["earlier_trace"] = *trace.earlierTrace;
    if (trace.byHand()) out["by_hand"] = true;
    if (trace.isProtected) out["protected"] = true;
    if (trace.phase == TracePhase::Pruned && trace.pruneCause == PruneCause::Hand) out["pruned_by_hand"] = true;
    if (trace.finish == FinishReason::Memory) out["reason"] = "memory";  // behind the state "length"
    if (trace.finish == FinishReason::Lost) out["reason"] = "lost";      // behind the state "stopped"
    if (policyRow(state.header.options.policy).watchesConfidence) out["confidence"] = orNull(trace.confidence.lowest());
    return out;
}

}  // namespace

json summaryOf(const RunState& state) {
    json votes = json::array();
    for (const AnswerVote& vote : state.vote.answers) {
        json traces = json::array();
        for (TraceId id : vote.traces) traces.push_back(index(id));
        votes.push_back({{"answer", vote.answer}, {"weight", vote.weight}, {"traces", std::move(traces)}});
    }
    json traces = json::array();
    std::size_t textBytes = 0;
    for (const TraceState& trace : state.traces) traces.push_back(traceOf(state, trace, textBytes));

    const AnswerVote* leader = state.vote.leader();
    const RunStarted& header = state.header;
    const double decodeS = state.finished ? state.finished->decodeS : state.passS;
    json out = {{"answer", leader ? json(leader->answer) : json(nullptr)},
                {"margin", state.vote.margin},
                {"policy", nameOf(header.options.policy)},
                {"backend", header.backend},
                {"model", header.model.name},
                {"scorer", state.scorer ? json(state.scorer->name) : json(nullptr)},
                {"seed", header.options.sampling.seed},
                {"votes", std::move(votes)},
                {"traces", std::move(traces)},
                {"kv",
                 {{"block_tokens", engine::kBlockTokens},
                  {"blocks", state.kv.totalBlocks},
                  {"peak_blocks", state.kv.peakBlocks},
                  {"saturated_at_s", orNull(state.kv.saturatedAt)}}},
                {"time",
                 {{"wall_s", state.now},
                  {"prefill_s", state.finished ? state.finished->prefillS : 0.0},
                  {"decode_s", decodeS},
                  {"scorer_s", state.scorerS}}},
                {"tokens",
                 {{"generated", state.generatedTokens},
                  {"recomputed", state.recomputedTokens},
                  {"probe", state.probeTokens},
                  {"per_s", state.now > 0 ? static_cast<double>(state.generatedTokens) / state.now : 0.0}}},
                {"pruned", state.prunedCount}};
    if (state.confidenceThreshold) out["confidence_threshold"] = *state.confidenceThreshold;
    if (state.probe.rounds > 0) {
        out["probe"] = {{"rounds", state.probe.rounds}, {"unchanged_rounds", state.probe.unchangedRounds}};
    }
    if (state.vote.isOfAll) out["vote_of_all"] = true;
    if (state.vote.isOfProbe) out["vote_of_probe"] = true;
    if (state.wouldHave) {
        json would = json::array();
        for (const TraceState& trace : state.wouldHave->traces) would.push_back(traceOf(state, trace, textBytes));
        out["would_have"] = {{"traces", std::move(would)}, {"tokens", state.wouldHave->tokens}};
        if (const auto verdict = verdictOf(state)) {
            out["verdict"] = {{"pruned", verdict->pruned},      {"stopped", verdict->stopped},
                              {"open", verdict->open},          {"cut_right", verdict->cutRight},
                              {"cut_wrong", verdict->cutWrong}, {"kept_right", verdict->keptRight},
                              {"kept", verdict->kept},          {"text", verdictText(*verdict)}};
        }
    }
    if (header.options.pace > 0) out["paced"] = header.options.pace;
    if (header.simulated) out["simulated"] = true;
    if (header.whatIf) out["what_if"] = true;
    if (state.isRescored()) out["rescored"] = true;
    if (header.hint) out["hint"] = *header.hint;
    if (state.finished && state.finished->end != RunEnd::Done) {
        out["ended"] = nameOf(state.finished->end);
        if (!state.finished->message.empty()) out["message"] = state.finished->message;
    }
    return out;
}

}  // namespace app
