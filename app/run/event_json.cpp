#include "app/run/event_json.h"

#include <cmath>
#include <limits>
#include <string_view>

#include "app/run/json_fields.h"
#include "engine/text/ascii.h"

namespace app {
namespace {

using engine::JsonObject;
using fields::enumOr;
using fields::put;
using fields::Word;
using fields::wordOf;
using nlohmann::json;

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

TraceId traceOf(const JsonObject& j) {
    return TraceId{j.requireInt("trace")};
}

/// A number as a float; empty where there is none, or none that a float can hold: NaN is written as null.
std::optional<float> floatFrom(const json& v) {
    if (!v.is_number()) return std::nullopt;
    const double value = v.get<double>();
    return std::abs(value) <= static_cast<double>(std::numeric_limits<float>::max())
               ? std::optional(static_cast<float>(value))
               : std::nullopt;
}

json blocksToJson(const std::vector<BlockId>& blocks) {
    json out = json::array();
    for (BlockId b : blocks) out.push_back(index(b));
    return out;
}

std::vector<BlockId> blocksFrom(const JsonObject& j, const char* key) {
    return j.listOf(key,
                    [](const json& v, const engine::JsonPlace& place) { return BlockId{engine::intFrom(v, place)}; });
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

ScorerInfo scorerFrom(const JsonObject& j) {
    ScorerInfo s;
    s.name = j.requireString("name");
    s.sha256 = j.findString("sha256").value_or("");
    s.inputWidth = j.requireInt("input_width");
    s.hiddenWidth = j.requireInt("hidden_width");
    if (const json* metrics = j.findValue("metrics"); metrics && metrics->is_object()) {
        for (const auto& [name, value] : metrics->items())
            s.metrics.emplace_back(name, engine::stringFrom(value, j.at("metrics")));
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

ModelInfo modelFrom(const JsonObject& j) {
    ModelInfo m;
    m.name = j.requireString("name");
    m.sha256 = j.findString("sha256").value_or("");
    m.family = j.findString("family").value_or("");
    m.parameters = j.findInteger("parameters").value_or(0);
    m.layers = j.findInt("layers").value_or(0);
    m.hiddenSize = j.findInt("hidden_size").value_or(0);
    m.contextTokens = j.findInt("context_tokens").value_or(0);
    m.blockBytes = static_cast<std::size_t>(j.findInteger("block_bytes").value_or(0));
    m.embedded = j.findBool("embedded").value_or(false);
    m.format = j.findString("format").value_or("");
    m.quantised = j.findBool("quantised").value_or(false);
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
        replies.push_back({index(reply.trace), engine::orNull(reply.answer)});
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
std::optional<int> findMajor(const std::string& format) {
    const auto digits = [](std::string_view part) { return part.size() <= 4 && engine::ascii::isDigits(part); };
    const std::size_t point = format.find('.');
    const bool isVersion = point != std::string::npos && digits(std::string_view(format).substr(0, point)) &&
                           digits(std::string_view(format).substr(point + 1));
    return isVersion ? std::optional(std::stoi(format.substr(0, point))) : std::nullopt;
}

void requireFormat(const JsonObject& j) {
    const std::string format = j.requireString("format");
    const int major = findMajor(format).value_or(0);
    if (major < 1) j.fail("format", "expected a version such as 1.0, found " + engine::inQuotes(format));
    if (major > RunStarted::kFormatMajor) {
        throw std::runtime_error("recording format " + format + " is newer than this program reads (" +
                                 std::to_string(RunStarted::kFormatMajor) + ".x); update Stepscope");
    }
}

RunStarted readRunStarted(const JsonObject& j) {
    requireFormat(j);
    RunStarted e;
    e.programVersion = j.findString("program").value_or("");
    e.startedAt = j.findString("started").value_or("");
    e.backend = j.findString("backend").value_or("");
    e.device = j.findString("device").value_or("");
    e.model = modelFrom(j.requireObject("model"));
    if (const auto scorer = j.findObject("scorer")) e.scorer = scorerFrom(*scorer);
    e.options = optionsFrom(j.requireObject("options").value());
    e.problem = j.requireString("problem");
    e.knownAnswer = j.findString("answer");
    e.hint = j.findString("hint");
    e.promptTokens = j.findInt("prompt_tokens").value_or(0);
    e.kvBlocks = j.requireInt("kv_blocks");
    e.simulated = j.findBool("simulated").value_or(false);
    return e;
}

PassDone readPass(const JsonObject& j) {
    PassDone e;
    e.tokens = j.listOf("tok", [](const json& t, const engine::JsonPlace& place) {
        if (!t.is_array() || t.size() < 3)
            place.fail("expected [trace, id, text, logprob], found " + engine::describeJson(t));
        return TokenOut{TraceId{engine::intFrom(t[0], place)}, TokenId{engine::intFrom(t[1], place)},
                        engine::stringFrom(t[2], place), t.size() > 3 ? floatFrom(t[3]).value_or(0.0f) : 0.0f,
                        t.size() > 4 ? floatFrom(t[4]).value_or(0.0f) : 0.0f};
    });
    if (j.has("granted")) {
        e.granted = j.listOf("granted", [](const json& pair, const engine::JsonPlace& place) {
            if (!pair.is_array() || pair.size() != 2)
                place.fail("expected [trace, block], found " + engine::describeJson(pair));
            return BlockGrant{TraceId{engine::intFrom(pair[0], place)}, BlockId{engine::intFrom(pair[1], place)}};
        });
    }
    e.prefillTokens = j.findInt("prefill").value_or(0);
    e.passS = j.findNumber("pass_s").value_or(0);
    e.scorerS = j.findNumber("scorer_s").value_or(0);
    return e;
}

Rescored readRescored(const JsonObject& j) {
    Rescored e;
    e.scorer = scorerFrom(j.requireObject("scorer"));
    for (const json& item : j.requireList("traces")) {
        const JsonObject t(item, "", "traces");
        Rescored::Trace trace{traceOf(t), {}};
        const json& scores = t.requireList("scores");
        for (const json& s : scores) {
            if (const auto score = floatFrom(s)) trace.scores.push_back(*score);
        }
        if (trace.scores.size() == scores.size()) e.traces.push_back(std::move(trace));  // others keep what they had
    }
    return e;
}

std::optional<TraceId> findTraceIn(const JsonObject& j, const char* key) {
    const auto number = j.findInt(key);
    return number ? std::optional(TraceId{*number}) : std::nullopt;
}

/// Nothing where the score is no finite number: the step is as one that was never scored.
std::optional<EventBody> readScore(const JsonObject& j) {
    const auto value = j.value().find("score");
    if (value == j.value().end() || !(value->is_number() || value->is_null())) (void)j.requireNumber("score");
    const StepScored e{traceOf(j), j.requireInt("end"), floatFrom(*value).value_or(0.0f)};
    return floatFrom(*value) ? std::optional<EventBody>(e) : std::nullopt;
}

TracePruned readPruned(const JsonObject& j) {
    TracePruned e{
        traceOf(j), j.findNumber("score"), j.findInt("among").value_or(0), j.findInt("freed").value_or(0), {}, {}, {}};
    e.cause = enumOr(kPruneCauses, j.findString("cause").value_or(""), PruneCause::Memory);
    e.other = findTraceIn(j, "other");
    e.value = j.findNumber("value");
    return e;
}

ProbeDone readProbe(const JsonObject& j) {
    ProbeDone e;
    e.replies = j.listOf("replies", [](const json& reply, const engine::JsonPlace& place) {
        if (!reply.is_array() || reply.size() != 2)
            place.fail("expected [trace, answer], found " + engine::describeJson(reply));
        ProbeDone::Reply read{TraceId{engine::intFrom(reply[0], place)}, std::nullopt};
        if (!reply[1].is_null()) read.answer = engine::stringFrom(reply[1], place);
        return read;
    });
    e.left = j.findInt("left").value_or(0);
    e.tokens = j.findInt("tokens").value_or(0);
    e.passS = j.findNumber("pass_s").value_or(0);
    return e;
}

std::optional<EventBody> readBody(const std::string& type, const JsonObject& j) {
    const auto count = [&j](const char* key) { return j.findInt(key).value_or(0); };
    const auto number = [&j](const char* key) { return j.findNumber(key).value_or(0); };
    if (type == "run") return readRunStarted(j);
    if (type == "prompt") return PromptBlocks{blocksFrom(j, "blocks")};
    if (type == "added") return TraceAdded{traceOf(j)};
    if (type == "admitted")
        return TraceAdmitted{traceOf(j), blocksFrom(j, "blocks"), count("recomputed"), number("waited_s")};
    if (type == "pass") return readPass(j);
    if (type == "score") return readScore(j);
    if (type == "saturated") return Saturated{j.requireInt("needed"), j.requireInt("free"), count("running")};
    if (type == "pruned") return readPruned(j);
    if (type == "branched") {
        return TraceBranched{traceOf(j), TraceId{j.requireInt("parent")}, j.requireInt("at_token"),
                             blocksFrom(j, "blocks"), count("shared")};
    }
    if (type == "threshold") return ThresholdSet{j.requireNumber("threshold"), number("percentile"), count("traces")};
    if (type == "thought")
        return ThoughtSeen{traceOf(j), j.requireInt("end"), findTraceIn(j, "nearest"), number("similarity")};
    if (type == "probe") return readProbe(j);
    if (type == "preempted") return TracePreempted{traceOf(j), count("freed")};
    if (type == "finished") {
        return TraceFinished{traceOf(j), enumOr(kFinishReasons, j.requireString("reason"), FinishReason::EndOfText),
                             j.findString("answer"), count("freed")};
    }
    if (type == "limits") return LimitsChanged{j.findInt("kv_blocks"), j.findInt("n")};
    if (type == "rescored") return readRescored(j);
    if (type == "pace") return PaceChanged{j.requireNumber("tokens_per_s")};
    if (type == "paused") return Paused{};
    if (type == "resumed") return Resumed{};
    if (type == "notice")
        return Notice{enumOr(kSeverities, j.requireString("severity"), Notice::Severity::Info),
                      j.requireString("text")};
    if (type == "end") {
        return RunFinished{enumOr(kRunEnds, j.requireString("end"), RunEnd::Stopped),
                           j.findString("message").value_or(""), number("prefill_s"), number("decode_s"),
                           number("scorer_s")};
    }
    return std::nullopt;
}

}  // namespace

json toJson(const Event& event) {
    json j = std::visit([](const auto& body) { return write(body); }, event.body);
    j["t"] = event.t;
    return j;
}

const char* nameOf(RunEnd end) {
    return wordOf(kRunEnds, end);
}

bool lacksScore(const json& j) {
    return j.is_object() && j.value("e", json()) == "score" && j.contains("score") && !floatFrom(j["score"]);
}

std::optional<Event> eventFromJson(const json& value) {
    const JsonObject j(value, "");
    const double t = j.findNumber("t").value_or(0);
    auto body = readBody(j.requireString("e"), j);
    if (!body) return std::nullopt;
    return Event{t, std::move(*body)};
}

}  // namespace app
