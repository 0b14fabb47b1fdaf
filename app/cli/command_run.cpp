#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/cli/cli_server.h"
#include "app/cli/commands.h"
#include "app/cli/print_vote.h"
#include "app/cli/progress.h"
#include "app/cli/steer_script.h"
#include "app/models/pricing.h"
#include "app/run/hidden_writer.h"
#include "app/run/memory_offers.h"
#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/run/recorded_traces.h"
#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

struct Options {
    CliRunOptions run;
    bool json = false;
    bool preflight = false;
    std::optional<std::string> steerPath;
    std::optional<std::string> fromPath;
    int fromTrace = 1;
    std::optional<int> fromToken;
    std::string fromText;
};

/// The problem and its known answer; what is wrong with them is bad usage.
std::pair<std::optional<std::string>, std::optional<std::string>> findProblem(const CliRunOptions& options) {
    try {
        return {options.findProblem(), options.findKnownAnswer()};
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

nlohmann::json jsonOf(const MemoryOffer& offer) {
    const auto wordAt = [&](const char* key) {
        const OptionRow& row = optionRow(key);
        return wordOf(row, std::get<std::int64_t>(row.get(offer.options)));
    };
    return {{"flags", offer.flags},
            {"weights", wordAt("weights")},
            {"kv_type", kernels::nameOf(offer.plan.kvType)},
            {"n", offer.plan.traces},
            {"weight_bytes", static_cast<std::int64_t>(offer.plan.weightBytes)},
            {"kv_bytes", static_cast<std::int64_t>(offer.plan.kvBytes)},
            {"kv_tokens", offer.plan.tokens},
            {"text", offer.setting + ": " + offer.price}};
}

nlohmann::json jsonOf(const PricedModel& model, const MemoryPlan& plan, const std::vector<MemoryOffer>& offers) {
    nlohmann::json json = {{"model", model.name},
                           {"backend", model.memory.backend},
                           {"device", model.memory.device},
                           {"device_bytes", model.memory.deviceBytes},
                           {"other_bytes", model.memory.otherBytes},
                           {"weight_bytes", static_cast<std::int64_t>(plan.weightBytes)},
                           {"weights", plan.weights},
                           {"workspace_bytes", model.memory.workspaceBytes},
                           {"kv_bytes", static_cast<std::int64_t>(plan.kvBytes)},
                           {"kv_blocks", plan.blocks},
                           {"kv_tokens", plan.tokens},
                           {"kv_type", kernels::nameOf(plan.kvType)},
                           {"n", plan.traces},
                           {"most_traces", plan.mostTraces},
                           {"token_limit", plan.tokenLimit},
                           {"tokens_per_trace", plan.tokensPerTrace},
                           {"verdict", nameOf(plan.verdict)},
                           {"text", verdictText(plan)}};
    json["offers"] = nlohmann::json::array();
    for (const MemoryOffer& offer : offers) json["offers"].push_back(jsonOf(offer));
    if (model.gpuIndex) json["device_index"] = *model.gpuIndex;
    return json;
}

/// The memory that a run would have, from the model's headers; 2 where it could not start.
int preflight(const Options& options) {
    const auto problem = findProblem(options.run).first;
    const PricedModel model = priceModel(options.run.loadOrder());
    const RunOptions wanted = options.run.applyTo(model.defaults);
    const int promptTokens =
        problem ? countPromptTokens(options.run.loadOrder(), *problem, wanted) : guessPromptTokens(0);
    const MemoryPlan plan = planMemory(model.memory, wanted, promptTokens);
    const std::vector<MemoryOffer> offers = findOffers(model.memory, wanted, promptTokens);
    if (options.json) {
        std::printf("%s\n",
                    jsonOf(model, plan, offers).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        std::printf("%s: %s\n%s\n", engine::printable(model.name).c_str(),
                    engine::printable(priceText(plan, model.memory.device)).c_str(), verdictText(plan).c_str());
        for (const MemoryOffer& offer : offers)
            std::printf("  fits with %s: %s\n", offer.flags.c_str(), offer.price.c_str());
    }
    return canStart(plan) ? 0 : 2;
}

/// The file is left alone until the run's first event.
std::unique_ptr<RecordingWriter> openRecording(const std::string& path) {
    try {
        return std::make_unique<RecordingWriter>(path);
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// The rows that --record-hidden keeps beside the recording; none where it is not asked for.
class KeptHidden {
public:
    KeptHidden(const std::optional<std::string>& recordPath, bool wanted) {
        if (!wanted || !recordPath) return;
        try {
            m_writer = std::make_unique<HiddenWriter>(*recordPath);
        } catch (const std::runtime_error& error) {
            throw UsageError(error.what());
        }
    }
    RowSink sink() {
        if (!m_writer) return {};
        return [this](const StepRow& step) { check(m_writer->append(step)); };
    }
    void take(const Event& event) {
        const auto* header = std::get_if<RunStarted>(&event.body);
        if (m_writer && header) check(m_writer->begin(*header));
    }
    bool hasFailed() const { return m_saidSo; }

private:
    void check(bool written) {
        if (written || std::exchange(m_saidSo, true)) return;
        tell("hidden rows are no longer kept: " + m_writer->problem() + "; the run continues");
    }

    std::unique_ptr<HiddenWriter> m_writer;
    bool m_saidSo = false;
};

/// What the run's traces begin with, and the run that it comes from.
struct From {
    std::optional<RunStarted> header;
    std::optional<GivenStart> start;
};

From readFrom(const Options& options) {
    if (!options.fromPath) return {};
    EventLog events;
    try {
        events = readRecording(*options.fromPath).events;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    const Event first = events[0];
    From from{std::get<RunStarted>(first.body), {}};
    from.header->options.pace = 0;  // of a run that was watched
    from.start = recordedStart(events, TraceId{options.fromTrace}, options.fromToken.value_or(0));
    from.start->text = options.fromText;
    return from;
}

int run(const Options& options) {
    if (options.preflight) {
        if (findServer(options.run)) throw UsageError("--preflight is about this machine; a server has its own memory");
        return preflight(options);
    }
    auto [problem, knownAnswer] = findProblem(options.run);
    const From from = readFrom(options);
    if (from.header && !problem) {
        problem = from.header->problem;
        if (!knownAnswer) knownAnswer = from.header->knownAnswer;
    }
    SteerScript script = options.steerPath ? SteerScript(*options.steerPath) : SteerScript();
    if (!problem) throw UsageError("give a problem: --problem TEXT, --problem-file FILE or --example NUMBER");
    const bool keepsHidden = options.run.given.find<bool>("record_hidden").value_or(false);
    if (keepsHidden && !options.run.recordPath)
        throw UsageError("--record-hidden keeps rows beside the recording; add --record FILE.stepscope");
    const std::optional<ServerSettings> server = findServer(options.run);
    if (options.run.recordPath) openRecording(*options.run.recordPath);  // errors are reported before a model is loaded
    (void)KeptHidden(options.run.recordPath, keepsHidden);
    const auto session = server ? nullptr : loadSession(options.run);
    std::unique_ptr<RecordingWriter> recording;
    bool recordingFailed = false;
    if (options.run.recordPath) recording = openRecording(*options.run.recordPath);
    Progress progress;
    catchInterrupts();
    const RunOptions defaults = from.header ? withoutServer(from.header->options)
                                : session   ? session->defaults()
                                            : RunOptions();
    RunRequest request{*problem, knownAnswer, options.run.applyTo(defaults)};
    // Kept as it is used: without what an address may have at its end.
    if (server) request.options.server = server->address;
    if (from.start) request.given.assign(static_cast<std::size_t>(tracesOf(request.options)), *from.start);
    KeptHidden hidden(options.run.recordPath, request.options.recordHidden);
    request.rows = hidden.sink();
    const auto take = [&](const Event& event) {
        hidden.take(event);
        if (!recording || recording->append(event)) return;
        progress.clear();
        tell("recording stopped: " + recording->problem() + "; the run continues");
        recording.reset();
        recordingFailed = true;
    };
    const ServerDescription described = server ? describeServer(*server, serverPrompt(request)) : ServerDescription();
    const std::unique_ptr<RunLoop> started = server ? startServerRun(*server, described, std::move(request), take)
                                                    : std::make_unique<RunLoop>(*session, std::move(request), take);
    RunLoop& loop = *started;
    while (!loop.isFinished()) {
        script.act(loop);
        double wait = loop.step();
        progress.show(lineOf(loop.state()));
        for (; wait > 0 && !isInterrupted(); wait -= 0.05) {
            std::this_thread::sleep_for(std::chrono::duration<double>(std::min(wait, 0.05)));
        }
        if (isInterrupted()) loop.stop();
    }
    progress.clear();
    const bool allDone = script.finish();
    const RunState& state = loop.state();
    if (options.json) {
        printJson(state);
    } else {
        printVote(state);
    }
    if (state.finished->end == RunEnd::Failed) {
        tell("the run failed: " + state.finished->message);
        return 1;
    }
    if (state.finished->end == RunEnd::Stopped && isInterrupted()) return interruptCode();
    return recordingFailed || hidden.hasFailed() || !allDone ? 1 : 0;
}

}  // namespace

void addRun(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("run", "Reason about one problem and print the vote");
    auto options = std::make_shared<Options>();
    addProblemOptions(*command, options->run);
    addRunOptions(*command, options->run);
    command->add_flag("--json", options->json, "Print one JSON object");
    command->add_flag("--preflight", options->preflight,
                      "Only print how much memory the run would need and where it saturates");
    command->add_option(
        "--steer", options->steerPath,
        "Do things to the run by hand, from a file of JSON lines such as {\"pass\": 80, \"do\": "
        "\"fork\", \"trace\": 2, \"step\": 3}. When: \"pass\" or \"tokens\", passes of the model or "
        "generated tokens so far. do: protect, unprotect or prune a trace; fork it behind a \"step\" or "
        "a \"token\"; edit a step, which the \"text\" replaces; traces or kv-cache-mib with a "
        "\"value\"; stop");
    auto* from = command->add_option("--from", options->fromPath,
                                     "Recording whose trace every trace begins with; its problem and options count "
                                     "unless others are given");
    command->add_option("--from-trace", options->fromTrace, "Number of that trace (default: 1)")->needs(from);
    command->add_option("--from-token", options->fromToken, "Begin with this many of its tokens (default: none)")
        ->needs(from);
    command->add_option("--from-text", options->fromText, "Words that follow them, marked as written by hand")
        ->needs(from);
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace app::cli
