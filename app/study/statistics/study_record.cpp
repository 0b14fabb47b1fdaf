#include "app/study/statistics/study_record.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace app {
namespace {

using nlohmann::json;

constexpr std::int64_t kMostTokens = std::int64_t{1} << 40;  // sums of them stay exact in a double
constexpr std::size_t kShares = 10;                          // of a trace, for logProbability

/// Reads the fields of one object; whatever is not as expected throws with the field's name.
class Fields {
public:
    Fields(const json& value, std::string where) : m_value(value), m_where(std::move(where)) {
        if (!value.is_object()) throw std::runtime_error(m_where + ": expected an object, found " + value.type_name());
    }

    bool has(const char* name) const { return m_value.contains(name) && !m_value.at(name).is_null(); }

    const json& field(const char* name) const {
        if (!m_value.contains(name)) throw std::runtime_error(named(name) + " is missing");
        return m_value.at(name);
    }

    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most) const {
        return integerOf(field(name), name, least, most);
    }
    int count(const char* name) const { return static_cast<int>(integer(name, 0, std::numeric_limits<int>::max())); }

    double number(const char* name, double least, double most) const {
        return numberOf(field(name), name, least, most);
    }

    std::uint64_t seed(const char* name) const { return seedOf(field(name), name); }

    std::string text(const char* name) const { return textOf(field(name), name); }

    bool flag(const char* name) const {
        const json& value = field(name);
        if (!value.is_boolean()) refuse(name, "true or false", value);
        return value.get<bool>();
    }

    std::optional<bool> findFlag(const char* name) const {
        return has(name) ? std::optional(flag(name)) : std::nullopt;
    }

    template <typename T, typename Read>
    std::vector<T> list(const char* name, Read read) const {
        const json& values = field(name);
        if (!values.is_array()) refuse(name, "a list", values);
        std::vector<T> out;
        out.reserve(values.size());
        for (const json& value : values) out.push_back(static_cast<T>(read(value)));
        return out;
    }

    std::int64_t integerOf(const json& value, const char* name, std::int64_t least, std::int64_t most) const {
        if (!value.is_number_integer()) refuse(name, "a whole number", value);
        const bool large =
            value.is_number_unsigned() &&
            value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (large || value.get<std::int64_t>() < least || value.get<std::int64_t>() > most)
            refuse(name, range(least, most), value);
        return value.get<std::int64_t>();
    }

    double numberOf(const json& value, const char* name, double least, double most) const {
        if (!value.is_number()) refuse(name, "a number", value);
        const double x = value.get<double>();
        if (!(x >= least && x <= most)) refuse(name, range(least, most), value);
        return x;
    }

    std::uint64_t seedOf(const json& value, const char* name) const {
        if (!value.is_number_unsigned()) refuse(name, "a whole number from 0", value);
        return value.get<std::uint64_t>();
    }

    std::string textOf(const json& value, const char* name) const {
        if (!value.is_string()) refuse(name, "a text", value);
        return value.get<std::string>();
    }

    std::string named(const char* name) const { return m_where + ": field '" + name + "'"; }

private:
    template <typename T>
    static std::string range(T least, T most) {
        return "a number from " + json(least).dump() + " to " + json(most).dump();
    }

    [[noreturn]] void refuse(const char* name, const std::string& expected, const json& found) const {
        std::string shown = found.is_primitive() && !found.is_string() ? found.dump() : found.type_name();
        throw std::runtime_error(named(name) + ": expected " + expected + ", found " + shown);
    }

    const json& m_value;
    std::string m_where;
};

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

StudyTrace traceFrom(const json& value) {
    const Fields fields(value, "study trace");
    StudyTrace trace;
    trace.state = fields.text("state");
    constexpr std::array<std::string_view, 4> known{"finished", "length", "pruned", "stopped"};
    if (std::find(known.begin(), known.end(), trace.state) == known.end()) {
        throw std::runtime_error(fields.named("state") + ": expected finished, length, pruned or stopped");
    }
    trace.tokens = fields.count("tokens");
    trace.right = fields.findFlag("right");
    trace.wouldBeRight = fields.findFlag("would_be_right");
    if (fields.has("scores")) {
        trace.scores = fields.list<float>("scores", [&](const json& v) { return fields.numberOf(v, "scores", 0, 1); });
        trace.stepEnds = fields.list<int>(
            "ends", [&](const json& v) { return fields.integerOf(v, "ends", 0, std::numeric_limits<int>::max()); });
        if (trace.stepEnds.size() != trace.scores.size()) {
            throw std::runtime_error(fields.named("ends") + ": expected one end for each of the scores");
        }
    }
    if (fields.has("logprob")) {
        trace.logProbability =
            fields.list<float>("logprob", [&](const json& v) { return fields.numberOf(v, "logprob", -1e6, 0); });
        if (trace.logProbability.size() != kShares)
            throw std::runtime_error(fields.named("logprob") + ": expected 10 numbers");
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
            {"answer", record.answer ? json(*record.answer) : json(nullptr)},
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
    if (!setup.fingerprint.empty()) out["fingerprint"] = json::parse(setup.fingerprint);
    return out;
}

StudyRecord studyRecordFrom(const json& value) {
    const Fields fields(value, "study record");
    constexpr double longest = 1e9;  // seconds
    StudyRecord record;
    record.cell.policy = fields.text("policy");
    record.cell.traces = fields.count("n");
    record.cell.memory = fields.number("memory", 0, 1e6);
    record.cell.seed = fields.seed("seed");
    record.cell.alone = fields.flag("alone");
    record.problem = fields.count("problem");
    record.family = fields.text("family");
    record.level =
        static_cast<int>(fields.integer("level", std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
    record.correct = fields.flag("correct");
    if (fields.has("answer")) record.answer = fields.text("answer");
    record.generated = fields.integer("generated", 0, kMostTokens);
    record.recomputed = fields.integer("recomputed", 0, kMostTokens);
    if (fields.has("probe")) record.probe = fields.integer("probe", 0, kMostTokens);
    record.pruned = fields.count("pruned");
    record.peakBlocks = fields.count("peak_blocks");
    record.kvBlocks = fields.count("kv_blocks");
    record.latencyS = fields.number("latency_s", 0, longest);
    record.waitedS = fields.number("waited_s", 0, longest);
    record.aliveS = fields.number("alive_s", 0, longest);
    record.traces = fields.list<StudyTrace>("traces", traceFrom);
    return record;
}

StudySetup studySetupFrom(const json& value) {
    const Fields fields(value, "study setup");
    StudySetup setup;
    setup.programVersion = fields.text("version");
    setup.startedAt = fields.text("started_at");
    setup.model = fields.text("model");
    setup.parameters = fields.integer("parameters", 0, std::numeric_limits<std::int64_t>::max());
    setup.backend = fields.text("backend");
    setup.device = fields.text("device");
    setup.scorer = fields.text("scorer");
    setup.scorerSha256 = fields.text("scorer_sha256");
    setup.problemsFile = fields.text("problems_file");
    setup.problemsSha256 = fields.text("problems_sha256");
    setup.problems = fields.count("problems");
    setup.skippedLines = fields.count("skipped_lines");
    setup.aloneProblems = fields.count("alone_problems");
    setup.parallel = fields.count("parallel");
    setup.temperature = fields.number("temperature", 0, 1e6);
    setup.topP = fields.number("top_p", 0, 1);
    setup.topK = fields.count("top_k");
    setup.maxTokens = fields.count("max_tokens");
    setup.policies = fields.list<std::string>("policies", [&](const json& v) { return fields.textOf(v, "policies"); });
    setup.traces = fields.list<int>(
        "n", [&](const json& v) { return fields.integerOf(v, "n", 0, std::numeric_limits<int>::max()); });
    setup.memory = fields.list<double>("memory", [&](const json& v) { return fields.numberOf(v, "memory", 0, 1e6); });
    setup.seeds = fields.list<std::uint64_t>("seeds", [&](const json& v) { return fields.seedOf(v, "seeds"); });
    setup.notes = fields.list<std::string>("notes", [&](const json& v) { return fields.textOf(v, "notes"); });
    if (fields.has("unusable_problems")) setup.unusableProblems = fields.count("unusable_problems");
    if (fields.has("memory_axis")) {
        const std::string axis = fields.text("memory_axis");
        if (axis != "peak_share" && axis != "utilization") {
            throw std::runtime_error(fields.named("memory_axis") + ": expected peak_share or utilization");
        }
        setup.memoryAxis = axis == "utilization" ? MemoryAxis::Utilization : MemoryAxis::PeakShare;
    }
    if (fields.has("fingerprint")) {
        const json& fingerprint = fields.field("fingerprint");
        if (!fingerprint.is_object()) throw std::runtime_error(fields.named("fingerprint") + ": expected an object");
        setup.fingerprint = fingerprint.dump(-1, ' ', false, json::error_handler_t::replace);
    }
    return setup;
}

}  // namespace app
