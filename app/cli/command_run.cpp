#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "app/cli/commands.h"
#include "app/cli/print_vote.h"
#include "app/cli/progress.h"
#include "app/recording.h"
#include "app/run_loop.h"

namespace app::cli {
namespace {

struct Options {
    CliRunOptions run;
    bool json = false;
};

/// The problem and its known answer; what is wrong with them is bad usage.
std::pair<std::optional<std::string>, std::optional<std::string>> findProblem(const CliRunOptions& options) {
    try {
        return {options.findProblem(), options.findKnownAnswer()};
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

int run(const Options& options) {
    const auto [problem, knownAnswer] = findProblem(options.run);
    if (!problem) throw UsageError("give a problem: --problem TEXT, --problem-file FILE or --example NUMBER");
    const auto session = loadSession(options.run);
    std::unique_ptr<RecordingWriter> recording;
    if (options.run.recordPath) {
        try {
            recording = std::make_unique<RecordingWriter>(*options.run.recordPath);
        } catch (const std::runtime_error& error) {
            throw UsageError(error.what());
        }
    }
    Progress progress;
    RunLoop loop(*session, RunRequest{*problem, knownAnswer, options.run.applyTo(session->defaults())},
                 [&](const Event& event) {
                     if (!recording || recording->append(event)) return;
                     progress.clear();
                     std::fprintf(stderr, "stepscope-cli: recording stopped: %s cannot be written (disk full?); the run goes on\n",
                                  recording->path().c_str());
                     recording.reset();
                 });
    catchInterrupts();
    while (!loop.isFinished()) {
        double wait = loop.step();
        progress.show(lineOf(loop.state()));
        for (; wait > 0 && !isInterrupted(); wait -= 0.05) {
            std::this_thread::sleep_for(std::chrono::duration<double>(std::min(wait, 0.05)));
        }
        if (isInterrupted()) loop.stop();
    }
    progress.clear();
    const RunState& state = loop.state();
    if (options.json) {
        printJson(state);
    } else {
        printVote(state);
    }
    if (state.finished->end != RunEnd::Failed) return 0;
    std::fprintf(stderr, "stepscope-cli: the run failed: %s\n", state.finished->message.c_str());
    return 1;
}

}  // namespace

void addRun(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("run", "Reason about one problem and print the vote");
    auto options = std::make_shared<Options>();
    addProblemOptions(*command, options->run);
    addRunOptions(*command, options->run);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace app::cli
