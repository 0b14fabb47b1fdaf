#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/cli/option_rules.h"
#include "app/cli/progress.h"
#include "app/models/models.h"
#include "app/run/number_text.h"
#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "app/run/units.h"
#include "app/study/comparison_folder.h"
#include "app/study/comparison_plan.h"
#include "engine/files/printable.h"
#include "scorer/checkpoint/checkpoint.h"

namespace app::cli {
namespace {

namespace fs = std::filesystem;
using engine::printable;

struct Options {
    CliRunOptions run;
    std::vector<std::string> files;
    std::string policies = "sc,step";
    std::string memories;
    std::string scorers;
    std::string models;
    std::string output;
    bool json = false;
};

constexpr RefusedOption kRefused[] = {
    {"--record", "--output records every run of the comparison"},
    {"--pace", "a comparison runs at full speed, so that latencies are true"},
    {"--record-hidden", "keeping rows takes time, and latencies are compared; use run --record"},
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
    for (const fs::path& path : paths) {
        std::error_code error;
        if (!fs::exists(path, error)) throw UsageError(path.string() + ": no such file");
        if (fs::is_directory(path, error))
            throw UsageError(path.string() + ": not a comparison; compare.json is missing");
    }
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

/// What is wrong with a scorer's file is said before anything runs.
void requireScorerFile(const std::string& path) {
    try {
        (void)scorer::loadScorer(path);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// What was given for each thing that may differ. Policies are named by default only where nothing else differs.
ComparisonPlan planOf(const CLI::App& command, const Options& options) {
    constexpr std::pair<const char*, const char*> kPairs[] = {
        {"--memories", "--kv-cache-mib"}, {"--scorers", "--scorer"}, {"--models", "--model"}};
    for (const auto& [list, one] : kPairs) {
        if (isGiven(command, list) && isGiven(command, one))
            throw UsageError(std::string(list) + " and " + one + ": give one of them");
    }
    ComparisonChoice choice;
    if (!options.memories.empty())
        choice.memories =
            eachOnce(parseMemories(options.memories), "--memories", [](double v) { return shortText(v); });
    const auto same = [](const std::string& name) { return name; };
    if (!options.scorers.empty())
        choice.scorers = eachOnce(parseNames(options.scorers, "--scorers"), "--scorers", same);
    if (!options.models.empty()) choice.models = eachOnce(parseNames(options.models, "--models"), "--models", same);
    const bool differsElsewhere = choice.memories.size() > 1 || choice.scorers.size() > 1 || choice.models.size() > 1;
    if (!differsElsewhere || isGiven(command, "--policies"))
        choice.policies = policiesOf(command, options.policies, options.run);
    ComparisonPlan plan = planComparison(choice);
    if (!choice.policies.empty()) refuseIdleParameters(command, choice.policies, options.run);
    return plan;
}

/// The models and scorers of a comparison's columns: each is loaded when a column needs it, one model at a time.
class Sessions {
public:
    explicit Sessions(const CliRunOptions& run) : m_run(run) {}

    ModelSession& of(const ComparedColumn& column) {
        if (!m_session || (column.model && *column.model != m_run.modelPath)) {
            m_session.reset();  // before the next one, so that both need not fit at once
            if (column.model) m_run.modelPath = *column.model;
            if (column.scorer) m_run.scorerPath = *column.scorer;
            m_session = loadSession(m_run);
        } else if (column.scorer && m_session->scorer() && m_session->scorer()->path != *column.scorer) {
            m_session->loadScorer(*column.scorer);
        }
        return *m_session;
    }

private:
    CliRunOptions m_run;
    std::unique_ptr<ModelSession> m_session;
};

/// One run after the other, each with the whole device.
std::vector<Side> runSides(const CLI::App& command, const Options& options) {
    const ComparisonPlan plan = planOf(command, options);
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
    for (const ComparedColumn& column : plan.columns) {
        if (column.scorer) requireScorerFile(*column.scorer);
        if (column.model) (void)requireModelPath(*column.model, options.run.modelFolders);
    }
    Sessions sessions(options.run);
    Progress progress;
    catchInterrupts();
    std::vector<Side> sides;
    for (const ComparedColumn& column : plan.columns) {
        ModelSession& session = sessions.of(column);
        RunOptions run = options.run.applyTo(session.defaults());
        column.applyTo(run);
        Side side;
        RunLoop loop(session, RunRequest{*problem, answer, run},
                     [&](const Event& event) { side.events.append(event); });
        while (!loop.isFinished()) {
            loop.step();
            progress.show(column.name() + "  " + lineOf(loop.state()));
            if (isInterrupted()) loop.stop();
        }
        side.state = loop.state();
        if (isInterrupted()) return {};
        if (side.state.finished->end == RunEnd::Failed)
            throw std::runtime_error(column.name() + " failed: " + side.state.finished->message);
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
    states.reserve(sides.size());
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
        "compare",
        "Run a problem under two to four policies, memories, scorers or models, or take recordings, and say where and "
        "why they differ");
    auto options = std::make_shared<Options>();
    command->add_option("files", options->files, "Recordings to compare, or the folder of a comparison");
    addProblemOptions(*command, options->run);
    addRunOptions(*command, options->run);
    command->add_option("--policies", options->policies, policyListHelp())->capture_default_str();
    command
        ->add_option("--memories", options->memories,
                     "KV caches to compare instead, in MiB, separated by commas: 12,24,48")
        ->check(notEmpty());
    command->add_option("--scorers", options->scorers, "Step scorers to compare instead: files, separated by commas")
        ->check(notEmpty());
    command
        ->add_option("--models", options->models,
                     "Models to compare instead, each with the scorer beside it: folders, GGUF files or names, "
                     "separated by commas")
        ->check(notEmpty());
    command->add_option("--output", options->output, "Folder for compare.json and a recording of each run");
    command->add_flag("--json", options->json, "Print one JSON object");
    command->callback(
        [command, options, &action] { action = [command, options] { return compare(*command, *options); }; });
}

}  // namespace app::cli
