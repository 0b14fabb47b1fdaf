#include "scorer/vote.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "scorer/answers/answer.h"
#include "scorer/answers/answer_judge.h"
#include "scorer/answers/answer_key.h"
#include "scorer/vote_groups.h"

namespace scorer {
namespace {

/// Indices of the ballots by their traces.
std::vector<std::size_t> traceOrder(std::span<const Ballot> ballots) {
    std::vector<std::size_t> order(ballots.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return ballots[a].trace < ballots[b].trace; });
    return order;
}

}  // namespace

std::string answerKey(const std::string& answer, AnswerMode mode) {
    switch (mode) {
        case AnswerMode::Raw: return answer;
        case AnswerMode::Normalised: return namedAnswer(answer);
        case AnswerMode::Reference: break;
    }
    return std::string(withoutOuterSpace(answer));
}

std::string namelessKey(const std::string& key, AnswerMode mode) {
    return mode == AnswerMode::Normalised ? std::string(plainKey(key)) : key;
}

bool areSameKeys(const std::string& a, const std::string& b, AnswerMode mode) {
    return a == b || (mode == AnswerMode::Normalised && sameKeys(a, b));
}

bool isRight(const std::string& answer, const std::string& truth, AnswerMode mode) {
    switch (mode) {
        case AnswerMode::Raw: return answer == truth;
        case AnswerMode::Normalised: return isRightByValue(answer, truth);
        case AnswerMode::Reference: break;
    }
    return isRightByReference(answer, truth);
}

bool hasName(const Ballot& ballot, AnswerMode mode) {
    return mode == AnswerMode::Normalised && plainKey(ballot.key).size() != ballot.key.size();
}

std::vector<std::string> voteKeys(std::span<const Ballot> ballots, AnswerMode mode) {
    const std::vector<std::size_t> order = traceOrder(ballots);  // a group has the key of its lowest trace
    std::vector<std::string> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order)
        sorted.push_back(ballots[i].key.empty() ? answerKey(ballots[i].answer, mode) : ballots[i].key);
    if (mode == AnswerMode::Normalised) sorted = groupedKeys(sorted);
    std::vector<std::string> keys(ballots.size());
    for (std::size_t i = 0; i < order.size(); ++i) keys[order[i]] = std::move(sorted[i]);
    return keys;
}

Tally countVotes(std::span<const Ballot> ballots, AnswerMode mode) {
    const std::vector<std::string> keys = voteKeys(ballots, mode);
    Tally tally;
    std::unordered_map<std::string, std::size_t> places;
    for (const std::size_t i : traceOrder(ballots)) {
        const Ballot& ballot = ballots[i];
        const auto [place, isNew] = places.try_emplace(keys[i], tally.candidates.size());
        if (isNew) tally.candidates.push_back(Candidate{ballot.answer, keys[i], 0, {}, {}, ballot.t});
        Candidate& candidate = tally.candidates[place->second];
        const double weight = std::isfinite(ballot.weight) ? ballot.weight : 0.0;
        candidate.weight += weight;
        candidate.traces.push_back(ballot.trace);
        candidate.weights.push_back(weight);
        candidate.firstAt = std::min(candidate.firstAt, ballot.t);
    }
    std::stable_sort(tally.candidates.begin(), tally.candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.weight > b.weight; });
    if (!tally.candidates.empty()) {
        tally.margin = tally.candidates[0].weight - (tally.candidates.size() > 1 ? tally.candidates[1].weight : 0.0);
    }
    return tally;
}

}  // namespace scorer
