#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/output_paths.h"
#include "app/cli/print_vote.h"
#include "app/cli/progress.h"
#include "app/run/recording.h"
#include "app/run/rescoring.h"
#include "app/run/row_scorer.h"
#include "app/run/summary.h"
#include "engine/files/json_text.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;
using engine::printable;

struct Options {
    CliRunOptions model;
    bool isModelGiven = false;
    std::string path;
    std::optional<std::string> output;
    bool json = false;
};

/// The new scores, and what they come from.
struct Outcome {
    std::vector<Event> events;
    std::string from;  ///< "rows" or "model"
    bool isExact = true;
};

RescoreProgress progressOn(Progress& progress) {
    return [&progress](double fraction) {
        char text[64];
        std::snprintf(text, sizeof text, "%3.0f %%  scoring", 100 * fraction);
        progress.show(text);
        return !isInterrupted();
    };
}

/// The rows beside the recording, if they are there and enough. What is wrong with them is said, and the model does it.
std::optional<HiddenFile> findRows(const Options& options, const RecordedSteps& steps) {
    if (options.isModelGiven || !hasHiddenFile(options.path)) return std::nullopt;
    try {
        HiddenFile rows(hiddenPathOf(options.path), steps.header);
        const auto why = whyNotFromRows(steps, rows);
        if (!why) return rows;
        tell(hiddenPathOf(options.path) + ": " + *why);
    } catch (const std::runtime_error& error) {
        tell(error.what());
    }
    tell("the run's model is used instead");
    return std::nullopt;
}

/// Nothing where the user gave up.
std::optional<Outcome> rescore(const Options& options, const RecordedSteps& steps) {
    Progress progress;
    std::optional<std::vector<Event>> events;
    Outcome outcome;
    if (const auto rows = findRows(options, steps)) {
        outcome.from = "rows";
        outcome.isExact = rows->isExact();
        RowScorer scorer(*options.model.scorerPath, rows->hiddenSize());
        catchInterrupts();
        events = rescoreFromRows(steps, *rows, scorer, progressOn(progress));
    } else {
        outcome.from = "model";
        CliRunOptions model = options.model;
        model.preferWeights(steps.header.options.weights);
        const auto session = loadSession(model);
        outcome.isExact = session->device().backend == "cpu" && steps.header.backend == "cpu";
        catchInterrupts();
        events = rescoreWithModel(steps, *session, progressOn(progress));
    }
    progress.clear();
    if (!events) return std::nullopt;
    outcome.events = std::move(*events);
    return outcome;
}

nlohmann::json votesOf(const RunState& state) {
    nlohmann::json summary = summaryOf(state);
    return {{"answer", summary["answer"]},
            {"margin", summary["margin"]},
            {"votes", summary["votes"]},
            {"scorer", state.scorer ? nlohmann::json(state.scorer->name) : nlohmann::json(nullptr)}};
}

std::string answerText(const RunState& state) {
    const AnswerVote* leader = state.vote.leader();
    if (!leader) return "none";
    char margin[48];
    std::snprintf(margin, sizeof margin, " (margin %.2f)", state.vote.margin);
    return printable(leader->answer, 60) + margin;
}

void print(const RunState& before, const RunState& after, const RecordedSteps& steps, const Outcome& outcome) {
    std::printf("%zu steps scored by %s, %s%s\n", steps.count(), printable(after.scorer->name).c_str(),
                outcome.from == "rows" ? "from the hidden rows beside the recording"
                                       : "by one pass of the model over the recorded tokens",
                outcome.isExact ? "" : "; a run with that scorer may differ in the last digits, because of rounding");
    std::printf("before, by %s: %s\n", before.scorer ? printable(before.scorer->name).c_str() : "no scorer",
                answerText(before).c_str());
    printVote(after);
}

/// The kept rows go with the new recording, so that it can be scored and asked again.
void carryRows(const std::string& from, const std::string& to) {
    std::error_code error;
    if (!hasHiddenFile(from) || fs::equivalent(from, to, error)) return;
    const fs::path source = hiddenPathOf(from);
    const fs::path target = hiddenPathOf(to);
    fs::copy_file(source, target, fs::copy_options::none, error);
    if (error) tell(target.string() + ": the hidden rows could not be copied: " + error.message());
}

int rescoreRecording(const Options& options) {
    requireOtherFiles({options.path}, {{"--output", options.output}});
    if (!options.model.scorerPath) throw UsageError("give the scorer that is to score the recording: --scorer FILE");
    EventLog events;
    RunState before;
    try {
        if (options.output) requireRecordable(*options.output);
        Recording recording = readRecording(options.path, isInterrupted);
        for (const std::string& warning : recording.warnings()) tell(options.path + ": " + warning);
        events = std::move(recording.events);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    for (const Event& event : events) before.apply(event);
    if (!before.finished) throw UsageError(options.path + ": the recording ends before the run did");
    const RecordedSteps steps = recordedSteps(events);
    if (steps.count() == 0) throw UsageError(options.path + ": the recording has no steps to score");
    const auto outcome = rescore(options, steps);
    if (!outcome) return interruptCode();
    RunState after = before;
    for (const Event& event : outcome->events) {
        after.apply(event);
        events.append(event);
    }
    if (options.output) {
        saveRecording(*options.output, events);
        carryRows(options.path, *options.output);
    }
    if (options.json) {
        nlohmann::json out = summaryOf(after);
        out["rescoring"] = {{"from", outcome->from},
                            {"exact", outcome->isExact},
                            {"steps", steps.count()},
                            {"before", votesOf(before)}};
        std::printf("%s\n", out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        print(before, after, steps, *outcome);
    }
    return 0;
}

}  // namespace

void addRescore(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "rescore",
        "Score a recorded run with another scorer: from the hidden rows that --record-hidden kept, or with its model");
    auto options = std::make_shared<Options>();
    command->add_option("file", options->path, "Recording (.stepscope)")->required();
    addModelOptions(*command, options->model);
    command->add_option("--output", options->output, "Write the recording with the new scores (.stepscope)");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([command, options, &action] {
        options->isModelGiven = command->get_option("--model")->count() > 0;
        action = [options] { return rescoreRecording(*options); };
    });
}

}  // namespace app::cli
