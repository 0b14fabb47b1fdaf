// Runs of one problem side by side: what each cost and said, where they part, what became of the same trace in each,
// and why their answers differ. Pure functions over folded runs, no model; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/event_log.h"
#include "app/run/run_state.h"
#include "app/whatif/what_if_figures.h"

namespace app {

/// The figures of a run, and what says how far they can be laid beside others.
struct ComparedFigures : RunFigures {
    bool tied = false;  ///< another answer has the same weight as the leader
    double peakKvBytes = 0;
    bool slowed = false;     ///< by a pace: its latency says nothing
    bool simulated = false;  ///< times come from a script or from a model of time
    bool ended = false;      ///< the record has the run's end
};
ComparedFigures comparedFiguresOf(const RunState& run);

/// A short name for each run, by what differs among them: policy, then model, scorer, KV cache, n, seed; a number where
/// nothing does.
std::vector<std::string> labelsOf(std::span<const RunState* const> runs);

/// Why these runs cannot be compared: other problems. Empty if they can.
std::string whyNotComparable(std::span<const RunState* const> runs);

/// What one run did where another did something else.
struct Decision {
    double t = 0;      ///< seconds of its own run
    std::string what;  ///< "prunes #12, the lowest of 32"; "goes on without one" where it did nothing then
};
/// The first decision (prune, wait, resume, branch, early end of a trace) in which two runs differ.
struct Parting {
    int pass = 0;  ///< counted from 1
    Decision first;
    Decision second;
};
std::optional<Parting> findParting(const EventLog& first, const EventLog& second);

/// Traces that one run gave up, by what they came to in another one.
struct Fates {
    std::vector<TraceId> right;       ///< would have been right
    std::vector<TraceId> wrong;       ///< would have been wrong, or have ended without an answer
    std::vector<TraceId> unanswered;  ///< cut off there, too, or nobody knows the right answer
    int branches = 0;                 ///< besides these: begun in the run, so without a twin
    std::size_t count() const { return right.size() + wrong.size() + unanswered.size(); }
};
/// How many that vote in `other` do not in `run`.
int countLeftOut(const RunState& run, const RunState& other);
/// Whether a trace that `run` cut is right at its end, as far as the known answer and an end are there.
std::optional<bool> rightAtItsEnd(const RunState& run, const RunState& other, TraceId trace);
/// Of the traces that were pruned or stopped in `run`: as their twins in `other` ended, else as they did when they were
/// let finish.
Fates fatesOf(const RunState& run, const RunState& other);

enum class AnswerCause {
    Same,         ///< they say the same
    NoAnswer,     ///< one of them says nothing
    OtherTraces,  ///< the traces themselves differ: another model, seed or prompt, or another rounding
    Weights,      ///< the same votes, weighed otherwise
    Selection,    ///< who came to vote
    Either,       ///< weights alone or selection alone would have been enough
    Both,         ///< only both together
    Unknown       ///< the traces of the first run have no scores, or what else the second one weighs by
};
struct AnswerDifference {
    AnswerCause cause = AnswerCause::Same;
    std::string first, second;  ///< the answers; empty: none
    /// Votes for the first answer in the first run, and how many of these traces the second run pruned or stopped.
    int votesForFirst = 0, ofThemCut = 0;
    int countForFirst = 0, countForSecond = 0;  ///< votes for either answer in the second run
    int ofOthersCut = 0;                        ///< of those for the second answer, how many the first run cut
    bool firstWeighs = false;                   ///< the weights are those of the first run: the second one counts
    double weightForFirst = 0, weightForSecond = 0;
};
AnswerDifference explainAnswers(const RunState& first, const RunState& second);

/// Whether two answers count as one under `mode`, each looked at alone.
bool isSameAnswer(const std::string& a, const std::string& b, AnswerMode mode);

}  // namespace app
