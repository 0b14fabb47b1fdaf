#include <algorithm>
#include <filesystem>

#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/cli/option_rules.h"
#include "app/cli/output_paths.h"
#include "app/cli/window_program.h"
#include "app/export/csv_tables.h"
#include "app/export/export_moment.h"
#include "app/export/trace_events.h"
#include "app/export/web_page.h"
#include "app/run/notes.h"
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
    std::optional<std::string> web, csv, traceJson, svg, png;
    std::string panel = "all";
    int scale = 2;
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

/// What lies beside the recording. Notes that cannot be read are left out, and that is said.
RunNotes notesOf(const fs::path& recording) {
    try {
        return readNotes(notesPathOf(recording));
    } catch (const std::runtime_error& error) {
        tell(std::string(error.what()) + "; the notes are left out");
        return {};
    }
}

std::string labelOf(const RunState& run, std::size_t place) {
    return std::to_string(place + 1) + ": " + policyRow(run.header.options.policy).title;
}

/// As the window shows the run.
int exportPicture(const Options& options, const std::string& path, const char* option) {
    std::vector<std::string> arguments{
        options.path, option,     path,      "--panel",    options.panel, "--scale", std::to_string(options.scale),
        "--at",       options.at, "--theme", options.theme};
    return runWindowProgram(arguments);
}

/// Options that nothing of what is written obeys.
void refuseIdle(const CLI::App& command, const Options& options) {
    constexpr RefusedOption kOfPictures[] = {{"--panel", "it is of pictures: add --svg or --png"},
                                             {"--scale", "it is of pictures: add --svg or --png"}};
    constexpr RefusedOption kOfMoments[] = {{"--at", "tables and trace events hold the whole run"},
                                            {"--theme", "tables and trace events have no colours"}};
    const bool hasPicture = options.svg || options.png;
    if (!hasPicture) refuse(command, kOfPictures);
    if (!hasPicture && !options.web) refuse(command, kOfMoments);
}

void requireConsistent(const CLI::App& command, const Options& options, bool isFolder) {
    if (!options.web && !options.csv && !options.traceJson && !options.svg && !options.png)
        throw UsageError("export needs what to write: --web, --csv, --trace-json, --svg or --png");
    const auto isSvg = [](const std::string& path) { return fs::path(path).extension() == ".svg"; };
    if ((options.svg && !isSvg(*options.svg)) || (options.png && isSvg(*options.png)))
        throw UsageError("--svg takes a name that ends with .svg, --png another one");
    if (isFolder && (options.csv || options.traceJson || options.svg || options.png))
        throw UsageError("a comparison is exported with --web; for the others give one of its recordings");
    refuseIdle(command, options);
}

std::string webPage(const std::vector<OpenedRecording>& recordings, const std::vector<RunNotes>& notes,
                    const Options& options) {
    std::vector<PagedRun> runs;
    double atS = requireMoment(options.at, recordings.front().timeline.latest());
    for (const OpenedRecording& recording : recordings) {
        const Timeline& timeline = recording.timeline;
        const bool isAlone = recordings.size() == 1;
        runs.push_back({&timeline.events(), isAlone ? std::string() : labelOf(timeline.latest(), runs.size()),
                        notes[runs.size()]});
        if (options.at == "done") atS = std::max(atS, timeline.duration());  // the end of the longest
    }
    return webPageOf(runs, {.theme = options.theme, .atS = atS});
}

int exportRuns(const CLI::App& command, const Options& options) {
    const bool isFolder = isComparison(options.path);
    requireConsistent(command, options, isFolder);
    const std::vector<fs::path> paths =
        isFolder ? requireComparison(options.path) : std::vector<fs::path>{options.path};
    std::vector<OpenedRecording> recordings;
    std::vector<RunNotes> notes;
    requireOtherFiles(
        {paths.begin(), paths.end()},
        {{"--web", options.web}, {"--trace-json", options.traceJson}, {"--svg", options.svg}, {"--png", options.png}});
    for (const fs::path& path : paths) {
        recordings.push_back(open(path));
        notes.push_back(notesOf(path));
    }
    if (isInterrupted()) return interruptCode();
    const Timeline& first = recordings.front().timeline;
    (void)requireMoment(options.at, first.latest());
    if (options.csv) writeCsv(*options.csv, csvOf(first.events(), notes.front()));
    if (options.traceJson)
        engine::writeFileAtomically(*options.traceJson, std::string_view(traceEventsOf(first.events(), notes.front())));
    if (options.web) engine::writeFileAtomically(*options.web, std::string_view(webPage(recordings, notes, options)));
    recordings.clear();
    int code = 0;
    if (options.svg) code = exportPicture(options, *options.svg, "--export-svg");
    if (options.png && code == 0) code = exportPicture(options, *options.png, "--export-png");
    return code;
}

}  // namespace

void addExport(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "export", "Write a recording as a web page, tables, trace events for Perfetto, or pictures");
    auto options = std::make_shared<Options>();
    command->add_option("file", options->path, "Recording (.stepscope), or for --web the folder of a comparison")
        ->required()
        ->check(notEmpty());
    command->add_option("--web", options->web, "Web page: one HTML file that needs no network")->check(notEmpty());
    command->add_option("--csv", options->csv, "Folder for traces.csv, steps.csv, events.csv, votes.csv and notes.csv")
        ->check(notEmpty());
    command
        ->add_option("--trace-json", options->traceJson, "Trace events (JSON) for ui.perfetto.dev and chrome://tracing")
        ->check(notEmpty());
    command->add_option("--svg", options->svg, "Picture as SVG, with text as outlines")->check(notEmpty());
    command->add_option("--png", options->png, "Picture as PNG")->check(notEmpty());
    command->add_option("--panel", options->panel, "Of the pictures: all (default), lanes, kv, vote, reader or events")
        ->check(CLI::IsMember({"all", "lanes", "kv", "vote", "reader", "events"}));
    command
        ->add_option("--scale", options->scale, "Of the pictures: 1 to 4 times their size on the screen (default: 2)")
        ->check(CLI::Range(1, 4));
    command->add_option("--at", options->at, kMomentHelp)->check(notEmpty());
    command->add_option("--theme", options->theme, "Of web page and pictures: light, dark or system (default)")
        ->check(CLI::IsMember({"light", "dark", "system"}));
    command->footer(
        "Notes kept beside the recording are part of all of them but pictures.\n"
        "Tables and trace events hold the whole run; --at and --theme are for web page and pictures.\n"
        "A cell of CSV that a spreadsheet could take for a formula gets an apostrophe in front.\n"
        "Pictures are painted by the window's program: stepscope, beside this one, is started without a display.");
    command->callback(
        [options, command, &action] { action = [options, command] { return exportRuns(*command, *options); }; });
}

}  // namespace app::cli
