#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/option_rules.h"
#include "app/cli/progress.h"
#include "app/run/number_text.h"
#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "app/run/units.h"
#include "app/study/comparison_folder.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;
using engine::printable;

struct Options {
    CliRunOptions run;
    std::vector<std::string> files;
    std::string policies = "sc,step";
    std::string output;
    bool json = false;
};

constexpr RefusedOption kRefused[] = {
    {"--record", "--output records every run of the comparison"},
    {"--pace", "a comparison runs at full speed, so that latencies are true"},
};

/// A run with its events; the folded state is kept beside them.
struct Side {
    EventLog events;
    RunState state;
    std::string file;
};

std::vector<Side> readSides(const std::vector<std::string>& files) {
    std::vector<fs::path> paths(files.begin(), files.end());
    if (paths.size() == 1 && isComparison(paths.front())) paths = requireComparison(paths.front());
    if (paths.size() < 2 || paths.size() > kMostCompared)
        throw UsageError("give 2 to " + std::to_string(kMostCompared) +
                         " recordings, or the folder of a comparison, or --problem and --policies");
    std::vector<Side> sides;
    for (const fs::path& path : paths) {
        try {
            Recording recording = readRecording(path.string());
            for (const std::string& warning : recording.warnings()) tell(path.string() + ": " + warning);
            Side side;
            side.events = std::move(recording.events);
            for (const Event event : side.events) side.state.apply(event);
            side.file = path.filename().string();
            sides.push_back(std::move(side));
        } catch (const std::runtime_error& error) {
            throw UsageError(error.what());
        }
    }
    return sides;
}

/// One run after the other, each with the whole device.
std::vector<Side> runSides(const CLI::App& command, const Options& options) {
    const std::vector<EvalPolicy> policies = policiesOf(command, options.policies, options.run);
    if (policies.size() < 2 || policies.size() > kMostCompared)
        throw UsageError("--policies: expected 2 to " + std::to_string(kMostCompared) + " policies, not " +
                         std::to_string(policies.size()));
    refuseIdleParameters(command, policies, options.run);
    std::optional<std::string> problem, answer;
    try {
        problem = options.run.findProblem();
        answer = options.run.findKnownAnswer();
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    if (!problem) throw UsageError("give a problem: --problem TEXT, --problem-file FILE or --example NUMBER");
    std::error_code error;
    if (!options.output.empty()) fs::create_directories(options.output, error);
    if (error) throw UsageError("--output: " + options.output + ": " + error.message());
    const auto session = loadSession(options.run);
    Progress progress;
    catchInterrupts();
    std::vector<Side> sides;
    for (const EvalPolicy& policy : policies) {
        RunOptions run = options.run.applyTo(session->defaults());
        policy.applyTo(run);
        run.pace = 0;
        Side side;
        RunLoop loop(*session, RunRequest{*problem, answer, run},
                     [&](const Event& event) { side.events.append(event); });
        while (!loop.isFinished()) {
            loop.step();
            progress.show(policy.name + "  " + lineOf(loop.state()));
            if (isInterrupted()) loop.stop();
        }
        side.state = loop.state();
        if (isInterrupted()) return {};
        if (side.state.finished->end == RunEnd::Failed)
            throw std::runtime_error(policy.name + " failed: " + side.state.finished->message);
        if (!options.output.empty()) {
            side.file = comparedFileName(sides.size() + 1, side.state);
            saveRecording((fs::path(options.output) / side.file).string(), side.events);
        }
        sides.push_back(std::move(side));
    }
    progress.clear();
    return sides;
}

void print(const std::vector<ComparedRun>& runs) {
    std::printf("%-28s %-14s %6s %9s %9s %8s %10s %7s %9s\n", "", "answer", "", "latency", "waiting", "tokens",
                "recomputed", "pruned", "peak KV");
    const ComparedFigures first = comparedFiguresOf(*runs.front().state);
    for (const ComparedRun& run : runs) {
        const ComparedFigures f = comparedFiguresOf(*run.state);
        const std::string right = f.asRun.right ? (*f.asRun.right ? "right" : "wrong") : "";
        std::printf("%-28s %-14s %6s %7.2f s %7.2f s %8lld %10lld %7d %5.1f MiB\n", printable(run.label).c_str(),
                    printable(f.asRun.answer.value_or("none"), 14).c_str(), right.c_str(), f.latencyS, f.waitedS,
                    static_cast<long long>(f.generatedTokens), static_cast<long long>(f.recomputedTokens), f.pruned,
                    f.peakKvBytes / kMib);
        if (&run == &runs.front() || first.latencyS <= 0) continue;
        std::printf(
            "    latency x %s, tokens x %s of the first\n", fixedText(f.latencyS / first.latencyS, 2).c_str(),
            fixedText(
                static_cast<double>(f.generatedTokens) / std::max(1.0, static_cast<double>(first.generatedTokens)), 2)
                .c_str());
    }
    for (std::size_t i = 1; i < runs.size(); ++i) {
        std::printf("%s against %s:\n", printable(runs[i].label).c_str(), printable(runs.front().label).c_str());
        for (const std::string& text : differencesOf(runs.front(), runs[i]))
            std::printf("  %s\n", printable(text).c_str());
    }
}

int compare(const CLI::App& command, const Options& options) {
    refuse(command, kRefused);
    const bool isGivenFiles = !options.files.empty();
    if (isGivenFiles && !options.output.empty())
        throw UsageError("--output: recordings that exist already are not written again");
    const std::vector<Side> sides = isGivenFiles ? readSides(options.files) : runSides(command, options);
    if (sides.empty()) return interruptCode();
    std::vector<const RunState*> states;
    for (const Side& side : sides) states.push_back(&side.state);
    if (const std::string reason = whyNotComparable(states); !reason.empty()) throw UsageError(reason);
    const std::vector<std::string> labels = labelsOf(states);
    std::vector<ComparedRun> runs;
    for (std::size_t i = 0; i < sides.size(); ++i)
        runs.push_back({labels[i], &sides[i].state, &sides[i].events, sides[i].file});
    if (!options.output.empty()) writeComparison(options.output, runs);
    if (options.json) {
        std::printf("%s\n",
                    comparisonJson(runs).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        print(runs);
    }
    return 0;
}

}  // namespace

void addCompare(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand(
        "compare", "Run a problem under two to four policies, or take recordings, and say where and why they differ");
    auto options = std::make_shared<Options>();
    command->add_option("files", options->files, "Recordings to compare, or the folder of a comparison");
    addProblemOptions(*command, options->run);
    addRunOptions(*command, options->run);
    command->add_option("--policies", options->policies, policyListHelp())->capture_default_str();
    command->add_option("--output", options->output, "Folder for compare.json and a recording of each run");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback(
        [command, options, &action] { action = [command, options] { return compare(*command, *options); }; });
}

}  // namespace app::cli
