#include "app/evaluation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "app/run_loop.h"
#include "app/summary.h"
#include "engine/atomic_file.h"
#include "scorer/vote.h"

namespace app {
namespace {

using nlohmann::json;

/// The script's words for how a trace ended.
const char* finishReasonOf(TracePhase phase) {
    switch (phase) {
        case TracePhase::Finished: return "stop";
        case TracePhase::Length: return "length";
        default: return nameOf(phase);
    }
}

template <typename T>
json orNull(const std::optional<T>& value) {
    return value ? json(*value) : json(nullptr);
}

/// What stands behind a plus sign; false where it is no option.
bool addOption(EvalPolicy& policy, const std::string& option) {
    if (option == "lock") policy.voteLock = true;
    else if (option == "beta") policy.betaStop = true;
    else if (option == "probe") policy.consensusProbe = true;
    else if (option == "last") policy.traceScore = TraceScoreRule::Last;
    else if (option == "last5") policy.traceScore = TraceScoreRule::LastFive;
    else return false;
    return true;
}

EvalPolicy parsePolicy(const std::string& word) {
    std::istringstream parts(word);
    std::string base;
    std::getline(parts, base, '+');
    const auto colon = base.find(':');
    const auto policy = findPolicy(base.substr(0, colon));
    const auto victim = colon == std::string::npos ? std::optional(VictimRule::LowestScore) : findVictimRule(base.substr(colon + 1));
    bool known = policy && victim && (colon == std::string::npos || *policy == PolicyKind::Step);
    EvalPolicy parsed{.name = word, .policy = policy.value_or(PolicyKind::Step), .victim = victim.value_or(VictimRule::LowestScore)};
    for (std::string option; std::getline(parts, option, '+');) known = known && *policy != PolicyKind::Cot && addOption(parsed, option);
    if (known) return parsed;
    throw std::runtime_error("'" + word + "' is no policy; use cot, sc, sc-static, slim-sc, deepconf-low, deepconf-high, step, step-refill, "
                             "step:random, step:longest or step:logprob, and +lock, +beta, +probe, +last or +last5 behind one that votes");
}

}  // namespace

void EvalPolicy::applyTo(RunOptions& options) const {
    options.policy = policy;
    options.victim = victim;
    if (traceScore != TraceScoreRule::Mean) options.traceScore = traceScore;
    options.voteLock = options.voteLock || voteLock;
    options.betaStop = options.betaStop || betaStop;
    options.consensusProbe = options.consensusProbe || consensusProbe;
    if (policy == PolicyKind::Cot) options.traces = 1;
}

std::vector<EvalPolicy> parsePolicies(const std::string& list) {
    std::vector<EvalPolicy> policies;
    std::istringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');) policies.push_back(parsePolicy(word));
    if (policies.empty()) throw std::runtime_error("no policy given");
    return policies;
}

double kvCapOf(const ModelSession& session, const std::string& question, const RunOptions& options, double share, int peakBlocks) {
    const auto prompt = session.promptTokens(question, options.systemPrompt, options.plainPrompt).size();
    const int least = blocksToStart(static_cast<int>(prompt), options.traces);
    const int blocks = std::max(least, static_cast<int>(std::lround(share * peakBlocks)));
    return blocks * static_cast<double>(session.info().blockBytes) / (1024.0 * 1024.0);
}

json questionOf(const RunState& state, const Problem& problem, int questionIndex) {
    const AnswerVote* leader = state.vote.leader();
    const AnswerMode mode = state.header.options.answers;
    json results = json::object();
    int correct = 0;
    double waited = 0;
    double alive = 0;
    for (const TraceState& trace : state.traces) {
        const bool right = state.isCorrect(trace).value_or(false);
        correct += right ? 1 : 0;
        waited += state.waitedS(trace);
        alive += isActive(trace.phase) ? state.now : trace.endedAt;
        json scores = json::array();
        for (const StepState& step : trace.steps) scores.push_back(step.score);
        results["generation_" + std::to_string(index(trace.id))] = {
            {"token_length", trace.tokenCount()},
            {"generated_text", trace.text},
            {"finish_reason", finishReasonOf(trace.phase)},
            {"stop_reason", nullptr},
            {"final_score", orNull(trace.score())},
            {"extracted_answer", orNull(trace.answer)},
            {"is_trace_correct", problem.answer ? json(right) : json(nullptr)},
            {"step_scores", std::move(scores)}};
    }
    return {{"question_index", questionIndex},
            {"question", problem.question},
            {"ground_truth", orNull(problem.answer)},
            {"family", problem.family},
            {"level", problem.level},
            {"final_answer", leader ? json(leader->answer) : json(nullptr)},
            {"is_final_correct", problem.answer ? json(leader && leader->key == scorer::answerKey(*problem.answer, mode)) : json(nullptr)},
            {"num_correct_traces", problem.answer ? json(correct) : json(nullptr)},
            {"total_traces", state.traces.size()},
            {"generation_time", state.now},
            {"tokens", state.generatedTokens + state.recomputedTokens + state.probeTokens},
            {"recomputed_tokens", state.recomputedTokens},
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
        if (q.at("is_final_correct").is_null()) ++s.withoutAnswer;
        else s.accuracy += q.at("is_final_correct").get<bool>() ? 1 : 0;
        s.tokens += q.at("tokens").get<double>();
        s.latencyS += q.at("generation_time").get<double>();
        s.pruned += q.at("pruned").get<double>();
        waited += q.at("waited_s").get<double>();
        alive += q.at("alive_s").get<double>();
    }
    const double n = s.problems;
    s.accuracy /= std::max(1, s.problems - s.withoutAnswer);
    s.tokens /= n;
    s.latencyS /= n;
    s.pruned /= n;
    s.waitShare = alive > 0 ? waited / alive : 0;
    return s;
}

json toJson(const PolicySummary& s) {
    json out = {{"policy", s.policy}, {"problems", s.problems}, {"accuracy", s.accuracy}, {"tokens", s.tokens},
                {"latency_s", s.latencyS}, {"wait_share", s.waitShare}, {"pruned", s.pruned}};
    if (s.withoutAnswer > 0) out["without_answer"] = s.withoutAnswer;
    if (s.withoutAnswer == s.problems) out["accuracy"] = nullptr;  // nothing was judged
    return out;
}

std::string questionFileName(int questionIndex) {
    char name[32];
    std::snprintf(name, sizeof name, "question_%04d.json", questionIndex);
    return name;
}

std::optional<json> findQuestion(const std::filesystem::path& directory, int questionIndex, const std::string& question) {
    std::ifstream file(directory / questionFileName(questionIndex));
    if (!file) return std::nullopt;
    json value = json::parse(file, nullptr, false);
    if (!value.is_object() || value.value("question", std::string()) != question || !value.contains("alive_s")) return std::nullopt;
    return value;
}

void writeJson(const std::filesystem::path& path, const json& value) {
    engine::writeFileAtomically(path, value.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace app
