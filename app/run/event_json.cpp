#include "app/run/event_json.h"

#include <array>
#include <charconv>

#include "app/run/event_words.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

using nlohmann::json;

template <typename T>
void put(json& j, const char* key, const std::optional<T>& value) {
    if (value) j[key] = *value;
}

/// The number with the fewest digits that reads back as this float: two of them stand with every token.
json shortest(float value) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double number = 0;
    std::from_chars(text.data(), end, number);
    return static_cast<float>(number) == value ? number : static_cast<double>(value);
}

json blocksToJson(const std::vector<BlockId>& blocks) {
    json out = json::array();
    for (BlockId b : blocks) out.push_back(index(b));
    return out;
}

json scorerToJson(const ScorerInfo& s) {
    json metrics = json::object();
    for (const auto& [name, value] : s.metrics) metrics[name] = value;
    return {{"name", s.name},
            {"sha256", s.sha256},
            {"input_width", s.inputWidth},
            {"hidden_width", s.hiddenWidth},
            {"metrics", metrics}};
}

json modelToJson(const ModelInfo& m) {
    return {{"name", m.name},
            {"sha256", m.sha256},
            {"family", m.family},
            {"parameters", m.parameters},
            {"layers", m.layers},
            {"hidden_size", m.hiddenSize},
            {"context_tokens", m.contextTokens},
            {"block_bytes", m.blockBytes},
            {"kv_type", m.kvType},
            {"embedded", m.embedded},
            {"format", m.format},
            {"weights", m.weights},
            {"quantised", m.quantised}};
}

json serverToJson(const ServerInfo& s) {
    json j = {{"address", s.address},
              {"engine", s.engine},
              {"logprobs", s.hasLogProbabilities},
              {"top_logprobs", s.topLogProbabilities},
              {"block_tokens", s.blockTokens},
              {"limited", s.hasLimit}};
    put(j, "kv_tokens", s.kvTokens);
    return j;
}

json write(const RunStarted& e) {
    json j = {{"e", "run"},
              {"format", std::to_string(RunStarted::kFormatMajor) + "." + std::to_string(RunStarted::kFormatMinor)},
              {"program", e.programVersion},
              {"started", e.startedAt},
              {"backend", e.backend},
              {"device", e.device},
              {"model", modelToJson(e.model)},
              {"options", toJson(e.options)},
              {"others_options", othersToJson(e.options)},
              {"problem", e.problem},
              {"prompt_tokens", e.promptTokens},
              {"block_tokens", engine::kBlockTokens},
              {"kv_blocks", e.kvBlocks},
              {"prefill_rows", e.prefillRows}};
    if (e.scorer) j["scorer"] = scorerToJson(*e.scorer);
    put(j, "answer", e.knownAnswer);
    put(j, "hint", e.hint);
    if (e.simulated) j["simulated"] = true;
    if (e.whatIf) j["what_if"] = true;
    if (e.server) j["server"] = serverToJson(*e.server);
    return j;
}

json write(const PromptBlocks& e) {
    return {{"e", "prompt"}, {"blocks", blocksToJson(e.blocks)}};
}
json write(const TraceAdded& e) {
    return {{"e", "added"}, {"trace", index(e.trace)}};
}

json write(const TraceAdmitted& e) {
    json j = {{"e", "admitted"}, {"trace", index(e.trace)}, {"blocks", blocksToJson(e.blocks)}};
    if (e.recomputedTokens || e.waitedS > 0) {
        j["recomputed"] = e.recomputedTokens;
        j["waited_s"] = e.waitedS;
    }
    if (e.sharedBlocks) j["shared"] = e.sharedBlocks;
    return j;
}

json write(const PassDone& e) {
    json tokens = json::array();
    for (const TokenOut& t : e.tokens) {
        tokens.push_back({index(t.trace), index(t.token), t.text, shortest(t.logProbability)});
        if (t.confidence != 0) tokens.back().push_back(shortest(t.confidence));
    }
    json j = {{"e", "pass"}, {"tok", std::move(tokens)}, {"pass_s", e.passS}};
    if (!e.granted.empty()) {
        json granted = json::array();
        for (const BlockGrant& g : e.granted) granted.push_back({index(g.trace), index(g.block)});
        j["granted"] = std::move(granted);
    }
    if (e.prefillTokens) j["prefill"] = e.prefillTokens;
    if (e.scorerS > 0) j["scorer_s"] = e.scorerS;
    return j;
}

json write(const StepScored& e) {
    return {{"e", "score"}, {"trace", index(e.trace)}, {"end", e.end}, {"score", e.score}};
}

json write(const StepEnded& e) {
    return {{"e", "step"}, {"trace", index(e.trace)}, {"end", e.end}};
}

json write(const Saturated& e) {
    return {{"e", "saturated"}, {"needed", e.neededBlocks}, {"free", e.freeBlocks}, {"running", e.running}};
}

void putSparing(json& j, const Sparing& sparing) {
    if (sparing.spared) j["spared"] = index(*sparing.spared);
    if (sparing.allProtected) j["all_protected"] = true;
}

json write(const TracePruned& e) {
    json j = {{"e", "pruned"}, {"trace", index(e.trace)}, {"among", e.amongRunning}, {"freed", e.freedBlocks}};
    put(j, "score", e.score);
    if (e.cause != PruneCause::Memory) j["cause"] = wordOf(kPruneCauses, e.cause);
    if (e.other) j["other"] = index(*e.other);
    put(j, "value", e.value);
    putSparing(j, e.sparing);
    return j;
}

json write(const TraceProtected& e) {
    return {{"e", "protected"}, {"trace", index(e.trace)}, {"on", e.on}};
}

json write(const TraceSpared& e) {
    json j = {{"e", "spared"}, {"trace", index(e.trace)}, {"cause", wordOf(kPruneCauses, e.cause)}};
    put(j, "value", e.value);
    return j;
}

json write(const TraceForked& e) {
    json given = json::array();
    for (const TokenGiven& t : e.given) {
        given.push_back({index(t.token), t.text, engine::orNull(t.logProbability)});
        if (t.confidence != 0) given.back().push_back(t.confidence);
    }
    json j = {{"e", "forked"}, {"trace", index(e.trace)}, {"at_token", e.atToken}, {"given", std::move(given)}};
    if (e.parent) {
        j["parent"] = index(*e.parent);
        j["logprob"] = e.logProbability;
        if (e.unmeasured) j["unmeasured"] = e.unmeasured;
        if (!e.confidences.empty()) j["confidences"] = e.confidences;
    }
    if (e.written) j["written"] = e.written;
    put(j, "hand_from", e.handFrom);
    put(j, "earlier_trace", e.earlierTrace);
    return j;
}

json write(const TraceBranched& e) {
    return {{"e", "branched"},       {"trace", index(e.trace)},          {"parent", index(e.parent)},
            {"at_token", e.atToken}, {"blocks", blocksToJson(e.blocks)}, {"shared", e.sharedBlocks}};
}

json write(const ThresholdSet& e) {
    return {{"e", "threshold"}, {"threshold", e.threshold}, {"percentile", e.percentile}, {"traces", e.traces}};
}

json write(const ThoughtSeen& e) {
    json j = {{"e", "thought"}, {"trace", index(e.trace)}, {"end", e.end}};
    if (e.nearest) {
        j["nearest"] = index(*e.nearest);
        j["similarity"] = e.similarity;
    }
    return j;
}

json write(const ProbeDone& e) {
    json replies = json::array();
    for (const ProbeDone::Reply& reply : e.replies)
        replies.push_back({index(reply.trace), engine::orNull(reply.answer)});
    json j = {{"e", "probe"}, {"replies", std::move(replies)}, {"tokens", e.tokens}, {"pass_s", e.passS}};
    if (e.left) j["left"] = e.left;
    return j;
}

json write(const TracePreempted& e) {
    json j = {{"e", "preempted"}, {"trace", index(e.trace)}, {"freed", e.freedBlocks}};
    putSparing(j, e.sparing);
    return j;
}

json write(const TraceFinished& e) {
    json j = {{"e", "finished"},
              {"trace", index(e.trace)},
              {"reason", wordOf(kFinishReasons, e.reason)},
              {"freed", e.freedBlocks}};
    put(j, "answer", e.answer);
    return j;
}

json write(const LimitsChanged& e) {
    json j = {{"e", "limits"}};
    put(j, "kv_blocks", e.kvBlocks);
    put(j, "n", e.traces);
    return j;
}

json write(const Rescored& e) {
    json traces = json::array();
    for (const auto& t : e.traces) traces.push_back({{"trace", index(t.trace)}, {"scores", t.scores}});
    return {{"e", "rescored"}, {"scorer", scorerToJson(e.scorer)}, {"traces", std::move(traces)}};
}

json write(const TracesContinued& e) {
    json traces = json::array();
    for (TraceId trace : e.traces) traces.push_back(index(trace));
    return {{"e", "continued"}, {"traces", std::move(traces)}};
}

json write(const PaceChanged& e) {
    return {{"e", "pace"}, {"tokens_per_s", e.tokensPerSecond}};
}
json write(const Paused& e) {
    json j = {{"e", "paused"}};
    if (e.cause != PauseCause::User) j["at"] = wordOf(kPauseCauses, e.cause);
    return j;
}
json write(const Resumed&) {
    return {{"e", "resumed"}};
}
json write(const Notice& e) {
    return {{"e", "notice"}, {"severity", wordOf(kSeverities, e.severity)}, {"text", e.text}};
}

json write(const RunFinished& e) {
    return {{"e", "end"},
            {"end", wordOf(kRunEnds, e.end)},
            {"message", e.message},
            {"prefill_s", e.prefillS},
            {"decode_s", e.decodeS},
            {"scorer_s", e.scorerS}};
}

}  // namespace

json toJson(const Event& event) {
    json j = std::visit([](const auto& body) { return write(body); }, event.body);
    j["t"] = event.t;
    if (event.continued) j["continued"] = true;
    return j;
}

const char* nameOf(RunEnd end) {
    return wordOf(kRunEnds, end);
}

}  // namespace app
