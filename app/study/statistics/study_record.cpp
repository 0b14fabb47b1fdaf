#include "app/study/statistics/study_record.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "engine/files/json_text.h"

namespace app {
namespace {

using engine::JsonObject;
using nlohmann::json;

constexpr std::int64_t kMostTokens = std::int64_t{1} << 40;  // sums of them stay exact in a double
constexpr std::size_t kShares = 10;                          // of a trace, for logProbability

int countFrom(const json& value, const engine::JsonPlace& place) {
    return engine::intFrom(value, place, 0);
}

json rounded(const std::vector<float>& values) {
    json out = json::array();
    for (float value : values) out.push_back(std::round(static_cast<double>(value) * 1e4) / 1e4);
    return out;
}

json traceJson(const StudyTrace& trace) {
    json out = {{"state", trace.state}, {"tokens", trace.tokens}};
    if (trace.right) out["right"] = *trace.right;
    if (!trace.scores.empty()) {
        out["scores"] = rounded(trace.scores);
        out["ends"] = trace.stepEnds;
    }
    if (!trace.logProbability.empty()) out["logprob"] = rounded(trace.logProbability);
    if (trace.wouldBeRight) out["would_be_right"] = *trace.wouldBeRight;
    return out;
}

StudyTrace traceFrom(const json& value, const engine::JsonPlace& place) {
    const JsonObject fields(value, std::string(place.file), std::string(place.field));
    StudyTrace trace;
    trace.state = fields.requireString("state");
    constexpr std::array<std::string_view, 4> known{"finished", "length", "pruned", "stopped"};
    if (std::find(known.begin(), known.end(), trace.state) == known.end()) {
        fields.fail("state", "expected finished, length, pruned or stopped, found " + engine::inQuotes(trace.state));
    }
    trace.tokens = fields.requireInt("tokens", 0);
    trace.right = fields.findBool("right");
    trace.wouldBeRight = fields.findBool("would_be_right");
    const auto floats = [&](const char* name, double least, double most) {
        return fields.listOf(name, [=](const json& v, const engine::JsonPlace& at) {
            return static_cast<float>(engine::numberFrom(v, at, least, most));
        });
    };
    if (fields.has("scores")) {
        trace.scores = floats("scores", 0, 1);
        trace.stepEnds = fields.listOf("ends", countFrom);
        if (trace.stepEnds.size() != trace.scores.size()) {
            fields.fail("ends", "expected one for each of the " + std::to_string(trace.scores.size()) +
                                    " scores, found " + std::to_string(trace.stepEnds.size()));
        }
    }
    if (fields.has("logprob")) {
        trace.logProbability = floats("logprob", -1e6, 0);
        if (trace.logProbability.size() != kShares) {
            fields.fail("logprob", "expected 10 numbers, found " + std::to_string(trace.logProbability.size()));
        }
    }
    return trace;
}

}  // namespace

json toJson(const StudyRecord& record) {
    json traces = json::array();
    for (const StudyTrace& trace : record.traces) traces.push_back(traceJson(trace));
    return {{"policy", record.cell.policy},
            {"n", record.cell.traces},
            {"memory", record.cell.memory},
            {"seed", record.cell.seed},
            {"alone", record.cell.alone},
            {"problem", record.problem},
            {"family", record.family},
            {"level", record.level},
            {"correct", record.correct},
            {"answer", engine::orNull(record.answer)},
            {"generated", record.generated},
            {"recomputed", record.recomputed},
            {"probe", record.probe},
            {"pruned", record.pruned},
            {"peak_blocks", record.peakBlocks},
            {"kv_blocks", record.kvBlocks},
            {"latency_s", record.latencyS},
            {"waited_s", record.waitedS},
            {"alive_s", record.aliveS},
            {"traces", std::move(traces)}};
}

json toJson(const StudySetup& setup) {
    json out = {{"version", setup.programVersion},
                {"started_at", setup.startedAt},
                {"model", setup.model},
                {"parameters", setup.parameters},
                {"backend", setup.backend},
                {"device", setup.device},
                {"scorer", setup.scorer},
                {"scorer_sha256", setup.scorerSha256},
                {"problems_file", setup.problemsFile},
                {"problems_sha256", setup.problemsSha256},
                {"problems", setup.problems},
                {"skipped_lines", setup.skippedLines},
                {"unusable_problems", setup.unusableProblems},
                {"alone_problems", setup.aloneProblems},
                {"parallel", setup.parallel},
                {"temperature", setup.temperature},
                {"top_p", setup.topP},
                {"top_k", setup.topK},
                {"max_tokens", setup.maxTokens},
                {"policies", setup.policies},
                {"n", setup.traces},
                {"memory_axis", setup.memoryAxis == MemoryAxis::Utilization ? "utilization" : "peak_share"},
                {"memory", setup.memory},
                {"seeds", setup.seeds},
                {"notes", setup.notes}};
    if (!setup.fingerprint.empty()) out["fingerprint"] = engine::parseJson(setup.fingerprint, "fingerprint");
    return out;
}

StudyRecord studyRecordFrom(const json& value) {
    const JsonObject fields(value, "study record");
    constexpr double longest = 1e9;  // seconds
    StudyRecord record;
    record.cell.policy = fields.requireString("policy");
    record.cell.traces = fields.requireInt("n", 0);
    record.cell.memory = fields.requireNumber("memory", 0, 1e6);
    record.cell.seed = fields.requireUnsigned("seed");
    record.cell.alone = fields.requireBool("alone");
    record.problem = fields.requireInt("problem", 0);
    record.family = fields.requireString("family");
    record.level = fields.requireInt("level");
    record.correct = fields.requireBool("correct");
    record.answer = fields.findString("answer");
    record.generated = fields.requireInteger("generated", 0, kMostTokens);
    record.recomputed = fields.requireInteger("recomputed", 0, kMostTokens);
    record.probe = fields.findInteger("probe", 0, kMostTokens).value_or(0);
    record.pruned = fields.requireInt("pruned", 0);
    record.peakBlocks = fields.requireInt("peak_blocks", 0);
    record.kvBlocks = fields.requireInt("kv_blocks", 0);
    record.latencyS = fields.requireNumber("latency_s", 0, longest);
    record.waitedS = fields.requireNumber("waited_s", 0, longest);
    record.aliveS = fields.requireNumber("alive_s", 0, longest);
    record.traces = fields.listOf("traces", traceFrom);
    return record;
}

StudySetup studySetupFrom(const json& value) {
    const JsonObject fields(value, "study setup");
    StudySetup setup;
    setup.programVersion = fields.requireString("version");
    setup.startedAt = fields.requireString("started_at");
    setup.model = fields.requireString("model");
    setup.parameters = fields.requireInteger("parameters", 0);
    setup.backend = fields.requireString("backend");
    setup.device = fields.requireString("device");
    setup.scorer = fields.requireString("scorer");
    setup.scorerSha256 = fields.requireString("scorer_sha256");
    setup.problemsFile = fields.requireString("problems_file");
    setup.problemsSha256 = fields.requireString("problems_sha256");
    setup.problems = fields.requireInt("problems", 0);
    setup.skippedLines = fields.requireInt("skipped_lines", 0);
    setup.unusableProblems = fields.findInt("unusable_problems", 0).value_or(0);
    setup.aloneProblems = fields.requireInt("alone_problems", 0);
    setup.parallel = fields.requireInt("parallel", 0);
    setup.temperature = fields.requireNumber("temperature", 0, 1e6);
    setup.topP = fields.requireNumber("top_p", 0, 1);
    setup.topK = fields.requireInt("top_k", 0);
    setup.maxTokens = fields.requireInt("max_tokens", 0);
    setup.policies = fields.listOf("policies", engine::stringFrom);
    setup.traces = fields.listOf("n", countFrom);
    setup.memory = fields.listOf(
        "memory", [](const json& v, const engine::JsonPlace& at) { return engine::numberFrom(v, at, 0, 1e6); });
    setup.seeds = fields.listOf("seeds", engine::unsignedFrom);
    setup.notes = fields.listOf("notes", engine::stringFrom);
    if (const auto axis = fields.findString("memory_axis")) {
        if (axis != "peak_share" && axis != "utilization") {
            fields.fail("memory_axis", "expected peak_share or utilization, found " + engine::inQuotes(*axis));
        }
        setup.memoryAxis = axis == "utilization" ? MemoryAxis::Utilization : MemoryAxis::PeakShare;
    }
    if (const auto fingerprint = fields.findObject("fingerprint")) {
        setup.fingerprint = fingerprint->value().dump(-1, ' ', false, json::error_handler_t::replace);
    }
    return setup;
}

}  // namespace app
