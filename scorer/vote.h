// The vote over finished traces: groups equal answers and orders them by weight. Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/ids.h"

namespace scorer {

enum class AnswerMode {
    Raw,         ///< answers are strings, to the byte
    Normalised,  ///< votes and right or wrong go by mathematics
    Reference    ///< as the STEP evaluation script: votes by the stripped string, right or wrong by value
};

/// One finished trace's ballot.
struct Ballot {
    engine::TraceId trace{};
    std::string answer;    ///< as written in the box
    double weight = 1;     ///< trace score for STEP, 1 for a plain majority
    double t = 0;          ///< when it was cast, seconds
    std::string key = {};  ///< answerKey() of the answer, where it is known already
};

struct Candidate {
    std::string answer;  ///< as shown: in the form of its lowest trace
    std::string key;     ///< what makes two answers equal
    double weight = 0;
    std::vector<engine::TraceId> traces;
    std::vector<double> weights;  ///< one per trace, same order
    double firstAt = 0;           ///< when its first ballot came
};

struct Tally {
    std::vector<Candidate> candidates;  ///< heaviest first; ties: that of the lowest trace
    double margin = 0;                  ///< leader minus runner-up
};

/// What makes two answers equal in the vote under `mode`: the same text for the same answer. Under Normalised it also
/// has the names of values, see answer_key.h.
std::string answerKey(const std::string& answer, AnswerMode mode);

/// The key without these: for comparing answers one by one, where no vote can tell which name is meant.
std::string namelessKey(const std::string& key, AnswerMode mode);

/// Whether the answers of two keys count as one under `mode`, each looked at alone. Under Normalised a key without a
/// name is the same as one with it.
bool areSameKeys(const std::string& a, const std::string& b, AnswerMode mode);

/// Is `answer` right where `truth` is the known answer? Raw: the same string. Normalised: the same mathematics.
/// Reference: more lenient, as isRightByReference() says.
bool isRight(const std::string& answer, const std::string& truth, AnswerMode mode);

/// Counts in the order of the traces, whatever the order of the ballots: who finished first decides nothing, as in the
/// reference. A weight that is not finite counts as none.
Tally countVotes(std::span<const Ballot> ballots, AnswerMode mode);

}  // namespace scorer
