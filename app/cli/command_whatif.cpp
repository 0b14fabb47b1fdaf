#include <cstdio>
#include <utility>

#include "app/cli/cli_numbers.h"
#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/cli/output_paths.h"
#include "app/cli/print_what_if.h"
#include "app/cli/print_what_if_set.h"
#include "app/cli/progress.h"
#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "app/run/reference_run.h"
#include "app/run/usage_error.h"
#include "engine/files/atomic_file.h"

namespace app::cli {
namespace {

/// What may be different from the recorded run.
constexpr std::string_view kChanges[] = {
    "policy",         "victim",       "n",          "kv_cache_mib",   "answers",      "trace_score", "unscored",
    "max_tokens",     "pruned_vote",  "vote_lock",  "beta_stop",      "warmup",       "window",      "percentile",
    "consensus_stop", "prefix_reuse", "similarity", "thought_tokens", "thought_delay"};

struct Options {
    std::vector<std::string> paths;
    GivenOptions given;
    std::optional<double> memoryShare;
    std::optional<int> cells;
    VoteCount vote = VoteCount::AsRun;
    bool json = false;
    std::optional<std::string> csv;
    std::optional<std::string> recordPath;
};

void requireConsistent(const Options& options) {
    const int memories =
        options.given.has("kv_cache_mib") + options.memoryShare.has_value() + options.cells.has_value();
    if (memories > 1) throw UsageError("give one of --kv-cache-mib, --memory-share and --sweep");
    if (options.csv && !options.cells) throw UsageError("--csv holds the table of a sweep; add --sweep 40");
    if (options.recordPath && options.cells) throw UsageError("--record holds one what-if; leave --sweep out");
    if (options.paths.size() > 1 && !options.cells)
        throw UsageError("several recordings are asked for accuracy by memory; add --sweep 40, or give one recording");
    requireOtherFiles(options.paths, {{"--csv", options.csv}, {"--record", options.recordPath}});
}

OpenedRecording open(const std::string& path) {
    try {
        return openRecording(path, isInterrupted);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// Draws a line of progress; false once the user asks for an end.
WhatIfProgress progressOn(Progress& progress) {
    return [&progress](double fraction) {
        char text[64];
        std::snprintf(text, sizeof text, "%3.0f %%  what-if", 100 * fraction);
        progress.show(text);
        return !isInterrupted();
    };
}

int gaveUp(Progress& progress) {
    progress.clear();
    return interruptCode();
}

int sweep(const Options& options, const WhatIfPage& page, const RunOptions& wanted) {
    Progress progress;
    const auto found = sweepMemory(page.record, {.options = wanted, .cells = *options.cells}, progressOn(progress));
    if (!found) return gaveUp(progress);
    progress.clear();
    if (options.csv) engine::writeFileAtomically(*options.csv, sweepCsv(page.record, wanted, *found));
    if (options.json)
        printSweepJson(page, wanted, *found);
    else
        printSweep(page, wanted, *found);
    return 0;
}

int one(const Options& options, const WhatIfPage& page, const RunOptions& wanted) {
    Progress progress;
    WhatIfRequest request{.options = wanted, .kvBlocks = {}, .keepEvents = options.recordPath.has_value()};
    if (options.memoryShare) {
        const auto peak = unprunedPeakBlocks(page.record, tracesOf(wanted), progressOn(progress));
        if (!peak) return gaveUp(progress);
        request.kvBlocks = blocksOfShare(*options.memoryShare, *peak);
        request.options = withKvBlocks(wanted, *request.kvBlocks, page.record.header.model.blockBytes);
    }
    const auto result = whatIf(page.record, request, progressOn(progress));
    if (!result) return gaveUp(progress);
    progress.clear();
    if (options.recordPath) saveRecording(*options.recordPath, result->events);
    if (options.json)
        printWhatIfJson(page, *result);
    else
        printWhatIf(page, *result);
    return 0;
}

/// A recording ready to be asked, and the options to ask it for.
/// No aggregate: where memory fails while GCC 12 fills one of such members, it destroys some of them twice.
struct Asked {
    explicit Asked(OpenedRecording recording) : opened(std::move(recording)) {}

    OpenedRecording opened;
    RecordedRun record;
    RunOptions wanted;
};

Asked ask(const Options& options, const std::string& path) {
    Asked asked(open(path));
    for (const std::string& warning : asked.opened.warnings()) tell(path + ": " + warning);
    asked.record = recordedRunOf(asked.opened.timeline.events(), asked.opened.timeline.latest());
    if (const std::string why = attachHidden(asked.record, path); !why.empty()) tell(why);
    asked.wanted = optionsToStartFrom(asked.record);
    options.given.applyTo(asked.wanted);
    if (const auto why = whyNotFrom(asked.record, asked.wanted)) throw UsageError(path + ": " + *why);
    if (guessesOptions(asked.record, asked.wanted)) {
        tell(path + ": an older recording, which does not hold what the model sets for " + nameOf(asked.wanted.policy) +
             "; the program's values are used unless options give others");
    }
    return asked;
}

/// Accuracy over all recordings; in memory is one of them at a time.
int sweepAll(const Options& options) {
    Progress progress;
    SweptSet set{.vote = options.vote};
    for (const std::string& path : options.paths) {
        const Asked asked = ask(options, path);
        const double before = static_cast<double>(set.sweeps.size());
        const double all = static_cast<double>(options.paths.size());
        auto found = sweepMemory(asked.record, {.options = asked.wanted, .cells = *options.cells},
                                 [&, next = progressOn(progress)](double f) { return next((before + f) / all); });
        if (!found) return gaveUp(progress);
        if (set.sweeps.empty()) set.options = asked.wanted;
        set.add(asked.record, asked.wanted, std::move(*found));
    }
    progress.clear();
    if (options.csv) engine::writeFileAtomically(*options.csv, setCsv(set));
    if (options.json)
        printSetJson(set);
    else
        printSet(set);
    return 0;
}

int whatIfOf(const Options& options) {
    requireConsistent(options);
    catchInterrupts();
    if (options.paths.size() > 1) return sweepAll(options);
    const std::string& path = options.paths.front();
    const Asked asked = ask(options, path);
    const WhatIfPage page{path, asked.record, asked.opened.timeline.latest(), options.vote,
                          isExact(asked.record, asked.wanted)};
    return options.cells ? sweep(options, page, asked.wanted) : one(options, page, asked.wanted);
}

}  // namespace

void addWhatIf(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "whatif", "What another policy, memory or n would have made of the traces of a complete recording");
    auto options = std::make_shared<Options>();
    command
        ->add_option("files", options->paths,
                     "Recording (.stepscope) whose traces all run to their ends; for several, --sweep prints how many "
                     "answers are right at each memory")
        ->required()
        ->check(notEmpty());
    addOptionsOf(*command, kChanges, options->given);
    command
        ->add_option("--memory-share", options->memoryShare,
                     "KV cache as a share of what the unpruned traces take at most")
        ->check(finiteRange(0.001, 1000));
    command
        ->add_option("--sweep", options->cells, "Print a table of this many memory sizes, from 5 to 100 % of that peak")
        ->check(wholeRange(2, 1000));
    addWords<VoteCount>(
        *command, "--vote",
        {{"policy", VoteCount::AsRun}, {"weighted", VoteCount::Weighted}, {"majority", VoteCount::Majority}},
        [options](VoteCount vote) { options->vote = vote; },
        "How the finished traces' ballots are counted in the output: as the policy weighs them (default), by trace "
        "score, or one each");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->add_option("--csv", options->csv, "Write the sweep as a table into this file")->check(notEmpty());
    command->add_option("--record", options->recordPath, "Write the what-if as a recording (.stepscope)")
        ->check(notEmpty());
    command->callback([options, &action] { action = [options] { return whatIfOf(*options); }; });
}

}  // namespace app::cli
