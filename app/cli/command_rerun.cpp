#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/output_paths.h"
#include "app/cli/print_vote.h"
#include "app/cli/progress.h"
#include "app/run/event_json.h"
#include "app/run/recording.h"
#include "app/run/steering.h"

namespace app::cli {
namespace {

struct Options {
    CliRunOptions model;
    std::string path;
    bool json = false;
};

int rerunRecording(const Options& options) {
    EventLog recorded;
    std::unique_ptr<RecordingWriter> recording;
    try {
        requireOtherFiles({options.path}, {{"--record", options.model.recordPath}});
        Recording read = readRecording(options.path);
        for (const std::string& warning : read.warnings()) tell(options.path + ": " + warning);
        recorded = std::move(read.events);
        if (options.model.recordPath) recording = std::make_unique<RecordingWriter>(*options.model.recordPath);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    (void)steeringOf(recorded);  // what cannot be repeated is said before a model is loaded
    CliRunOptions model = options.model;
    const Event first = recorded.front();
    if (const auto* header = std::get_if<RunStarted>(&first.body)) {
        requireInRange(header->options, options.path);
        model.preferWeights(header->options.weights);
    }
    const auto session = loadSession(model);
    RunState state;
    Progress progress;
    catchInterrupts();
    bool recordingFailed = false;
    const auto take = [&](const Event& event) {
        state.apply(event);
        if (!recording || recording->append(event)) return;
        progress.clear();
        tell("recording stopped: " + recording->problem() + "; the run continues");
        recording.reset();
        recordingFailed = true;
    };
    rerun(*session, recorded, take, [&](const RunLoop& run) {
        progress.show(lineOf(run.state()));
        return !isInterrupted();
    });
    progress.clear();
    if (options.json) {
        printJson(state);
    } else {
        printVote(state);
    }
    if (state.finished->end == RunEnd::Failed) {
        tell("the run failed: " + state.finished->message);
        return 1;
    }
    if (isInterrupted()) return interruptCode();
    return recordingFailed ? 1 : 0;
}

}  // namespace

void addRerun(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "rerun", "Run a recorded run once more, with everything that was done to it by hand, at the same passes");
    auto options = std::make_shared<Options>();
    command->add_option("file", options->path, "Recording (.stepscope)")->required();
    addModelOptions(*command, options->model);
    command->add_option("--record", options->model.recordPath, "Write a recording (.stepscope) of the new run");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return rerunRecording(*options); }; });
}

}  // namespace app::cli
