// The vote in the fold: whose answer counts, with what weight, and how the answers stand after each ballot.
#include <algorithm>
#include <cstdio>
#include <span>

#include "app/fold.h"

namespace app {

void Folder::operator()(const ThresholdSet& e) {
    m_s.confidenceThreshold = e.threshold;
    char text[96];
    std::snprintf(text, sizeof text, "warm-up over: %d traces set the confidence threshold to %.2f (percentile %g)", e.traces,
                  e.threshold, e.percentile);
    log(LogKind::Limits, std::nullopt, text);
    for (TraceState& trace : m_s.traces) {
        if (isActive(trace.phase) && !m_s.isWarmup(trace)) trace.readyAt = std::max(trace.readyAt, m_t);
    }
    std::erase_if(m_s.vote.ballots, [this](const scorer::Ballot& ballot) {
        const TraceState* trace = find(ballot.trace);
        return !trace || !weightOf(*trace);
    });
    revote();
}

std::optional<double> Folder::weightOf(const TraceState& trace) const {
    if (!trace.answer) return std::nullopt;
    if (m_s.vote.isOfProbe) return 1.0;
    const PolicyKind policy = m_s.header.options.policy;
    if (scorer::isPlainMajority(policy)) return 1.0;
    if (scorer::isStepLike(policy)) return trace.score();
    return isUnconfident(trace) && !m_s.vote.isOfAll ? std::nullopt : trace.confidence.lowest();
}

/// Of the warm-up or after it, stopped or ended by itself, short or long: one rule for all.
bool Folder::isUnconfident(const TraceState& trace) const {
    const auto lowest = trace.confidence.lowest();
    return m_s.confidenceThreshold && lowest && *lowest < *m_s.confidenceThreshold;
}

void Folder::voteOfAll() {
    if (!watchesConfidence() || !m_s.vote.ballots.empty()) return;
    std::vector<const TraceState*> ended;
    for (const TraceState& trace : m_s.traces) {
        if ((trace.phase == TracePhase::Finished || trace.phase == TracePhase::Length) && trace.answer) ended.push_back(&trace);
    }
    if (ended.empty()) return;
    m_s.vote.isOfAll = true;
    log(LogKind::Warning, std::nullopt, "no confident trace has an answer: all finished traces vote");
    voteAnew(std::move(ended));
}

void Folder::voteOfProbe() {
    if (m_s.header.options.probe.setting != ProbeSetting::Published) return;
    std::vector<const TraceState*> ended;
    for (const TraceState& trace : m_s.traces) {
        if (trace.answer && trace.phase != TracePhase::Pruned) ended.push_back(&trace);
    }
    m_s.vote.isOfProbe = true;
    log(LogKind::Info, std::nullopt, "the probed majority is the answer: every answer of the last round has one vote");
    voteAnew(std::move(ended));
}

void Folder::voteAnew(std::vector<const TraceState*> ended) {
    std::stable_sort(ended.begin(), ended.end(), [](const TraceState* a, const TraceState* b) { return a->endedAt < b->endedAt; });
    m_s.vote.ballots.clear();
    for (const TraceState* trace : ended) {
        m_s.vote.ballots.push_back({trace->id, *trace->answer, weightOf(*trace).value_or(0.0), trace->endedAt, trace->answerKey});
    }
    revote();
}

void Folder::castVote(const TraceState& trace, const std::string& what, const std::string& tail) {
    const std::optional<double> weight = weightOf(trace);
    if (!weight) {
        const char* why = !trace.answer          ? " without an answer"
                          : watchesConfidence() ? ", not confident enough to vote"
                                                : " without a score";
        log(LogKind::Finished, trace.id, what + why + tail);
        return;
    }
    const bool provisional = watchesConfidence() && !m_s.confidenceThreshold;
    log(LogKind::Finished, trace.id, "answers " + *trace.answer + " with weight " + formatScore(weight) +
                                         (provisional ? " until the warm-up sets the threshold" : "") + tail);
    const std::string before = m_s.vote.leader() ? m_s.vote.leader()->key : std::string();
    m_s.vote.ballots.push_back({trace.id, *trace.answer, *weight, m_t, trace.answerKey});
    count(m_s.vote.ballots.size());
    m_s.vote.history.push_back(votePoint(m_t));
    const AnswerVote* leader = m_s.vote.leader();
    if (leader && leader->key != before) log(LogKind::LeaderChanged, trace.id, leader->answer + " leads the vote");
}

void Folder::revote() {
    auto& ballots = m_s.vote.ballots;
    for (scorer::Ballot& ballot : ballots) {
        if (const TraceState* trace = find(ballot.trace)) ballot.weight = weightOf(*trace).value_or(0.0);
    }
    m_s.vote.history.clear();
    if (ballots.empty()) count(0);
    for (std::size_t i = 1; i <= ballots.size(); ++i) {
        count(i);
        m_s.vote.history.push_back(votePoint(ballots[i - 1].t));
    }
}

void Folder::count(std::size_t ballots) {
    scorer::Tally tally = scorer::countVotes(std::span(m_s.vote.ballots).first(ballots), m_s.header.options.answers);
    m_s.vote.answers = std::move(tally.candidates);
    m_s.vote.margin = tally.margin;
}

VotePoint Folder::votePoint(double t) const {
    VotePoint point{t, {}};
    for (const AnswerVote& a : m_s.vote.answers) point.weights.emplace_back(a.key, a.weight);
    return point;
}

}  // namespace app
