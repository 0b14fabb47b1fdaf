// When the vote needs no more traces: options of every voting policy. Pure functions, any thread.
#pragma once

namespace scorer {

/// Vote lock, lossless: no answer can overtake the leader any more, because weights are at most 1.
/// @param margin  weight of the leader minus weight of the runner-up (0 where there is none)
/// @param active  traces that may still vote
constexpr bool isVoteDecided(double margin, int active) { return margin > static_cast<double>(active); }

inline constexpr double kBetaConfidence = 0.95;

/// Beta stop (Adaptive-Consistency, arXiv 2305.11860): how sure it is that the leader stays ahead of the runner-up,
/// 2^-(a+b+1) * sum over i = 0..a of C(a+b+1, i). Not lossless: short traces finish first.
/// @param leader, runnerUp  votes, not weights; at least 0
double betaConfidence(int leader, int runnerUp);

inline bool isVoteLikelyDecided(int leader, int runnerUp) { return betaConfidence(leader, runnerUp) >= kBetaConfidence; }

}  // namespace scorer
