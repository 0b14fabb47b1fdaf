#include "app/cli_options.h"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "app/examples.h"

namespace app {
namespace {

constexpr std::size_t kMaxProblemBytes = 1 << 20;

CLI::Validator range(double low, double high, const char* what) {
    return CLI::Validator(
        [=](std::string& text) -> std::string {
            double value = 0;
            if (CLI::detail::lexical_cast(text, value) && value >= low && value <= high) return {};
            return text + " is not " + what;
        },
        "", "");
}

Example requireExample(int number) {
    const std::vector<Example> examples = loadExamples();
    if (number < 1 || number > static_cast<int>(examples.size())) {
        throw std::runtime_error("--example takes a number from 1 to " + std::to_string(examples.size()));
    }
    return examples[static_cast<std::size_t>(number) - 1];
}

template <typename T>
CLI::Option* addWord(CLI::App& command, const char* name, std::optional<T>& target, std::map<std::string, T> words, const char* help) {
    return command.add_option(name, target, help)->transform(CLI::CheckedTransformer(std::move(words), CLI::ignore_case));
}

/// Parameters of single policies.
void addPolicyOptions(CLI::App& command, CliRunOptions& o) {
    RunOverrides& r = o.overrides;
    command.add_option("--warmup", r.warmup, "DeepConf: traces that set the threshold (16)")->check(range(1, 4096, "a number of traces from 1 to 4096"));
    command.add_option("--window", r.confidenceWindow, "DeepConf: tokens in a confidence window (2048; the demo model 32)")
        ->check(range(1, 1e7, "a number of tokens from 1"));
    command.add_option("--percentile", r.percentile, "DeepConf: of the warm-up's confidences (low 90, high 10)")
        ->check(range(0, 100, "a percentile from 0 to 100"));
    command.add_flag("--consensus-stop", o.consensusStop, "DeepConf: stop when the leader has 95 % of the vote's weight");
    command.add_option("--similarity", r.similarity, "Slim-SC: cosine above which two thoughts are alike (0.95)")
        ->check(range(-1, 1, "a cosine from -1 to 1"));
    command.add_option("--thought-tokens", r.thoughtTokens, "Slim-SC: least tokens of a thought (25; the demo model 12)")
        ->check(range(1, 1e7, "a number of tokens from 1"));
    command.add_option("--thought-delay", r.thoughtDelay, "Slim-SC: a trace takes part from this share of the longest trace on (0.2)")
        ->check(range(0, 1, "a share from 0 to 1"));
    command.add_option("--refill-rounds", r.refillRounds, "Refill: passes between two refills (200; the demo model 16)")
        ->check(range(1, 1e7, "a number of passes from 1"));
    command.add_option("--probe-every", r.probeEvery, "Consensus probe: passes between two rounds (500; the demo model 24)")
        ->check(range(1, 1e7, "a number of passes from 1"));
    command.add_option("--probe-warmup", r.probeWarmup, "Consensus probe: rounds before anything stops (12; the demo model 8)")
        ->check(range(0, 1e6, "a number of rounds from 0"));
    command.add_option("--probe-stable", r.probeStable, "Consensus probe: the run stops after so many rounds with one majority (8; the demo model 6)")
        ->check(range(1, 1e6, "a number of rounds from 1"));
    command.add_option("--probe-disagree", r.probeDisagree, "Consensus probe: a trace goes after so many rounds against it (10; the demo model 6)")
        ->check(range(1, 1e6, "a number of rounds from 1"));
    command.add_option("--refill-tokens", r.refillTokens, "Refill: own tokens from which a trace may branch (12000; the demo model 24)")
        ->check(range(0, 1e7, "a number of tokens from 0"));
}

}  // namespace

RunOptions CliRunOptions::applyTo(RunOptions options) const {
    overrides.applyTo(options);
    options.backend = backend;
    options.device = device;
    if (policy) options.policy = *policy;
    if (victim) options.victim = *victim;
    if (unscored) options.unscored = *unscored;
    if (answers) options.answers = *answers;
    if (scoreAfterThink) options.scoreAfterThink = *scoreAfterThink;
    if (voteLock) options.voteLock = true;
    if (plainPrompt) options.plainPrompt = true;
    if (betaStop) options.betaStop = true;
    if (consensusStop) options.consensusStop = true;
    if (consensusProbe) options.consensusProbe = true;
    if (traceScore) options.traceScore = *traceScore;
    if (options.policy == PolicyKind::Cot) options.traces = 1;
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
    std::ifstream file(*problemFile, std::ios::binary);
    if (!file) throw std::runtime_error(*problemFile + ": cannot read the problem file");
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (text.size() > kMaxProblemBytes) throw std::runtime_error(*problemFile + ": longer than 1 MiB, which is no problem text");
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

std::optional<std::string> CliRunOptions::findKnownAnswer() const {
    if (knownAnswer || !example) return knownAnswer;
    return requireExample(*example).answer;
}

void addRunOptions(CLI::App& command, CliRunOptions& o) {
    RunOverrides& r = o.overrides;
    command.add_option("--model", o.modelPath, "Model directory or GGUF file, or the name of a found one (default: the embedded demo model)");
    command.add_option("--models-dir", o.modelFolders, "A further folder to look for models in");
    command.add_option("--scorer", o.scorerPath, "Step scorer, .pt or .safetensors (default: the one beside the model)");
    std::map<std::string, PolicyKind> policies;
    for (PolicyKind kind : kPolicies) policies[nameOf(kind)] = kind;
    addWord<PolicyKind>(command, "--policy", o.policy, std::move(policies),
                        "cot: one trace; sc: self-consistency, traces wait; sc-static: self-consistency, traces queue; "
                        "slim-sc: like thoughts lose one trace; deepconf-low, deepconf-high: unsure traces stop; "
                        "step: prune the lowest score; step-refill: and branch the best");
    addWord<VictimRule>(command, "--victim", o.victim,
                        {{"lowest", VictimRule::LowestScore}, {"random", VictimRule::Random},
                         {"longest", VictimRule::Longest}, {"logprob", VictimRule::LowestLogProbability}},
                        "Control for step: which trace is pruned (default: lowest score)");
    addWord<UnscoredRule>(command, "--unscored", o.unscored, {{"zero", UnscoredRule::Zero}, {"neutral", UnscoredRule::Neutral}},
                          "A trace without a score counts as 0 / is spared while others have one");
    addWord<AnswerMode>(command, "--answers", o.answers, {{"raw", AnswerMode::Raw}, {"normalised", AnswerMode::Normalised}},
                        "Compare answers as strings / as mathematics");
    command.add_option("--score-after-think", o.scoreAfterThink, "Score boundaries after </think> too (default: true)");
    command.add_option("-n,--traces", r.traces, "Parallel traces")->check(range(1, 4096, "a number of traces from 1 to 4096"));
    command.add_option("--memory-utilization", r.memoryUtilization, "Share of device memory, 0.05 to 1")
        ->check(range(0.05, 1, "a share from 0.05 to 1"));
    command.add_option("--kv-cache-mib", r.kvCacheMib, "Cap on the KV cache in MiB")->check(range(0.01, 1e7, "a size in MiB above 0"));
    command.add_option("--temperature", r.temperature, "0 picks the most likely token")->check(range(0, 100, "a temperature from 0 to 100"));
    command.add_option("--top-p", r.topP, "1 turns it off")->check(range(0.0001, 1, "a probability above 0, at most 1"));
    command.add_option("--top-k", r.topK, "0 turns it off")->check(range(0, 1e6, "a count from 0"));
    command.add_option("--max-tokens", r.maxTokens, "Generated tokens per trace")->check(range(1, 1e7, "a count from 1"));
    command.add_option("--seed", r.seed, "Same seed, same run");
    command.add_option_function<std::string>(
               "--pace",
               [&r](const std::string& text) {
                   double value = 0;
                   if (text == "full") {
                       r.pace = 0;
                   } else if (CLI::detail::lexical_cast(text, value) && value > 0 && value <= 1e6) {
                       r.pace = value;
                   } else {
                       throw CLI::ValidationError("--pace", text + " is not 'full' or tokens per second per trace");
                   }
               },
               "full, or tokens per second per trace")
        ->type_name("full|TOKENS_PER_S");
    addDeviceOptions(command, o.backend, o.device);
    command.add_flag("--plain-prompt", o.plainPrompt, "System prompt and problem as they are, without the model's chat template");
    command.add_flag("--vote-lock", o.voteLock, "Stop when no answer can overtake the leader");
    addWord<TraceScoreRule>(command, "--trace-score", o.traceScore,
                            {{"mean", TraceScoreRule::Mean}, {"last", TraceScoreRule::Last}, {"last5", TraceScoreRule::LastFive}},
                            "A trace's score is that of all its steps (mean), of the last, or the mean of the last five");
    command.add_flag("--consensus-probe", o.consensusProbe,
                     "Ask running traces now and then what they would answer; stop on a lasting majority (not lossless)");
    command.add_flag("--beta-stop", o.betaStop, "Stop when the leader stays ahead with 95 % probability (not lossless)");
    addPolicyOptions(command, o);
}

void addDeviceOptions(CLI::App& command, BackendChoice& backend, std::optional<int>& device) {
    command.add_option("--backend", backend, "auto, cuda or cpu")
        ->transform(CLI::CheckedTransformer(std::map<std::string, BackendChoice>{{"auto", BackendChoice::Auto},
                                                                                {"cpu", BackendChoice::Cpu},
                                                                                {"cuda", BackendChoice::Cuda}},
                                            CLI::ignore_case));
    command.add_option("--device", device, "Index of the GPU (default: the one with the most free memory)")
        ->check(range(0, 1023, "an index from 0"));
}

void addProblemOptions(CLI::App& command, CliRunOptions& o) {
    command.add_option("--problem", o.problem, "The problem's text");
    command.add_option("--problem-file", o.problemFile, "File with the problem's text");
    command.add_option("--example", o.example, "Number of an example that comes with the program");
    command.add_option("--answer", o.knownAnswer, "Known answer, to mark right and wrong");
    command.add_option("--record", o.recordPath, "Write a recording (.stepscope)");
}

}  // namespace app
