#include "app/study/evaluation.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "app/run/model_session.h"
#include "app/run/reference_run.h"
#include "app/run/units.h"
#include "engine/files/json_text.h"
#include "scorer/answers/answer.h"
#include "scorer/vote.h"

namespace app {
namespace {

using engine::orNull;
using nlohmann::json;

/// The script's words for how a trace ended.
const char* finishReasonOf(TracePhase phase) {
    switch (phase) {
        case TracePhase::Finished: return "stop";
        case TracePhase::Length: return "length";
        default: return "abort";
    }
}

/// Why a trace was aborted: "pruned", or "stopped" with the run; null for the others.
json stopReasonOf(TracePhase phase) {
    return phase == TracePhase::Finished || phase == TracePhase::Length ? json(nullptr) : json(nameOf(phase));
}

std::string stripped(const std::string& text) {
    constexpr const char* kBlank = " \t\n\r\v\f";
    const auto begin = text.find_first_not_of(kBlank);
    return begin == std::string::npos ? std::string() : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

/// What a trace answered, also one that was pruned after it had written its box.
std::optional<std::string> answerOf(const TraceState& trace) {
    return trace.answer ? trace.answer : scorer::findBoxedAnswer(trace.text.str());
}

/// False if the right answer is not known, as the script has it.
bool isRight(const RunState& state, const std::optional<std::string>& answer, const Problem& problem) {
    return answer && problem.answer && scorer::isRight(*answer, *problem.answer, state.header.options.answers);
}

/// One entry of generation_results.
json generationOf(const TraceState& trace, const std::optional<std::string>& answer, bool right, int questionIndex) {
    json scores = json::array();
    for (const StepState& step : trace.steps) scores.push_back(step.score);
    return {{"token_length", trace.tokenCount()},
            {"generated_text", stripped(trace.text.str())},
            {"finish_reason", finishReasonOf(trace.phase)},
            {"stop_reason", stopReasonOf(trace.phase)},
            {"final_score", orNull(trace.score())},
            {"prompt_index", questionIndex},
            {"request_id", std::to_string(questionIndex)},
            {"extracted_answer", answer ? json(stripped(*answer)) : json(nullptr)},
            {"is_trace_correct", right},
            {"step_scores", std::move(scores)}};
}

/// The answers that voted and their weights, in the order of their traces.
std::pair<json, json> votesOf(const RunState& state) {
    std::map<int, const scorer::Ballot*> ballots;
    for (const scorer::Ballot& ballot : state.vote.ballots) ballots[index(ballot.trace)] = &ballot;
    json answers = json::array();
    json weights = json::array();
    for (const auto& [trace, ballot] : ballots) {
        answers.push_back(stripped(ballot->answer));
        weights.push_back(ballot->weight);
    }
    return {std::move(answers), std::move(weights)};
}

}  // namespace

double kvCapOf(const ModelSession& session, const std::string& question, const RunOptions& options, double share,
               int peakBlocks) {
    const auto prompt = session.promptTokens(question, options.systemPrompt, options.plainPrompt).size();
    const int least = blocksToStart(static_cast<int>(prompt), options.traces);
    const int blocks = std::max(least, blocksOfShare(share, peakBlocks));
    return blocks * static_cast<double>(blockBytesFor(session.memory(), options.kvType)) / kMib;
}

json questionOf(const RunState& state, const Problem& problem, int questionIndex) {
    const AnswerVote* leader = state.vote.leader();
    json results = json::object();
    int correct = 0;
    double waited = 0;
    double alive = 0;
    for (const TraceState& trace : state.traces) {
        const std::optional<std::string> answer = answerOf(trace);
        const bool right = isRight(state, answer, problem);
        correct += right ? 1 : 0;
        waited += state.waitedS(trace);
        alive += state.aliveS(trace);
        results["generation_" + std::to_string(index(trace.id) - 1)] =
            generationOf(trace, answer, right, questionIndex);
    }
    auto [answers, weights] = votesOf(state);
    return {{"question_index", questionIndex},
            {"question", problem.question},
            {"ground_truth", orNull(problem.answer)},
            {"family", problem.family},
            {"level", problem.level},
            {"line", problem.line},
            {"id", problem.id.empty() ? json(nullptr) : json(problem.id)},
            {"final_answer", leader ? json(stripped(leader->answer)) : json(nullptr)},
            {"is_final_correct", isRight(state, leader ? std::optional(leader->answer) : std::nullopt, problem)},
            {"num_correct_traces", correct},
            {"total_traces", state.traces.size()},
            {"generation_time", state.now},
            {"answers_for_prompt", std::move(answers)},
            {"weights_for_prompt", std::move(weights)},
            {"tokens", state.generatedTokens},
            {"recomputed_tokens", state.recomputedTokens},
            {"probe_tokens", state.probeTokens},
            {"peak_kv_blocks", state.kv.peakBlocks},
            {"kv_blocks", state.kv.totalBlocks},
            {"waited_s", waited},
            {"alive_s", alive},
            {"pruned", state.prunedCount},
            {"generation_results", std::move(results)}};
}

PolicySummary summarise(const std::string& policy, const std::vector<json>& questions) {
    PolicySummary s;
    s.policy = policy;
    s.problems = static_cast<int>(questions.size());
    if (questions.empty()) return s;
    double waited = 0;
    double alive = 0;
    for (const json& q : questions) {
        if (q.at("ground_truth").is_null())
            ++s.withoutAnswer;
        else
            s.accuracy += q.at("is_final_correct").get<bool>() ? 1 : 0;
        s.tokens += q.at("tokens").get<double>();
        s.recomputed += q.at("recomputed_tokens").get<double>();
        s.probeTokens += q.at("probe_tokens").get<double>();
        s.latencyS += q.at("generation_time").get<double>();
        s.pruned += q.at("pruned").get<double>();
        waited += q.at("waited_s").get<double>();
        alive += q.at("alive_s").get<double>();
    }
    const double n = s.problems;
    s.accuracy /= std::max(1, s.problems - s.withoutAnswer);
    s.tokens /= n;
    s.recomputed /= n;
    s.probeTokens /= n;
    s.latencyS /= n;
    s.pruned /= n;
    s.waitShare = alive > 0 ? waited / alive : 0;
    return s;
}

json toJson(const PolicySummary& s) {
    json out = {{"policy", s.policy},
                {"problems", s.problems},
                {"accuracy", s.accuracy},
                {"tokens", s.tokens},
                {"recomputed_tokens", s.recomputed},
                {"probe_tokens", s.probeTokens},
                {"latency_s", s.latencyS},
                {"wait_share", s.waitShare},
                {"pruned", s.pruned}};
    if (s.withoutAnswer > 0) out["without_answer"] = s.withoutAnswer;
    if (s.withoutAnswer == s.problems) out["accuracy"] = nullptr;  // nothing was judged
    return out;
}

json benchmarkSummaryOf(const BenchmarkPlace& place, const std::vector<json>& questions) {
    json entries = json::array();
    double seconds = 0;
    double tokens = 0;
    int right = 0;
    int judged = 0;
    for (const json& q : questions) {
        judged += q.at("ground_truth").is_null() ? 0 : 1;
        const int index = q.at("question_index").get<int>();
        const int traces = q.at("total_traces").get<int>();
        const int correct = q.at("num_correct_traces").get<int>();
        seconds += q.at("generation_time").get<double>();
        tokens += q.at("tokens").get<double>();
        right += q.at("is_final_correct").get<bool>() ? 1 : 0;
        json entry = {{"question_index", index},
                      {"question_file", questionFileName(index)},
                      {"total_tokens", q.at("tokens")},
                      {"correct_trace_ratio", traces ? static_cast<double>(correct) / traces : 0.0}};
        for (const char* key : {"ground_truth", "final_answer", "is_final_correct", "num_correct_traces",
                                "total_traces", "generation_time"}) {
            entry[key] = q.at(key);
        }
        entries.push_back(std::move(entry));
    }
    const double count = std::max<double>(1, static_cast<double>(questions.size()));
    const auto timed = [&](double value) { return place.isTimed ? json(value) : json(nullptr); };
    return {{"benchmark_path", place.problemsPath},
            {"model_path", place.modelPath},
            {"output_dir", place.outputFolder},
            {"num_questions", questions.size()},
            {"num_judged", judged},
            {"num_traces_per_question", place.traces},
            {"total_generation_time", timed(seconds)},
            {"generation_time_per_question", timed(seconds / count)},
            {"final_accuracy", right / count},
            {"avg_tokens_per_problem", tokens / count},
            {"questions", std::move(entries)}};
}

std::string questionFileName(int questionIndex) {
    char name[32];
    std::snprintf(name, sizeof name, "question_%04d.json", questionIndex);
    return name;
}

}  // namespace app
