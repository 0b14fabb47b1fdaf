#include "app/study/comparison.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/units.h"
#include "scorer/vote.h"

namespace app {
namespace {

constexpr double kSameWeight = 1e-9;

std::string traceText(TraceId trace) {
    return "#" + std::to_string(index(trace));
}

double kvBytesOf(const RunState& run) {
    return run.header.kvBlocks * static_cast<double>(run.header.model.blockBytes);
}

/// What a run decided about one trace, without times; empty for what is no decision.
struct DecisionText {
    std::string operator()(const TracePruned& e) const {
        std::string text = "prunes " + traceText(e.trace);
        if (e.cause == PruneCause::Memory && e.amongRunning > 1)
            text += " of " + std::to_string(e.amongRunning) + " running";
        if (e.score) text += ", score " + fixedText(*e.score, 2);
        return text;
    }
    std::string operator()(const TracePreempted& e) const { return "lets " + traceText(e.trace) + " wait"; }
    std::string operator()(const TraceAdmitted& e) const {
        return e.waitedS > 0 ? "resumes " + traceText(e.trace) : "starts " + traceText(e.trace);
    }
    std::string operator()(const TraceBranched& e) const {
        return "branches " + traceText(e.trace) + " off " + traceText(e.parent);
    }
    std::string operator()(const TraceFinished& e) const {
        switch (e.reason) {
            case FinishReason::EndOfText: return "lets " + traceText(e.trace) + " finish";
            case FinishReason::Length: return "lets " + traceText(e.trace) + " reach its limit";
            case FinishReason::Memory: return "ends " + traceText(e.trace) + ", which fills the memory alone";
            case FinishReason::Lost: return "loses " + traceText(e.trace);
            case FinishReason::Stopped:
            case FinishReason::Probed: return "stops " + traceText(e.trace);
        }
        return {};
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return {};
    }
};

/// Walks a log decision by decision, with the pass that each stands in.
class Decisions {
public:
    explicit Decisions(const EventLog& log) : m_log(log) {}
    struct Next {
        int pass = 0;
        double t = 0;
        std::string what;
    };
    std::optional<Next> next() {
        for (; m_at < m_log.size(); ++m_at) {
            const Event event = m_log[m_at];
            if (std::holds_alternative<PassDone>(event.body)) ++m_pass;
            std::string what = std::visit(DecisionText{}, event.body);
            if (what.empty()) continue;
            ++m_at;
            return Next{m_pass + 1, event.t, std::move(what)};
        }
        return std::nullopt;
    }

private:
    const EventLog& m_log;
    std::size_t m_at = 0;
    int m_pass = 0;
};

/// The answer that leads where every ballot weighs what `weight` says; nothing where one has no weight.
std::optional<std::string> leaderBy(const RunState& run,
                                    const std::function<std::optional<double>(const TraceState&)>& weight) {
    std::vector<scorer::Ballot> ballots = run.vote.ballots;
    for (scorer::Ballot& ballot : ballots) {
        const TraceState* trace = run.findTrace(ballot.trace);
        const std::optional<double> value = trace ? weight(*trace) : std::nullopt;
        if (!value) return std::nullopt;
        ballot.weight = *value;
    }
    const scorer::Tally tally = scorer::countVotes(ballots, run.header.options.answers);
    if (tally.candidates.empty()) return std::nullopt;
    return tally.candidates.front().answer;
}

std::optional<double> weightAs(VoteWeight rule, const TraceState& trace) {
    switch (rule) {
        case VoteWeight::Equal: return 1.0;
        case VoteWeight::TraceScore: return trace.score();
        case VoteWeight::Confidence: return trace.confidence.lowest();
    }
    return std::nullopt;
}

VoteWeight rightsOf(const RunState& run) {
    return policyRow(run.header.options.policy).votes;
}

/// The shorter text of every trace that both have is the beginning of the longer one.
bool haveSameTraces(const RunState& a, const RunState& b) {
    const std::size_t count = std::min(a.traces.size(), b.traces.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (a.traces[i].parent || b.traces[i].parent) continue;  // a branch is nobody's twin
        const std::string one = a.traces[i].text.str(), other = b.traces[i].text.str();
        const std::size_t shared = std::min(one.size(), other.size());
        if (one.compare(0, shared, other, 0, shared) != 0) return false;
    }
    return true;
}

bool isCut(const TraceState& trace) {
    return trace.phase == TracePhase::Pruned || trace.phase == TracePhase::Stopped;
}

}  // namespace

ComparedFigures comparedFiguresOf(const RunState& run) {
    ComparedFigures f;
    static_cast<RunFigures&>(f) = figuresOf(run);
    f.tied = run.vote.answers.size() > 1 && run.vote.margin <= kSameWeight;
    f.peakKvBytes = f.peakBlocks * static_cast<double>(run.header.model.blockBytes);
    f.slowed = run.pace > 0 || run.header.options.pace > 0;
    f.simulated = run.header.simulated || run.header.whatIf;
    f.ended = run.finished.has_value();
    return f;
}

std::vector<std::string> labelsOf(std::span<const RunState* const> runs) {
    using Part = std::function<std::string(const RunState&)>;
    const std::vector<Part> parts{
        [](const RunState& r) { return std::string(policyRow(r.header.options.policy).title); },
        [](const RunState& r) {
            const VictimRule victim = r.header.options.victim;
            return victim == VictimRule::LowestScore ? std::string() : std::string(nameOf(victim));
        },
        [](const RunState& r) { return r.header.model.name; },
        [](const RunState& r) { return r.scorer ? r.scorer->name : std::string("no scorer"); },
        [](const RunState& r) { return fixedText(kvBytesOf(r) / kMib, 1) + " MiB"; },
        [](const RunState& r) { return "n " + std::to_string(r.header.options.traces); },
        [](const RunState& r) { return "seed " + std::to_string(r.header.options.sampling.seed); },
    };
    std::vector<std::string> labels(runs.size());
    for (std::size_t part = 0; part < parts.size(); ++part) {
        if (part > 0 && std::set<std::string>(labels.begin(), labels.end()).size() == runs.size()) break;
        std::set<std::string> words;
        for (const RunState* run : runs) words.insert(parts[part](*run));
        if (words.size() < 2 && part > 0) continue;  // it tells nobody apart
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const std::string word = parts[part](*runs[i]);
            if (!word.empty()) labels[i] += (labels[i].empty() ? "" : ", ") + word;
        }
    }
    for (std::size_t i = 0; i < labels.size(); ++i)
        if (runs[i]->header.whatIf) labels[i] = "What if: " + labels[i];
    const std::vector<std::string> names = labels;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (std::count(names.begin(), names.end(), names[i]) > 1) labels[i] += " (" + std::to_string(i + 1) + ")";
    }
    return labels;
}

std::string whyNotComparable(std::span<const RunState* const> runs) {
    for (const RunState* run : runs) {
        if (run->header.problem != runs.front()->header.problem) return "the runs are of different problems";
    }
    return {};
}

std::optional<Parting> findParting(const EventLog& first, const EventLog& second) {
    Decisions ofFirst(first), ofSecond(second);
    for (;;) {
        const auto a = ofFirst.next(), b = ofSecond.next();
        if (!a && !b) return std::nullopt;
        if (a && b && a->pass == b->pass && a->what == b->what) continue;
        // Whoever decided earlier did so while the other one went on.
        const bool firstDecides = a && (!b || a->pass <= b->pass);
        const bool secondDecides = b && (!a || b->pass <= a->pass);
        Parting parting;
        parting.pass = firstDecides ? a->pass : b->pass;
        const Decision none{0, "does not"};
        parting.first = firstDecides ? Decision{a->t, a->what} : none;
        parting.second = secondDecides ? Decision{b->t, b->what} : none;
        if (!firstDecides) parting.first.t = b->t;
        if (!secondDecides) parting.second.t = a->t;
        return parting;
    }
}

std::optional<bool> rightAtItsEnd(const RunState& run, const RunState& other, TraceId trace) {
    if (!other.header.knownAnswer) return std::nullopt;
    const auto continued = [trace](const RunState& of) { return of.wouldHave ? of.wouldHave->find(trace) : nullptr; };
    for (const TraceState* end : {other.findTrace(trace), continued(run), continued(other)}) {
        if (end && !isCut(*end) && !isActive(end->phase)) return end->right.value_or(false);
    }
    return std::nullopt;
}

int countLeftOut(const RunState& run, const RunState& other) {
    int count = 0;
    for (const scorer::Ballot& ballot : other.vote.ballots)
        count += std::ranges::find(run.vote.ballots, ballot.trace, &scorer::Ballot::trace) == run.vote.ballots.end();
    return count;
}

Fates fatesOf(const RunState& run, const RunState& other) {
    Fates fates;
    for (const TraceState& trace : run.traces) {
        if (!isCut(trace)) continue;
        if (trace.parent) {
            ++fates.branches;
            continue;
        }
        const std::optional<bool> right = rightAtItsEnd(run, other, trace.id);
        (right ? *right ? fates.right : fates.wrong : fates.unanswered).push_back(trace.id);
    }
    return fates;
}

bool isSameAnswer(const std::string& a, const std::string& b, AnswerMode mode) {
    if (a == b) return true;
    const auto keyOf = [mode](const std::string& answer) {
        return scorer::namelessKey(scorer::answerKey(answer, mode), mode);
    };
    return keyOf(a) == keyOf(b);
}

AnswerDifference explainAnswers(const RunState& first, const RunState& second) {
    AnswerDifference d;
    const AnswerVote* one = first.vote.leader();
    const AnswerVote* other = second.vote.leader();
    const AnswerMode mode = second.header.options.answers;
    if (one) d.first = one->answer;
    if (other) d.second = other->answer;
    if (one) {
        d.votesForFirst = static_cast<int>(one->traces.size());
        for (const TraceId id : one->traces) {
            const TraceState* twin = second.findTrace(id);
            d.ofThemCut += twin && isCut(*twin);
        }
    }
    for (const TraceId id : other ? other->traces : std::vector<TraceId>()) {
        const TraceState* twin = first.findTrace(id);
        d.ofOthersCut += twin && isCut(*twin);
    }
    d.firstWeighs = rightsOf(second) == VoteWeight::Equal && rightsOf(first) != VoteWeight::Equal;
    const auto add = [&](const RunState& run, const AnswerVote* wanted, int* count, double* weight) {
        for (const AnswerVote& answer : run.vote.answers) {
            if (!wanted || !isSameAnswer(answer.answer, wanted->answer, mode)) continue;
            if (count) *count += static_cast<int>(answer.traces.size());
            if (weight) *weight += answer.weight;
        }
    };
    add(second, one, &d.countForFirst, nullptr);
    add(second, other, &d.countForSecond, nullptr);
    const RunState& weighing = d.firstWeighs ? first : second;
    add(weighing, one, nullptr, &d.weightForFirst);
    add(weighing, other, nullptr, &d.weightForSecond);
    if (!one && !other) return d;
    if (!one || !other) {
        d.cause = AnswerCause::NoAnswer;
        return d;
    }
    if (isSameAnswer(one->answer, other->answer, mode)) return d;
    if (!haveSameTraces(first, second)) {
        d.cause = AnswerCause::OtherTraces;
        return d;
    }
    const auto says = [&](const std::optional<std::string>& answer) {
        return answer && isSameAnswer(*answer, other->answer, mode);
    };
    // One thing at a time: the second run's voters by the first run's rule, and the other way round.
    const auto bySelection =
        leaderBy(second, [&](const TraceState& trace) { return weightAs(rightsOf(first), trace); });
    const auto byWeights = leaderBy(first, [&](const TraceState& trace) { return weightAs(rightsOf(second), trace); });
    const bool selection = says(bySelection), weights = says(byWeights);
    d.cause = selection && weights ? AnswerCause::Either
              : selection          ? AnswerCause::Selection
              : weights            ? AnswerCause::Weights
              : byWeights          ? AnswerCause::Both
                                   : AnswerCause::Unknown;
    return d;
}

}  // namespace app
