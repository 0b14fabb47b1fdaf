// The fold of a run's events, one function an event type: what RunState::apply() is made of. Events in run_state.cpp,
// the vote in fold_votes.cpp, KV blocks in fold_blocks.cpp, what a person did in fold_steering.cpp, words in
// run/log_words.cpp. Lives for one apply(); one
// thread at a time.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/run_state.h"

namespace app {

// A recording is input: no file makes the fold take memory or time out of proportion to its size. Runs stay far below.
inline constexpr std::size_t kMostTraces = 1 << 15;
inline constexpr std::size_t kMostBranchBytes = std::size_t{256} << 20;

/// What a branch holds of its own, and a share of what its copies may one day be tidied up into.
std::size_t branchBytes(const TraceState& trace);

class Folder {
public:
    Folder(RunState& state, double t) : m_s(state), m_t(t) {}

    void operator()(const RunStarted& e);
    void operator()(const PromptBlocks& e);
    void operator()(const TraceAdded& e);
    void operator()(const TraceAdmitted& e);
    void operator()(const PassDone& e);
    void operator()(const StepScored& e);
    void operator()(const StepEnded& e);
    void operator()(const Saturated& e);
    void operator()(const TracePruned& e);
    void operator()(const TraceBranched& e);
    void operator()(const ThresholdSet& e);
    void operator()(const ThoughtSeen& e);
    void operator()(const ProbeDone& e);
    void operator()(const TracePreempted& e);
    void operator()(const TraceFinished& e);
    void operator()(const LimitsChanged& e);
    void operator()(const Rescored& e);
    void operator()(const PaceChanged& e) { m_s.pace = e.tokensPerSecond; }
    void operator()(const Paused& e) {
        m_s.phase = RunPhase::Paused;
        m_s.pausedAt = e.cause;
    }
    void operator()(const Resumed&) { m_s.phase = RunPhase::Running; }
    void operator()(const Notice& e);
    void operator()(const RunFinished& e);
    void operator()(const TraceProtected& e);
    void operator()(const TraceSpared& e);
    void operator()(const TraceForked& e);
    void operator()(const TracesContinued& e) { takeContinued(e); }
    /// An event of what would have been (fold_continued.cpp).
    void takeContinued(const EventBody& body);

private:
    TraceState* find(TraceId id);
    void beginContinued(const TracesContinued& e);
    TraceState* findContinued(TraceId id);
    void addToken(TraceState& trace, const TokenOut& token);
    void addStep(TraceState& trace, const StepScored& e);
    /// Its steps get other scores, one each.
    void rescore(TraceState* trace, const std::vector<float>& scores);
    void log(LogKind kind, std::optional<TraceId> trace, std::string text);
    bool watchesConfidence() const { return policyRow(m_s.header.options.policy).watchesConfidence; }
    void end(TraceState& trace, TracePhase phase);
    /// The event is left out: recordings are input.
    void stray() { ++m_s.strayEvents; }
    /// Whether examining so many traces or ballots is still within the budget of a whole recording.
    bool mayLookAt(std::size_t items);
    void sayTooMuch(const std::string& what);
    void setAnswer(TraceState& trace, const std::optional<std::string>& answer);

    // KV blocks
    void hold(BlockId block, TraceId owner);
    void give(TraceState& trace, BlockId block);
    /// A block that another trace holds already.
    void shareBlock(TraceState& trace, BlockId block);
    /// The first `count` blocks of its parent.
    void shareParents(TraceState& trace, int count);
    void release(TraceState& trace);
    void noteUsage();

    // The vote
    /// Weight of a finished trace's vote; empty if it does not vote.
    std::optional<double> weightOf(const TraceState& trace) const;
    /// DeepConf: if no trace that passed has an answer, all finished traces vote.
    void voteOfAll();
    /// The run ends on a probed majority that is to be the answer: every answer of the last round has one vote.
    void voteOfProbe();
    /// Ballots of all those traces, in the order in which they ended.
    void voteAnew(std::vector<const TraceState*> ended);
    /// @param what  the word for its end: "finished", "pruned"
    /// @param tail  more about the end
    void castVote(const TraceState& trace, const std::string& what, const std::string& tail);
    /// Its text holds words that a person wrote, and such votes do not count.
    bool isLeftOut(const TraceState& trace) const;
    /// Below DeepConf's threshold: it has no vote.
    bool isUnconfident(const TraceState& trace) const;
    /// Groups that the newest of very many ballots are not in yet.
    void regroup();
    /// After other scores: weights, order and the whole history of the vote are counted again.
    void revote();
    /// Adds one ballot to the answers and keeps them in order; one point of the history.
    void count(const scorer::Ballot& ballot, const std::string& key);
    /// Counts the newest ballot; if a name in it moves others to another group, counts all ballots again.
    void countLast();
    void placeAnswer(std::size_t at);

    RunState& m_s;
    double m_t;
};

}  // namespace app
