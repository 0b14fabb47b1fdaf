#include "app/lesson/lesson_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
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
Value verdictOfChosen(const RunState& run) {
    return verdictOfAnswer(run, kChosen(run));
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

bool isLow(const StepState& step) {
    return static_cast<double>(step.score) < kLowScore;
}

Value firstLowStep(const RunState& run) {
    for (const TraceState& trace : run.traces) {
        for (const StepState& step : trace.steps) {
            if (isLow(step)) return number(static_cast<double>(step.score), 2);
        }
    }
    return std::nullopt;
}

/// An answer with the sum of its traces' scores, the heaviest first: what a weighted vote of the same traces would say.
std::vector<std::pair<const AnswerVote*, double>> byScore(const RunState& run) {
    std::vector<std::pair<const AnswerVote*, double>> all;
    for (const AnswerVote& answer : run.vote.answers) {
        double sum = 0;
        for (const TraceId id : answer.traces) {
            const TraceState* trace = run.findTrace(id);
            sum += trace ? trace->score().value_or(0) : 0;
        }
        all.emplace_back(&answer, sum);
    }
    std::ranges::stable_sort(all, std::ranges::greater(), [](const auto& each) { return each.second; });
    return all;
}
template <std::size_t kPlace>
Value scoreSum(const RunState& run) {
    const auto all = byScore(run);
    return all.size() > kPlace ? number(all[kPlace].second, 2) : Value();
}
const AnswerVote* firstByScore(const RunState& run) {
    const auto all = byScore(run);
    return all.empty() ? nullptr : all.front().first;
}

Value share(std::int64_t part, std::int64_t all) {
    return all > 0 ? number(100.0 * static_cast<double>(part) / static_cast<double>(all), 0, "\u00a0%") : Value();
}

Value rightShare(const RunState& run) {
    const auto done = std::ranges::count_if(run.traces, isDone);
    return share(std::ranges::count_if(run.traces, [](const auto& t) { return isDone(t) && t.right == true; }), done);
}

Value cutRightShare(const RunState& run) {
    const auto verdict = verdictOf(run);
    const bool isKnown = verdict && verdict->known && verdict->open == 0;
    return isKnown ? share(verdict->cutRight, verdict->cutRight + verdict->cutWrong) : Value();
}

Value otherVotes(const RunState& run) {
    std::int64_t votes = 0;
    for (std::size_t i = 2; i < run.vote.answers.size(); ++i)
        votes += static_cast<std::int64_t>(run.vote.answers[i].traces.size());
    return count(votes);
}

bool isPruned(const TraceState& trace) {
    return trace.phase == TracePhase::Pruned;
}

template <bool kLowest>
Value prunedScore(const RunState& run) {
    std::optional<double> found;
    for (const TraceState& trace : run.traces) {
        const auto score = isPruned(trace) ? trace.score() : std::optional<double>();
        if (score)
            found = kLowest ? std::min(found.value_or(*score), *score) : std::max(found.value_or(*score), *score);
    }
    return found ? number(*found, 2) : Value();
}

const TraceState* nextOut(const RunState& run) {
    const auto next = run.nextVictim();
    return next ? run.findTrace(*next) : nullptr;
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
    const double size = blocks * bytes / (1 << 20);
    return bytes > 0 ? number(size, size < 10 ? 1 : 0, "\u00a0MiB") : Value();
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
    {"verdict", "of the answer: right or wrong", verdictOfChosen<leaderOf>},
    {"votes", "traces that voted for the answer", votesOf<leaderOf>},
    {"weight", "weight of the answer", weightOf<leaderOf>},
    {"second", "the answer that comes second", answerOf<secondOf>},
    {"second_votes", "traces that voted for the second answer", votesOf<secondOf>},
    {"second_weight", "weight of the second answer", weightOf<secondOf>},
    {"other_votes", "traces that voted for any other answer", otherVotes},
    {"majority", "the answer that most traces voted for", answerOf<majorityOf>},
    {"majority_votes", "how many did", votesOf<majorityOf>},
    {"majority_verdict", "of that answer: right or wrong", verdictOfChosen<majorityOf>},
    {"by_score", "the answer, if every vote weighed as much as its trace score", answerOf<firstByScore>},
    {"by_score_verdict", "of that answer: right or wrong", verdictOfChosen<firstByScore>},
    {"by_score_weight", "its weight then", scoreSum<0>},
    {"by_score_second_weight", "that of the second answer then", scoreSum<1>},
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
    {"right_share", "share of the right ones of all that reached their end", rightShare},
    {"outgrew", "traces that ended because they alone needed more than all the memory",
     [](const RunState& r) {
         return countTraces(r, [](const TraceState& t) { return t.finish == FinishReason::Memory; });
     }},
    {"pruned", "pruned traces", [](const RunState& r) { return count(r.prunedCount); }},
    {"pruned_early", "pruned traces with one scored step or none",
     [](const RunState& r) {
         return countTraces(r, [](const TraceState& t) { return isPruned(t) && t.steps.size() <= 1; });
     }},
    {"pruned_lowest", "lowest score with which a trace was pruned", prunedScore<true>},
    {"pruned_highest", "highest score with which a trace was pruned", prunedScore<false>},
    {"cut_right", "cut traces that would have been right, once they were let finish",
     [](const RunState& r) { return ofVerdict(r, &Verdict::cutRight); }},
    {"cut_wrong", "cut traces that would have been wrong",
     [](const RunState& r) { return ofVerdict(r, &Verdict::cutWrong); }},
    {"cut_right_share", "share of the right ones of the cut traces, once they were let finish", cutRightShare},
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
    {"used", "blocks that are taken at the moment looked at", [](const RunState& r) { return count(r.kv.usedBlocks); }},
    {"waiting", "traces that wait at the moment looked at",
     [](const RunState& r) {
         return countTraces(r, [](const TraceState& t) { return t.phase == TracePhase::Waiting; });
     }},
    {"running", "traces that run at the moment looked at",
     [](const RunState& r) {
         return countTraces(r, [](const TraceState& t) { return t.phase == TracePhase::Running; });
     }},
    {"next_out", "the trace that STEP prunes next at the moment looked at",
     [](const RunState& r) {
         const TraceState* next = nextOut(r);
         return next ? text("#" + std::to_string(engine::index(next->id))) : Value();
     }},
    {"next_score", "its score",
     [](const RunState& r) {
         const TraceState* next = nextOut(r);
         const auto score = next ? next->score() : std::optional<double>();
         return score ? number(*score, 2) : Value();
     }},
    {"steps", "scored steps", stepCount},
    {"first_low_step", "score of the first step under one half", firstLowStep},
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
