#include "app/cli/cli_options.h"

#include <stdexcept>

#include "app/cli/cli_numbers.h"
#include "app/cli/cli_paths.h"
#include "app/run/policy_table.h"
#include "app/run/user_text.h"
#include "app/study/examples.h"

namespace app {
namespace {

constexpr std::size_t kMaxProblemBytes = 1 << 20;
constexpr double kMostPace = 1e6;
constexpr std::int64_t kMostCount = 10000000;  // of tokens, passes

Example requireExample(int number) {
    const std::vector<Example> examples = loadExamples();
    if (number < 1 || number > static_cast<int>(examples.size())) {
        throw std::runtime_error("--example takes a number from 1 to " + std::to_string(examples.size()));
    }
    return examples[static_cast<std::size_t>(number) - 1];
}

/// A word that says what `target` becomes.
template <typename T>
CLI::Option* addWord(CLI::App& command, const char* name, std::optional<T>& target,
                     std::vector<std::pair<std::string, T>> words, const char* help) {
    return addWords<T>(
        command, name, std::move(words), [&target](const T& value) { target = value; }, help);
}

void addTruth(CLI::App& command, const char* name, std::optional<bool>& target, const char* help) {
    addWord<bool>(command, name, target,
                  {{"true", true},
                   {"false", false},
                   {"yes", true},
                   {"no", false},
                   {"on", true},
                   {"off", false},
                   {"1", true},
                   {"0", false}},
                  help)
        ->type_name("true|false");
}

/// Parameters of single policies.
void addPolicyOptions(CLI::App& command, CliRunOptions& o) {
    RunOverrides& r = o.overrides;
    command.add_option("--warmup", r.warmup, "DeepConf: traces that set the threshold (16)")
        ->check(wholeRange(1, 4096));
    command
        .add_option("--window", r.confidenceWindow, "DeepConf: tokens in a confidence window (2048; the demo model 32)")
        ->check(wholeRange(1, kMostCount));
    command
        .add_option(
            "--percentile", r.percentile,
            "DeepConf: percentile of the warm-up's lowest group confidences that is the threshold (low 90, high 10); "
            "its authors' confidence_percentile is 100 minus this")
        ->check(finiteRange(0, 100));
    command.add_flag("--consensus-stop", o.consensusStop,
                     "DeepConf: stop when the leader has 95 % of the vote's weight");
    command.add_option("--similarity", r.similarity, "Slim-SC: cosine above which two thoughts are alike (0.95)")
        ->check(finiteRange(-1, 1));
    command
        .add_option("--thought-tokens", r.thoughtTokens, "Slim-SC: least tokens of a thought (25; the demo model 12)")
        ->check(wholeRange(1, kMostCount));
    command
        .add_option("--thought-delay", r.thoughtDelay,
                    "Slim-SC: a trace takes part from this share of the longest trace on (0.2)")
        ->check(finiteRange(0, 1));
    command
        .add_option("--refill-rounds", r.refillRounds, "Refill: passes between two refills (200; the demo model 16)")
        ->check(wholeRange(1, kMostCount));
    addWord<RefillRule>(
        command, "--refill-rule", o.refillRule,
        {{"ours", RefillRule::Ours}, {"gambit", RefillRule::Gambit}, {"gambit-random", RefillRule::GambitRandom}},
        "Refill: this program's rule (default), that of Gambit's code, or the latter with parents drawn at random");
    addWord<ProbeSetting>(command, "--probe-setting", o.probeSetting,
                          {{"published", ProbeSetting::Published}, {"ours", ProbeSetting::Ours}},
                          "Consensus probe: Parallel-Probe's rules (default), whose majority is the answer, or ours, "
                          "whose votes are weighed; "
                          "counts that neither model nor command line names are the setting's");
    command
        .add_option("--probe-every", r.probeEvery,
                    "Consensus probe: passes between two rounds (500; the demo model 24)")
        ->check(wholeRange(1, kMostCount));
    command
        .add_option("--probe-warmup", r.probeWarmup,
                    "Consensus probe: rounds before anything stops (15, ours 12; the demo model 8)")
        ->check(wholeRange(0, 1000000));
    command
        .add_option(
            "--probe-stable", r.probeStable,
            "Consensus probe: the run stops after so many rounds with one majority (40, ours 8; the demo model 6)")
        ->check(wholeRange(1, 1000000));
    command
        .add_option("--probe-disagree", r.probeDisagree,
                    "Consensus probe: a trace goes after so many rounds against it (7, ours 10; the demo model 6)")
        ->check(wholeRange(1, 1000000));
    command
        .add_option("--refill-tokens", r.refillTokens,
                    "Refill: own tokens from which a trace may branch (12000; the demo model 24)")
        ->check(wholeRange(0, kMostCount));
}

}  // namespace

RunOptions CliRunOptions::applyTo(RunOptions options) const {
    if (probeSetting) options.probe.use(*probeSetting);
    overrides.applyTo(options);
    options.backend = backend;
    options.device = device;
    if (policy) options.policy = *policy;
    if (victim) options.victim = *victim;
    if (unscored) options.unscored = *unscored;
    if (answers) options.answers = *answers;
    if (prunedVote) options.prunedVote = true;
    if (systemPrompt) options.systemPrompt = *systemPrompt;
    if (prefixReuse) options.prefixReuse = *prefixReuse;
    if (refillRule) options.refillRule = *refillRule;
    if (scoreAfterThink) options.scoreAfterThink = *scoreAfterThink;
    if (voteLock) options.voteLock = true;
    if (plainPrompt) options.plainPrompt = true;
    if (betaStop) options.betaStop = true;
    if (consensusStop) options.consensusStop = true;
    if (consensusProbe) options.consensusProbe = true;
    if (traceScore) options.traceScore = *traceScore;
    options.traces = tracesOf(options);
    return options;
}

LoadModel CliRunOptions::loadOrder() const {
    return {.path = modelPath, .folders = modelFolders, .backend = backend, .scorerPath = scorerPath, .device = device};
}

std::optional<std::string> CliRunOptions::findProblem() const {
    if (problem.has_value() + problemFile.has_value() + example.has_value() > 1) {
        throw std::runtime_error("give one of --problem, --problem-file and --example");
    }
    if (example) return requireExample(*example).question;
    if (!problemFile) return problem;
    std::string text = readUserText(*problemFile, kMaxProblemBytes);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

std::optional<std::string> CliRunOptions::findKnownAnswer() const {
    if (knownAnswer || !example) return knownAnswer;
    return requireExample(*example).answer;
}

void addRunOptions(CLI::App& command, CliRunOptions& o) {
    RunOverrides& r = o.overrides;
    command
        .add_option("--model", o.modelPath,
                    "Model directory or GGUF file, or the name of a found one (default: the embedded demo model)")
        ->check(notEmpty());
    command.add_option("--models-dir", o.modelFolders, "A further folder to look for models in")
        ->check(existingFolder());
    command
        .add_option("--scorer", o.scorerPath, "Step scorer, .pt or .safetensors (default: the one beside the model)")
        ->check(notEmpty());
    std::vector<std::pair<std::string, PolicyKind>> policies;
    for (const PolicyRow& row : policyRows()) policies.emplace_back(row.name, row.kind);
    addWord<PolicyKind>(command, "--policy", o.policy, std::move(policies), policyHelp().c_str());
    addWord<VictimRule>(command, "--victim", o.victim,
                        {{"lowest", VictimRule::LowestScore},
                         {"random", VictimRule::Random},
                         {"longest", VictimRule::Longest},
                         {"logprob", VictimRule::LowestLogProbability}},
                        "Control for step: which trace is pruned (default: lowest score)");
    addWord<UnscoredRule>(command, "--unscored", o.unscored,
                          {{"zero", UnscoredRule::Zero}, {"neutral", UnscoredRule::Neutral}},
                          "A trace without a score counts as 0 / is spared while others have one");
    addWord<AnswerMode>(
        command, "--answers", o.answers,
        {{"normalised", AnswerMode::Normalised}, {"reference", AnswerMode::Reference}, {"raw", AnswerMode::Raw}},
        "Vote and judge answers as mathematics (default) / vote on the stripped text and judge as STEP's evaluation "
        "does / "
        "compare texts as they are");
    command.add_flag("--pruned-vote", o.prunedVote,
                     "Pruned traces that had written their box vote too, as in STEP's public code");
    addTruth(command, "--score-after-think", o.scoreAfterThink, "Score boundaries after </think> too (default: true)");
    command.add_option("--system-prompt", o.systemPrompt, "Replaces the model's system prompt; empty: none")
        ->type_name("TEXT");
    addTruth(command, "--prefix-reuse", o.prefixReuse,
             "A preempted trace resumes from those of its blocks that nobody has overwritten (default: true); false: "
             "all of it is recomputed");
    command.add_option("-n,--traces", r.traces, "Parallel traces")->check(wholeRange(1, 4096));
    command.add_option("--memory-utilization", r.memoryUtilization, "Share of device memory, 0.05 to 1")
        ->check(finiteRange(0.05, 1));
    command.add_option("--kv-cache-mib", r.kvCacheMib, "Cap on the KV cache in MiB")->check(finiteRange(0.01, 1e7));
    command.add_option("--temperature", r.temperature, "0 picks the most likely token")->check(finiteRange(0, 100));
    command.add_option("--top-p", r.topP, "1 turns it off")->check(finiteRange(0.0001, 1));
    command.add_option("--top-k", r.topK, "0 turns it off")->check(wholeRange(0, 1000000));
    command.add_option("--max-tokens", r.maxTokens, "Generated tokens per trace")->check(wholeRange(1, kMostCount));
    command.add_option("--seed", r.seed, "Same seed, same run; 0 to 18446744073709551615")->check(seedRange());
    command
        .add_option_function<std::string>(
            "--pace",
            [&r](const std::string& text) {
                const std::optional<double> value = findNumber(text);
                if (text == "full") {
                    r.pace = 0;
                } else if (value && *value > 0 && *value <= kMostPace) {
                    r.pace = *value;
                } else {
                    throw CLI::ValidationError(
                        "--pace",
                        "'" + text +
                            "' is neither full nor tokens per second per trace, above 0 and at most 1,000,000");
                }
            },
            "full, or tokens per second per trace")
        ->type_name("full|TOKENS_PER_S");
    addDeviceOptions(command, o.backend, o.device);
    command.add_flag("--plain-prompt", o.plainPrompt,
                     "System prompt and problem as they are, without the model's chat template");
    command.add_flag("--vote-lock", o.voteLock, "Stop when no answer can overtake the leader");
    addWord<TraceScoreRule>(
        command, "--trace-score", o.traceScore,
        {{"mean", TraceScoreRule::Mean}, {"last", TraceScoreRule::Last}, {"last5", TraceScoreRule::LastFive}},
        "A trace's score is that of all its steps (mean), of the last, or the mean of the last five");
    command.add_flag(
        "--consensus-probe", o.consensusProbe,
        "Ask running traces now and then what they would answer; stop on a lasting majority (not lossless)");
    command.add_flag("--beta-stop", o.betaStop,
                     "Stop when the leader stays ahead with 95 % probability (not lossless)");
    addPolicyOptions(command, o);
}

void addDeviceOptions(CLI::App& command, BackendChoice& backend, std::optional<int>& device) {
    addWords<BackendChoice>(
        command, "--backend",
        {{"auto", BackendChoice::Auto}, {"cuda", BackendChoice::Cuda}, {"cpu", BackendChoice::Cpu}},
        [&backend](BackendChoice choice) { backend = choice; }, "Where the model runs (default: auto)");
    command.add_option("--device", device, "Index of the GPU (default: the one with the most free memory)")
        ->check(wholeRange(0, 1023));
}

void addProblemOptions(CLI::App& command, CliRunOptions& o) {
    command.add_option("--problem", o.problem, "The problem's text");
    command.add_option("--problem-file", o.problemFile, "File with the problem's text");
    command.add_option("--example", o.example, "Number of an example that comes with the program")
        ->check(wholeRange(1, 1000));
    command.add_option("--answer", o.knownAnswer, "Known answer, to mark right and wrong");
    command.add_option("--record", o.recordPath, "Write a recording (.stepscope)")->check(notEmpty());
}

}  // namespace app
