#include "scorer/vote.h"

#include <algorithm>

#include "scorer/answer.h"
#include "scorer/answer_judge.h"

namespace scorer {

std::string answerKey(const std::string& answer, AnswerMode mode) {
    switch (mode) {
        case AnswerMode::Raw: return answer;
        case AnswerMode::Normalised: return canonicalAnswer(answer);
        case AnswerMode::Reference: break;
    }
    return std::string(withoutOuterSpace(answer));
}

bool isRight(const std::string& answer, const std::string& truth, AnswerMode mode) {
    switch (mode) {
        case AnswerMode::Raw: return answer == truth;
        case AnswerMode::Normalised: return canonicalAnswer(answer) == canonicalAnswer(truth);
        case AnswerMode::Reference: break;
    }
    return isRightByReference(answer, truth);
}

Tally countVotes(std::span<const Ballot> ballots, AnswerMode mode) {
    Tally tally;
    for (const Ballot& ballot : ballots) {
        const std::string key = ballot.key.empty() ? answerKey(ballot.answer, mode) : ballot.key;
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
