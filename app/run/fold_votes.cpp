// The vote in the fold: whose answer counts, with what weight, and how the answers stand after each ballot.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "app/run/fold.h"
#include "app/run/log_words.h"
#include "scorer/vote_groups.h"

namespace app {
namespace {

constexpr std::size_t kRegroupedEach = 512;  // ballots

}  // namespace

void Folder::operator()(const ThresholdSet& e) {
    if (m_s.confidenceThreshold || !mayLookAt(m_s.vote.ballots.size())) return stray();
    m_s.confidenceThreshold = e.threshold;
    log(LogKind::Limits, std::nullopt, thresholdText(e));
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
    if (!trace.answer || isLeftOut(trace)) return std::nullopt;
    if (m_s.vote.isOfProbe) return 1.0;
    const PolicyRow& policy = policyRow(m_s.header.options.policy);
    if (policy.votes == VoteWeight::Equal) return 1.0;
    const bool isGambits = policy.refills && m_s.header.options.refillRule != RefillRule::Ours;
    if (isGambits) return trace.score().value_or(1.0);
    if (policy.votes == VoteWeight::TraceScore) return trace.score();
    return isUnconfident(trace) && !m_s.vote.isOfAll ? std::nullopt : trace.confidence.lowest();
}

bool Folder::isLeftOut(const TraceState& trace) const {
    return trace.byHand() && m_s.header.options.handVotes == HandVotes::LeaveOut;
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
        if ((trace.phase == TracePhase::Finished || trace.phase == TracePhase::Length) && trace.answer &&
            !isLeftOut(trace))
            ended.push_back(&trace);
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
        if (trace.answer && trace.phase != TracePhase::Pruned && !isLeftOut(trace)) ended.push_back(&trace);
    }
    m_s.vote.isOfProbe = true;
    log(LogKind::Info, std::nullopt, "the probed majority is the answer: every answer of the last round has one vote");
    voteAnew(std::move(ended));
}

void Folder::voteAnew(std::vector<const TraceState*> ended) {
    std::stable_sort(ended.begin(), ended.end(),
                     [](const TraceState* a, const TraceState* b) { return a->endedAt < b->endedAt; });
    m_s.vote.ballots.clear();
    for (const TraceState* trace : ended) {
        m_s.vote.ballots.push_back(
            {trace->id, *trace->answer, weightOf(*trace).value_or(0.0), trace->endedAt, trace->answerKey});
    }
    revote();
}

void Folder::castVote(const TraceState& trace, const std::string& what, const std::string& tail) {
    const std::optional<double> weight = weightOf(trace);
    if (!weight) {
        const char* why = !trace.answer         ? " without an answer"
                          : isLeftOut(trace)    ? ", written by hand: its vote is left out"
                          : watchesConfidence() ? ", not confident enough to vote"
                                                : " without a score";
        log(LogKind::Finished, trace.id, what + why + tail);
        return;
    }
    const bool provisional = watchesConfidence() && !m_s.confidenceThreshold;
    log(LogKind::Finished, trace.id,
        "answers " + shortAnswer(*trace.answer) + " with weight " + formatScore(weight) +
            (provisional ? " until the warm-up sets the threshold" : "") + (trace.byHand() ? ", by hand" : "") + tail);
    const std::string before = m_s.vote.leader() ? m_s.vote.leader()->key : std::string();
    m_s.vote.ballots.push_back({trace.id, *trace.answer, *weight, m_t, trace.answerKey});
    countLast();
    const AnswerVote* leader = m_s.vote.leader();
    if (leader && leader->key != before)
        log(LogKind::LeaderChanged, trace.id, shortAnswer(leader->answer) + " leads the vote");
}

void Folder::regroup() {
    if (m_s.vote.hasNames && m_s.vote.ballots.size() > kRegroupedEach) revote();
}

void Folder::revote() {
    auto& ballots = m_s.vote.ballots;
    for (scorer::Ballot& ballot : ballots) {
        if (const TraceState* trace = find(ballot.trace)) ballot.weight = weightOf(*trace).value_or(0.0);
    }
    VoteState& vote = m_s.vote;
    vote.answers.clear();
    vote.numberOf.clear();
    vote.numberAt.clear();
    vote.placeOf.clear();
    vote.history.clear();
    vote.margin = 0;
    const AnswerMode mode = m_s.header.options.answers;
    vote.hasNames = std::any_of(ballots.begin(), ballots.end(),
                                [&](const scorer::Ballot& ballot) { return scorer::hasName(ballot, mode); });
    const std::vector<std::string> keys = scorer::voteKeys(ballots, mode);
    for (std::size_t i = 0; i < ballots.size(); ++i) count(ballots[i], keys[i]);
}

void Folder::countLast() {
    const auto& ballots = m_s.vote.ballots;
    const AnswerMode mode = m_s.header.options.answers;
    // Without names an answer's group is its key, whoever else votes.
    m_s.vote.hasNames = m_s.vote.hasNames || scorer::hasName(ballots.back(), mode);
    if (!m_s.vote.hasNames) return count(ballots.back(), ballots.back().key);
    // A recording may hold thousands of ballots: then the groups are not made anew for each.
    if (ballots.size() > kRegroupedEach && ballots.size() % kRegroupedEach != 0)
        return count(ballots.back(), ballots.back().key);
    const std::vector<std::string> keys = scorer::voteKeys(ballots, mode);
    std::unordered_map<int, std::string_view> counted;  // by trace: the group that it is in so far
    for (const AnswerVote& answer : m_s.vote.answers) {
        for (const TraceId trace : answer.traces) counted[index(trace)] = answer.key;
    }
    for (std::size_t i = 0; i + 1 < ballots.size(); ++i) {
        if (counted[index(ballots[i].trace)] != keys[i]) return revote();
    }
    count(ballots.back(), keys.back());
}

/// The same answers in the same order as scorer::countVotes() gives for all ballots so far.
void Folder::count(const scorer::Ballot& ballot, const std::string& key) {
    VoteState& vote = m_s.vote;
    const auto [found, isNew] = vote.numberOf.try_emplace(key, static_cast<int>(vote.numberOf.size()));
    const int number = found->second;
    if (isNew) {
        vote.placeOf.push_back(number);
        vote.numberAt.push_back(number);
        vote.answers.push_back({ballot.answer, key, 0, {}, {}, ballot.t});
    }
    const auto place = static_cast<std::size_t>(vote.placeOf[static_cast<std::size_t>(number)]);
    AnswerVote& answer = vote.answers[place];
    const auto at = std::upper_bound(answer.traces.begin(), answer.traces.end(), ballot.trace) - answer.traces.begin();
    if (at == 0) answer.answer = ballot.answer;
    answer.traces.insert(answer.traces.begin() + at, ballot.trace);
    answer.weights.insert(answer.weights.begin() + at, std::isfinite(ballot.weight) ? ballot.weight : 0.0);
    answer.weight = std::accumulate(answer.weights.begin(), answer.weights.end(), 0.0);  // in the order of the traces
    answer.firstAt = std::min(answer.firstAt, ballot.t);
    vote.history.push_back({ballot.t, number, answer.weight});
    placeAnswer(place);
    vote.margin = vote.answers[0].weight - (vote.answers.size() > 1 ? vote.answers[1].weight : 0.0);
}

/// Moves the answer whose weight has changed to where it belongs: heaviest first, then that of the lowest trace.
void Folder::placeAnswer(std::size_t at) {
    VoteState& vote = m_s.vote;
    const auto belongsBefore = [&vote](std::size_t a, std::size_t b) {
        if (vote.answers[a].weight != vote.answers[b].weight) return vote.answers[a].weight > vote.answers[b].weight;
        return vote.answers[a].traces.front() < vote.answers[b].traces.front();
    };
    std::size_t to = at;
    while (to > 0 && belongsBefore(at, to - 1)) --to;
    while (to == at && at + 1 < vote.answers.size() && belongsBefore(at + 1, at)) {  // a negative score made it lighter
        std::swap(vote.answers[at], vote.answers[at + 1]);
        std::swap(vote.numberAt[at], vote.numberAt[at + 1]);
        vote.placeOf[static_cast<std::size_t>(vote.numberAt[at])] = static_cast<int>(at);
        to = ++at;
    }
    const auto shift = [to, at](auto& items) {
        const auto first = items.begin() + static_cast<std::ptrdiff_t>(to);
        const auto moved = items.begin() + static_cast<std::ptrdiff_t>(at);
        std::rotate(first, moved, std::next(moved));
    };
    shift(vote.answers);
    shift(vote.numberAt);
    for (std::size_t i = to; i <= at; ++i)
        vote.placeOf[static_cast<std::size_t>(vote.numberAt[i])] = static_cast<int>(i);
}

}  // namespace app
