#include "app/lesson/lesson_values.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/verdict.h"

namespace app {
namespace {

using Value = std::optional<LessonValue>;

Value number(double value, int decimals = 0, const char* unit = "") {
    return LessonValue{fixedText(value, decimals) + unit, value};
}
Value count(std::int64_t value) {
    return LessonValue{std::to_string(value), static_cast<double>(value)};
}
Value seconds(double value) {
    return number(value, 1, "\u00a0s");
}
Value text(const std::string& value) {
    return LessonValue{value, std::nullopt};
}

bool isDone(const TraceState& trace) {
    return trace.phase == TracePhase::Finished || trace.phase == TracePhase::Length;
}

template <typename Is>
Value countTraces(const RunState& run, Is is) {
    return count(std::ranges::count_if(run.traces, is));
}

Value verdictOfAnswer(const RunState& run, const AnswerVote* answer) {
    if (!answer) return std::nullopt;
    const auto right = run.isCorrect(*answer);
    return right ? text(*right ? "right" : "wrong") : Value();
}

/// The answer with the most votes, if no other has as many.
const AnswerVote* majorityOf(const RunState& run) {
    const auto& answers = run.vote.answers;
    if (answers.empty()) return nullptr;
    const auto votes = [](const AnswerVote& answer) { return answer.traces.size(); };
    const auto most = std::ranges::max_element(answers, {}, votes);
    const auto asMany = std::ranges::count_if(answers, [&](const auto& a) { return votes(a) == votes(*most); });
    return asMany == 1 ? &*most : nullptr;
}

const AnswerVote* leaderOf(const RunState& run) {
    return run.vote.leader();
}
const AnswerVote* secondOf(const RunState& run) {
    return run.vote.answers.size() > 1 ? &run.vote.answers[1] : nullptr;
}

using Chosen = const AnswerVote* (*)(const RunState&);
template <Chosen kChosen>
Value answerOf(const RunState& run) {
    const AnswerVote* answer = kChosen(run);
    return answer ? text(answer->answer) : Value();
}
template <Chosen kChosen>
Value votesOf(const RunState& run) {
    const AnswerVote* answer = kChosen(run);
    return answer ? count(static_cast<std::int64_t>(answer->traces.size())) : Value();
}
template <Chosen kChosen>
Value weightOf(const RunState& run) {
    const AnswerVote* answer = kChosen(run);
    return answer ? number(answer->weight, 2) : Value();
}

/// How often a right trace scores higher than a wrong one, of all such pairs; equal scores count half.
template <typename Score>
Value separation(const RunState& run, Score score) {
    std::vector<double> right, wrong;
    for (const TraceState& trace : run.traces) {
        const auto value = isDone(trace) && trace.right ? score(trace) : std::optional<double>();
        if (value) (*trace.right ? right : wrong).push_back(*value);
    }
    if (right.empty() || wrong.empty()) return std::nullopt;
    double wins = 0;
    for (const double r : right) {
        for (const double w : wrong) wins += r > w ? 1 : r == w ? 0.5 : 0;
    }
    return number(100 * wins / static_cast<double>(right.size() * wrong.size()), 0, "\u00a0%");
}

std::optional<double> firstScore(const TraceState& trace) {
    if (trace.steps.empty()) return std::nullopt;
    return static_cast<double>(trace.steps[0].score);
}

template <bool kRight>
Value meanScore(const RunState& run) {
    double sum = 0;
    int traces = 0;
    for (const TraceState& trace : run.traces) {
        if (!isDone(trace) || trace.right != kRight || !trace.score()) continue;
        sum += *trace.score();
        ++traces;
    }
    return traces > 0 ? number(sum / traces, 2) : Value();
}

template <bool kLowest>
Value extremeStep(const RunState& run) {
    double found = kLowest ? std::numeric_limits<double>::max() : std::numeric_limits<double>::lowest();
    bool any = false;
    for (const TraceState& trace : run.traces) {
        for (const StepState& step : trace.steps) {
            const auto score = static_cast<double>(step.score);
            found = kLowest ? std::min(found, score) : std::max(found, score);
            any = true;
        }
    }
    return any ? number(found, 2) : Value();
}

Value stepCount(const RunState& run) {
    std::int64_t steps = 0;
    for (const TraceState& trace : run.traces) steps += static_cast<std::int64_t>(trace.steps.size());
    return count(steps);
}

Value waitedSeconds(const RunState& run) {
    double waited = 0;
    for (const TraceState& trace : run.traces) waited += run.waitedS(trace);
    return seconds(waited);
}

Value entries(const RunState& run, LogKind kind) {
    std::int64_t found = 0;
    for (const LogEntry& entry : run.log) found += entry.kind == kind;
    return count(found);
}

Value mib(const RunState& run, int blocks) {
    const auto bytes = static_cast<double>(run.header.model.blockBytes);
    return bytes > 0 ? number(blocks * bytes / (1 << 20), 0, "\u00a0MiB") : Value();
}

Value ofVerdict(const RunState& run, int Verdict::*field) {
    const auto verdict = verdictOf(run);
    return verdict && verdict->known && verdict->open == 0 ? count((*verdict).*field) : Value();
}

constexpr LessonValueRow kValues[] = {
    {"problem", "the problem", [](const RunState& r) { return text(r.header.problem); }},
    {"policy", "the policy's name", [](const RunState& r) { return text(policyRow(r.header.options.policy).title); }},
    {"known_answer", "the known answer",
     [](const RunState& r) { return r.header.knownAnswer ? text(*r.header.knownAnswer) : Value(); }},
    {"answer", "the run's answer", answerOf<leaderOf>},
    {"verdict", "of the answer: right or wrong", [](const RunState& r) { return verdictOfAnswer(r, leaderOf(r)); }},
    {"votes", "traces that voted for the answer", votesOf<leaderOf>},
    {"weight", "weight of the answer", weightOf<leaderOf>},
    {"second", "the answer that comes second", answerOf<secondOf>},
    {"second_votes", "traces that voted for the second answer", votesOf<secondOf>},
    {"second_weight", "weight of the second answer", weightOf<secondOf>},
    {"majority", "the answer that most traces voted for", answerOf<majorityOf>},
    {"majority_votes", "how many did", votesOf<majorityOf>},
    {"majority_verdict", "of that answer: right or wrong",
     [](const RunState& r) { return verdictOfAnswer(r, majorityOf(r)); }},
    {"answers", "different answers",
     [](const RunState& r) { return count(static_cast<std::int64_t>(r.vote.answers.size())); }},
    {"traces", "traces of the run",
     [](const RunState& r) { return count(static_cast<std::int64_t>(r.traces.size())); }},
    {"finished", "traces that reached their end", [](const RunState& r) { return countTraces(r, isDone); }},
    {"right_traces", "of those, with the right answer",
     [](const RunState& r) {
         return countTraces(r, [](const TraceState& t) { return isDone(t) && t.right == true; });
     }},
    {"wrong_traces", "of those, with a wrong answer",
     [](const RunState& r) {
         return countTraces(r, [](const TraceState& t) { return isDone(t) && t.right == false; });
     }},
    {"pruned", "pruned traces", [](const RunState& r) { return count(r.prunedCount); }},
    {"cut_right", "cut traces that would have been right, once they were let finish",
     [](const RunState& r) { return ofVerdict(r, &Verdict::cutRight); }},
    {"cut_wrong", "cut traces that would have been wrong",
     [](const RunState& r) { return ofVerdict(r, &Verdict::cutWrong); }},
    {"latency", "seconds from start to end", [](const RunState& r) { return r.finished ? seconds(r.now) : Value(); }},
    {"waits", "how often a trace had to wait", [](const RunState& r) { return entries(r, LogKind::Waiting); }},
    {"waited", "seconds that traces waited, all together", waitedSeconds},
    {"tokens", "generated tokens", [](const RunState& r) { return count(r.generatedTokens); }},
    {"recomputed", "tokens computed again", [](const RunState& r) { return count(r.recomputedTokens); }},
    {"memory", "size of the KV cache", [](const RunState& r) { return mib(r, r.kv.totalBlocks); }},
    {"blocks", "blocks of the KV cache", [](const RunState& r) { return count(r.kv.totalBlocks); }},
    {"peak", "most of the KV cache that was taken", [](const RunState& r) { return mib(r, r.kv.peakBlocks); }},
    {"full_at", "when memory was full for the first time",
     [](const RunState& r) { return r.kv.saturatedAt ? seconds(*r.kv.saturatedAt) : Value(); }},
    {"steps", "scored steps", stepCount},
    {"lowest_step", "lowest score of a step", extremeStep<true>},
    {"highest_step", "highest score of a step", extremeStep<false>},
    {"right_score", "mean trace score of the right traces", meanScore<true>},
    {"wrong_score", "mean trace score of the wrong traces", meanScore<false>},
    {"separation", "how often a right trace scores higher than a wrong one, at their ends",
     [](const RunState& r) { return separation(r, [](const TraceState& t) { return t.score(); }); }},
    {"first_separation", "the same by the first step of each trace alone",
     [](const RunState& r) { return separation(r, firstScore); }},
};

}  // namespace

std::span<const LessonValueRow> lessonValues() {
    return kValues;
}

bool isLessonValue(const std::string& name) {
    return std::ranges::any_of(kValues, [&](const LessonValueRow& row) { return name == row.name; });
}

std::optional<LessonValue> findLessonValue(const RunState& run, const std::string& name) {
    if (run.phase == RunPhase::Empty) return std::nullopt;
    for (const LessonValueRow& row : kValues) {
        if (name == row.name) return row.of(run);
    }
    return std::nullopt;
}

}  // namespace app
