// The vote in the fold: whose answer counts, with what weight, and how the answers stand after each ballot.
#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "app/fold.h"
#include "app/number_text.h"

namespace app {

void Folder::operator()(const ThresholdSet& e) {
    if (m_s.confidenceThreshold || !mayLookAt(m_s.vote.ballots.size())) return stray();
    m_s.confidenceThreshold = e.threshold;
    log(LogKind::Limits, std::nullopt, "warm-up over: " + std::to_string(e.traces) + " traces set the confidence threshold to " +
                                           fixedText(e.threshold, 2) + " (percentile " + shortText(e.percentile) + ")");
    std::erase_if(m_s.vote.ballots, [this](const scorer::Ballot& ballot) {
        const TraceState* trace = find(ballot.trace);
        return !trace || !weightOf(*trace);
    });
    revote();
}

std::optional<double> Folder::weightOf(const TraceState& trace) const {
    if (!trace.answer) return std::nullopt;
    const PolicyKind policy = m_s.header.options.policy;
    if (scorer::isPlainMajority(policy)) return 1.0;
    if (scorer::isStepLike(policy)) return trace.score();
    const auto lowest = trace.confidence.lowest();
    const bool failed = m_s.confidenceThreshold && m_s.isWarmup(trace) && lowest && *lowest < *m_s.confidenceThreshold;
    return failed && !m_s.vote.isOfAll ? std::nullopt : lowest;
}

void Folder::voteOfAll() {
    if (!watchesConfidence() || !m_s.vote.ballots.empty()) return;
    std::vector<const TraceState*> ended;
    for (const TraceState& trace : m_s.traces) {
        if ((trace.phase == TracePhase::Finished || trace.phase == TracePhase::Length) && trace.answer) ended.push_back(&trace);
    }
    if (ended.empty()) return;
    std::stable_sort(ended.begin(), ended.end(), [](const TraceState* a, const TraceState* b) { return a->endedAt < b->endedAt; });
    m_s.vote.isOfAll = true;
    log(LogKind::Warning, std::nullopt, "no confident trace has an answer: all finished traces vote");
    for (const TraceState* trace : ended) {
        m_s.vote.ballots.push_back({trace->id, *trace->answer, weightOf(*trace).value_or(0.0), trace->endedAt, trace->answerKey});
    }
    revote();
}

void Folder::castVote(const TraceState& trace, FinishReason reason) {
    const std::string tail = reason == FinishReason::Length ? " (length limit)" : reason == FinishReason::Probed ? " when probed" : "";
    const std::optional<double> weight = weightOf(trace);
    if (!weight) {
        const char* why = !trace.answer          ? "finished without an answer"
                          : watchesConfidence() ? "finished, not confident enough to vote"
                                                : "finished without a score";
        log(LogKind::Finished, trace.id, why + tail);
        return;
    }
    const bool provisional = watchesConfidence() && !m_s.confidenceThreshold;
    log(LogKind::Finished, trace.id, "answers " + shortAnswer(*trace.answer) + " with weight " + formatScore(weight) +
                                         (provisional ? " until the warm-up sets the threshold" : "") + tail);
    const std::string before = m_s.vote.leader() ? m_s.vote.leader()->key : std::string();
    m_s.vote.ballots.push_back({trace.id, *trace.answer, *weight, m_t, trace.answerKey});
    count(m_s.vote.ballots.back());
    const AnswerVote* leader = m_s.vote.leader();
    if (leader && leader->key != before) log(LogKind::LeaderChanged, trace.id, shortAnswer(leader->answer) + " leads the vote");
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
    for (const scorer::Ballot& ballot : ballots) count(ballot);
}

/// The same answers in the same order as scorer::countVotes() gives for all ballots so far.
void Folder::count(const scorer::Ballot& ballot) {
    VoteState& vote = m_s.vote;
    const std::string key = ballot.key.empty() ? scorer::answerKey(ballot.answer, m_s.header.options.answers) : ballot.key;
    const auto [found, isNew] = vote.numberOf.try_emplace(key, static_cast<int>(vote.numberOf.size()));
    const int number = found->second;
    if (isNew) {
        vote.placeOf.push_back(number);
        vote.numberAt.push_back(number);
        vote.answers.push_back({ballot.answer, key, 0, {}, {}, ballot.t});
    }
    const auto place = static_cast<std::size_t>(vote.placeOf[static_cast<std::size_t>(number)]);
    AnswerVote& answer = vote.answers[place];
    answer.weight += ballot.weight;
    answer.traces.push_back(ballot.trace);
    answer.weights.push_back(ballot.weight);
    vote.history.push_back({ballot.t, number, answer.weight});
    placeAnswer(place);
    vote.margin = vote.answers[0].weight - (vote.answers.size() > 1 ? vote.answers[1].weight : 0.0);
}

/// Moves the answer whose weight has changed to where it belongs: heaviest first, then the one given first.
void Folder::placeAnswer(std::size_t at) {
    VoteState& vote = m_s.vote;
    const auto belongsBefore = [&vote](std::size_t a, std::size_t b) {
        if (vote.answers[a].weight != vote.answers[b].weight) return vote.answers[a].weight > vote.answers[b].weight;
        return vote.numberAt[a] < vote.numberAt[b];
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
    for (std::size_t i = to; i <= at; ++i) vote.placeOf[static_cast<std::size_t>(vote.numberAt[i])] = static_cast<int>(i);
}

}  // namespace app
