#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/run/event_json.h"
#include "app/run/policy_table.h"
#include "app/run/recording.h"
#include "app/run/run_loop.h"
#include "app/run/summary.h"
#include "app/run/timeline.h"
#include "app/run/usage_error.h"
#include "app/whatif/what_if.h"
#include "fuzz/choices.h"
#include "fuzz/generated_targets.h"
#include "fuzz/made_up_pass.h"

namespace hostile {
namespace {

constexpr int kMostPasses = 20'000;
constexpr int kMostLanes = 40;

void require(bool holds, const std::string& what) {
    if (!holds) throw std::logic_error(what);
}

MadeUpModel modelFrom(Choices& choices) {
    MadeUpModel model;
    model.seed = choices.word();
    model.promptTokens = choices.between(1, 60);
    model.contextTokens = model.promptTokens + choices.between(1, 120);
    model.stepEvery = choices.between(1, 12);
    model.meanTokens = choices.between(1, 50);
    model.answers = choices.between(1, 4);
    return model;
}

template <typename T>
T oneOf(Choices& choices, std::initializer_list<T> values) {
    return *(values.begin() + choices.below(static_cast<int>(values.size())));
}

app::RunOptions optionsFrom(Choices& choices) {
    app::RunOptions o;
    const auto rows = app::policyRows();
    o.policy = rows[static_cast<std::size_t>(choices.below(static_cast<int>(rows.size())))].kind;
    o.traces = choices.between(1, 10);
    o.maxTokens = choices.between(1, 100);
    o.victim =
        app::victimRows()[static_cast<std::size_t>(choices.below(static_cast<int>(app::victimRows().size())))].rule;
    o.unscored = oneOf(choices, {app::UnscoredRule::Zero, app::UnscoredRule::Neutral});
    o.traceScore = oneOf(choices, {app::TraceScoreRule::Mean, app::TraceScoreRule::Last});
    o.answers = oneOf(choices, {app::AnswerMode::Normalised, app::AnswerMode::Raw, app::AnswerMode::Reference});
    const int flags = choices.byte();
    o.prefixReuse = (flags & 1) == 0;
    o.prunedVote = (flags & 2) != 0;
    o.voteLock = (flags & 4) != 0;
    o.betaStop = (flags & 8) != 0;
    o.consensusStop = (flags & 16) != 0;
    o.scoreAfterThink = (flags & 32) == 0;
    o.deepconf.window = choices.between(1, 24);
    o.deepconf.warmup = choices.between(1, 6);
    o.slim.minTokens = choices.between(1, 8);
    o.slim.similarity = 0.01 * choices.between(50, 100);
    o.slim.delay = 0.1 * choices.between(0, 10);
    return o;
}

struct MadeUpRun {
    std::vector<app::Event> events;
    std::unique_ptr<app::RunLoop> loop;

    MadeUpRun(MadeUpModel& model, const app::RunOptions& options, int blocks) {
        app::RunRequest request{"made up", "2", options};
        request.kv = app::KvRange{0, blocks};
        loop = std::make_unique<app::RunLoop>(
            std::make_unique<MadeUpPass>(model), std::move(request),
            [this](const app::Event& event) { events.push_back(event); }, [&model] { return model.secondsNow; });
    }
    MadeUpRun(const MadeUpRun&) = delete;
    MadeUpRun& operator=(const MadeUpRun&) = delete;
};

/// One thing that a person could do now; what cannot be is refused, and that is all right.
void steer(app::RunLoop& loop, Choices& choices) {
    const auto lanes = static_cast<int>(loop.state().traces.size());
    const app::TraceId trace{1 + choices.below(std::max(1, lanes))};
    try {
        switch (choices.below(12)) {
            case 0: loop.setProtected(trace, choices.flag()); break;
            case 1: loop.pruneByHand(trace); break;
            case 2:
                if (lanes < kMostLanes) loop.fork(trace, choices.below(40));
                break;
            case 3: loop.setTraces(choices.between(1, 12)); break;
            case 4: loop.setKvBlocks(choices.between(1, 120)); break;
            case 5: loop.pause(); break;
            case 6: loop.setPace(choices.below(3) * 100); break;
            case 7: loop.setPauseAt({.saturation = choices.flag(), .prune = choices.flag()}); break;
            default: break;
        }
    } catch (const app::UsageError&) {
    }
    if (choices.below(64) == 63) loop.stop();
}

app::RunState foldOf(const std::vector<app::Event>& events, std::size_t count) {
    app::RunState state;
    for (std::size_t i = 0; i < count; ++i) state.apply(events[i]);
    return state;
}

/// As a file gives them.
std::vector<app::Event> reread(const std::vector<app::Event>& events) {
    std::vector<app::Event> read;
    for (const app::Event& event : events) {
        const auto back = app::fromJsonLine(app::toJsonLine(event));
        require(back.has_value(), "an event that was written cannot be read: " + app::toJsonLine(event));
        require(app::toJsonLine(*back) == app::toJsonLine(event),
                "an event reads otherwise: " + app::toJsonLine(event));
        read.push_back(*back);
    }
    return read;
}

void requireAddsUp(const app::RunState& state) {
    int pruned = 0;
    for (const app::TraceState& trace : state.traces) {
        pruned += trace.phase == app::TracePhase::Pruned ? 1 : 0;
        require(!app::isActive(trace.phase), "a trace goes on after the run's end");
    }
    require(pruned == state.prunedCount, "the pruned traces are not those that are counted");
    const int ofPrompt = engine::blocksFor(state.header.promptTokens);  // stay for lanes that might still come
    require(state.kv.usedBlocks <= ofPrompt, "blocks in use after the end: " + std::to_string(state.kv.usedBlocks));
    for (const app::AnswerVote& answer : state.vote.answers)
        require(answer.weight >= 0 && answer.weight == answer.weight, "an answer's weight is below 0");
}

std::string timeless(const std::vector<app::Event>& events) {
    std::string text;
    for (const app::Event& event : events) {
        nlohmann::json json = app::toJson(event);
        for (const char* key : {"t", "pass_s", "scorer_s", "prefill_s", "decode_s", "waited_s", "started", "what_if"})
            json.erase(key);
        text += json.dump() + '\n';
    }
    return text;
}

}  // namespace

void foldRun(const std::filesystem::path& path) {
    Choices choices(textOf(path));
    MadeUpModel model = modelFrom(choices);
    const app::RunOptions options = optionsFrom(choices);
    MadeUpRun run(model, options, choices.between(1, 120));
    app::RunLoop& loop = *run.loop;
    for (int pass = 0; !loop.isFinished(); ++pass) {
        require(pass < kMostPasses, "the run does not end");
        if (!choices.isEmpty()) steer(loop, choices);
        if (loop.isPaused()) loop.resume();
        loop.step();
        loop.checkIntegrity();
        model.secondsNow += 0.001;
    }
    const app::RunState& state = loop.state();
    require(state.finished->end != app::RunEnd::Failed, "the run failed: " + state.finished->message);
    requireAddsUp(state);
    const std::vector<app::Event> events = reread(run.events);
    const std::string summary = app::summaryOf(state).dump();
    require(app::summaryOf(foldOf(events, events.size())).dump() == summary, "the fold of the log is another state");
    app::Timeline timeline;
    for (const app::Event& event : events) timeline.append(event);
    require(app::summaryOf(timeline.latest()).dump() == summary, "the timeline ends in another state");
    for (int moment = 0; moment < 4; ++moment) {
        const std::size_t count = events.size() * static_cast<std::size_t>((moment * 7 + 3) % 4 + 1) / 4;
        require(app::summaryOf(timeline.after(count)).dump() == app::summaryOf(foldOf(events, count)).dump(),
                "a moment of the timeline is not the fold of the events before it");
    }
}

void compareWhatIf(const std::filesystem::path& path) {
    Choices choices(textOf(path));
    MadeUpModel model = modelFrom(choices);
    const app::RunOptions wanted = optionsFrom(choices);
    const int blocks = choices.between(1, 120);
    app::RunOptions recorded = wanted;
    recorded.policy = app::kReferencePolicy;
    recorded.traces = std::max(2, app::tracesOf(wanted));
    recorded.voteLock = recorded.betaStop = recorded.consensusStop = false;
    MadeUpRun sample(model, recorded, 4000);
    while (!sample.loop->isFinished()) sample.loop->step();
    app::EventLog log;
    app::RunState state;
    for (const app::Event& event : reread(sample.events)) {
        log.append(event);
        state.apply(event);
    }
    const app::RecordedRun record = app::recordedRunOf(log, state);
    if (const auto why = app::whyNotFrom(record, wanted)) throw app::UsageError(*why);
    MadeUpRun real(model, wanted, blocks);
    for (int pass = 0; !real.loop->isFinished(); ++pass) {
        require(pass < kMostPasses, "the run does not end");
        real.loop->step();
    }
    const auto answer = app::whatIf(record, {wanted, blocks, true});
    require(answer.has_value(), "a what-if without an answer");
    const std::string expected = timeless(real.events);
    const std::string found = timeless({answer->events.begin(), answer->events.end()});
    if (expected == found) return;
    std::size_t line = 0;
    for (std::size_t i = 0; i < std::min(expected.size(), found.size()) && expected[i] == found[i]; ++i)
        if (expected[i] == '\n') line = i + 1;
    throw std::logic_error("a what-if is not the run: " + expected.substr(line, 300) + " / " + found.substr(line, 300));
}

}  // namespace hostile
