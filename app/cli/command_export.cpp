#include <algorithm>
#include <filesystem>

#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/export/csv_tables.h"
#include "app/export/export_moment.h"
#include "app/export/trace_events.h"
#include "app/export/web_page.h"
#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "app/run/usage_error.h"
#include "app/study/comparison_folder.h"
#include "engine/files/atomic_file.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::string path;
    std::optional<std::string> web, csv, traceJson;
    std::string at = "done";
    std::string theme = "system";
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

std::string labelOf(const RunState& run, std::size_t place) {
    return std::to_string(place + 1) + ": " + policyRow(run.header.options.policy).title;
}

int exportRuns(const Options& options) {
    if (!options.web && !options.csv && !options.traceJson)
        throw UsageError("export needs what to write: --web OUT.html, --csv DIR or --trace-json OUT.json");
    const bool isFolder = isComparison(options.path);
    if (isFolder && (options.csv || options.traceJson))
        throw UsageError("a comparison is exported with --web; for --csv and --trace-json give one of its recordings");
    const std::vector<fs::path> paths =
        isFolder ? requireComparison(options.path) : std::vector<fs::path>{options.path};
    std::vector<OpenedRecording> recordings;
    for (const fs::path& path : paths) {
        requireOther(path, options.web, "--web");
        requireOther(path, options.traceJson, "--trace-json");
        recordings.push_back(open(path));
    }
    if (isInterrupted()) return interruptCode();
    const Timeline& first = recordings.front().timeline;
    const double at = requireMoment(options.at, first.latest());
    if (options.csv) writeCsv(*options.csv, csvOf(first.events()));
    if (options.traceJson) engine::writeFileAtomically(*options.traceJson, traceEventsOf(first.events()));
    if (!options.web) return 0;
    std::vector<PagedRun> runs;
    for (const OpenedRecording& recording : recordings) {
        const Timeline& timeline = recording.timeline;
        runs.push_back({&timeline.events(), isFolder ? labelOf(timeline.latest(), runs.size()) : std::string()});
    }
    // Of several runs, "done" is the end of the longest.
    double atS = at;
    for (const OpenedRecording& recording : recordings) {
        if (options.at == "done") atS = std::max(atS, recording.timeline.duration());
    }
    engine::writeFileAtomically(*options.web, webPageOf(runs, {.theme = options.theme, .atS = atS}));
    return 0;
}

}  // namespace

void addExport(CLI::App& program, Action& action) {
    auto* command =
        program.add_subcommand("export", "Write a recording as a web page, as tables, or as trace events for Perfetto");
    auto options = std::make_shared<Options>();
    command->add_option("file", options->path, "Recording (.stepscope), or for --web the folder of a comparison")
        ->required()
        ->check(notEmpty());
    command->add_option("--web", options->web, "Web page: one HTML file that needs no network")->check(notEmpty());
    command->add_option("--csv", options->csv, "Folder for traces.csv, steps.csv, events.csv and votes.csv")
        ->check(notEmpty());
    command
        ->add_option("--trace-json", options->traceJson, "Trace events (JSON) for ui.perfetto.dev and chrome://tracing")
        ->check(notEmpty());
    command->add_option("--at", options->at, kMomentHelp)->check(notEmpty());
    command->add_option("--theme", options->theme, "Of the web page: light, dark or system (default)")
        ->check(CLI::IsMember({"light", "dark", "system"}));
    command->footer(
        "Tables and trace events hold the whole run; --at and --theme are for the web page.\n"
        "A cell of CSV that a spreadsheet could take for a formula gets an apostrophe in front.\n"
        "Pictures (SVG, PNG) are painted by the window's program: stepscope FILE --export-png OUT.png.");
    command->callback([options, &action] { action = [options] { return exportRuns(*options); }; });
}

}  // namespace app::cli
