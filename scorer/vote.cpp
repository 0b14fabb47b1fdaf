#include "scorer/vote.h"

#include <algorithm>

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

namespace {

/// One a ballot, the same in a group.
std::vector<std::string> groupKeys(std::span<const Ballot> ballots, AnswerMode mode) {
    std::vector<std::string> keys;
    for (const Ballot& ballot : ballots) keys.push_back(ballot.key.empty() ? answerKey(ballot.answer, mode) : ballot.key);
    return mode == AnswerMode::Normalised ? groupedKeys(keys) : keys;
}

}  // namespace

Tally countVotes(std::span<const Ballot> ballots, AnswerMode mode) {
    const std::vector<std::string> keys = groupKeys(ballots, mode);
    Tally tally;
    for (std::size_t i = 0; i < ballots.size(); ++i) {
        const Ballot& ballot = ballots[i];
        const std::string& key = keys[i];
        auto found = std::find_if(tally.candidates.begin(), tally.candidates.end(),
                                  [&](const Candidate& c) { return c.key == key; });
        if (found == tally.candidates.end()) {
            tally.candidates.push_back(Candidate{ballot.answer, key, 0, {}, {}, ballot.t});
            found = std::prev(tally.candidates.end());
        }
        found->weight += ballot.weight;
        found->traces.push_back(ballot.trace);
        found->weights.push_back(ballot.weight);
    }
    std::stable_sort(tally.candidates.begin(), tally.candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.weight > b.weight; });
    if (!tally.candidates.empty()) {
        tally.margin = tally.candidates[0].weight - (tally.candidates.size() > 1 ? tally.candidates[1].weight : 0.0);
    }
    return tally;
}

}  // namespace scorer
