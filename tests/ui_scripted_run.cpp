#include "ui_scripted_run.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <utility>

namespace ui_test {
namespace {

using engine::TraceId;

constexpr std::array kWords = {
    "so",  "the",     "walk",  "takes", "t",   "=",     "24",  "minutes",   "then", "we", "get",   "s",    "+",
    "2",   "km/h",    "which", "gives", "9/s", "hours", "and", "therefore", "let",  "me", "check", "this", "again",
    "2.5", "because", "12",    "times", "17",  "is",    "204", "minus",     "half", "of", "it"};
constexpr int kPromptBlocks = 6;
constexpr std::array kAnswers = {"204", "204", "204", "204", "212", "\\frac{408}{2}", "180", "212", "204", "96"};

}  // namespace

ScriptedRun::ScriptedRun(const Script& script) : m_script(script), m_random(script.seed) {
    for (int i = 0; i < script.traces; ++i) {
        Trace trace;
        trace.quality = 0.12 + 0.8 * uniform();
        trace.length = static_cast<int>(script.maxTokens * (0.45 + 0.5 * uniform()));
        trace.nextStep = 18 + static_cast<int>(30 * uniform());
        m_traces.push_back(trace);
    }
    for (int i = script.kvBlocks - 1; i >= kPromptBlocks; --i) m_free.push_back(engine::BlockId{i});
}

std::vector<app::Event> ScriptedRun::all(const Script& script) {
    ScriptedRun run(script);
    std::vector<app::Event> events;
    while (!run.finished()) {
        for (app::Event& event : run.next()) events.push_back(std::move(event));
    }
    return events;
}

std::vector<app::Event> ScriptedRun::next() {
    std::vector<app::Event> out;
    if (m_finished) return out;
    if (!m_begun) {
        begin(out);
    } else {
        pass(out);
    }
    return out;
}

void ScriptedRun::begin(std::vector<app::Event>& out) {
    m_begun = true;
    app::RunStarted started;
    started.programVersion = "0.1.0";
    started.startedAt = "2026-01-01T00:00:00Z";
    started.backend = "cpu";
    started.device = "Script";
    started.model = scriptedModel().model;
    started.scorer = scriptedScorer();
    started.options.traces = m_script.traces;
    started.options.policy = m_script.policy;
    started.options.maxTokens = m_script.maxTokens;
    started.problem =
        "Every morning Aya goes for a 9-kilometre walk and stops at a coffee shop afterwards. Walking at s km/h, the "
        "walk takes "
        "4 hours, including t minutes in the shop; at s + 2 km/h it takes 2 h 24 min. How many minutes does it take at "
        "s + 1/2 km/h?";
    started.knownAnswer = m_script.knownAnswer;
    started.promptTokens = kPromptBlocks * engine::kBlockTokens - 5;
    started.kvBlocks = m_script.kvBlocks;
    started.simulated = true;
    out.push_back({0, std::move(started)});
    app::PromptBlocks prompt;
    for (int i = 0; i < kPromptBlocks; ++i) prompt.blocks.push_back(engine::BlockId{i});
    out.push_back({0.01, prompt});
    for (int i = 1; i <= m_script.traces; ++i) out.push_back({0.01, app::TraceAdded{TraceId{i}}});
    for (std::size_t i = 0; i < m_traces.size() && !m_free.empty(); ++i) {
        m_traces[i].blocks.push_back(m_free.back());
        m_free.pop_back();
        out.push_back({0.02, app::TraceAdmitted{TraceId{static_cast<int>(i) + 1}, m_traces[i].blocks, 0, 0}});
    }
    m_t = 0.05;
}

void ScriptedRun::release(Trace& trace) {
    m_free.insert(m_free.end(), trace.blocks.begin(), trace.blocks.end());
    trace.blocks.clear();
}

/// False where the trace itself had to go.
bool ScriptedRun::takeBlock(std::size_t index, app::PassDone& done, std::vector<app::Event>& before) {
    while (m_free.empty()) {
        int running = 0;
        std::size_t victim = index;
        double lowest = 2;
        for (std::size_t i = 0; i < m_traces.size(); ++i) {
            const Trace& trace = m_traces[i];
            if (!trace.active || trace.waiting) continue;
            ++running;
            const double score = trace.scores ? trace.scoreSum / trace.scores : 0;
            const bool later = m_script.policy == app::PolicyKind::SelfConsistency ? true : score < lowest;
            if (later) {
                lowest = score;
                victim = i;
            }
        }
        if (!std::exchange(m_saturated, true)) before.push_back({m_t, app::Saturated{1, 0, running}});
        Trace& out = m_traces[victim];
        const int freed = static_cast<int>(out.blocks.size());
        const TraceId id{static_cast<int>(victim) + 1};
        if (m_script.policy == app::PolicyKind::SelfConsistency) {
            before.push_back({m_t, app::TracePreempted{id, freed}});
            out.waiting = true;
        } else {
            const auto score = out.scores ? std::optional(out.scoreSum / out.scores) : std::nullopt;
            before.push_back({m_t, app::TracePruned{.trace = id,
                                                    .score = score,
                                                    .amongRunning = running,
                                                    .freedBlocks = freed,
                                                    .other = {},
                                                    .value = {}}});
            out.active = false;
        }
        release(out);
        if (victim == index) return false;
    }
    m_traces[index].blocks.push_back(m_free.back());
    done.granted.push_back({TraceId{static_cast<int>(index) + 1}, m_free.back()});
    m_free.pop_back();
    return true;
}

std::string ScriptedRun::word(Trace& trace) {
    std::string text = trace.stepLength == 0 ? "" : " ";
    return text + kWords[std::uniform_int_distribution<std::size_t>(0, kWords.size() - 1)(m_random)];
}

void ScriptedRun::pass(std::vector<app::Event>& out) {
    m_t += (0.96 + 0.08 * uniform()) / m_script.tokensPerSecond;
    app::PassDone done;
    done.passS = 0.8 / m_script.tokensPerSecond;
    done.scorerS = done.passS * 0.004;
    std::vector<app::Event> after;
    for (std::size_t i = 0; i < m_traces.size(); ++i) {
        Trace& trace = m_traces[i];
        if (!trace.active) continue;
        const TraceId id{static_cast<int>(i) + 1};
        if (trace.waiting) {
            const int needed = engine::blocksFor(trace.tokens + 1);
            if (static_cast<int>(m_free.size()) < needed + m_script.traces / 4) continue;
            for (int k = 0; k < needed; ++k) {
                trace.blocks.push_back(m_free.back());
                m_free.pop_back();
            }
            trace.waiting = false;
            out.push_back({m_t, app::TraceAdmitted{id, trace.blocks, trace.tokens, 1.0}});
        }
        if (static_cast<int>(trace.blocks.size()) * engine::kBlockTokens <= trace.tokens && !takeBlock(i, done, out))
            continue;
        if (std::exchange(trace.boundary, false)) {
            const double score = std::clamp(trace.quality + 0.28 * (uniform() - 0.5), 0.02, 0.98);
            trace.scoreSum += static_cast<double>(static_cast<float>(score));
            ++trace.scores;
            after.push_back({m_t, app::StepScored{id, trace.tokens, static_cast<float>(score)}});
        }
        std::string text = word(trace);
        ++trace.tokens;
        ++trace.stepLength;
        if (trace.stepLength >= trace.nextStep) {
            text += ".\n\n";
            trace.boundary = true;
            trace.stepLength = 0;
            trace.nextStep = 12 + static_cast<int>(40 * uniform());
        }
        done.tokens.push_back({id, engine::TokenId{1}, text, -0.3F});
        if (trace.tokens >= trace.length && !trace.boundary) finish(i, after);
    }
    // A trace may have lost its place to a later one after it wrote in this pass.
    const auto lost = [this](TraceId id) {
        const Trace& trace = m_traces[static_cast<std::size_t>(engine::index(id)) - 1];
        return trace.waiting || (!trace.active && trace.blocks.empty() && trace.tokens < trace.length);
    };
    std::erase_if(done.tokens, [&](const app::TokenOut& token) {
        if (!lost(token.trace)) return false;
        Trace& trace = m_traces[static_cast<std::size_t>(engine::index(token.trace)) - 1];
        --trace.tokens;
        trace.boundary = false;
        return true;
    });
    std::erase_if(done.granted, [&](const app::BlockGrant& grant) { return lost(grant.trace); });
    out.push_back({m_t, std::move(done)});
    std::move(after.begin(), after.end(), std::back_inserter(out));
    if (std::none_of(m_traces.begin(), m_traces.end(), [](const Trace& trace) { return trace.active; })) {
        m_finished = true;
        out.push_back({m_t + 0.01, app::RunFinished{app::RunEnd::Done, {}, 0.04, m_t * 0.8, m_t * 0.003}});
    }
}

void ScriptedRun::finish(std::size_t index, std::vector<app::Event>& out) {
    Trace& trace = m_traces[index];
    trace.active = false;
    const bool good = trace.quality > 0.45;
    const std::size_t pick =
        good ? static_cast<std::size_t>(uniform() * 6) : static_cast<std::size_t>(4 + uniform() * 6);
    const int freed = static_cast<int>(trace.blocks.size());
    release(trace);
    out.push_back({m_t, app::TraceFinished{TraceId{static_cast<int>(index) + 1}, app::FinishReason::EndOfText,
                                           kAnswers[std::min<std::size_t>(pick, kAnswers.size() - 1)], freed}});
}

app::ModelReady scriptedModel() {
    app::ModelReady ready;
    ready.model = {.name = "Scripted model",
                   .path = "",
                   .sha256 = "",
                   .family = "qwen3",
                   .parameters = 14'000'000,
                   .layers = 8,
                   .hiddenSize = 384,
                   .contextTokens = 2048,
                   .blockBytes = 65536,
                   .embedded = true};
    ready.defaults.traces = 32;
    ready.defaults.kvCacheMib = 56;
    ready.defaults.maxTokens = 700;
    ready.backend = "cpu";
    ready.device = "2 CPU cores";
    ready.memory = {.backend = "cpu",
                    .device = "2 CPU cores",
                    .deviceBytes = 16'000'000'000,
                    .weightBytes = 56'000'000,
                    .workspaceBytes = 9'000'000,
                    .blockBytes = 65536,
                    .contextTokens = 2048};
    return ready;
}

app::ScorerInfo scriptedScorer() {
    return {.name = "scripted_step_scorer.pt",
            .path = "",
            .sha256 = "",
            .inputWidth = 384,
            .hiddenWidth = 512,
            .metrics = {{"auc", "0.83"}, {"f1", "0.78"}}};
}

ScriptedSource::ScriptedSource(const Script& script, int passes) : passesPerDrain(passes), m_script(script) {}

void ScriptedSource::post(app::Command command) {
    if (std::holds_alternative<app::LoadModel>(command) && refuseModels > 0) {
        --refuseModels;
        say(app::Refused{"model", "scripted refusal"});
    } else if (std::holds_alternative<app::LoadModel>(command)) {
        say(app::LoadProgress{"reading weights", 0.5});
        say(scriptedModel());
        say(app::ScorerReady{scriptedScorer()});
    } else if (const auto* start = std::get_if<app::StartRun>(&command)) {
        m_script.policy = start->options.policy;
        m_run = std::make_unique<ScriptedRun>(m_script);
        m_paused = false;
        openHistory(start->historyPath);
    } else if (std::holds_alternative<app::Pause>(command)) {
        m_paused = true;
        say(app::Event{m_lastT, app::Paused{}});
    } else if (std::holds_alternative<app::Resume>(command)) {
        m_paused = false;
        say(app::Event{m_lastT, app::Resumed{}});
    } else if (std::holds_alternative<app::Stop>(command) && m_run) {
        m_run.reset();
        keep({m_lastT, app::RunFinished{app::RunEnd::Stopped, {}, 0, m_lastT, 0}});
        say(app::Event{m_lastT, app::RunFinished{app::RunEnd::Stopped, {}, 0, m_lastT, 0}});
    }
    posted.push_back(std::move(command));
}

void ScriptedSource::openHistory(const std::optional<std::string>& path) {
    m_history.reset();
    if (!path) return;
    try {
        std::filesystem::create_directories(std::filesystem::path(*path).parent_path());
        m_history = std::make_unique<app::RecordingWriter>(*path);
    } catch (const std::exception& error) {
        m_historyProblem = error.what();
    }
}

void ScriptedSource::keep(const app::Event& event) {
    if (m_history) m_history->append(event);
}

std::vector<app::Note> ScriptedSource::drain() {
    if (!m_prepared) prepare();
    m_prepared = false;
    return std::exchange(m_notes, {});
}

void ScriptedSource::prepare() {
    m_prepared = true;
    for (int pass = 0; m_run && !m_paused && pass < passesPerDrain; ++pass) {
        for (app::Event& event : m_run->next()) {
            m_lastT = event.t;
            keep(event);
            m_notes.push_back(std::move(event));
        }
        if (!m_historyProblem.empty()) m_notes.push_back(app::HistoryStopped{std::exchange(m_historyProblem, {})});
        if (m_run->finished()) m_run.reset();
    }
}

}  // namespace ui_test
