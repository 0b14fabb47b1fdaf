#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/print_vote.h"
#include "app/run/recording.h"

namespace app::cli {
namespace {

int replay(const std::string& path, bool json) {
    RunState state;
    RecordingNotes notes;
    try {
        notes = foldRecording(path, state);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    if (json) {
        printJson(state);
    } else {
        printVote(state);
        if (!state.finished) std::printf("the recording ends before the run did\n");
    }
    for (const std::string& warning : notes.warnings()) tell(path + ": " + warning);
    return 0;
}

}  // namespace

void addReplay(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("replay", "Print the summary of a recording");
    auto path = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    command->add_option("file", *path, "Recording (.stepscope)")->required();
    command->add_flag("--json", *json, "Print one JSON object");
    command->callback([path, json, &action] { action = [path, json] { return replay(*path, *json); }; });
}

}  // namespace app::cli
