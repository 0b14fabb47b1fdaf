// The events of a run: the only thing that the window, the recording, the replay and the summaries know of it.
// They carry no tensors and no process-local ids, so that the same schema can travel over a wire.
// Plain values, any thread. Times are seconds since the run began.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/run/run_options.h"
#include "engine/ids.h"

namespace app {

using engine::BlockId;
using engine::TokenId;
using engine::TraceId;

struct ModelInfo {
    std::string name = {};  ///< as people know it
    std::string path = {};
    std::string sha256 = {};  ///< the weights' identity (engine/files/sha256.h)
    std::string family = {};  ///< "qwen3"
    std::int64_t parameters = 0;
    int layers = 0;
    int hiddenSize = 0;
    int contextTokens = 0;       ///< longest sequence the model takes
    std::size_t blockBytes = 0;  ///< bytes of KV cache in one block, of the type that the run has
    std::string kvType = {};     ///< "f32", "bf16", "q8"; empty in recordings of older versions
    bool embedded = false;       ///< the demo model that comes with the program
    std::string format = {};     ///< "safetensors", "gguf Q4_1"; empty in recordings of older versions
    std::string weights = {};    ///< the type that most of them have in memory: "BF16", "Q4_K"; empty: older version
    bool quantised = false;      ///< weights are coarser than those the model, and any scorer, was trained with
};

struct ScorerInfo {
    std::string name = {};
    std::string path = {};
    std::string sha256 = {};
    int inputWidth = 0;
    int hiddenWidth = 0;
    std::vector<std::pair<std::string, std::string>> metrics = {};  ///< found in the file: auc, f1, epoch ...
};

/// The server that a run's model was on.
struct ServerInfo {
    std::string address = {};
    std::string engine = {};      ///< "vLLM 0.24.0"
    int topLogProbabilities = 0;  ///< of the most likely tokens at each place; 0: none, and confidences are not known
    bool hasLogProbabilities = false;
    int blockTokens = 0;                        ///< of the server's own blocks; 0: it does not say
    std::optional<std::int64_t> kvTokens = {};  ///< that its KV cache holds; empty: it does not say
    bool hasLimit = false;                      ///< RunStarted::kvBlocks is a capacity; else only a number to count to
};

/// First line of a recording.
struct RunStarted {
    static constexpr int kFormatMajor = 1;
    static constexpr int kFormatMinor = 5;
    std::string programVersion;
    std::string startedAt;  ///< ISO 8601, UTC
    std::string backend;    ///< "cpu", "cuda"
    std::string device;     ///< as people know it
    ModelInfo model;
    std::optional<ScorerInfo> scorer;
    RunOptions options;
    bool hasOthersOptions = true;  ///< `options` holds those of other policies too; false in recordings before 1.5
    std::string problem;
    std::optional<std::string> knownAnswer;
    std::optional<std::string> hint;  ///< set if the problem looks unlike what the model knows
    int promptTokens = 0;
    int kvBlocks = 0;        ///< capacity at the start
    int prefillRows = 0;     ///< prompt or recomputed tokens that one pass takes; 0 in recordings before 1.4
    bool simulated = false;  ///< true if a script, not a model, wrote the run; the window says so
    bool whatIf = false;     ///< true if its passes come from a recording and its times are simulated
    std::optional<ServerInfo> server = {};  ///< empty: the model was on this machine
};

struct TraceAdded {
    TraceId trace;
};

/// A trace got its blocks and runs: for the first time, or again after waiting.
struct TraceAdmitted {
    TraceId trace;
    std::vector<BlockId> blocks;  ///< its own blocks (the shared prompt blocks are not listed)
    int recomputedTokens = 0;     ///< tokens whose KV is computed again because of a preemption
    double waitedS = 0;           ///< since the preemption, 0 the first time
    int sharedBlocks = 0;         ///< of its parent, in the parent's order, that both hold now
};

/// The prompt's KV is being computed; its blocks are shared by all traces.
struct PromptBlocks {
    std::vector<BlockId> blocks;
};

struct TokenOut {
    TraceId trace;
    TokenId token;
    std::string text;  ///< whole UTF-8 characters; bytes of an unfinished one come with a later token
    float logProbability = 0;
    float confidence = 0;  ///< of the distribution it was drawn from (see engine::Sampled); 0: not recorded
};

struct BlockGrant {
    TraceId trace;
    BlockId block;
};

/// One pass of the model.
struct PassDone {
    std::vector<TokenOut> tokens;
    std::vector<BlockGrant> granted;  ///< blocks given for this pass
    int prefillTokens = 0;            ///< prompt or recomputed tokens in this pass
    double passS = 0;                 ///< time of the pass
    double scorerS = 0;               ///< of which in the scorer
};

struct StepScored {
    TraceId trace;
    int end = 0;      ///< generated tokens up to and including the boundary token
    float score = 0;  ///< 0..1
};

/// The same where no scorer is loaded.
struct StepEnded {
    TraceId trace;
    int end = 0;  ///< generated tokens up to and including the boundary token
};

/// No free block for a running trace's next token.
struct Saturated {
    int neededBlocks = 0;
    int freeBlocks = 0;
    int running = 0;
};

enum class PruneCause {
    Memory,      ///< blocks ran out
    Similarity,  ///< its newest thought is like another trace's
    Confidence,  ///< its group confidence fell below the threshold
    Refill,      ///< replaced by branches of better traces
    Consensus,   ///< its probes had long disagreed with the majority
    Hand         ///< a person pruned it
};

/// What protection did where a trace had to go.
struct Sparing {
    std::optional<TraceId> spared;  ///< the policy's own order would have taken this one, but it is protected
    bool allProtected = false;      ///< every trace was protected: the policy's own order decided
};

struct TracePruned {
    TraceId trace;
    std::optional<double> score;  ///< trace score when it was chosen
    int amongRunning = 0;         ///< number of traces that it was the lowest of
    int freedBlocks = 0;
    PruneCause cause = PruneCause::Memory;
    std::optional<TraceId> other;  ///< Similarity: the one it is like
    std::optional<double> value;   ///< the similarity or the confidence
    Sparing sparing = {};          ///< Memory alone
};

/// A trace that continues from its parent's position: same text, scores and KV so far, different draws from now on.
struct TraceBranched {
    TraceId trace;
    TraceId parent;
    int atToken = 0;              ///< generated tokens that it has from its parent
    std::vector<BlockId> blocks;  ///< of its own: the copy of the parent's partial block, if it had one
    int sharedBlocks = 0;         ///< blocks of the parent, in its order, that both hold now
};

/// A person protects a trace, or takes the protection back.
struct TraceProtected {
    TraceId trace;
    bool on = true;
};

/// A rule that nothing forces would have ended a trace, but it is protected. Once a protection.
struct TraceSpared {
    TraceId trace;
    PruneCause cause = PruneCause::Confidence;
    std::optional<double> value;  ///< as TracePruned has it
};

/// A token that a trace was given.
struct TokenGiven {
    TokenId token{};
    std::string text = {};  ///< as TokenOut has it
    std::optional<float> logProbability =
        std::nullopt;      ///< where it was drawn once: by another trace, in an earlier run
    float confidence = 0;  ///< the same
};

/// A lane that a person made: it begins with tokens that it did not draw, and goes on with draws of its own.
struct TraceForked {
    TraceId trace;
    std::optional<TraceId> parent;               ///< of this run; empty: its tokens come from an earlier run
    int atToken = 0;                             ///< generated tokens that it has from its parent: with text and scores
    double logProbability = 0;                   ///< sum over those that were drawn
    int unmeasured = 0;                          ///< of those, the ones that nobody drew
    std::vector<float> confidences = {};         ///< of those, where the policy looks at confidence
    std::vector<TokenGiven> given = {};          ///< that follow
    int written = 0;                             ///< the last so many of `given` were written by a person
    std::optional<int> handFrom = std::nullopt;  ///< the first of its tokens that a person wrote, from 0
    std::optional<int> earlierTrace = std::nullopt;  ///< its number in the earlier run
};

/// DeepConf's warm-up is over.
struct ThresholdSet {
    double threshold = 0;   ///< group confidence below which a trace stops
    double percentile = 0;  ///< of the warm-up traces' lowest group confidences
    int traces = 0;         ///< warm-up traces that it comes from
};

/// Slim-SC: a thought has ended and was compared with the newest thoughts of the other running traces.
struct ThoughtSeen {
    TraceId trace;
    int end = 0;                     ///< generated tokens up to and including its boundary token
    std::optional<TraceId> nearest;  ///< whose newest thought is most alike; empty if nobody has one
    double similarity = 0;           ///< cosine to that one
};

/// A round of the consensus probe: what running traces would answer now.
struct ProbeDone {
    struct Reply {
        TraceId trace;
        std::optional<std::string> answer;  ///< as written; empty if it gave none
    };
    std::vector<Reply> replies;
    int left = 0;    ///< running traces that could not be asked: no memory for a branch
    int tokens = 0;  ///< forced and drawn
    double passS = 0;
};

struct TracePreempted {
    TraceId trace;
    int freedBlocks = 0;
    Sparing sparing = {};
};

enum class FinishReason {
    EndOfText,
    Length,
    Memory,  ///< it alone fills the KV cache, or needs more than there is
    Stopped,
    Lost,   ///< the connection to its server broke; it has no vote
    Probed  ///< stopped with the run; its answer is the one that a consensus probe read
};

struct TraceFinished {
    TraceId trace;
    FinishReason reason = FinishReason::EndOfText;
    std::optional<std::string> answer;  ///< last \boxed{...}, as written
    int freedBlocks = 0;
};

/// The user (or less memory) changed what the run may use.
struct LimitsChanged {
    std::optional<int> kvBlocks;
    std::optional<int> traces;
};

/// Every recorded step scored again by another scorer.
struct Rescored {
    ScorerInfo scorer;
    struct Trace {
        TraceId trace;
        std::vector<float> scores;  ///< one per recorded step, in order
    };
    std::vector<Trace> traces;
};

struct PaceChanged {
    double tokensPerSecond = 0;  ///< per trace; 0 is full speed
};
/// Why a run pauses: a person asked for it, then or before.
enum class PauseCause { User, Saturation, Prune, Leader, Answer, Pass, Event };
struct Paused {
    PauseCause cause = PauseCause::User;
};
struct Resumed {};

struct Notice {
    enum class Severity { Info, Warning, Error };
    Severity severity = Severity::Info;
    std::string text;
};

enum class RunEnd {
    Done,
    Stopped,
    VoteLock,
    BetaStop,
    Consensus,  ///< DeepConf: 95 % of the weight agrees
    Probe,      ///< the probed majority has long been the same
    Failed
};

struct RunFinished {
    RunEnd end = RunEnd::Done;
    std::string message;  ///< why, where it failed
    double prefillS = 0;
    double decodeS = 0;
    double scorerS = 0;
};

/// The run has ended, and traces that it cut go on from where they were: what would have been. Events from here on are
/// marked (Event::continued) and concern these traces alone, neither the run's clock nor its vote.
struct TracesContinued {
    std::vector<TraceId> traces;
};

using EventBody = std::variant<RunStarted, PromptBlocks, TraceAdded, TraceAdmitted, PassDone, StepScored, Saturated,
                               TracePruned, TracePreempted, TraceBranched, ThresholdSet, ThoughtSeen, ProbeDone,
                               TraceFinished, LimitsChanged, Rescored, PaceChanged, Paused, Resumed, Notice,
                               RunFinished, TracesContinued, TraceProtected, TraceSpared, TraceForked, StepEnded>;

struct Event {
    double t = 0;  ///< seconds since the run began; of a marked one, since the continuation began
    EventBody body;
    bool continued = false;  ///< what would have been, after the run (TracesContinued)
};

}  // namespace app
