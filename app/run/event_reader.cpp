// Events from the JSON of a recording, which is input: every field is checked.
#include <cmath>
#include <limits>
#include <string_view>

#include "app/run/event_json.h"
#include "app/run/event_words.h"
#include "engine/files/json_text.h"
#include "engine/text/ascii.h"
#include "kernels/kv_type.h"

namespace app {
namespace {

using engine::JsonObject;
using nlohmann::json;

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

std::vector<BlockId> blocksFrom(const JsonObject& j, const char* key) {
    return j.listOf(key,
                    [](const json& v, const engine::JsonPlace& place) { return BlockId{engine::intFrom(v, place)}; });
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

/// A word that this version does not know is left out.
std::string kvTypeOf(const JsonObject& j) {
    const std::string word = j.findString("kv_type").value_or("");
    for (const auto type : {kernels::KvType::F32, kernels::KvType::Bf16, kernels::KvType::Q8}) {
        if (word == kernels::nameOf(type)) return word;
    }
    return {};
}

/// The same.
std::string weightsOf(const JsonObject& j) {
    const std::string word = j.findString("weights").value_or("");
    for (int type = 0; type <= static_cast<int>(kernels::HostType::Q6_K); ++type) {
        if (word == kernels::nameOf(static_cast<kernels::HostType>(type))) return word;
    }
    return {};
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
    m.kvType = kvTypeOf(j);
    m.embedded = j.findBool("embedded").value_or(false);
    m.format = j.findString("format").value_or("");
    m.weights = weightsOf(j);
    m.quantised = j.findBool("quantised").value_or(false);
    return m;
}

ServerInfo serverFrom(const JsonObject& j) {
    ServerInfo s;
    s.address = j.requireString("address");
    s.engine = j.findString("engine").value_or("");
    s.hasLogProbabilities = j.findBool("logprobs").value_or(false);
    s.topLogProbabilities = j.findInt("top_logprobs").value_or(0);
    s.blockTokens = j.findInt("block_tokens").value_or(0);
    s.hasLimit = j.findBool("limited").value_or(false);
    s.kvTokens = j.findInteger("kv_tokens");
    return s;
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
    const auto others = j.findObject("others_options");
    e.hasOthersOptions = others.has_value();
    if (others) readOthers(others->value(), e.options);
    e.problem = j.requireString("problem");
    e.knownAnswer = j.findString("answer");
    e.hint = j.findString("hint");
    e.promptTokens = j.findInt("prompt_tokens").value_or(0);
    e.kvBlocks = j.requireInt("kv_blocks");
    e.prefillRows = j.findInt("prefill_rows").value_or(0);
    e.simulated = j.findBool("simulated").value_or(false);
    e.whatIf = j.findBool("what_if").value_or(false);
    if (const auto server = j.findObject("server")) e.server = serverFrom(*server);
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

Sparing readSparing(const JsonObject& j) {
    return {findTraceIn(j, "spared"), j.findBool("all_protected").value_or(false)};
}

TraceForked readForked(const JsonObject& j) {
    TraceForked e{traceOf(j), findTraceIn(j, "parent"), j.requireInt("at_token")};
    e.logProbability = j.findNumber("logprob").value_or(0);
    e.unmeasured = j.findInt("unmeasured").value_or(0);
    if (j.has("confidences")) {
        for (const json& value : j.requireList("confidences")) e.confidences.push_back(floatFrom(value).value_or(0.0F));
    }
    e.given = j.listOf("given", [](const json& t, const engine::JsonPlace& place) {
        if (!t.is_array() || t.size() < 3) place.fail("expected [id, text, logprob], found " + engine::describeJson(t));
        return TokenGiven{TokenId{engine::intFrom(t[0], place)}, engine::stringFrom(t[1], place), floatFrom(t[2]),
                          t.size() > 3 ? floatFrom(t[3]).value_or(0.0F) : 0.0F};
    });
    e.written = j.findInt("written").value_or(0);
    e.handFrom = j.findInt("hand_from");
    e.earlierTrace = j.findInt("earlier_trace");
    return e;
}

TracePruned readPruned(const JsonObject& j) {
    TracePruned e{
        traceOf(j), j.findNumber("score"), j.findInt("among").value_or(0), j.findInt("freed").value_or(0), {}, {}, {}};
    e.cause = enumOr(kPruneCauses, j.findString("cause").value_or(""), PruneCause::Memory);
    e.other = findTraceIn(j, "other");
    e.value = j.findNumber("value");
    e.sparing = readSparing(j);
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
        return TraceAdmitted{traceOf(j), blocksFrom(j, "blocks"), count("recomputed"), number("waited_s"),
                             count("shared")};
    if (type == "pass") return readPass(j);
    if (type == "score") return readScore(j);
    if (type == "step") return StepEnded{traceOf(j), j.requireInt("end")};
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
    if (type == "preempted") return TracePreempted{traceOf(j), count("freed"), readSparing(j)};
    if (type == "protected") return TraceProtected{traceOf(j), j.findBool("on").value_or(true)};
    if (type == "spared") {
        return TraceSpared{traceOf(j), enumOr(kPruneCauses, j.findString("cause").value_or(""), PruneCause::Confidence),
                           j.findNumber("value")};
    }
    if (type == "forked") return readForked(j);
    if (type == "finished") {
        return TraceFinished{traceOf(j), enumOr(kFinishReasons, j.requireString("reason"), FinishReason::EndOfText),
                             j.findString("answer"), count("freed")};
    }
    if (type == "limits") return LimitsChanged{j.findInt("kv_blocks"), j.findInt("n")};
    if (type == "rescored") return readRescored(j);
    if (type == "pace") return PaceChanged{j.requireNumber("tokens_per_s")};
    if (type == "continued") {
        return TracesContinued{j.listOf("traces", [](const json& v, const engine::JsonPlace& place) {
            return TraceId{engine::intFrom(v, place)};
        })};
    }
    if (type == "paused") return Paused{enumOr(kPauseCauses, j.findString("at").value_or(""), PauseCause::User)};
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

bool lacksScore(const json& j) {
    return j.is_object() && j.value("e", json()) == "score" && j.contains("score") && !floatFrom(j["score"]);
}

std::optional<Event> eventFromJson(const json& value) {
    const JsonObject j(value, "");
    const double t = j.findNumber("t").value_or(0);
    auto body = readBody(j.requireString("e"), j);
    if (!body) return std::nullopt;
    return Event{t, std::move(*body), j.findBool("continued").value_or(false)};
}

}  // namespace app
