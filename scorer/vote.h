// The vote over finished traces: groups equal answers and orders them by weight. Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/ids.h"

namespace scorer {

/// Compare answers as strings / as mathematics / vote on the stripped string and judge as the reference's evaluation.
enum class AnswerMode { Raw, Normalised, Reference };

/// One finished trace's ballot.
struct Ballot {
    engine::TraceId trace{};
    std::string answer;   ///< as written in the box
    double weight = 1;    ///< trace score for STEP, 1 for a plain majority
    double t = 0;         ///< when it was cast, seconds
    std::string key = {}; ///< answerKey() of the answer, where it is known already
};

struct Candidate {
    std::string answer;   ///< as shown: the first written form of the group
    std::string key;      ///< what makes two answers equal
    double weight = 0;
    std::vector<engine::TraceId> traces;
    std::vector<double> weights;  ///< one per trace, same order
    double firstAt = 0;           ///< when its first ballot came
};

struct Tally {
    std::vector<Candidate> candidates;  ///< heaviest first; ties: the answer seen first
    double margin = 0;                  ///< leader minus runner-up
};

/// What makes two answers equal under `mode`.
std::string answerKey(const std::string& answer, AnswerMode mode);

/// @param ballots in the order in which they were cast
Tally countVotes(std::span<const Ballot> ballots, AnswerMode mode);

}  // namespace scorer
