#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/print_vote.h"
#include "app/cli/progress.h"
#include "app/run/continuation.h"
#include "app/run/recorded_traces.h"
#include "app/run/recording.h"
#include "app/run/verdict.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

struct Options {
    CliRunOptions model;
    std::string path;
    bool json = false;
};

/// Appends the traces' continuations to the log.
void letFinish(const Options& options, const ContinuationPlan& plan, EventLog& events, RunState& state) {
    CliRunOptions model = options.model;
    model.preferWeights(state.header.options.weights);
    const auto session = loadSession(model);
    Progress progress;
    catchInterrupts();
    Continuation more(*session, plan, [&](const Event& event) {
        events.append(event);
        state.apply(event);
    });
    while (!more.isFinished()) {
        more.step();
        int open = 0;
        for (const TraceState& trace : state.wouldHave->traces) open += isActive(trace.phase) ? 1 : 0;
        progress.show(std::to_string(open) + " of " + std::to_string(plan.traces.size()) + " traces go on, " +
                      std::to_string(state.wouldHave->tokens) + " tokens");
        if (isInterrupted()) more.stop();
    }
    progress.clear();
    if (!more.failure().empty()) throw std::runtime_error(more.failure());
}

void print(const RunState& state) {
    if (!state.wouldHave) return;
    for (const TraceState& would : state.wouldHave->traces) {
        const TraceState& cut = *state.findTrace(would.id);
        const char* verdict = !would.right ? "" : *would.right ? "  right" : "  wrong";
        std::printf("  trace %-4d %s at token %d, goes on to %d: %s%s\n", index(would.id), nameOf(cut.phase),
                    cut.tokenCount(), would.tokenCount(),
                    would.answer ? ("(" + engine::printable(*would.answer, 60) + ")").c_str() : "no answer", verdict);
    }
}

int finish(const Options& options) {
    EventLog events;
    RunState state;
    try {
        if (options.model.recordPath) requireRecordable(*options.model.recordPath);
        Recording recording = readRecording(options.path);
        for (const std::string& warning : recording.warnings()) tell(options.path + ": " + warning);
        events = std::move(recording.events);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    for (const Event& event : events) state.apply(event);
    requireLocal(state.header, "finished here");
    const ContinuationPlan plan = planContinuation(events);
    if (!plan.traces.empty()) letFinish(options, plan, events, state);
    if (options.model.recordPath) saveRecording(*options.model.recordPath, events);
    const auto verdict = verdictOf(state);
    if (options.json) {
        printJson(state);
    } else {
        printVote(state);
        print(state);
        std::printf("%s\n", verdict ? verdictText(*verdict).c_str()
                                    : "every trace reached its end in the run; there is nothing to finish");
    }
    return isInterrupted() ? interruptCode() : 0;
}

}  // namespace

void addFinish(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "finish", "Let the traces that a recorded run pruned or stopped go on, and say what that would have changed");
    auto options = std::make_shared<Options>();
    command->add_option("file", options->path, "Recording (.stepscope)")->required();
    addModelOptions(*command, options->model);
    command->add_option("--record", options->model.recordPath,
                        "Write the recording with what would have followed (.stepscope)");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return finish(*options); }; });
}

}  // namespace app::cli
