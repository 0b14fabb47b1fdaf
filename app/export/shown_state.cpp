#include "app/export/shown_state.h"

#include "app/export/export_words.h"
#include "app/run/event_words.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

using engine::orNull;
using nlohmann::json;

json traceOf(const TraceState& trace) {
    json steps = json::array();
    for (const StepState& step : trace.steps) steps.push_back({step.endToken, step.score, step.t});
    return {{"trace", index(trace.id)},
            {"state", nameOf(trace.phase)},
            {"tokens", trace.tokenCount()},
            {"score", orNull(trace.score())},
            {"answer", orNull(trace.answer)},
            {"right", orNull(trace.right)},
            {"recomputed", trace.recomputedTokens},
            {"blocks", trace.blocks.size()},
            {"parent", trace.parent ? json(index(*trace.parent)) : json(nullptr)},
            {"branch_tokens", trace.branchToken},
            {"given_tokens", trace.givenTokens},
            {"hand_from", orNull(trace.handFrom)},
            {"protected", trace.isProtected},
            {"prune_cause",
             trace.phase == TracePhase::Pruned ? json(wordOf(kPruneCauses, trace.pruneCause)) : json(nullptr)},
            {"steps", std::move(steps)},
            {"text", trace.text.str()}};
}

json voteOf(const RunState& state) {
    json answers = json::array();
    for (const AnswerVote& answer : state.vote.answers) {
        json traces = json::array();
        for (const TraceId id : answer.traces) traces.push_back(index(id));
        answers.push_back({{"answer", answer.answer},
                           {"weight", answer.weight},
                           {"traces", std::move(traces)},
                           {"weights", answer.weights},
                           {"right", orNull(state.isCorrect(answer))}});
    }
    return {{"answers", std::move(answers)}, {"margin", state.vote.margin}};
}

const char* nameOf(RunPhase phase) {
    switch (phase) {
        case RunPhase::Empty: return "empty";
        case RunPhase::Running: return "running";
        case RunPhase::Paused: return "paused";
        case RunPhase::Finished: return "finished";
    }
    return "";
}

}  // namespace

json shownStateOf(const RunState& state) {
    json traces = json::array();
    for (const TraceState& trace : state.traces) {
        json one = traceOf(trace);
        one["waited_s"] = state.waitedS(trace);
        traces.push_back(std::move(one));
    }
    json log = json::array();
    for (const LogEntry& entry : state.log)
        log.push_back(
            {entry.t, nameOf(entry.kind), entry.trace ? json(index(*entry.trace)) : json(nullptr), entry.text});
    json out = {{"t", state.now},
                {"phase", nameOf(state.phase)},
                {"generated", state.generatedTokens},
                {"recomputed", state.recomputedTokens},
                {"pruned", state.prunedCount},
                {"passes", state.passes},
                {"scorer", state.scorer ? json(state.scorer->name) : json(nullptr)},
                {"traces", std::move(traces)},
                {"kv",
                 {{"blocks", state.kv.totalBlocks},
                  {"used", state.kv.usedBlocks},
                  {"peak", state.kv.peakBlocks},
                  {"prompt", state.kv.promptBlocks},
                  {"saturated_s", orNull(state.kv.saturatedAt)}}},
                {"vote", voteOf(state)},
                {"log", std::move(log)},
                {"would_have", nullptr}};
    if (state.wouldHave) {
        json would = json::array();
        for (const TraceState& trace : state.wouldHave->traces) would.push_back(traceOf(trace));
        out["would_have"] = {
            {"traces", std::move(would)}, {"finished", state.wouldHave->finished}, {"tokens", state.wouldHave->tokens}};
    }
    return out;
}

}  // namespace app
