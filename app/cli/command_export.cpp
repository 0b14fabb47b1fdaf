#include <filesystem>

#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/export/csv_tables.h"
#include "app/export/trace_events.h"
#include "app/run/recording.h"
#include "app/run/usage_error.h"
#include "engine/files/atomic_file.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string path;
    std::optional<std::string> csv, traceJson;
};

OpenedRecording open(const fs::path& path) {
    try {
        OpenedRecording recording = openRecording(path.string(), isInterrupted);
        for (const std::string& warning : recording.warnings()) tell(path.string() + ": " + warning);
        return recording;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// An export must not replace what it is made from.
void requireOther(const fs::path& recording, const std::optional<std::string>& out, const char* option) {
    std::error_code error;
    if (out && fs::equivalent(recording, *out, error))
        throw UsageError(std::string(option) + " would replace the recording; give another name");
}

int exportRun(const Options& options) {
    if (!options.csv && !options.traceJson)
        throw UsageError("export needs what to write: --csv DIR or --trace-json OUT.json");
    requireOther(options.path, options.traceJson, "--trace-json");
    const OpenedRecording recording = open(options.path);
    const EventLog& events = recording.timeline.events();
    if (isInterrupted()) return interruptCode();
    if (options.csv) writeCsv(*options.csv, csvOf(events));
    if (options.traceJson) engine::writeFileAtomically(*options.traceJson, traceEventsOf(events));
    return 0;
}

}  // namespace

void addExport(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("export", "Write a recording as tables, or as trace events for Perfetto");
    auto options = std::make_shared<Options>();
    command->add_option("file", options->path, "Recording (.stepscope)")->required()->check(notEmpty());
    command->add_option("--csv", options->csv, "Folder for traces.csv, steps.csv, events.csv and votes.csv")
        ->check(notEmpty());
    command
        ->add_option("--trace-json", options->traceJson, "Trace events (JSON) for ui.perfetto.dev and chrome://tracing")
        ->check(notEmpty());
    command->footer("A cell of CSV that a spreadsheet could take for a formula gets an apostrophe in front.");
    command->callback([options, &action] { action = [options] { return exportRun(*options); }; });
}

}  // namespace app::cli
