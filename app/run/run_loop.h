// One run, stage by stage: plan, relieve, commit, forward, score, decide, emit. The only place where the stages are
// called, in order. What happened leaves as events; the state is the fold of those same events. One thread at a time.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "app/run/given_start.h"
#include "app/run/kept_rows.h"
#include "app/run/model_session.h"
#include "app/run/pass_source.h"
#include "app/run/pause_points.h"
#include "app/run/run_state.h"
#include "app/run/step_row.h"
#include "engine/block_pool.h"
#include "engine/scheduler.h"
#include "scorer/refill.h"
#include "scorer/slim_sc.h"

namespace app {

/// Blocks of the session's KV storage that a run keeps to itself while others run beside it.
struct KvRange {
    int firstBlock = 0;
    int blocks = 0;
};

struct RunRequest {
    std::string problem;
    std::optional<std::string> knownAnswer;
    RunOptions options;
    std::optional<KvRange> kv = std::nullopt;  ///< of storage that is there already; empty: all of it, made as needed
    bool keepRows = false;                     ///< hidden rows stay for rescore() and stepEnds(); they take memory
    PausePoints pauseAt = {};                  ///< as setPauseAt(), from the first pass on
    std::vector<GivenStart> given = {};        ///< what traces 1, 2, ... begin with; the others have the prompt alone
    RowSink rows = {};                         ///< gets what each step leaves, before its score is an event
};

/// Hidden rows at the ends of a trace's steps.
struct StepEnds {
    std::vector<int> ends;      ///< [steps] generated tokens up to and including the boundary token
    std::vector<float> hidden;  ///< [steps, hidden_size], rounded to float16
};

struct PassTimes {
    double passS = 0;
    double scorerS = 0;  ///< of which in the scorer
};

/// Seconds, monotonic.
using Clock = std::function<double()>;

class RunLoop {
public:
    using Sink = std::function<void(const Event&)>;

    /// Checks the request and emits the header. Throws UsageError if the run cannot start: no scorer for STEP, empty or
    /// too long a problem, memory that cannot hold the prompt and one block per trace (with the nearest that fits). The
    /// session must outlive the loop.
    RunLoop(ModelSession& session, RunRequest request, Sink sink, Clock clock = {});
    /// The same with passes from elsewhere. Where no model is behind them, a policy that needs one is refused.
    RunLoop(std::unique_ptr<PassSource> source, RunRequest request, Sink sink, Clock clock = {});
    ~RunLoop();
    RunLoop(const RunLoop&) = delete;
    RunLoop& operator=(const RunLoop&) = delete;

    /// One pass of the model. Returns the seconds to wait before the next one is due (0 at full speed). An error of the
    /// engine ends the run with RunFinished{Failed}; it is not thrown.
    double step();
    // step() in two halves, for a caller that puts several runs into one pass (run_batch.h).
    /// The stages before the pass. False if there is nothing to run: the run has finished, or the queue moves at the
    /// next call. Otherwise slices() is what the pass has to run, valid until endPass().
    bool beginPass();
    std::span<const engine::Slice> slices() const { return m_pending.slices; }
    engine::SamplingParams sampling() const { return m_options.sampling; }
    /// The stages after the pass. `result` has its rows in the order of slices().
    void endPass(const engine::PassResult& result, const PassTimes& times);
    /// The run ends as failed.
    void fail(const std::string& message) { finishRun(RunEnd::Failed, message); }

    /// Rows of the trace's steps so far, scored or not; none if the request does not keep them.
    StepEnds stepEnds(TraceId trace) const;
    bool isFinished() const { return m_state.phase == RunPhase::Finished; }
    bool isPaused() const { return m_state.phase == RunPhase::Paused; }
    const RunState& state() const { return m_state; }

    // Commands; without effect once the run has finished, but for rescore().
    void pause();
    void resume();
    /// The run pauses by itself on the pass in which one of these happens, at saturation and between the prunes of a
    /// pass in the middle of it; resume() then goes on with the same pass.
    void setPauseAt(const PausePoints& points) { m_watch.setAlways(points); }
    /// A paused run goes on until one of these, or one of setPauseAt(), happens.
    void goOnUntil(const PausePoints& points);
    void stop();
    void setPace(double tokensPerSecond);
    /// A higher n adds traces until so many are active. A lower n stops waiting traces first, then the lowest in the
    /// policy's order.
    void setTraces(int traces);
    /// With less memory, the policy frees blocks by its own rule at the next pass.
    void setKvCache(double mib);
    void setKvBlocks(int blocks);
    /// The session has another scorer: every recorded step is scored again and the vote counted again. Does nothing if
    /// the request keeps no rows. Throws UsageError if a score is not a number; the scores before stay then.
    void rescore();

    // Steering by hand (run_loop_steering.cpp). Each throws UsageError, with the reason, where it cannot be.
    /// A protected trace gives up memory only where every running trace is protected; no other rule ends it.
    void setProtected(TraceId trace, bool on);
    void pruneByHand(TraceId trace);
    /// A new lane that has the first `atToken` generated tokens of `parent`, running or ended, then those of `given`,
    /// and goes on with draws of its own. It starts as soon as its blocks are free; those that the parent still holds
    /// are shared. Returns its number.
    TraceId fork(TraceId parent, int atToken, GivenStart given = {});

    /// Checks the integrity of the block book-keeping. Throws std::logic_error.
    void checkIntegrity() const;

private:
    /// A token of a trace's text, drawn or given.
    struct PastToken {
        TokenId token{};
        std::optional<float> logProbability;  // empty: nobody drew it
        float confidence = 0;
    };

    struct LiveTrace {
        std::vector<PastToken> past = {};  // all its tokens, also once it has ended: lanes may begin with them
        std::string tail = {};             // last bytes of the text, to see </think> across tokens
        bool afterThink = false;
        std::deque<int> unscoredEnds = {};  // generated tokens up to boundaries that are not scored yet, ascending
        std::optional<TraceId> drawsAs = {};
        KeptRows rows = {};                     // at the steps' ends, where the request keeps them
        scorer::ThoughtMean thought = {};       // of the step being written, where somebody wants to know
        std::vector<float> newestThought = {};  // [hidden_size], empty before the first
    };

    /// A hidden row that a pass brought back.
    struct GatheredRow {
        TraceId trace;
        bool endsStep = false;
        bool reachesEnd = false;
    };

    double now() const;
    void emit(EventBody body);
    void addTraces(int upTo);
    void takeEnded();
    engine::Plan planWithRelief();
    bool relieve();
    void applyGrants(const engine::Plan& plan, const std::vector<engine::Granted>& granted, PassDone& pass);
    /// What beginPass() has prepared.
    struct Pending {
        engine::Plan plan;
        PassDone pass;
        std::vector<engine::Slice> slices;
        std::vector<BlockId> tables;  // of all slices in a row, where the run's blocks are not the storage's first
    };
    void fillSlices(Pending& pending) const;
    void addPassTimes(const PassTimes& times);
    void copyBlock(BlockId from, BlockId to);
    void takeResults(const engine::Plan& plan, const engine::PassResult& result, PassDone pass);
    void takeRows(const std::vector<GatheredRow>& gathered, const engine::PassResult& result);
    void noteToken(TraceId trace, const TokenReading& reading);
    void finishTrace(TraceId trace, FinishReason reason);
    void prune(TraceId trace, PruneCause cause, std::optional<TraceId> other = {}, std::optional<double> value = {},
               const Sparing& sparing = {});
    void finishRun(RunEnd end, const std::string& message = {});
    bool wantsHidden(const engine::PlannedSlice& slice) const;
    bool endsStep(const engine::PlannedSlice& slice) const;
    bool endsThinking(LiveTrace& trace, const TokenReading& reading) const;
    bool readsBoundary(LiveTrace& trace, const TokenReading& reading) const;

    // Steering (run_loop_steering.cpp).
    const TraceState& requireActive(TraceId trace, const char* what) const;
    void requireForkable() const;
    void requireLane(std::optional<TraceId> parent, int atToken, const GivenStart& given) const;
    GivenStart withWords(GivenStart given) const;
    TraceId addLane(std::optional<TraceId> parent, int atToken, const GivenStart& given);
    void takePast(LiveTrace& lane, TraceForked& event) const;
    void takeGiven(LiveTrace& lane, TraceForked& event, const GivenStart& given) const;
    std::optional<int> firstWrittenBy(std::optional<TraceId> parent, int atToken, const GivenStart& given) const;
    bool isSpared(TraceId trace, PruneCause cause, std::optional<double> value = {});
    void stopOne();

    void noteIntegrity();
    void pauseIfDue();

    // What the policies decide beyond relief (run_loop_policies.cpp).
    void setAdmission();
    void applyPolicy();
    std::optional<RunEnd> findEarlyEnd() const;
    void setThreshold();
    void stopUnconfident();
    void refill();
    void refillAsGambit();
    void probe();
    void exchange(const scorer::Refill& chosen);
    void branch(TraceId parent);
    bool gathersThoughts() const;
    void takeThought(TraceId trace, int end, std::vector<float> mean, int tokens);
    void compareThought(TraceId trace, int end);
    std::vector<scorer::TraceView> viewsOfRunning() const;
    LiveTrace& live(TraceId trace) { return m_live.at(static_cast<std::size_t>(index(trace)) - 1); }
    const LiveTrace& live(TraceId trace) const { return m_live.at(static_cast<std::size_t>(index(trace)) - 1); }

    /// Throws UsageError where no model is behind the passes.
    ModelSession& session() const;

    std::unique_ptr<PassSource> m_source;
    RunOptions m_options;
    bool m_keepRows = false;
    RowSink m_rowSink;
    Sink m_sink;
    Clock m_clock;
    double m_startedAt = 0;
    double m_pausedAt = 0;
    double m_pausedS = 0;
    int m_maxTokens = 0;  // generated tokens per trace, with the model's context in mind
    RunState m_state;
    std::unique_ptr<engine::BlockPool> m_pool;
    std::unique_ptr<engine::Scheduler> m_scheduler;
    std::vector<LiveTrace> m_live;  // [trace - 1]
    double m_prefillS = 0;
    double m_decodeS = 0;
    struct GambitRounds {
        std::size_t stepsSeen = 0;        // scored steps of all traces at the last decision round
        int decisions = 0;                // decision rounds so far
        std::optional<int> lastExchange;  // decision round
    } m_refill;
    int m_probedAt = 0;    // passes, at the last probe
    int m_firstBlock = 0;  // of the storage: the run's block 0
    Pending m_pending;
    PauseWatch m_watch;
    bool m_relieves = false;  // a pass that was short of memory has been announced and is not committed yet
};

}  // namespace app
