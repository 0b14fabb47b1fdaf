#include "app/run/event_json.h"

#include <algorithm>
#include <string_view>

#include "app/run/json_fields.h"

namespace app {
namespace {

using namespace fields;

// ---- enums as words -----------------------------------------------------------------------------------------------

constexpr Word<FinishReason> kFinishReasons[] = {{FinishReason::EndOfText, "finished"},
                                                 {FinishReason::Length, "length"},
                                                 {FinishReason::Memory, "memory"},
                                                 {FinishReason::Stopped, "stopped"},
                                                 {FinishReason::Probed, "probed"}};
constexpr Word<Notice::Severity> kSeverities[] = {
    {Notice::Severity::Info, "info"}, {Notice::Severity::Warning, "warning"}, {Notice::Severity::Error, "error"}};
constexpr Word<RunEnd> kRunEnds[] = {{RunEnd::Done, "done"},           {RunEnd::Stopped, "stopped"},
                                     {RunEnd::VoteLock, "vote-lock"},  {RunEnd::BetaStop, "beta-stop"},
                                     {RunEnd::Consensus, "consensus"}, {RunEnd::Probe, "probe"},
                                     {RunEnd::Failed, "failed"}};
constexpr Word<PruneCause> kPruneCauses[] = {{PruneCause::Memory, "memory"},
                                             {PruneCause::Similarity, "similarity"},
                                             {PruneCause::Confidence, "confidence"},
                                             {PruneCause::Refill, "refill"},
                                             {PruneCause::Consensus, "consensus"}};

// ---- parts --------------------------------------------------------------------------------------------------------

TraceId traceOf(const json& j) {
    return TraceId{intOf(j, "trace")};
}

json blocksToJson(const std::vector<BlockId>& blocks) {
    json out = json::array();
    for (BlockId b : blocks) out.push_back(index(b));
    return out;
}

std::vector<BlockId> blocksFrom(const json& j, const char* key) {
    std::vector<BlockId> out;
    for (const json& v : asArray(require(j, key), key)) out.push_back(BlockId{asInt(v, key)});
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

ScorerInfo scorerFrom(const json& j, const char* key) {
    if (!j.is_object()) fail(key, "an object");
    ScorerInfo s;
    s.name = stringOf(j, "name");
    s.sha256 = valueOr(j, "sha256", std::string(), asString);
    s.inputWidth = intOf(j, "input_width");
    s.hiddenWidth = intOf(j, "hidden_width");
    if (const auto m = j.find("metrics"); m != j.end() && m->is_object()) {
        for (const auto& [name, value] : m->items()) s.metrics.emplace_back(name, asString(value, "metrics"));
    }
    return s;
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
            {"embedded", m.embedded},
            {"format", m.format},
            {"quantised", m.quantised}};
}

ModelInfo modelFrom(const json& j) {
    if (!j.is_object()) fail("model", "an object");
    ModelInfo m;
    m.name = stringOf(j, "name");
    m.sha256 = valueOr(j, "sha256", std::string(), asString);
    m.family = valueOr(j, "family", std::string(), asString);
    m.parameters = valueOr(j, "parameters", std::int64_t{0}, asInteger);
    m.layers = valueOr(j, "layers", 0, asInt);
    m.hiddenSize = valueOr(j, "hidden_size", 0, asInt);
    m.contextTokens = valueOr(j, "context_tokens", 0, asInt);
    m.blockBytes = valueOr(j, "block_bytes", std::size_t{0}, asInteger);
    m.embedded = valueOr(j, "embedded", false, asBool);
    m.format = valueOr(j, "format", std::string(), asString);
    m.quantised = valueOr(j, "quantised", false, asBool);
    return m;
}

// ---- events -------------------------------------------------------------------------------------------------------

json write(const RunStarted& e) {
    json j = {{"e", "run"},
              {"format", std::to_string(RunStarted::kFormatMajor) + "." + std::to_string(RunStarted::kFormatMinor)},
              {"program", e.programVersion},
              {"started", e.startedAt},
              {"backend", e.backend},
              {"device", e.device},
              {"model", modelToJson(e.model)},
              {"options", toJson(e.options)},
              {"problem", e.problem},
              {"prompt_tokens", e.promptTokens},
              {"block_tokens", engine::kBlockTokens},
              {"kv_blocks", e.kvBlocks}};
    if (e.scorer) j["scorer"] = scorerToJson(*e.scorer);
    put(j, "answer", e.knownAnswer);
    put(j, "hint", e.hint);
    if (e.simulated) j["simulated"] = true;
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
    return j;
}

json write(const PassDone& e) {
    json tokens = json::array();
    for (const TokenOut& t : e.tokens) {
        tokens.push_back({index(t.trace), index(t.token), t.text, t.logProbability});
        if (t.confidence != 0) tokens.back().push_back(t.confidence);
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

json write(const Saturated& e) {
    return {{"e", "saturated"}, {"needed", e.neededBlocks}, {"free", e.freeBlocks}, {"running", e.running}};
}

json write(const TracePruned& e) {
    json j = {{"e", "pruned"}, {"trace", index(e.trace)}, {"among", e.amongRunning}, {"freed", e.freedBlocks}};
    put(j, "score", e.score);
    if (e.cause != PruneCause::Memory) j["cause"] = wordOf(kPruneCauses, e.cause);
    if (e.other) j["other"] = index(*e.other);
    put(j, "value", e.value);
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
        replies.push_back({index(reply.trace), reply.answer ? json(*reply.answer) : json(nullptr)});
    json j = {{"e", "probe"}, {"replies", std::move(replies)}, {"tokens", e.tokens}, {"pass_s", e.passS}};
    if (e.left) j["left"] = e.left;
    return j;
}

json write(const TracePreempted& e) {
    return {{"e", "preempted"}, {"trace", index(e.trace)}, {"freed", e.freedBlocks}};
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

json write(const PaceChanged& e) {
    return {{"e", "pace"}, {"tokens_per_s", e.tokensPerSecond}};
}
json write(const Paused&) {
    return {{"e", "paused"}};
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

/// Of "1.2": digits, a point, digits, and nothing else.
int majorOf(const std::string& format) {
    const auto digits = [](std::string_view part) {
        return !part.empty() && part.size() <= 4 &&
               std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
    };
    const std::size_t point = format.find('.');
    const bool isVersion = point != std::string::npos && digits(std::string_view(format).substr(0, point)) &&
                           digits(std::string_view(format).substr(point + 1));
    if (!isVersion) fail("format", "a version such as 1.0");
    return std::stoi(format.substr(0, point));
}

RunStarted readRunStarted(const json& j) {
    RunStarted e;
    const std::string format = stringOf(j, "format");
    const int major = majorOf(format);
    if (major > RunStarted::kFormatMajor) {
        throw std::runtime_error("recording format " + format + " is newer than this program reads (" +
                                 std::to_string(RunStarted::kFormatMajor) + ".x); update Stepscope");
    }
    if (major < 1) fail("format", "a version such as 1.0");
    e.programVersion = valueOr(j, "program", std::string(), asString);
    e.startedAt = valueOr(j, "started", std::string(), asString);
    e.backend = valueOr(j, "backend", std::string(), asString);
    e.device = valueOr(j, "device", std::string(), asString);
    e.model = modelFrom(require(j, "model"));
    e.scorer = optionalOf(j, "scorer", scorerFrom);
    e.options = optionsFrom(require(j, "options"));
    e.problem = stringOf(j, "problem");
    e.knownAnswer = optionalOf(j, "answer", asString);
    e.hint = optionalOf(j, "hint", asString);
    e.promptTokens = valueOr(j, "prompt_tokens", 0, asInt);
    e.kvBlocks = intOf(j, "kv_blocks");
    e.simulated = valueOr(j, "simulated", false, asBool);
    return e;
}

PassDone readPass(const json& j) {
    PassDone e;
    for (const json& t : asArray(require(j, "tok"), "tok")) {
        if (!t.is_array() || t.size() < 3) fail("tok", "[trace, id, text, logprob]");
        e.tokens.push_back({TraceId{asInt(t[0], "tok")}, TokenId{asInt(t[1], "tok")}, asString(t[2], "tok"),
                            t.size() > 3 ? floatFrom(t[3]).value_or(0.0f) : 0.0f,
                            t.size() > 4 ? floatFrom(t[4]).value_or(0.0f) : 0.0f});
    }
    if (const auto g = j.find("granted"); g != j.end() && !g->is_null()) {
        for (const json& pair : asArray(*g, "granted")) {
            if (!pair.is_array() || pair.size() != 2) fail("granted", "[trace, block]");
            e.granted.push_back({TraceId{asInt(pair[0], "granted")}, BlockId{asInt(pair[1], "granted")}});
        }
    }
    e.prefillTokens = valueOr(j, "prefill", 0, asInt);
    e.passS = valueOr(j, "pass_s", 0.0, asNumber);
    e.scorerS = valueOr(j, "scorer_s", 0.0, asNumber);
    return e;
}

Rescored readRescored(const json& j) {
    Rescored e;
    e.scorer = scorerFrom(require(j, "scorer"), "scorer");
    for (const json& t : asArray(require(j, "traces"), "traces")) {
        Rescored::Trace trace{traceOf(t), {}};
        const json& scores = asArray(require(t, "scores"), "scores");
        for (const json& s : scores) {
            if (const auto score = floatFrom(s)) trace.scores.push_back(*score);
        }
        if (trace.scores.size() == scores.size()) e.traces.push_back(std::move(trace));  // others keep what they had
    }
    return e;
}

std::optional<TraceId> findTraceIn(const json& j, const char* key) {
    const auto number = optionalOf(j, key, asInt);
    return number ? std::optional(TraceId{*number}) : std::nullopt;
}

/// Nothing if the score is not a finite number: the step is as one that was never scored.
std::optional<EventBody> readScore(const json& j) {
    const json& value = require(j, "score");
    if (!value.is_number() && !value.is_null()) fail("score", "a number");
    const StepScored e{traceOf(j), intOf(j, "end"), floatFrom(value).value_or(0.0f)};
    return floatFrom(value) ? std::optional<EventBody>(e) : std::nullopt;
}

TracePruned readPruned(const json& j) {
    TracePruned e{traceOf(j),
                  optionalOf(j, "score", asNumber),
                  valueOr(j, "among", 0, asInt),
                  valueOr(j, "freed", 0, asInt),
                  {},
                  {},
                  {}};
    if (j.contains("cause")) e.cause = enumOr(kPruneCauses, j["cause"], "cause", PruneCause::Memory);
    e.other = findTraceIn(j, "other");
    e.value = optionalOf(j, "value", asNumber);
    return e;
}

ProbeDone readProbe(const json& j) {
    ProbeDone e;
    for (const json& reply : asArray(require(j, "replies"), "replies")) {
        if (!reply.is_array() || reply.size() != 2) fail("replies", "pairs of trace and answer");
        e.replies.push_back({TraceId{asInt(reply[0], "replies")}, std::nullopt});
        if (!reply[1].is_null()) e.replies.back().answer = asString(reply[1], "replies");
    }
    e.left = valueOr(j, "left", 0, asInt);
    e.tokens = valueOr(j, "tokens", 0, asInt);
    e.passS = valueOr(j, "pass_s", 0.0, asNumber);
    return e;
}

std::optional<EventBody> readBody(const std::string& type, const json& j) {
    if (type == "run") return readRunStarted(j);
    if (type == "prompt") return PromptBlocks{blocksFrom(j, "blocks")};
    if (type == "added") return TraceAdded{traceOf(j)};
    if (type == "admitted") {
        return TraceAdmitted{traceOf(j), blocksFrom(j, "blocks"), valueOr(j, "recomputed", 0, asInt),
                             valueOr(j, "waited_s", 0.0, asNumber)};
    }
    if (type == "pass") return readPass(j);
    if (type == "score") return readScore(j);
    if (type == "saturated") return Saturated{intOf(j, "needed"), intOf(j, "free"), valueOr(j, "running", 0, asInt)};
    if (type == "pruned") return readPruned(j);
    if (type == "branched") {
        return TraceBranched{traceOf(j), TraceId{intOf(j, "parent")}, intOf(j, "at_token"), blocksFrom(j, "blocks"),
                             valueOr(j, "shared", 0, asInt)};
    }
    if (type == "threshold") {
        return ThresholdSet{numberOf(j, "threshold"), valueOr(j, "percentile", 0.0, asNumber),
                            valueOr(j, "traces", 0, asInt)};
    }
    if (type == "thought") {
        return ThoughtSeen{traceOf(j), intOf(j, "end"), findTraceIn(j, "nearest"),
                           valueOr(j, "similarity", 0.0, asNumber)};
    }
    if (type == "probe") return readProbe(j);
    if (type == "preempted") return TracePreempted{traceOf(j), valueOr(j, "freed", 0, asInt)};
    if (type == "finished") {
        return TraceFinished{traceOf(j),
                             enumOr(kFinishReasons, require(j, "reason"), "reason", FinishReason::EndOfText),
                             optionalOf(j, "answer", asString), valueOr(j, "freed", 0, asInt)};
    }
    if (type == "limits") return LimitsChanged{optionalOf(j, "kv_blocks", asInt), optionalOf(j, "n", asInt)};
    if (type == "rescored") return readRescored(j);
    if (type == "pace") return PaceChanged{numberOf(j, "tokens_per_s")};
    if (type == "paused") return Paused{};
    if (type == "resumed") return Resumed{};
    if (type == "notice")
        return Notice{enumOr(kSeverities, require(j, "severity"), "severity", Notice::Severity::Info),
                      stringOf(j, "text")};
    if (type == "end") {
        return RunFinished{enumOr(kRunEnds, require(j, "end"), "end", RunEnd::Stopped),
                           valueOr(j, "message", std::string(), asString), valueOr(j, "prefill_s", 0.0, asNumber),
                           valueOr(j, "decode_s", 0.0, asNumber), valueOr(j, "scorer_s", 0.0, asNumber)};
    }
    return std::nullopt;
}

}  // namespace

json toJson(const Event& event) {
    json j = std::visit([](const auto& body) { return write(body); }, event.body);
    j["t"] = event.t;
    return j;
}

bool lacksScore(const json& j) {
    return j.is_object() && j.value("e", json()) == "score" && j.contains("score") && !floatFrom(j["score"]);
}

std::optional<Event> eventFromJson(const json& j) {
    if (!j.is_object()) throw std::runtime_error("expected an object");
    const double t = valueOr(j, "t", 0.0, asNumber);
    auto body = readBody(stringOf(j, "e"), j);
    if (!body) return std::nullopt;
    return Event{t, std::move(*body)};
}

}  // namespace app
