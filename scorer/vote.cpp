#include "scorer/vote.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "scorer/answer.h"
#include "scorer/answer_judge.h"
#include "scorer/answer_key.h"

namespace scorer {

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

bool isRight(const std::string& answer, const std::string& truth, AnswerMode mode) {
    switch (mode) {
        case AnswerMode::Raw: return answer == truth;
        case AnswerMode::Normalised: return isRightByValue(answer, truth);
        case AnswerMode::Reference: break;
    }
    return isRightByReference(answer, truth);
}

Tally countVotes(std::span<const Ballot> ballots, AnswerMode mode) {
    std::vector<const Ballot*> ordered;
    for (const Ballot& ballot : ballots) ordered.push_back(&ballot);
    std::stable_sort(ordered.begin(), ordered.end(), [](const Ballot* a, const Ballot* b) { return a->trace < b->trace; });
    std::vector<std::string> keys;
    for (const Ballot* ballot : ordered) keys.push_back(ballot->key.empty() ? answerKey(ballot->answer, mode) : ballot->key);
    if (mode == AnswerMode::Normalised) keys = groupedKeys(keys);
    Tally tally;
    std::unordered_map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < ordered.size(); ++i) {
        const Ballot& ballot = *ordered[i];
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
