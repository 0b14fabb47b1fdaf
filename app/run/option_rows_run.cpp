// Rows of the options that every run has: size, memory, sampling, vote, prompt, device.
#include "app/run/option_field.h"
#include "app/run/policy_table.h"

namespace app {
namespace {

std::vector<OptionWord> policyWords() {
    std::vector<OptionWord> words;
    for (const PolicyRow& row : policyRows()) words.push_back(word(row.kind, row.name));
    return words;
}

std::vector<OptionWord> victimWords() {
    std::vector<OptionWord> words;
    for (const VictimRow& row : victimRows()) words.push_back(word(row.rule, row.word));
    return words;
}

const char* helpOfPolicies() {
    static const std::string kHelp = policyHelp();
    return kHelp.c_str();
}

}  // namespace

std::vector<OptionRow> rowsOfEveryRun() {
    return {
        rowOf<&RunOptions::policy>({
            .flags = "--policy",
            .key = "policy",
            .kind = OptionKind::Word,
            .words = policyWords(),
            .help = helpOfPolicies(),
            .isRequired = true,
        }),
        rowOf<&RunOptions::victim>({
            .flags = "--victim",
            .key = "victim",
            .kind = OptionKind::Word,
            .words = victimWords(),
            .help = "Control for step: which trace is pruned (default: lowest score)",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::traces>({
            .flags = "-n,--traces",
            .key = "n",
            .kind = OptionKind::Whole,
            .low = 1,
            .high = 4096,
            .help = "Parallel traces",
            .isRequired = true,
            .modelKey = "traces",
            .actsNow = true,
        }),
        rowOf<&RunOptions::memoryUtilization>({
            .flags = "--memory-utilization",
            .key = "memory_utilization",
            .kind = OptionKind::Real,
            .low = 0.05,
            .high = 1,
            .help = "Share of the device's memory that weights, workspace and KV cache may take; for GPUs",
            .actsNow = true,
        }),
        rowOf<&RunOptions::kvCacheMib>({
            .flags = "--kv-cache-mib",
            .key = "kv_cache_mib",
            .kind = OptionKind::Real,
            .low = 0.01,
            .high = 1e7,
            .help = "Cap on the KV cache, in MiB",
            .keep = Keep::IfChanged,
            .modelKey = "kv_cache_mib",
            .actsNow = true,
        }),
        rowOf<&RunOptions::kvType>({
            .flags = "--kv-type",
            .key = "kv_type",
            .kind = OptionKind::Word,
            .words = {word(KvChoice::Auto, "auto", "automatic"), word(KvChoice::F32, "f32", "float32 (CPU)"),
                      word(KvChoice::Bf16, "bf16", "bf16"), word(KvChoice::Q8, "q8", "8 bits")},
            .help =
                "How keys and values are kept. auto: q8 on a GPU for models of 1 B parameters or more, else bf16 on "
                "a GPU and f32 on the CPU; q8: 8 bits and a scale per token and KV head, half the memory of bf16",
            .label = "KV type",
            .toolTip = "How keys and values are kept. 8 bits take half the memory of bf16, so that traces run longer "
                       "before memory is full. Automatic: 8 bits on a GPU for models of 1 B parameters or more, else "
                       "bf16 on a GPU and float32 on the CPU.",
            .keep = Keep::IfChanged,
            .modelKey = "kv_type",
        }),
        rowOf<&RunOptions::weights>({
            .flags = "--weights",
            .key = "weights",
            .kind = OptionKind::Word,
            .words = {word(WeightChoice::File, "file"), word(WeightChoice::Bf16, "bf16"), word(WeightChoice::Q8, "q8"),
                      word(WeightChoice::Q4, "q4")},
            .help = "How the model's weights are kept. file: as the file has them, quantised ones too; bf16: quantised "
                    "ones become bf16; q8, q4: those that are not quantised become Q8_0 or Q4_0 while they load "
                    "(with q4, embedding and head become Q8_0)",
            .keep = Keep::IfChanged,
            .modelKey = "weights",
        }),
        rowOf<&RunOptions::sampling, &engine::SamplingParams::temperature>({
            .flags = "--temperature",
            .key = "temperature",
            .kind = OptionKind::Real,
            .low = 0,
            .high = 100,
            .help = "Temperature of the sampling; 0 always takes the most likely token",
            .label = "Temperature",
            .decimals = 2,
            .step = 0.1,
            .isRequired = true,
        }),
        rowOf<&RunOptions::sampling, &engine::SamplingParams::topP>({
            .flags = "--top-p",
            .key = "top_p",
            .kind = OptionKind::Real,
            .low = 0.0001,
            .high = 1,
            .help = "Samples among the likeliest tokens that together have this probability; 1 turns it off",
            .label = "Top-p",
            .decimals = 2,
            .step = 0.05,
            .isRequired = true,
        }),
        rowOf<&RunOptions::sampling, &engine::SamplingParams::topK>({
            .flags = "--top-k",
            .key = "top_k",
            .kind = OptionKind::Whole,
            .low = 0,
            .high = 1'000'000,
            .help = "Samples among so many of the likeliest tokens; 0 turns it off",
            .label = "Top-k",
            .isRequired = true,
        }),
        rowOf<&RunOptions::maxTokens>({
            .flags = "--max-tokens",
            .key = "max_tokens",
            .kind = OptionKind::Whole,
            .low = 1,
            .high = kMostCount,
            .help = "Longest trace, in generated tokens",
            .label = "Max tokens",
            .isRequired = true,
            .modelKey = "max_tokens",
        }),
        rowOf<&RunOptions::sampling, &engine::SamplingParams::seed>({
            .flags = "--seed",
            .key = "seed",
            .kind = OptionKind::Seed,
            .help = "The same seed draws the same numbers for every trace",
            .label = "Seed",
            .isRequired = true,
        }),
    };
}

std::vector<OptionRow> rowsOfVote() {
    return {
        rowOf<&RunOptions::answers>({
            .flags = "--answers",
            .key = "answers",
            .kind = OptionKind::Word,
            .words = {word(AnswerMode::Normalised, "normalised", "as mathematics"),
                      word(AnswerMode::Reference, "reference", "as the reference"),
                      word(AnswerMode::Raw, "raw", "raw text")},
            .help =
                "How answers are compared. normalised: as mathematics, the default; reference: votes by the stripped "
                "text, right or wrong by value, as in STEP's evaluation; raw: as they are",
            .label = "Answers",
            .toolTip = "How they are compared. As mathematics: \\frac{1}{2}, 1/2 and 0.5 are one answer, and so are "
                       "2\\sqrt{3} and \\sqrt{12}. As the reference: votes by the stripped text, right or wrong by "
                       "value, as STEP's evaluation does. Raw: texts as they are",
        }),
        rowOf<&RunOptions::traceScore>({
            .flags = "--trace-score",
            .key = "trace_score",
            .kind = OptionKind::Word,
            .words = {word(TraceScoreRule::Mean, "mean", "mean of all steps"),
                      word(TraceScoreRule::LastFive, "last5", "mean of the last five"),
                      word(TraceScoreRule::Last, "last", "last step")},
            .help = "A trace's score is that of all its steps (mean), of the last, or the mean of the last five",
            .label = "Trace score",
            .toolTip = "What a trace's step scores add up to, for pruning and for its vote. The mean of all steps is "
                       "the method; the newest steps have seen more of the trace.",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::unscored>({
            .flags = "--unscored",
            .key = "unscored",
            .kind = OptionKind::Word,
            .words = {word(UnscoredRule::Zero, "zero", "zero"), word(UnscoredRule::Neutral, "neutral", "neutral")},
            .help = "A trace without a score counts as 0 (zero), or is spared while others have one (neutral)",
            .label = "Unscored trace",
            .toolTip = "Zero: counts as score 0, as the reference. Neutral: never pruned while a scored one exists",
        }),
        rowOf<&RunOptions::scoreAfterThink>({
            .flags = "--score-after-think",
            .key = "score_after_think",
            .kind = OptionKind::Truth,
            .help = "Score boundaries after </think> too (default: true)",
            .label = "Score steps after </think>",
            .toolTip = "As the reference does: steps of the final text count too",
        }),
        rowOf<&RunOptions::prunedVote>({
            .flags = "--pruned-vote",
            .key = "pruned_vote",
            .kind = OptionKind::Flag,
            .help = "Pruned traces that had written their box vote too, as in STEP's public code",
            .label = "Pruned traces vote",
        }),
        rowOf<&RunOptions::handVotes>({
            .flags = "--hand-votes",
            .key = "hand_votes",
            .kind = OptionKind::Word,
            .words = {word(HandVotes::Count, "count", "count"), word(HandVotes::LeaveOut, "leave-out", "are left out")},
            .help = "Votes of traces with a step that a person wrote: they count, the default, or are left out",
            .label = "Votes by hand",
            .toolTip = "A trace that goes on from a step which a person wrote votes like any other, marked by hand, "
                       "or its vote is left out.",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::voteLock>({
            .flags = "--vote-lock",
            .key = "vote_lock",
            .kind = OptionKind::Flag,
            .help = "Stop when no answer can overtake the leader",
            .label = "Stop once the vote is decided",
            .toolTip = "Vote lock: stop when the leader's margin exceeds the number of traces still active. The answer "
                       "is the same.",
        }),
        rowOf<&RunOptions::betaStop>({
            .flags = "--beta-stop",
            .key = "beta_stop",
            .kind = OptionKind::Flag,
            .help = "Stop when the leader stays ahead with 95 % probability (not lossless)",
            .label = "Stop once the leader likely wins",
            .toolTip = "Beta stop: stop when the leader stays ahead with 95 % probability (4 to 0, 6 to 1, 8 to 2 "
                       "votes). Not lossless: short traces finish first.",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::consensusProbe>({
            .flags = "--consensus-probe",
            .key = "consensus_probe",
            .kind = OptionKind::Flag,
            .help = "Ask running traces now and then what they would answer; stop on a lasting majority (not lossless)",
            .label = "Consensus probe",
            .toolTip = "Now and then the running traces are asked, on a side branch, what they would answer. The run "
                       "stops on a lasting majority, and a trace that long disagrees with it goes. Not lossless (arXiv "
                       "2602.03845).",
            .keep = Keep::IfChanged,
        }),
    };
}

std::vector<OptionRow> rowsOfPromptAndDevice() {
    return {
        rowOf<&RunOptions::systemPrompt>({
            .flags = "--system-prompt",
            .key = "system_prompt",
            .kind = OptionKind::Text,
            .help = "Replaces the model's system prompt; empty: none",
            .whenMissing = std::string(),
            .modelKey = "system_prompt",
        }),
        rowOf<&RunOptions::plainPrompt>({
            .flags = "--plain-prompt",
            .key = "plain_prompt",
            .kind = OptionKind::Flag,
            .help = "System prompt and problem as they are, without the model's chat template",
            .keep = Keep::IfChanged,
        }),
        rowOf<&RunOptions::pace>({
            .flags = "--pace",
            .key = "pace",
            .kind = OptionKind::Pace,
            .low = 0,
            .high = 1e6,
            .help = "Speed: full, or tokens per second per trace",
            .actsNow = true,
            .changesResults = false,
        }),
        rowOf<&RunOptions::recordHidden>({
            .flags = "--record-hidden",
            .key = "record_hidden",
            .kind = OptionKind::Flag,
            .help = "Keep the hidden rows of each step beside the recording, in FILE.hidden: another scorer can then "
                    "score it without the model, and what-ifs of Slim-SC work. A step takes 4 bytes a hidden dimension "
                    "(10 KB of a model with 2560), 8 on the CPU; the demo model takes 4 % more time",
            .label = "Keep hidden rows",
            .toolTip = "Beside the recording, in a file of its own: another scorer can then score it without the "
                       "model, and what-ifs of Slim-SC work. A step of a 4B model takes 10 KB, so 64 traces of 200 "
                       "steps take 130 MB. The demo model takes 4 % more time.",
            .keep = Keep::IfChanged,
            .changesResults = false,
        }),
        rowOf<&RunOptions::backend>({
            .flags = "--backend",
            .key = "backend",
            .kind = OptionKind::Word,
            .words = {word(BackendChoice::Auto, "auto"), word(BackendChoice::Cuda, "cuda"),
                      word(BackendChoice::Cpu, "cpu")},
            .help = "Where the model runs (default: auto)",
            .changesResults = false,  // the one that was taken stands beside the options
        }),
        rowOf<&RunOptions::device>({
            .flags = "--device",
            .key = "device_index",
            .kind = OptionKind::Whole,
            .low = 0,
            .high = 1023,
            .help = "Index of the GPU (default: the one with the most free memory)",
            .keep = Keep::IfChanged,
            .changesResults = false,
        }),
    };
}

}  // namespace app
