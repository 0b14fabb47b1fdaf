// The state of a run at a moment: a pure fold over its events. The live window, the replay, the time slider, the
// summaries and the tests all use this one fold. A value type; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/run/block_table.h"
#include "app/run/events.h"
#include "app/run/grown.h"

namespace app {

enum class TracePhase { Queued, Prefill, Running, Waiting, Pruned, Finished, Length, Stopped };

constexpr bool isActive(TracePhase p) {
    return p == TracePhase::Queued || p == TracePhase::Prefill || p == TracePhase::Running || p == TracePhase::Waiting;
}
/// "finished", "pruned", "stopped", "length"; or "queued", "prefill", "running", "waiting" in an unfinished run.
const char* nameOf(TracePhase phase);

struct StepState {
    int beginToken = 0;                        ///< first generated token of the step
    int endToken = 0;                          ///< one past its boundary token
    std::uint32_t beginByte = 0, endByte = 0;  ///< the step's text within TraceState::text
    float score = 0;
    double t = 0;  ///< when it was scored
};

struct TraceState {
    TraceId id{};
    TracePhase phase = TracePhase::Queued;
    GrownText text;                  ///< a branch shares its parent's
    Grown<std::uint32_t> tokenEnds;  ///< text.size() after each generated token
    Grown<StepState> steps;
    double scoreSum = 0;
    TraceScoreRule scoreRule = TraceScoreRule::Mean;
    double logProbabilitySum = 0;
    std::vector<BlockId> blocks;        ///< held now, without the shared prompt blocks
    std::optional<std::string> answer;  ///< as written
    std::string answerKey;              ///< what it counts as under the run's answer mode
    int recomputedTokens = 0;
    double waitedS = 0;                  ///< finished waits
    double waitingSince = 0;             ///< while phase is Waiting
    double readyAt = 0;                  ///< from when on it could have run, had there been memory
    double endedAt = 0;                  ///< once it is not active any more
    std::optional<FinishReason> finish;  ///< once it has finished; empty if it was pruned
    std::optional<bool> right;           ///< its answer, where a known answer is given
    int freedBlocks = 0;                 ///< when it was pruned
    int amongRunning = 0;                ///< pruned as the lowest of so many
    PruneCause pruneCause = PruneCause::Memory;
    std::optional<TraceId> parent;       ///< set for a branch, and for a lane that a person made from one of this run
    int branchToken = 0;                 ///< generated tokens that it has from its parent
    int givenTokens = 0;                 ///< that follow those: it did not draw them either
    int writtenTokens = 0;               ///< the last so many of them were written by a person
    int unmeasured = 0;                  ///< of all its tokens, those that nobody drew: they have no log-probability
    bool isForked = false;               ///< a person made it (TraceForked)
    std::optional<int> handFrom;         ///< the first of its tokens that a person wrote, from 0
    std::optional<int> earlierTrace;     ///< its number in the run that it was taken from
    bool isProtected = false;            ///< by a person, now
    bool wasSpared = false;              ///< the log has said that its protection kept it
    scorer::ConfidenceTrack confidence;  ///< where the policy looks at it
    std::optional<ThoughtSeen> thought;  ///< Slim-SC: the newest one
    std::optional<std::string> probed;   ///< what it would have answered in its last probe, as written
    std::string probedKey;               ///< what that counts as

    int tokenCount() const { return static_cast<int>(tokenEnds.size()); }
    int ownTokens() const { return tokenCount() - branchToken - givenTokens; }
    /// Its text holds words that a person wrote.
    bool byHand() const { return handFrom.has_value(); }
    /// Of its step scores, by the run's rule; empty before the first step.
    std::optional<double> score() const;
};

struct KvPoint {
    double t = 0;
    int usedBlocks = 0;
};

struct KvState {
    int totalBlocks = 0;  ///< capacity now (the user may change it)
    int usedBlocks = 0;   ///< shared prompt blocks included
    int peakBlocks = 0;
    int blocksAtPeak = 0;  ///< capacity when the peak was reached
    int promptBlocks = 0;
    std::optional<double> saturatedAt;
    BlockTable blocks;             ///< who holds which
    std::vector<KvPoint> history;  ///< one per change, thinned to a few thousand points
    Grown<KvPoint> prunes;         ///< one per pruned trace
    Grown<KvPoint> preemptions;    ///< one per time that a trace had to wait
    Grown<KvPoint> capacities;     ///< of all blocks, from each time on
};

using AnswerVote = scorer::Candidate;

/// What one ballot changed; all answers' weights at a time are the sum of what came before.
struct VotePoint {
    double t = 0;
    int answer = 0;     ///< answers count from 0 in the order in which they were first given: VoteState::numberOf
    double weight = 0;  ///< of that answer from now on
};

struct VoteState {
    std::vector<AnswerVote> answers;  ///< heaviest first; ties: that of the lowest trace
    double margin = 0;                ///< leader minus runner-up
    Grown<VotePoint> history;         ///< one per vote
    std::unordered_map<std::string, int>
        numberOf;                         ///< by key: which answer it was, in the order of their first ballots
    std::vector<int> numberAt;            ///< [index into `answers`]
    std::vector<int> placeOf;             ///< [number] index into `answers`
    std::vector<scorer::Ballot> ballots;  ///< in the order in which they were cast
    bool isOfAll = false;                 ///< DeepConf: nobody passed, so all finished traces vote
    bool isOfProbe = false;               ///< the run ended on a probed majority, which is the answer: one vote each
    bool hasNames = false;                ///< of answers: a further ballot may move others to another group
    const AnswerVote* leader() const { return answers.empty() ? nullptr : &answers.front(); }
};

enum class LogKind {
    Info,
    Saturated,
    Pruned,
    Waiting,
    Resumed,
    Finished,
    Stopped,
    LeaderChanged,
    Limits,
    Rescored,
    Branched,
    Probed,
    Steered,  ///< by hand
    Warning,
    Error
};

struct LogEntry {
    double t = 0;
    LogKind kind = LogKind::Info;
    std::optional<TraceId> trace;
    std::string text;  ///< plain English; the window may format from the fields of the trace instead
};

/// What would have become of the traces that the run cut: apart from what became of them.
struct WouldHave {
    std::vector<TraceState> traces;  ///< ascending; their tokens, steps and answers without the cut
    bool finished = false;           ///< every one of them has ended, or nobody goes on with them
    std::int64_t tokens = 0;         ///< drawn since
    double passS = 0;                ///< time that took
    const TraceState* find(TraceId id) const;
};

enum class RunPhase { Empty, Running, Paused, Finished };

struct RunState {
    RunPhase phase = RunPhase::Empty;
    PauseCause pausedAt = PauseCause::User;  ///< while it is paused: why
    RunStarted header;
    std::optional<ScorerInfo> scorer;  ///< the one whose scores are shown (changes on Rescored)
    std::vector<TraceState> traces;    ///< traces[i].id is i + 1
    KvState kv;
    VoteState vote;
    Grown<LogEntry> log;
    double now = 0;  ///< time of the last event
    double pace = 0;
    std::int64_t generatedTokens = 0;   ///< drawn for traces; what "tokens" means alone
    std::int64_t recomputedTokens = 0;  ///< of them, those whose KV was computed again after a preemption
    std::int64_t prefillTokens = 0;
    double scorerS = 0;
    double passS = 0;
    int prunedCount = 0;
    int passes = 0;
    std::int64_t probeTokens = 0;  ///< of consensus probes, forced and drawn; not in generatedTokens
    scorer::ProbeTrack probe;
    std::optional<double> confidenceThreshold;  ///< DeepConf, once its warm-up is over
    std::optional<RunFinished> finished;
    std::optional<WouldHave> wouldHave;  ///< once cut traces have gone on after the run
    std::int64_t strayEvents = 0;        ///< left out: of traces that are not there, or out of order
    std::int64_t overviewWork = 0;       ///< traces and ballots that probes, thresholds and other scores went through
    std::size_t branchBytes = 0;         ///< that branches hold besides what they share
    bool saidTooMuch = false;            ///< the log says that a bound on these was reached

    /// Folds one event in. Events of unknown traces or out of order are ignored, never fatal: recordings are input.
    void apply(const Event& event);

    const TraceState* findTrace(TraceId id) const;
    /// The run ended it before its text did: pruned, stopped, or for memory.
    static bool isCut(const TraceState& trace);
    int countActive() const;
    /// Traces that ended by themselves: finished or at the length limit.
    int countCompleted() const;
    /// The most votes that may still come, so that no more can be missed; the greatest int if there is no bound.
    int countMayVote() const;
    /// Some trace has voted, or would with the answer of its last probe: STEP's do once they have a score.
    bool couldVoteWhenProbed() const;
    /// DeepConf: one of those that set the threshold.
    bool isWarmup(const TraceState& trace) const;
    /// DeepConf: it may not run before the warm-up is over.
    bool isHeldBack(const TraceState& trace) const;
    /// The trace that would go next if memory ran out now (STEP's order), if there is one.
    std::optional<TraceId> nextVictim() const;
    /// Seconds this trace has waited for memory up to now.
    double waitedS(const TraceState& trace) const;
    /// A holder for each block that traces share after its first owner has gone: for painting.
    std::unordered_map<int, TraceId> ownersOfShared() const;
    /// Seconds in which this trace ran or could have run: not those before a branch was born, nor those in which
    /// DeepConf held it back for its warm-up.
    double aliveS(const TraceState& trace) const;
    /// Right or wrong where a known answer is given and the trace has one; empty otherwise.
    std::optional<bool> isCorrect(const TraceState& trace) const { return trace.right; }
    /// The same for an answer of the vote.
    std::optional<bool> isCorrect(const AnswerVote& answer) const;
    /// The scores are by another scorer than the one that the run was made with.
    bool isRescored() const { return scorer && (!header.scorer || header.scorer->sha256 != scorer->sha256); }
};

/// A trace as the policies see it.
scorer::TraceView viewOf(const TraceState& trace);
/// The part of the options that the policies look at.
scorer::PolicyRules policyRules(const RunOptions& options);

}  // namespace app
