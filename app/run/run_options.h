// Everything a person can choose for a run, with the program's defaults. How each is called, read, shown and kept
// stands in the option table. Plain values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/forward_pass.h"
#include "engine/weight_choice.h"
#include "scorer/consensus_probe.h"
#include "scorer/deepconf.h"
#include "scorer/policy.h"
#include "scorer/refill.h"
#include "scorer/slim_sc.h"
#include "scorer/trace_score.h"
#include "scorer/vote.h"

namespace app {

using engine::WeightChoice;
using scorer::AnswerMode;
using scorer::PolicyKind;
using scorer::ProbeSetting;
using scorer::RefillRule;
using scorer::TraceScoreRule;
using scorer::UnscoredRule;
using scorer::VictimRule;

/// Whether the vote of a trace counts whose text holds words that a person wrote.
enum class HandVotes { Count, LeaveOut };

enum class BackendChoice { Auto, Cpu, Cuda };

/// How exactly keys and values are kept (preflight.h says what Auto comes to).
enum class KvChoice { Auto, F32, Bf16, Q8 };

struct RunOptions {
    PolicyKind policy = PolicyKind::Step;
    VictimRule victim = VictimRule::LowestScore;
    int traces = 64;
    double memoryUtilization = 0.9;    ///< share of device memory; the CPU backend looks at kvCacheMib alone
    std::optional<double> kvCacheMib;  ///< cap on KV cache in MiB
    KvChoice kvType = KvChoice::Auto;
    WeightChoice weights = WeightChoice::File;  ///< a run has those that its model was loaded with
    engine::SamplingParams sampling;            ///< temperature, top-p, top-k, seed
    int maxTokens = 60000;                      ///< generated tokens per trace
    bool voteLock = false;                      ///< stop when the leader's margin exceeds the number of active traces
    bool betaStop = false;                      ///< stop when the leader most likely stays ahead; not lossless
    bool consensusStop = false;   ///< DeepConf: stop when the leader has 95 % of the weight, after the warm-up
    bool consensusProbe = false;  ///< ask running traces now and then what they would answer; not lossless
    /// Before `probe`: where memory fails behind it in RunOptions{}, GCC 12 destroys the strings in it twice.
    std::string systemPrompt = "Please reason step by step, and put your final answer within \\boxed{}";
    scorer::ProbeRules probe;
    scorer::DeepConfRules deepconf;
    scorer::SlimRules slim;
    scorer::RefillRules refill;
    RefillRule refillRule = RefillRule::Ours;
    bool prefixReuse = true;      ///< a preempted trace resumes from what the block pool still holds of it
    bool scoreAfterThink = true;  ///< as the reference: boundaries after </think> count too
    UnscoredRule unscored = UnscoredRule::Zero;
    TraceScoreRule traceScore = TraceScoreRule::Mean;
    AnswerMode answers = AnswerMode::Normalised;
    bool prunedVote = false;  ///< pruned traces that had written their box vote, as in the public code
    HandVotes handVotes = HandVotes::Count;
    bool recordHidden = false;  ///< hidden rows at the steps' ends are kept beside the recording
    double pace = 0;            ///< tokens per second per trace; 0 is full speed
    BackendChoice backend = BackendChoice::Auto;
    std::optional<int> device;      ///< GPU index; empty: the backend chooses
    bool plainPrompt = false;       ///< system prompt and problem as they are, without the model's chat template
    std::string server = {};        ///< address of an inference server; empty: the model is on this machine
    std::string serverModel = {};   ///< as the server calls it; empty: the only one that it has
    std::string serverPlugin = {};  ///< address of Stepscope's plugin there; empty: asked for at `server`
    std::optional<int> serverKvTokens = {};  ///< that its KV cache holds, or shall be counted as holding
    double serverFirstTokenS = 600;          ///< longest wait for a trace's first token
    double serverNextTokenS = 120;           ///< for each of the others
    double serverTraceS = 14400;             ///< for a whole trace
};

}  // namespace app
