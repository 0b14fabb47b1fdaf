// When the vote needs no more traces: options of every voting policy. Pure functions, any thread.
#pragma once

#include <span>

#include "scorer/vote.h"

namespace scorer {

/// Sums of weights in another order may differ by so much.
inline constexpr double kVoteRounding = 1e-9;

/// Vote lock, lossless: no answer can overtake the leader any more, because weights are at most 1.
/// @param margin  weight of the leader minus weight of the runner-up (0 if there is none)
/// A margin of just as many is not enough: the answers could draw level, and the lowest trace decides then.
/// @param active  votes that may still come
constexpr bool isVoteDecided(double margin, int active) {
    return margin > static_cast<double>(active) + kVoteRounding;
}

/// The same for a vote in which answers may have names (answers/answer_key.h): a further ballot with names can join
/// answers that count apart now. No vote in which that has happened is decided, and rivals without a name that are
/// alike but for brackets and order count as one.
/// @param candidates  of these ballots, as countVotes() gives them
bool isVoteDecided(std::span<const Ballot> ballots, std::span<const Candidate> candidates, AnswerMode mode, int active);

inline constexpr double kBetaConfidence = 0.95;

/// Beta stop (Adaptive-Consistency, arXiv 2305.11860): how sure it is that the leader stays ahead of the runner-up,
/// 2^-(a+b+1) * sum over i = 0..a of C(a+b+1, i). Not lossless: short traces finish first.
/// @param leader, runnerUp  votes, not weights; at least 0
double betaConfidence(int leader, int runnerUp);

inline bool isVoteLikelyDecided(int leader, int runnerUp) {
    return betaConfidence(leader, runnerUp) >= kBetaConfidence;
}

}  // namespace scorer
